import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, type CheckResult } from '../../src/analysis/check.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import type { LastAudit } from '../../src/analysis/earlier-finding.ts';
import type { SinceLastAudit } from '../../src/analysis/since-last-audit.ts';
import { today, treeOf, type Files } from '../support/check-files.ts';
import { leave } from '../support/last-audit.ts';
import { serviceText } from '../support/change-story.ts';

const seed = 20261126;

function judge(files: Files, lastAudit?: LastAudit): CheckResult {
  const settings = resolveSettings({}, {}, false, 'en', lastAudit !== undefined);
  return check({ settings, head: treeOf(files), today, lastAudit });
}

function sinceIn({ since }: CheckResult): SinceLastAudit {
  if (since === undefined) throw new Error('Nothing was compared.');
  return since;
}

const values = ['5M', '5Mbps', 'abc', '20'] as const;
const service = fc.record({
  name: fc.constantFrom('web', 'pay', 'api'),
  bandwidth: fc.constantFrom(...values),
  scheduler: fc.constantFrom('wr', 'wrr'),
  silenced: fc.boolean(),
  broken: fc.boolean(),
});
const tree = fc.uniqueArray(service, { selector: ({ name }) => name, maxLength: 3 }).map((services): Files =>
  Object.fromEntries(
    services.map(({ name, bandwidth, scheduler, silenced, broken }) => {
      const text = serviceText({ name, annotations: { bandwidth, scheduler } });
      const head = silenced ? '# ack-service-gate-ignore: annotation-not-integer -- known\n' : '';
      return [`k8s/${name}.yaml`, `${head}${text}${broken ? '  broken: "\n' : ''}`];
    }),
  ),
);
const standing = ({ findings }: CheckResult): CheckResult['findings'] =>
  findings.filter(({ suppression }) => suppression === null);

describe('what is left from one audit to the next', () => {
  it('is all found again where nothing changed', () => {
    fc.assert(
      fc.property(tree, (files) => {
        const again = judge(files, leave(judge(files)));
        const { fixed, unseen, dropped } = sinceIn(again);
        expect([fixed, unseen, dropped]).toEqual([[], [], []]);
        expect(standing(again).map(({ status, worsened }) => [status, worsened])).toEqual(
          standing(again).map(() => ['unchanged', false]),
        );
        expect(leave(again)).toEqual(leave(judge(files)));
      }),
      { seed, numRuns: 60 },
    );
  });

  it('is found again, fixed, unseen or dropped, each once', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const last = leave(judge(before));
        const now = judge(after, last);
        const { fixed, unseen, dropped } = sinceIn(now);
        const again = standing(now).filter(({ firstFound }) => firstFound !== undefined);
        const gone = [...fixed, ...unseen, ...dropped];
        expect(new Set(gone).size).toBe(gone.length);
        expect(gone.length + again.length).toBe(last.open.length);
        // Nothing that stands is called fixed.
        const places = new Set(standing(now).map(({ fingerprint, value }) => `${fingerprint} ${value}`));
        expect(fixed.filter(({ fingerprint, value }) => places.has(`${fingerprint} ${value}`))).toEqual([]);
      }),
      { seed, numRuns: 100 },
    );
  });

  it('keeps the day on which each was found first', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const last = leave(judge(before));
        const next = leave(judge(after, last), today);
        const known = new Set(last.open.map(({ fingerprint }) => fingerprint));
        for (const { since, fingerprint } of next.open)
          if (since !== today) expect([since, known.has(fingerprint)]).toEqual(['2026-06-01', true]);
      }),
      { seed, numRuns: 60 },
    );
  });
});
