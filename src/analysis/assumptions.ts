import type { Bilingual, Unless } from '../model/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { possibleValues, type Assumption, type ClusterFacts } from '../world/facts.ts';

/** What the unknown facts that a rule reads can be, each way once. */
export function combinationsOf({ reads = [], thresholds }: Rule, known: ClusterFacts): Assumption[] {
  let combinations: Assumption[] = [{ facts: {}, says: [] }];
  for (const fact of reads) {
    if (known[fact] !== undefined) continue;
    combinations = combinations.flatMap(({ facts, says }) =>
      possibleValues(fact, { ...known, ...facts }, thresholds).map((value) => ({
        facts: { ...facts, ...value.facts },
        says: [...says, ...value.says],
      })),
    );
  }
  return combinations;
}

/** What a finding rests on while facts are unknown, and what holds in the other cases. */
export interface Condition {
  readonly assumes: readonly string[];
  readonly otherwise: readonly string[];
  readonly instead: Unless['instead'];
}

export const certain: Condition = { assumes: [], otherwise: [], instead: null };

/** What is assumed in some cases, once each, but for facts that make no difference. */
export function assumptionsOf(under: readonly Assumption[], all: readonly Assumption[]): string[] {
  const matters = (at: number): boolean =>
    under.some(({ says }) =>
      all.some(
        (other) => !under.includes(other) && other.says.every((fact, place) => place === at || fact === says[place]),
      ),
    );
  return [...new Set(under.flatMap(({ says }) => says.filter((_, at) => matters(at))))];
}

/** `cluster.ccmVersion<v2.12.1` as words. */
function inWords(assumption: string): Bilingual {
  const [, fact = '', relation = '', value = ''] = /^(.*?)(<|>=|=)(.*)$/.exec(assumption) ?? [];
  const words = { '<': ['below', '低于'], '>=': ['at least', '不低于'], '=': ['', '为'] }[relation] ?? ['', ''];
  return { en: `${fact} is ${words[0] === '' ? '' : `${words[0]} `}${value}`, zh: `${fact} ${words[1]} ${value}` };
}

/** The facts that would settle what a rule leaves open. */
export function missingFacts(rule: Rule, known: ClusterFacts): string[] {
  return (rule.reads ?? []).filter((fact) => known[fact] === undefined).map((fact) => `cluster.${fact}`);
}

/** True where an answer holds for one value only of an unknown fact that its rule does not ask for. */
export function isSilent({ silentWithout = [] }: Rule, known: ClusterFacts, under: readonly Assumption[]): boolean {
  return silentWithout.some(
    (fact) => known[fact] === undefined && new Set(under.map(({ facts }) => facts[fact])).size === 1,
  );
}

/** Every assumption that a finding of the rule may rest on or speak of, as `cluster.backendMode=node`. */
export function assumptionsOfRule(rule: Rule): ReadonlySet<string> {
  return new Set(combinationsOf(rule, {}).flatMap(({ says }) => says));
}

/** A message with what it depends on: unknown facts, and patches that were not rendered. */
export function withCondition(
  message: Bilingual,
  { facts: otherwise, changedBy }: Pick<Unless, 'facts' | 'changedBy'>,
  instead: Bilingual | undefined,
): Bilingual {
  let { en, zh } = message;
  const strip = (text: string): string => text.replace(/[.。]$/, '');
  if (otherwise.length > 0) {
    const facts = otherwise.map((fact) => inWords(fact).en).join(' or ');
    const zhFacts = otherwise.map((fact) => inWords(fact).zh).join(' 或 ');
    en = `${strip(en)} – unless ${facts}${instead === undefined ? '' : `, where: ${strip(instead.en)}`}.`;
    zh = `${strip(zh)}——除非 ${zhFacts}${instead === undefined ? '' : `，此时：${strip(instead.zh)}`}。`;
  }
  if (changedBy !== null) {
    en = `${strip(en)} – unless ${changedBy} changes it.`;
    zh = `${strip(zh)}——除非 ${changedBy} 会修改它。`;
  }
  return { en, zh };
}
