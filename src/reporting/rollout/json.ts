import type { PairRollout } from '../../analysis/rollouts.ts';
import type { Location } from '../../model/finding.ts';
import { overall, type Cause, type Verdict, type Verdicts } from '../../rollout/verdict.ts';
import { plainLocation } from '../plain-location.ts';
import type { ReportRollout } from './schema.ts';

type PlainVerdicts = ReportRollout['verdicts'];

/** A rollout as the JSON report has it. */
export function plainRollout({ service, workload, scope, clusters, location, rollout }: PairRollout): ReportRollout {
  return {
    service,
    workload,
    scope,
    clusters: [...clusters],
    location: plainLocation(location),
    verdict: rollout.verdict,
    verdicts: plainVerdicts(rollout.verdicts),
    // What is safe everywhere needs no time line.
    modes: (rollout.verdict === 'safe' ? [] : rollout.modes).map(({ mode, verdicts, end, start }) => ({
      mode,
      verdicts: plainVerdicts(verdicts),
      end: { stretches: [...end.stretches], moments: [...end.moments] },
      start: { stretches: [...start.stretches], moments: [...start.moments] },
    })),
  };
}

/** Rollouts of a report that somebody else made: names, numbers and words of ours, nothing else. */
export function restatedRollouts(
  rollouts: readonly ReportRollout[],
  locationOf: (location: ReportRollout['location']) => Location,
): PairRollout[] {
  return rollouts.map(({ service, workload, scope, clusters, location, verdicts, modes }) => ({
    service,
    workload,
    scope,
    clusters,
    location: locationOf(location),
    rollout: {
      verdict: overall(readVerdicts(verdicts)),
      verdicts: readVerdicts(verdicts),
      modes: modes.map((each) => ({ ...each, verdicts: readVerdicts(each.verdicts) })),
    },
  }));
}

function plainVerdicts({ newConnections, openConnections, backends, readiness }: Verdicts): PlainVerdicts {
  return {
    newConnections: plainVerdict(newConnections),
    openConnections: plainVerdict(openConnections),
    backends: plainVerdict(backends),
    readiness: plainVerdict(readiness),
  };
}

function plainVerdict(verdict: Verdict): PlainVerdicts['backends'] {
  if (verdict.verdict !== 'unsafe') return { ...verdict };
  const causes = verdict.causes.map(({ why, seconds }) => ({ why, seconds: seconds ?? null }));
  return { verdict: 'unsafe', causes };
}

function readVerdicts({ newConnections, openConnections, backends, readiness }: PlainVerdicts): Verdicts {
  return {
    newConnections: readVerdict(newConnections),
    openConnections: readVerdict(openConnections),
    backends: readVerdict(backends),
    readiness: readVerdict(readiness),
  };
}

function readVerdict(verdict: PlainVerdicts['backends']): Verdict {
  if (verdict.verdict !== 'unsafe') return verdict;
  const [first, ...rest] = verdict.causes.map(({ why, seconds }): Cause => ({ why, seconds: seconds ?? undefined }));
  // The schema lets no empty list through.
  return first === undefined ? { verdict: 'safe' } : { verdict: 'unsafe', causes: [first, ...rest] };
}
