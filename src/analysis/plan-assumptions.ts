import { controllerChanges } from '../catalog/controller-changes.ts';
import type { LoadBalancerChange } from '../controller/change/change.ts';
import { isBelow } from '../controller/controller-version.ts';
import type { LoadBalancer } from '../controller/load-balancer.ts';
import { possibleValues, type Assumption, type ClusterFacts } from '../world/facts.ts';

/** One answer, the facts that it was given under, and what is said of them; nothing where they make no difference. */
export interface Supposed<T> {
  readonly answer: T;
  readonly assumes: readonly string[];
  readonly otherwise: readonly { readonly answer: T; readonly assumes: readonly string[] }[];
}

/** What a change is under given facts. */
type Predict = (facts: ClusterFacts) => LoadBalancerChange;

/**
 * Asks what a change comes to under every value of the facts that are not known: where pods or nodes are the members, and
 * which version the controller has. The graver answer is the one that is given; versions count as the newest one.
 */
export function suppose<T>(
  predict: Predict,
  known: ClusterFacts,
  answerOf: (change: LoadBalancerChange, facts: ClusterFacts) => T,
  { isSame, gravity }: { isSame(this: void, one: T, other: T): boolean; gravity(this: void, answer: T): number },
): Supposed<T> {
  const modes = known.backendMode === undefined ? possibleValues('backendMode', known) : [nothingAssumed];
  const [worst, ...rest] = modes
    .map(({ facts, says }) => ({ ...byVersion(predict, { ...known, ...facts }, answerOf, isSame), says }))
    .sort((one, other) => gravity(other.answer) - gravity(one.answer));
  if (worst === undefined) throw new Error('a fact has no value at all');
  const different = rest.filter(({ answer }) => !isSame(answer, worst.answer));
  return {
    answer: worst.answer,
    assumes: [...(different.length === 0 ? [] : worst.says), ...worst.assumes],
    otherwise: [...worst.otherwise, ...different.map(({ answer, says }) => ({ answer, assumes: says }))],
  };
}

const nothingAssumed: Assumption = { facts: {}, says: [] };

/** The newest behaviour, and since which version it is what it is. */
function byVersion<T>(
  predict: Predict,
  known: ClusterFacts,
  answerOf: (change: LoadBalancerChange, facts: ClusterFacts) => T,
  isSame: (one: T, other: T) => boolean,
): Supposed<T> {
  const change = predict(known);
  const answer = answerOf(change, known);
  if (known.ccmVersion !== undefined) return { answer, assumes: [], otherwise: [] };
  for (const version of versionsOf(change).toReversed()) {
    const [below] = possibleValues('ccmVersion', known, { ccmVersion: version });
    if (below === undefined) continue;
    const olderFacts = { ...known, ...below.facts };
    const older = answerOf(predict(olderFacts), olderFacts);
    if (!isSame(older, answer))
      return {
        answer,
        assumes: [`cluster.ccmVersion>=${version}`],
        otherwise: [{ answer: older, assumes: below.says }],
      };
  }
  return { answer, assumes: [], otherwise: [] };
}

/** Versions at which something may change, the oldest first. */
function versionsOf({ before, after }: LoadBalancerChange): string[] {
  const asked = [before, after].flatMap((each: LoadBalancer | undefined) =>
    each === undefined || each.prediction.controller === 'none' ? [] : each.prediction.versions,
  );
  // Older ones cannot make a load balancer of today, whatever else they would do.
  const usable = asked.filter((version) => isBelow(version, controllerChanges.events.since) !== true);
  return [...new Set(usable)].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}
