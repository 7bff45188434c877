import { backendModes, type BackendMode } from '../catalog/backend-modes.ts';
import { lastSentAt, knownPreStop, newConnections, openConnections, type PodEnd } from './pod-end.ts';
import { earliestReady, readiness, type PodStart } from './pod-start.ts';
import { backends, type Replacement } from './replacement.ts';
import { endLine, startLine, type TimeLine } from './time-line.ts';
import { inEveryMode, overall, phases, type OpenQuestion, type Verdict, type Verdicts } from './verdict.ts';

/** All that decides about the rollouts of one workload behind one Service, but for how traffic reaches its pods. */
export interface RolloutFacts {
  readonly end: Omit<PodEnd, 'mode'>;
  readonly start: PodStart;
  readonly replacement: Replacement;
}

/** The answers for one mode, and the time lines that they stand on. */
export interface ModeRollout {
  readonly mode: BackendMode;
  readonly verdicts: Verdicts;
  readonly end: TimeLine;
  readonly start: TimeLine;
}

/** What becomes of connections while the pods of a workload behind a Service are replaced. */
export interface Rollout {
  readonly verdict: Verdict['verdict'];
  /** What holds whatever the mode is, as far as it is open. */
  readonly verdicts: Verdicts;
  /** One where the mode is known, else one for each; none where the manifests tell too little. */
  readonly modes: readonly ModeRollout[];
}

/** Works a rollout out in a mode, or in all of them where it is unknown: safe then means safe in all. */
export function judgeRollout(facts: RolloutFacts, mode: BackendMode | undefined): Rollout {
  const worked = (mode === undefined ? backendModes : [mode]).map((each) => inMode(facts, each));
  const verdicts = forPhases((phase) => inEveryMode(worked.map((each) => each.verdicts[phase])));
  return { verdict: overall(verdicts), verdicts, modes: worked };
}

/** Of pods of which the manifests tell too little: their template cannot be seen, or is changed where we do not look. */
export function openRollout(because: OpenQuestion): Rollout {
  return { verdict: 'unknown', verdicts: forPhases(() => ({ verdict: 'unknown', because })), modes: [] };
}

function inMode(facts: RolloutFacts, mode: BackendMode): ModeRollout {
  const end = { ...facts.end, mode };
  const gap = { startSeconds: earliestReady(facts.start), endSeconds: knownPreStop(end) };
  return {
    mode,
    verdicts: {
      newConnections: newConnections(end),
      openConnections: openConnections(end),
      backends: backends(facts.replacement, gap),
      readiness: readiness(facts.start),
    },
    end: endLine(end),
    start: startLine(facts.start, lastSentAt(end)),
  };
}

function forPhases(answer: (phase: (typeof phases)[number]) => Verdict): Verdicts {
  const [newOnes, open, left, ready] = phases;
  return {
    newConnections: answer(newOnes),
    openConnections: answer(open),
    backends: answer(left),
    readiness: answer(ready),
  };
}
