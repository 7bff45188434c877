import type { Files } from '../support/check-files.ts';
import { cleanDeployment, cleanService } from '../support/manifests.ts';

export interface BrokenFile {
  readonly title: string;
  readonly files: Files;
}

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: db, namespace: shop }\nstringData:\n';
const config = secret.replace('Secret', 'ConfigMap').replace('stringData', 'data');
const service = `---\n${cleanService}`;

/** Files about which something has to be said, and that hold a password beside it. */
export const secrets: readonly BrokenFile[] = Object.entries({
  'a Secret with an open quote': `${secret}  password: "hunter2\n`,
  'a Secret with text behind a value': `${secret}  password: "x" hunter2\n`,
  'a Secret with a lost line': `${secret}  password: x\n hunter2\n`,
  'a Secret with a wrong block header': `${secret}  password: |hunter2\n    x\n`,
  'a Secret with an unknown alias': `${secret}  password: *hunter2\n`,
  'a Secret with a wrong escape': String.raw`${secret}  password: "\hunter2"`,
  'a Secret with a tab': `${secret}\tpassword: hunter2\n`,
  'a Secret with an open bracket': `${secret}  password: [hunter2\n`,
  'a Secret with a reserved character': `${secret}  password: @hunter2\n`,
  'a Secret with a key that is written twice': `${secret}  password: hunter2\n  password: hunter2\n`,
  'a ConfigMap with a wrong block header': `${config}  password: |hunter2\n    x\n`,
  'a Secret with a tag': `${secret}  password: !hunter2 x\n`,
  'a template in a Secret': `${secret}  password: {{ hunter2 }}\n`,
}).map(([title, text]) => ({
  title,
  files: {
    // The Service's document makes the file matter, whatever the Secret's is taken for.
    'secret.yaml': `${text}\n${service.replace('"on"', 'on')}`,
    'deployment.yaml': cleanDeployment,
  },
}));
