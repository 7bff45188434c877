import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/rollout/verdict.ts';
import { documentsOf, rolloutFrom } from './manifest.ts';

/**
 * Combinations of grace period, preStop, drain, probe and strategy, worked out by hand: what the controller needs is 10 s
 * where no other sync delay is given, what kube-proxy needs is 2 s, and 30 s are to remain after preStop.
 */
const [, ...lines] = readFileSync(join(import.meta.dirname, 'combinations.tsv'), 'utf8')
  .trimEnd()
  .split('\n');
const rows = lines.map((line) => {
  const [
    name = '',
    mode = '',
    grace = '',
    preStop = '',
    drain = '',
    sync = '',
    probe = '',
    workload = '',
    ...expected
  ] = line.split('\t');
  return { name, situation: { mode, grace, preStop, drain, sync, probe, workload }, expected };
});

function inWords(verdict: Verdict): string {
  if (verdict.verdict === 'unknown') return `unknown ${verdict.because}`;
  if (verdict.verdict === 'safe') return 'safe';
  const [first, ...rest] = verdict.causes.map(({ why, seconds = '-' }) => `${seconds} ${why}`);
  return `unsafe ${[first, ...rest].join(' + ')}`;
}

describe('what happens to connections', () => {
  it('is worked out for enough combinations, each once', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rows.map(({ situation }) => JSON.stringify(situation))).size).toBe(rows.length);
  });

  it.each(rows)('$name', ({ situation, expected }) => {
    const { verdict, verdicts } = rolloutFrom({ 'web.yaml': documentsOf(situation).join('\n---\n') }, situation);
    const { newConnections, openConnections, backends, readiness } = verdicts;
    const found = [newConnections, openConnections, backends, readiness].map(inWords);
    expect([...found, verdict]).toEqual(expected);
  });
});
