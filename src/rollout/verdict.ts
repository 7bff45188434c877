/** As reports call them. */
export { backendModes as modes, type BackendMode as Mode } from '../catalog/backend-modes.ts';

/**
 * What can go wrong while pods are replaced: new connections reach a pod that is gone; open connections are cut before
 * drain or work ends; no backend is left at some moment; traffic reaches a pod that is not ready.
 */
export const phases = ['newConnections', 'openConnections', 'backends', 'readiness'] as const;
export type Phase = (typeof phases)[number];

/** Why a phase is unsafe. */
export const causes = [
  'no-prestop',
  'prestop',
  'grace',
  'margin',
  'drain',
  'no-drain',
  'recreate',
  'max-unavailable',
  'single-replica',
  'no-readiness-probe',
  'publish-not-ready',
] as const;
export type CauseName = (typeof causes)[number];

/** Why a phase cannot be answered. */
export const openQuestions = [
  'prestop-length',
  'no-sleep-program',
  'grace-period',
  'drain',
  'sync-delay',
  'last-pod-of-node',
  'backend-mode',
  'replicas',
  'no-replicas',
  'strategy',
  'by-hand',
  'node-count',
  'other-workloads',
  'readiness-probe',
  'pod-template',
  'render',
] as const;
export type OpenQuestion = (typeof openQuestions)[number];

export interface Cause {
  readonly why: CauseName;
  /** Seconds that are missing, at the least; undefined where they cannot be counted. */
  readonly seconds: number | undefined;
}

/** The answer for one phase. */
export type Verdict =
  | { readonly verdict: 'safe' }
  /** The worst cause comes first. */
  | { readonly verdict: 'unsafe'; readonly causes: readonly [Cause, ...Cause[]] }
  | { readonly verdict: 'unknown'; readonly because: OpenQuestion };

export type Verdicts = Readonly<Record<Phase, Verdict>>;

const safe: Verdict = { verdict: 'safe' };

/** Unsafe where there is a cause, else unknown where a question is open, else safe. */
export function verdictFrom(found: readonly Cause[], open: OpenQuestion | undefined): Verdict {
  const [worst, ...rest] = found.toSorted((one, other) => (other.seconds ?? -1) - (one.seconds ?? -1));
  if (worst !== undefined) return { verdict: 'unsafe', causes: [worst, ...rest] };
  return open === undefined ? safe : { verdict: 'unknown', because: open };
}

/** One answer for several modes of which one holds: safe where all are, unsafe where all are, by the worst of them. */
export function inEveryMode(verdicts: readonly Verdict[]): Verdict {
  const unsafe = verdicts.filter((each) => each.verdict === 'unsafe');
  if (unsafe.length === 0) return verdicts.find(({ verdict }) => verdict === 'unknown') ?? safe;
  if (unsafe.length < verdicts.length) return { verdict: 'unknown', because: 'backend-mode' };
  const worst = unsafe.toSorted(
    ({ causes: [one] }, { causes: [other] }) => (other.seconds ?? -1) - (one.seconds ?? -1),
  );
  return worst[0] ?? safe;
}

/** One answer for all phases. */
export function overall(verdicts: Verdicts): Verdict['verdict'] {
  const found = phases.map((phase) => verdicts[phase].verdict);
  return found.includes('unsafe') ? 'unsafe' : found.includes('unknown') ? 'unknown' : 'safe';
}
