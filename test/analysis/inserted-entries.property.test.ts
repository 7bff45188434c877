import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { applyEdits } from '../../src/model/fix.ts';
import { checkFiles } from '../support/check-files.ts';

/** How a Deployment is written, whatever it says. */
interface Layout {
  readonly step: number;
  /** Blanks between the column of `containers` and its dash. */
  readonly dash: number;
  readonly quote: '"' | "'";
  readonly lineEnd: '\n' | '\r\n';
  readonly final: boolean;
  readonly imageFirst: boolean;
  readonly note: string;
}

const layouts: fc.Arbitrary<Layout> = fc.record({
  step: fc.constantFrom(1, 2, 3, 4),
  dash: fc.constantFrom(0, 2),
  quote: fc.constantFrom('"', "'"),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  final: fc.boolean(),
  imageFirst: fc.boolean(),
  note: fc.constantFrom('', ' # the image', '   #pinned'),
});

const service = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
});

interface Pod {
  readonly grace?: number;
  readonly stop?: number;
}

function render({ grace, stop }: Pod, layout: Layout): string {
  const { step, dash, quote, lineEnd, final, imageFirst, note } = layout;
  const at = (level: number, text: string): string => ' '.repeat(level * step) + text;
  const item = ' '.repeat(3 * step + dash);
  const image = `image: ${quote}web:1${quote}`;
  const [first, second] = imageFirst ? [`${image}${note}`, 'name: web'] : ['name: web', `${image}${note}`];
  const below = (level: number, text: string): string => `${item}  ${' '.repeat(level * step)}${text}`;
  const lifecycle = [
    below(0, 'lifecycle:'),
    below(1, 'preStop:'),
    below(2, 'exec:'),
    below(3, `command: [${quote}sleep${quote}, ${quote}${stop}${quote}]`),
  ];
  const lines = [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    at(1, 'name: web'),
    at(1, 'namespace: shop'),
    'spec:',
    at(1, 'replicas: 2'),
    at(1, 'template:'),
    at(2, 'metadata: {labels: {app: web}}'),
    at(2, 'spec:'),
    ...(grace === undefined ? [] : [at(3, `terminationGracePeriodSeconds: ${grace}`)]),
    at(3, 'containers:'),
    `${item}- ${first}`,
    `${item}  ${second}`,
    // What is new stands behind the image.
    ...(stop === undefined || imageFirst ? [] : lifecycle),
    `${item}  readinessProbe: {tcpSocket: {port: 8080}}`,
    `${item}  ports: [{containerPort: 8080}]`,
  ];
  if (stop !== undefined && imageFirst) lines.splice(lines.indexOf(`${item}- ${first}`) + 1, 0, ...lifecycle);
  return lines.join(lineEnd) + (final ? lineEnd : '');
}

/** The manifest after the fix of its only finding of a rule. */
function mend(text: string, rule: string): string | undefined {
  const result = checkFiles({ 'service.json': service, 'web.yaml': text });
  const found = result.findings.filter(({ ruleId }) => ruleId === rule);
  expect(found).toHaveLength(1);
  const fix = found[0] === undefined ? null : result.fixOf(found[0]);
  return fix === null ? undefined : applyEdits(text, fix.edits);
}

const options = { numRuns: 150, seed: 20261126 };

it('adds a preStop and its grace period as they would have been written', () => {
  fc.assert(
    fc.property(layouts, (layout) => {
      expect(mend(render({}, layout), 'prestop-missing')).toBe(render({ grace: 60, stop: 30 }, layout));
    }),
    options,
  );
});

it('adds or raises the grace period and touches nothing else', () => {
  fc.assert(
    fc.property(layouts, fc.option(fc.integer({ min: 0, max: 59 }), { nil: undefined }), (layout, grace) => {
      const before = grace === undefined ? { stop: 30 } : { stop: 30, grace };
      expect(mend(render(before, layout), 'grace-period-too-short')).toBe(render({ grace: 60, stop: 30 }, layout));
    }),
    options,
  );
});

it.each([
  ['spread', 2],
  ['on one line', undefined],
])('writes JSON as JSON: %s', (_, indent) => {
  const workload = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas: 2,
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web:1', readinessProbe: { tcpSocket: { port: 8080 } } }] },
      },
    },
  };
  const mended = mend(JSON.stringify(workload, null, indent), 'prestop-missing');
  const { spec } = workload.spec.template;
  const containers = spec.containers.map((each) => ({
    ...each,
    lifecycle: { preStop: { exec: { command: ['sleep', '30'] } } },
  }));
  const template = { ...workload.spec.template, spec: { ...spec, terminationGracePeriodSeconds: 60, containers } };

  expect(JSON.parse(mended ?? '')).toEqual({ ...workload, spec: { ...workload.spec, template } });
});

it('writes flow as flow', () => {
  const text =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { replicas: 2, template: { metadata: { labels: { app: web } }, spec: { terminationGracePeriodSeconds: 90, containers: [{ name: web, image: "web:1" }] } } }\n';
  const mended = mend(text, 'prestop-missing');

  expect(mended).toContain('image: "web:1", lifecycle: { preStop: { exec: { command: ["sleep", "30"] } } } }]');
  expect(() => parse(mended ?? '') as unknown).not.toThrow();
});
