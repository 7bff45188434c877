import { describe, expect, it } from 'vitest';
import { readInputs } from '../../src/action/inputs.ts';
import { auditKey } from '../../src/action/own-gate.ts';

const keyOf = (inputs: Readonly<Record<string, string>>): string =>
  auditKey(readInputs(Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value]))));

describe('the key of an audit', () => {
  it('is the same in whatever order its paths are written', () => {
    expect(keyOf({ PATHS: 'k8s\ncharts' })).toBe(keyOf({ PATHS: 'charts/\n./k8s' }));
  });

  it('is another one for whatever else is looked at', () => {
    const audits = [
      {},
      { PATHS: 'k8s' },
      { PATHS: 'k8s\ncharts' },
      { 'WORKING-DIRECTORY': 'k8s' },
      { CONFIG: 'k8s' },
      { PRESET: 'strict' },
    ];
    expect(new Set(audits.map(keyOf)).size).toBe(audits.length);
  });

  it('is the same whatever the audit writes', () => {
    expect(keyOf({ 'AUDIT-ISSUE': 'Audit', 'HISTORY-FILE': 'h.json', GATE: 'new', LOCALE: 'zh-CN' })).toBe(keyOf({}));
  });
});
