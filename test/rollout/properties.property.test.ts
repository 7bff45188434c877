import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PodEnd } from '../../src/rollout/pod-end.ts';
import { newConnections, openConnections } from '../../src/rollout/pod-end.ts';
import type { PreStop } from '../../src/rollout/prestop.ts';
import { judgeRollout, type RolloutFacts } from '../../src/rollout/rollout.ts';
import { modes, phases, type Verdict } from '../../src/rollout/verdict.ts';
import { documentsOf, rolloutFrom, type Situation } from './manifest.ts';

const node = { kind: 'unknown', text: '', range: { start: 0, end: 0 } } as const;
const known = (seconds: number, lacksProgram?: string): PreStop => ({
  kind: 'known',
  seconds,
  node,
  lengthNode: node,
  lacksProgram,
});

const seconds = fc.integer({ min: 0, max: 120 });
const stop: fc.Arbitrary<PreStop> = fc.oneof(
  fc.constant<PreStop>({ kind: 'none' }),
  fc.constant<PreStop>({ kind: 'unknown', node }),
  fc
    .tuple(seconds, fc.constantFrom(undefined, 'gcr.io/distroless/static'))
    .map(([length, lacks]) => known(length, lacks)),
);
const drain: fc.Arbitrary<PodEnd['drain']> = fc.oneof(
  fc.constantFrom<PodEnd['drain']>({ kind: 'off' }, { kind: 'none' }, { kind: 'unknown' }),
  seconds.map((length): PodEnd['drain'] => ({ kind: 'on', seconds: length })),
);
const facts: fc.Arbitrary<RolloutFacts> = fc.record({
  end: fc.record({
    graceSeconds: fc.option(seconds, { nil: undefined }),
    stops: fc.array(stop, { minLength: 1, maxLength: 3 }),
    drain,
    syncDelaySeconds: seconds,
    marginSeconds: fc.constantFrom(0, 30),
    terminatingServed: fc.boolean(),
  }),
  start: fc.record({
    probes: fc.array(
      fc.oneof(
        fc.constant({ kind: 'none' } as const),
        seconds.map((earliestSeconds) => ({ kind: 'known', earliestSeconds }) as const),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    publishesNotReady: fc.boolean(),
    hasGate: fc.boolean(),
    minReadySeconds: seconds,
  }),
  replacement: fc.record({
    strategy: fc.oneof(
      fc.constantFrom({ kind: 'recreate' } as const, { kind: 'none' } as const, { kind: 'by-hand' } as const),
      fc.record({
        kind: fc.constant('rolling' as const),
        maxUnavailable: fc.integer({ min: 0, max: 100 }).map((percent) => ({ percent })),
        maxSurge: fc.integer({ min: 0, max: 3 }).map((pods) => ({ pods })),
        roundsUp: fc.boolean(),
      }),
    ),
    replicas: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    hasOthers: fc.boolean(),
  }),
});
const mode = fc.constantFrom(...modes, undefined);

/** Seconds short of the worst cause; none where nothing is certainly short. */
function shortBy(verdict: Verdict): number {
  return verdict.verdict === 'unsafe' ? (verdict.causes[0].seconds ?? 0) : 0;
}

const options = { numRuns: 2000, seed: 20261126 };

describe('a rollout', () => {
  it('that is safe stays safe with a longer grace period, phase by phase', () => {
    fc.assert(
      fc.property(facts, mode, seconds, seconds, (all, mode, graceSeconds, more) => {
        const [before, after] = [graceSeconds, graceSeconds + more].map((grace) =>
          judgeRollout({ ...all, end: { ...all.end, graceSeconds: grace } }, mode),
        );
        for (const phase of phases)
          if (before?.verdicts[phase].verdict === 'safe') expect(after?.verdicts[phase].verdict).toBe('safe');
        if (before?.verdict === 'safe') expect(after?.verdict).toBe('safe');
      }),
      options,
    );
  });

  it('has no wider gap for new connections with a longer preStop', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...modes), fc.nat(2), seconds, ({ end }, mode, at, more) => {
        const stops = end.stops.map((each, index) =>
          index !== at || each.kind !== 'known' ? each : { ...each, seconds: each.seconds + more },
        );
        const before = newConnections({ ...end, mode });
        const after = newConnections({ ...end, stops, mode });
        expect(shortBy(after)).toBeLessThanOrEqual(shortBy(before));
        expect(before.verdict === 'safe' && after.verdict !== 'safe').toBe(false);
      }),
      options,
    );
  });

  it('is never safe where the guide’s sum does not come out', () => {
    fc.assert(
      fc.property(facts, mode, seconds, seconds, (before, mode, grace, length) => {
        fc.pre(length + 30 > grace);
        const end = { ...before.end, graceSeconds: grace, stops: [known(length)], marginSeconds: 30 };
        expect(judgeRollout({ ...before, end }, mode).verdict).toBe('unsafe');
      }),
      options,
    );
  });

  it('is safe without a mode only if it is safe in each of them', () => {
    fc.assert(
      fc.property(facts, (all) => {
        const each = modes.map((mode) => judgeRollout(all, mode).verdict);
        const open = judgeRollout(all, undefined);
        expect(open.modes).toHaveLength(modes.length);
        expect(open.verdict === 'safe').toBe(each.every((verdict) => verdict === 'safe'));
        if (open.verdict === 'unsafe') expect(each).toEqual(modes.map(() => 'unsafe'));
      }),
      options,
    );
  });

  it('with a slower controller is never better for connections', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...modes), seconds, ({ end }, mode, more) => {
        const slower = { ...end, mode, syncDelaySeconds: end.syncDelaySeconds + more };
        for (const phase of [newConnections, openConnections]) {
          const before = phase({ ...end, mode });
          if (before.verdict !== 'safe') expect(phase(slower).verdict).not.toBe('safe');
        }
      }),
      options,
    );
  });
});

describe('where manifests stand', () => {
  const word = <T extends string>(...words: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...words);
  const situation: fc.Arbitrary<Situation> = fc.record({
    mode: word('eni', 'local', 'cluster', 'unknown', 'local 1.25'),
    grace: word('-', '10', '60', '?'),
    preStop: word('none', 'exec sleep 5', 'exec sleep 30', 'action 30', 'http', 'distroless sleep 30'),
    drain: word('off', '30', '300', 'layer7'),
    sync: word('-', '45'),
    probe: word('none', '5/5', '?'),
    workload: word('Deployment 1', 'Deployment 3 hpa=1', 'Deployment 4 Recreate', 'StatefulSet 2', 'DaemonSet'),
  });

  it('neither their order nor their files change the answer', () => {
    fc.assert(
      fc.property(
        situation,
        fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
        fc.boolean(),
        (all, files, reversed) => {
          const documents = documentsOf(all);
          const expected = rolloutFrom({ 'web.yaml': documents.join('\n---\n') }, all);
          const sorted = reversed ? documents.toReversed() : documents;
          const spread: Record<string, string> = {};
          sorted.forEach((text, at) => {
            const file = `${'cab'[files[at] ?? 0]}.yaml`;
            spread[file] = spread[file] === undefined ? text : `${spread[file]}\n---\n${text}`;
          });
          expect(rolloutFrom(spread, all)).toEqual(expected);
        },
      ),
      { numRuns: 300, seed: 20261126 },
    );
  });
});
