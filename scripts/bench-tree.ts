/** A tree of manifests in the mix of public repositories, the same for the same seed and size. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A small generator of pseudo-random numbers (mulberry32), so that every run makes the same tree. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Writes `count` files below `folder`. Shares by number of files: a fifth holds a Service and a workload, a twentieth of
 * all Services is a LoadBalancer's; the rest is configuration, custom resource definitions, values, workflows and JSON.
 */
export function makeTree(folder: string, count: number): void {
  const random = randomFrom(20_261_125);
  for (let index = 0; index < count; index++) {
    const name = `app-${index}`;
    const dice = random();
    const file = join(folder, `team-${index % 40}`, dice < 0.93 ? `${name}.yaml` : `${name}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contentOf(dice, name, random));
  }
}

function contentOf(dice: number, name: string, random: () => number): string {
  if (dice < 0.12) return [service(name, random() < 0.5), deployment(name, random)].join('---\n');
  if (dice < 0.2) return deployment(name, random);
  if (dice < 0.45) return configMap(name, random);
  if (dice < 0.55) return crd(name, random);
  if (dice < 0.7) return values(name, random);
  if (dice < 0.8) return workflow(name);
  if (dice < 0.93) return [role(name), role(`${name}-binding`)].join('---\n');
  return `${JSON.stringify({ title: name, panels: Array.from({ length: 60 }, (_, id) => ({ id, kind: 'graph', text: 'x'.repeat(80) })) }, null, 2)}\n`;
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

function service(name: string, isLoadBalancer: boolean): string {
  const key = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer';
  const annotations = isLoadBalancer
    ? `  annotations:\n    ${key}-address-type: "intranet"\n    ${key}-spec: "slb.s1.small"\n`
    : '';
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\n${annotations}spec:\n  type: ${isLoadBalancer ? 'LoadBalancer' : 'ClusterIP'}\n  selector:\n    app: ${name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n`;
}

function deployment(name: string, random: () => number): string {
  const environment = lines(
    Math.floor(random() * 40),
    (index) => `            - name: SETTING_${index}\n              value: "${'v'.repeat(20)}"\n`,
  );
  return `# ${name} and its pods\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n      app: ${name}\n  template:\n    metadata:\n      labels:\n        app: ${name}\n    spec:\n      containers:\n        - name: ${name}\n          image: registry.example/${name}:1.0.0\n          ports:\n            - containerPort: 8080\n${environment === '' ? '' : `          env:\n${environment}`}          resources:\n            limits: { cpu: "1", memory: 512Mi }\n`;
}

function configMap(name: string, random: () => number): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: shop\ndata:\n  settings.properties: |\n${lines(20 + Math.floor(random() * 200), (index) => `    key.${index}=${'value '.repeat(6)}\n`)}`;
}

function crd(name: string, random: () => number): string {
  const fields = lines(
    200 + Math.floor(random() * 400),
    (index) =>
      `              field${index}:\n                description: Text that explains the field and how it is used.\n                type: string\n`,
  );
  return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}.example.com\nspec:\n  group: example.com\n  names: { kind: ${name.replace('-', '')}, plural: things }\n  versions:\n    - name: v1\n      schema:\n        openAPIV3Schema:\n          properties:\n            spec:\n              type: object\n${fields}`;
}

function values(name: string, random: () => number): string {
  return `# Values of ${name}\nimage:\n  repository: registry.example/${name}\nservice:\n  type: LoadBalancer\n${lines(20 + Math.floor(random() * 150), (index) => `option${index}:\n  enabled: ${index % 2 === 0}\n`)}`;
}

function workflow(name: string): string {
  return `name: ${name}\non: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${lines(8, (index) => `      - name: Step ${index}\n        run: make step-${index}\n`)}`;
}

function role(name: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: ${name}\n  namespace: shop\nrules:\n${lines(12, (index) => `  - apiGroups: [""]\n    resources: [pods, services-${index}]\n    verbs: [get, list]\n`)}`;
}
