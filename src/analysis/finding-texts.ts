import type { Bilingual, Finding, Unless } from '../model/finding.ts';
import type { PlainRecord } from '../model/plain.ts';
import type { Message, Rule } from '../rules/rule.ts';
import { withCondition } from './assumptions.ts';
import { sayingRemoved } from './removed-protections.ts';

/** What a finding tells people. */
export type Texts = Pick<Finding, 'message' | 'why' | 'remedy' | 'events'>;

/** What the texts of a finding are made from, beside its rule. */
export type Told = Pick<Finding, 'messageId' | 'data' | 'unless' | 'removesProtection'>;

/** Says what a rule says. Throws where it has no such message, and whatever the message does with data that is not its own. */
export function textsOf(rule: Rule, { messageId, data, unless, removesProtection }: Told): Texts {
  const { why, remedy, events } = messageOf(rule, messageId);
  const plain = messageText(rule, messageId, data);
  const conditional = unless === null ? plain : withCondition(plain, unless, insteadOf(rule, unless));
  return {
    message: removesProtection ? sayingRemoved(conditional, rule.id) : conditional,
    why: why ?? rule.why,
    remedy: remedy === undefined ? rule.remedy : { en: remedy.en(data), zh: remedy.zh(data) },
    events: events ?? rule.events,
  };
}

/** The message of this name. Throws where there is none. */
export function messageOf(rule: Rule, messageId: string): Message<object> {
  // The name may come from elsewhere, and is not to be looked for among what every object has.
  const message = Object.hasOwn(rule.messages, messageId) ? rule.messages[messageId] : undefined;
  if (message === undefined) throw new Error(`rule ${rule.id} has no message ${messageId}`);
  return message;
}

function messageText(rule: Rule, messageId: string, data: PlainRecord): Bilingual {
  const { en, zh } = messageOf(rule, messageId);
  return { en: en(data), zh: zh(data) };
}

function insteadOf(rule: Rule, { instead }: Unless): Bilingual | undefined {
  return instead === null ? undefined : messageText(rule, instead.messageId, instead.data);
}
