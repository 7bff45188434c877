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

/** Related places that are named in a comment; the summary has them all. */
const mostRelated = 4;

/** What a comment beside the diff says: what is wrong, why it hurts, what to do, and the edit where one is proved. */
export function commentText(
  planned: PlannedComment,
  suggestion: { readonly block: string } | undefined,
  { gate, locale, linkTo }: CommentContext,
): CommentText {
  const linked = ({ file, start }: Location, url: string | undefined): string => link(`${file}:${start.line}`, url);
  const visible = paragraphs(planned, suggestion, locale, (place) => linked(place, linkTo(place)));
  // A line that only moved is nothing new: the links are pinned to the commit that they were written for.
  const text = textDigest(paragraphs(planned, suggestion, locale, ({ file }) => code(file)));
  return { body: `${markerLine({ gate, about: planned.finding.fingerprint, text })}\n${visible}`, text };
}

function paragraphs(
  { finding, location }: PlannedComment,
  suggestion: { readonly block: string } | undefined,
  locale: Locale,
  at: (place: Location) => string,
): string {
  const say = (text: Bilingual): string => sentence(inLocale(text, locale));
  const word = (en: string, zh: string): string => inLocale({ en, zh }, locale);
  const { severity, message, why, remedy, ruleId } = finding;
  const related = finding.related.filter((each) => each.location !== location);
  const more = related.length - mostRelated;
  const see = related.slice(0, mostRelated).map((each) => `- ${at(each.location)} ${say(each.message)}`);
  if (more > 0) see.push(word(`- and ${more} more`, `- 另有 ${more} 处`));
  return [
    `**${inLocale(severityWords[severity], locale)}**${word(': ', '：')}${say(message)}${worse(finding, word)} ${code(ruleId)}`,
    `${word('Why: ', '原因：')}${say(why)}`,
    `${word('Fix: ', '处理：')}${say(remedy)}`,
    ...(location === finding.location ? [] : [`${word('Where it is: ', '所在位置：')}${at(finding.location)}`]),
    ...(see.length === 0 ? [] : [[word('See also:', '相关：'), ...see].join('\n')]),
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
