import type { Judged } from '../judged.ts';
import { closingOf, headingOf, markdownReport, type MarkdownOptions } from '../markdown.ts';
import type { CommentText } from './comment-text.ts';
import { markerLine, textDigest } from './marker.ts';

/** What `about` says in the marker of the one comment that sums a pull request up. */
export const summary = 'summary';

/** GitHub refuses a comment of more than 65,536 characters. */
const budget = 60_000;
const mostFindings = 50;

/** The comment that is edited from push to push: the whole report in short, or only the outcome where all is well. */
export function summaryComment(
  result: Judged,
  gate: string,
  { isShort, ...options }: Pick<MarkdownOptions, 'linkTo' | 'footer' | 'plan'> & { readonly isShort: boolean },
): CommentText {
  const write = (links: MarkdownOptions): string =>
    isShort ? `${headingOf(result)}${closingOf(result)}` : markdownReport(result, { budget, mostFindings, ...links });
  // What the links lead to is pinned to a commit, and no reason to edit.
  const { plan = true } = options;
  const text = textDigest(write({ plan }));
  return { body: `${markerLine({ gate, about: summary, text })}\n${write(options)}`, text };
}
