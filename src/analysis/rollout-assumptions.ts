import { delays } from '../catalog/rollout.ts';
import type { RolloutAssumptions } from '../rules/rule.ts';
import type { Settings } from './settings.ts';

/** What a repository takes for granted about rollouts. */
export function rolloutAssumptions({
  syncDelaySeconds,
  rules,
}: Pick<Settings, 'syncDelaySeconds' | 'rules'>): RolloutAssumptions {
  // A repository may ask for more than the guide does; with less nothing is safe.
  const asked = rules.get('grace-period-too-short')?.options?.['marginSeconds'] ?? 0;
  return { syncDelaySeconds, marginSeconds: Math.max(asked, delays.margin.seconds) };
}
