import { assumptionsOfRule } from '../analysis/assumptions.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import { textsOf, type Texts, type Told } from '../analysis/finding-texts.ts';
import { invalidConfigurationId, invalidConfigurationTexts } from '../analysis/invalid-configuration.ts';
import { isManifestPath } from '../world/manifest-paths.ts';
import type { Bilingual, Unless } from '../model/finding.ts';
import type { Plain, PlainRecord } from '../model/plain.ts';
import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import type { CheckReport } from './report-schema.ts';

type ReportFinding = CheckReport['findings'][number];

/** Characters of a text in the data of a message; the report shows no more of it. */
const longestValue = 500;
/** Characters of a text that a rule makes: honest data may fill a page, and a report shows less of it. */
const longestText = 20_000;

const ruleOf: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/**
 * The texts of a finding that somebody else reports, made anew by our own rules; of the report's there is none among
 * them. Throws `CannotEvaluate` for a rule or message that is not ours, and for data that the message was not made for.
 */
export function restated(finding: ReportFinding): Texts & Told {
  const { ruleId, messageId, data, unless, removesProtection } = finding;
  if (ruleId === invalidConfigurationId.ruleId && messageId === invalidConfigurationId.messageId)
    return { messageId, data: {}, unless: null, removesProtection: false, ...invalidConfigurationTexts };
  const rule = ruleNamed(ruleId);
  const told: Told = {
    messageId,
    data: shortened(data),
    unless: unless === null ? null : provedUnless(rule, unless),
    removesProtection,
  };
  for (const id of [messageId, ...(unless?.instead == null ? [] : [unless.instead.messageId])])
    if (!Object.hasOwn(rule.messages, id))
      throw new CannotEvaluate(madeByAnother(`the message ${quoted(id)} of ${ruleId}`));
  const texts = saidBy(rule, told);
  const longest = Math.max(...[texts.message, texts.remedy].flatMap(({ en, zh }) => [en.length, zh.length]));
  if (longest > longestText) throw new CannotEvaluate(doesNotFit(ruleId, messageId));
  return { ...told, ...texts };
}

/** Throws `CannotEvaluate` for an id that no rule has. */
export function ruleNamed(id: string): Rule {
  const rule = ruleOf.get(id);
  if (rule === undefined) throw new CannotEvaluate(madeByAnother(`the rule ${quoted(id)}`));
  return rule;
}

function saidBy(rule: Rule, told: Told): Texts {
  let texts: Texts;
  try {
    texts = textsOf(rule, told);
  } catch {
    throw new CannotEvaluate(doesNotFit(rule.id, told.messageId));
  }
  // A message hands a value on where it should have been a word.
  const isText = ({ en, zh }: Bilingual): boolean => typeof en === 'string' && typeof zh === 'string';
  if (!isText(texts.message) || !isText(texts.remedy)) throw new CannotEvaluate(doesNotFit(rule.id, told.messageId));
  return texts;
}

/** A name of the report, for the log. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}

/** Why a report is refused that speaks of something that this gate does not know. */
export function madeByAnother(what: string): string {
  return `The report was made by another version of the gate: ${what} is unknown here.`;
}

function doesNotFit(ruleId: string, messageId: string): string {
  return `The report was made by another version of the gate, or altered: its data does not fit the message "${ruleId}/${messageId}".`;
}

/** Only what a rule of ours may say of facts, and what may be a kustomization or a deployer. */
function provedUnless(rule: Rule, { facts, instead, changedBy }: NonNullable<ReportFinding['unless']>): Unless {
  const known = assumptionsOfRule(rule);
  for (const fact of facts)
    if (!known.has(fact)) throw new CannotEvaluate(madeByAnother(`the assumption ${quoted(fact)} of ${rule.id}`));
  if (changedBy !== null && !isManifestPath(changedBy))
    throw new CannotEvaluate(`The report names ${quoted(changedBy)} as a kustomization, and its name is that of none.`);
  return {
    facts,
    instead: instead === null ? null : { messageId: instead.messageId, data: shortened(instead.data) },
    changedBy: changedBy === null ? null : shortText(changedBy),
  };
}

function shortened(data: PlainRecord): PlainRecord {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, shortValue(value)]));
}

function shortValue(value: Plain): Plain {
  if (typeof value === 'string') return shortText(value);
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? value.map(shortValue) : shortened(value);
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function shortText(text: string): string {
  return text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`;
}
