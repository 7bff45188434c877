import { rules as allRules } from '../rules/index.ts';
import type { Inventory } from '../world/inventory.ts';
import type { Settings } from './settings.ts';

const lookAtInventories = new Set(allRules.filter(({ readsInventory }) => readsInventory === true).map(({ id }) => id));

/** What is known of each cluster by its name, and by the empty name of what is in none of them. */
export type KnownFacts = ReadonlyMap<string, ReadonlySet<string>>;

/** Names of the facts that are known, and `inventory` where there is one. */
export function knownFacts(
  { cluster, clusters }: Pick<Settings, 'cluster' | 'clusters'>,
  inventory: Inventory | undefined,
): KnownFacts {
  const named = [['', cluster] as const, ...clusters.map(({ name, facts }) => [name, facts] as const)];
  return new Map(
    named.map(([name, facts]) => {
      const told = Object.entries(facts).flatMap(([fact, value]) => (value === undefined ? [] : [fact]));
      return [name, new Set([...told, ...(inventory === undefined ? [] : ['inventory'])])];
    }),
  );
}

/** What is known of all of these clusters; of one that is not there any more, what is known of some. */
export function knownOf(known: KnownFacts, clusters: readonly string[]): ReadonlySet<string> {
  const some = new Set([...known.values()].flatMap((facts) => [...facts]));
  const of = (clusters.length === 0 ? [''] : clusters).map((name) => known.get(name) ?? some);
  return new Set([...some].filter((fact) => of.every((facts) => facts.has(fact))));
}

/** What of all that is known an answer of a rule may rest on. The model of the controller goes by every fact. */
export function factsBehind(ruleId: string, known: ReadonlySet<string>): readonly string[] {
  return [...known].filter((fact) => fact !== 'inventory' || lookAtInventories.has(ruleId)).sort();
}
