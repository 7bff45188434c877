import { scoped, type Kind } from '../../catalog/annotations.ts';
import { annotation, type Annotation } from '../annotations.ts';
import type { Transition } from '../transition/transition.ts';
import type { Verdict } from '../verdict.ts';
import { transitionWithout, type LoadBalancerChange } from './change.ts';
import { keptSettings } from './kept-settings.ts';

/** An annotation that a change adds, alters or removes, about which the controller does nothing and tells nobody. */
export interface IgnoredEdit {
  /** Without the common prefix, for keys that have it. */
  readonly shortKey: string;
  /** What base and head say; undefined where one says nothing. */
  readonly from: Annotation | undefined;
  readonly to: Annotation | undefined;
}

/**
 * Edits without any effect, of annotations that are known. Left out is what only writes out a default, what shows later,
 * and everything where the controller takes no note of the Service, or stops at an error before it gets to the rest.
 */
export function ignoredEdits(change: LoadBalancerChange): IgnoredEdit[] {
  if (!isFollowed(change)) return [];
  const removed = keptSettings(change).map(({ shortKey, annotation: from }): IgnoredEdit => ({
    shortKey,
    from,
    to: undefined,
  }));
  return [...removed, ...written(change)];
}

/** The load balancer is there, the same controller looks after it, and it gets to the end of its work. */
function isFollowed({ became, before, after, effects }: LoadBalancerChange): boolean {
  if (became !== 'changed' || before === undefined || after === undefined) return false;
  if (before.controller === 'none' || before.controller !== after.controller) return false;
  return !effects.some(
    ({ kind, reach }) =>
      kind === 'unnoticed' ||
      kind === 'rejected' ||
      kind === 'load-balancer-created' ||
      (kind === 'refused' && reach !== 'degraded'),
  );
}

/** What head says anew or otherwise. */
function written(change: LoadBalancerChange): IgnoredEdit[] {
  const { base, before, after } = change;
  if (base === undefined || before === undefined || after === undefined) return [];
  return after.verdicts.flatMap((verdict): IgnoredEdit[] => {
    const { shortKey, annotation: now } = verdict;
    if (now.text === undefined || now.text === '' || now.located === undefined) return [];
    const old = before.verdicts.find(({ annotation: { key } }) => key === now.key)?.annotation.located;
    // The other prefix may have said it.
    const from = old ?? annotation(base, shortKey);
    if ((from !== undefined && from.text === undefined) || from?.text === now.text) return [];
    if (!mayBeIgnored(verdict, after.controller, from)) return [];
    if (doneBy(change.transition) !== doneBy(transitionWithout(change, now.key))) return [];
    return [{ shortKey, from, to: now.located }];
  });
}

/** Annotations that people see in the status of the Service, or only when it is deleted. */
const elsewhere = new Set(['hostname', 'external-ip-type', 'preserve-lb-on-delete']);

function mayBeIgnored(
  { shortKey, fact, outcome, annotation: { text } }: Verdict,
  controller: Kind | 'none',
  from: Annotation | undefined,
): boolean {
  if (fact === undefined) return false;
  if (outcome === 'ignored') return true;
  if (outcome !== 'applied' || controller === 'none' || elsewhere.has(shortKey)) return false;
  if (fact.group !== 'instance' && fact.group !== 'listener' && fact.group !== 'healthcheck') return false;
  // Facts write a default ahead of any remark.
  const standard = /^[^\s(,]*/.exec(String(scoped(fact.default, controller) ?? ''))?.[0].toLowerCase();
  return from !== undefined || text?.toLowerCase() !== standard;
}

/** All that comes of a change, but for the mark that the controller took note of it. */
function doneBy({ head, after, race }: Transition): string {
  const { failure, mutations } = head;
  return JSON.stringify([
    failure?.text,
    mutations.map(({ api, lb, target, args, error }) => [api, lb, target, args, error?.text]),
    { ...after, services: after.services.map((service) => ({ ...service, hash: undefined })) },
    race === undefined,
  ]);
}
