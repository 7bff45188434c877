import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationFacts } from '../../src/catalog/annotations.ts';
import { plan } from '../../src/analysis/plan.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import { planJson } from '../../src/reporting/plan-json.ts';
import { planText } from '../../src/reporting/plan-text.ts';
import { checkFiles, treeOf } from '../support/check-files.ts';
import { cleanService } from '../support/manifests.ts';
import { predictionOf, prefix, verdictLines } from './support.ts';

const keys = annotationFacts.filter(({ object }) => object === 'Service').map(({ key }) => key);
const kind = fc.constantFrom('clb' as const, 'nlb' as const);
/** Texts near what the controller parses, and any others. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.constantFrom(',', ':', '=', '-', ' ', 'http', '80', '443', 'on', '0', '\u0000', '\u202e', '😀'), {
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
  fc.bigInt().map(String),
);

describe('hostile annotations', () => {
  it('of any text on any key give one verdict each and no crash', () => {
    fc.assert(
      fc.property(kind, fc.dictionary(fc.constantFrom(...keys), text, { maxKeys: 12 }), (controller, annotations) => {
        const lines = verdictLines({ kind: controller, annotations });
        const own = Object.keys(annotations).filter((key) => !key.endsWith('zone-maps'));
        expect(lines.filter((line) => !line.startsWith('zone-maps'))).toHaveLength(own.length);
        for (const line of lines) expect(line).toMatch(/ (applied|ignored [a-z-]+|refused [a-z]+)/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(keys.filter((key) => !key.endsWith('zone-maps')))('a megabyte on %s is read in a moment', (key) => {
    for (const piece of ['a', '9', ',', ':', 'a:1,', 'a=1,', ' ', '😀']) {
      const long = piece.repeat(Math.ceil((1 << 20) / piece.length));
      expect(verdictLines({ annotations: { [key]: long } }).length).toBeGreaterThan(0);
    }
  });

  it('a megabyte of zones is read in a moment', () => {
    const zones = 'a:vsw-1,'.repeat(1 << 17);
    expect(predictionOf({ kind: 'nlb', annotations: { 'zone-maps': zones } })).toMatchObject({
      error: { event: 'N02' },
    });
  });

  it('as YAML with control characters and direction marks end in a report', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), text, (key, value) => {
        const line = `    ${key}: ${JSON.stringify(value).replaceAll('\u007f', '\\u007f')}\n`;
        const service = cleanService.replace('  annotations:\n', `  annotations:\n${line}`);
        expect(checkFiles({ 'web.yaml': service }).summary.documents).toBe(1);
      }),
      { numRuns: 500 },
    );
  });
});

it('a value with very many faults gets a hundred findings', () => {
  const service = cleanService.replace(
    '  annotations:\n',
    `  annotations:\n    ${prefix}backend-label: "${','.repeat(500_000)}"\n`,
  );
  const { findings } = checkFiles({ 'web.yaml': service });
  expect(findings.filter(({ ruleId }) => ruleId === 'backend-label-invalid')).toHaveLength(100);
});

describe('ten thousand ports', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ port: at + 1, name: `p${at}` }));

  it.each(['clb', 'nlb'] as const)('give as many listeners: %s', (controller) => {
    const protocols = many(10_000).map(({ port }) => `tcp:${port}`);
    const prediction = predictionOf({
      kind: controller,
      ports: many(10_000),
      annotations: { 'protocol-port': protocols.join(','), id: 'lb-1', 'vgroup-port': protocols.join(',') },
    });
    expect(prediction).toMatchObject({ controller, error: undefined });
    expect(prediction.controller === 'none' ? [] : prediction.listeners).toHaveLength(10_000);
  });

  it('are judged in one report', () => {
    const ports = many(10_000).map(({ port, name }) => `    - { name: ${name}, port: ${port}, targetPort: 8080 }\n`);
    const service = cleanService
      .replace(/ {2}ports:\n[\s\S]*/, `  ports:\n${ports.join('')}`)
      .replace('  annotations:\n', `  annotations:\n    ${prefix}protocol-port: "http:1, https:2"\n`);
    const { findings } = checkFiles({ 'web.yaml': service });
    expect(findings.map(({ ruleId }) => ruleId)).toContain('protocol-port-syntax');
  });

  it('are planned without repeating a long value at each of them', () => {
    const ports = many(10_000).map(({ port, name }) => `    - { name: ${name}, port: ${port}, targetPort: 8080 }\n`);
    const service = cleanService.replace(/ {2}ports:\n[\s\S]*/, `  ports:\n${ports.join('')}`).replace(
      '  annotations:\n',
      `  annotations:\n    ${prefix}cert-id: "${'c'.repeat(1_000_000)}"\n    ${prefix}protocol-port: "${many(10_000)
        .map(({ port }) => `https:${port}`)
        .join()}"\n`,
    );
    const result = plan(resolveSettings({}, {}, false, 'en'), treeOf({ 'web.yaml': service }));
    expect(planText(result, { colour: false, quiet: false, verbose: true }).length).toBeLessThan(5_000_000);
    expect(planJson(result, { version: '0.0.0', durationMs: 0 }).length).toBeLessThan(50_000_000);
  });
});
