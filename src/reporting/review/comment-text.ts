import { inLocale, type Bilingual, type Finding, type Locale, type Location } from '../../model/finding.ts';
import { severityWords } from '../headline.ts';
import { code, link, sentence } from '../safe-markdown.ts';
import { markerLine, textDigest } from './marker.ts';
import type { PlannedComment } from './plan-review.ts';

export interface CommentContext {
  readonly gate: string;
  readonly locale: Locale;
  /** The web page of a place, pinned to a commit. */
  linkTo(this: void, location: Location): string | undefined;
}

/** A comment's text, and what it says as a digest. */
export interface CommentText {
  readonly body: string;
  readonly text: string;
}

/** What a comment beside the diff says: what is wrong, why it hurts, what to do, and the edit where one is proved. */
export function commentText(
  planned: PlannedComment,
  suggestion: { readonly block: string } | undefined,
  context: CommentContext,
): CommentText {
  const visible = paragraphs(planned, suggestion, context);
  const text = textDigest(paragraphs(planned, suggestion, { ...context, linkTo: () => undefined }));
  const marker = markerLine({ gate: context.gate, about: planned.finding.fingerprint, text });
  return { body: `${marker}\n${visible}`, text };
}

function paragraphs(
  { finding, location }: PlannedComment,
  suggestion: { readonly block: string } | undefined,
  { locale, linkTo }: CommentContext,
): string {
  const say = (text: Bilingual): string => sentence(inLocale(text, locale));
  const word = (en: string, zh: string): string => inLocale({ en, zh }, locale);
  const { severity, message, why, remedy, ruleId } = finding;
  const at = (place: Location): string => link(`${place.file}:${place.start.line}`, linkTo(place));
  return [
    `**${inLocale(severityWords[severity], locale)}**${word(': ', '：')}${say(message)}${worse(finding, word)} ${code(ruleId)}`,
    `${word('Why: ', '原因：')}${say(why)}`,
    `${word('Fix: ', '处理：')}${say(remedy)}`,
    ...(location === finding.location ? [] : [`${word('Where it is: ', '所在位置：')}${at(finding.location)}`]),
    ...finding.related
      .filter((related) => related.location !== location)
      .map((related) => `${word('See: ', '相关：')}${at(related.location)} ${say(related.message)}`),
    ...(suggestion === undefined ? [] : [suggestion.block]),
  ].join('\n\n');
}

function worse({ worsened }: Finding, word: (en: string, zh: string) => string): string {
  return worsened ? word(' (worse than before)', '（较之前恶化）') : '';
}

/** A comment that no longer holds and that somebody answered: its first line struck out, and why. */
export function retiredText(body: string, gate: string, about: string, note: string): string {
  const [, first = ''] = /^<!--.*-->\r?\n([^\r\n]*)/.exec(body) ?? [];
  return `${markerLine({ gate, about, text: retired })}\n~~${first}~~\n\n${note}`;
}

/** The digest of what was retired: such a comment is over. */
export const retired = 'retired';
