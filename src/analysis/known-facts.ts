import { rules as allRules } from '../rules/index.ts';
import type { Inventory } from '../world/inventory.ts';
import type { Settings } from './settings.ts';

/** Facts that are known of any cluster, and `inventory` where there is one. */
export function knownFacts(
  { cluster, clusters }: Pick<Settings, 'cluster' | 'clusters'>,
  inventory: Inventory | undefined,
): ReadonlySet<string> {
  const facts = [cluster, ...clusters.map((each) => each.facts)].flatMap((each) =>
    Object.entries(each).flatMap(([name, value]) => (value === undefined ? [] : [name])),
  );
  return new Set([...facts, ...(inventory === undefined ? [] : ['inventory'])]);
}

/** What of all that is known a rule goes by. */
export function restsOf(ruleId: string, known: ReadonlySet<string>): readonly string[] {
  const rule = allRules.find(({ id }) => id === ruleId);
  if (rule === undefined) return [];
  const asked = [
    ...(rule.reads ?? []),
    ...Object.keys(rule.thresholds ?? {}),
    ...(rule.readsInventory === true ? ['inventory'] : []),
  ];
  return [...new Set(asked)].filter((fact) => known.has(fact));
}
