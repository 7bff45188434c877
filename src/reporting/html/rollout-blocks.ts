import type { PairRollout } from '../../analysis/rollouts.ts';
import { identityText } from '../../model/finding.ts';
import type { Audit, Prediction } from '../audit.ts';
import { rolloutSvg } from '../rollout/svg.ts';
import type { Markup } from './escape.ts';

/** Time lines in one page; each of them adds some kilobytes. */
const mostDrawn = 200;

/** The time lines of rollouts that are not safe, for the card of their load balancer. */
export function rolloutBlocks({ rollouts, settings }: Audit): (prediction: Prediction) => readonly Markup[] {
  const byService = new Map<string, PairRollout[]>();
  let drawn = 0;
  for (const pair of rollouts) {
    if (pair.rollout.verdict !== 'unsafe' || drawn >= mostDrawn) continue;
    drawn += 1;
    const key = keyOf(pair.service, pair.clusters);
    byService.set(key, [...(byService.get(key) ?? []), pair]);
  }
  return ({ resource, clusters, scope }) =>
    (byService.get(keyOf(resource, clusters)) ?? []).flatMap((pair) =>
      pair.scope === scope ? (rolloutSvg(pair, settings.locale) ?? []) : [],
    );
}

function keyOf(resource: PairRollout['service'], clusters: readonly string[]): string {
  return [identityText(resource), ...clusters].join('\0');
}
