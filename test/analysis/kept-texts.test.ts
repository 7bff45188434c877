import { describe, expect, it } from 'vitest';
import { check } from '../../src/analysis/check.ts';
import { loadTree } from '../../src/analysis/load-tree.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import { auditOf } from '../../src/reporting/audit.ts';
import { jsonReport } from '../../src/reporting/json.ts';
import { today } from '../support/check-files.ts';

const service = `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  loadBalancerIP: 192.0.2.7
  selector: { app: web }
  ports: [{ port: 80 }]
`;
const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata:\n  mode: fast\n';
const caller = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: caller }\ndata:\n  url: http://192.0.2.7/\n`;
const excused = `# ack-service-gate-ignore: health-check-disabled -- nothing to see\n${settings}`;

/** A tree that counts how often each of its files is read. */
function countingTree(files: Readonly<Record<string, string>>) {
  const reads = new Map<string, number>();
  const sources = Object.entries(files).map(([path, text]) => ({
    path,
    read: () => {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return new TextEncoder().encode(text);
    },
  }));
  return { tree: loadTree('head', sources), reads };
}

const files = {
  'service.yaml': service,
  'settings.yaml': settings,
  'caller.yaml': caller,
  'excused.yaml': excused,
  'dashboard.json': '{ "title": "Service" }\n',
};

describe('the text of a file that nothing points into', () => {
  it('is not kept, and is there all the same', () => {
    const { tree, reads } = countingTree(files);
    const again = Object.entries(files).flatMap(([path, text]) => {
      const manifest = tree.manifests.get(path);
      expect(manifest).toMatchObject({ text, length: text.length });
      return reads.get(path) === 1 ? [] : [path];
    });
    expect(again).toEqual(['settings.yaml', 'dashboard.json']);
  });

  it('has lines', () => {
    const { tree } = countingTree(files);
    const lines = tree.manifests.get('settings.yaml')?.lines;
    expect([lines?.lineCount, lines?.lineText(2)]).toEqual([6, 'kind: ConfigMap']);
  });

  it('is not asked for by a check and its report', () => {
    const { tree, reads } = countingTree(files);
    const result = check({ settings: resolveSettings({}, {}, false, 'en'), head: tree, today });
    const report = jsonReport(auditOf(result), { version: '1', durationMs: 0 });
    expect(report).toContain('caller.yaml refers to 192.0.2.7');
    expect([...reads.values()]).toEqual([1, 1, 1, 1, 1]);
  });
});
