import { inLocale, type Finding, type Locale } from '../../model/finding.ts';
import { code, link, sentence } from '../safe-markdown.ts';
import type { CommentContext } from './comment-text.ts';
import { markerLine, textDigest } from './marker.ts';

/** GitHub refuses a body of more than 65,536 characters. */
const longest = 60_000;

/** The sentence above the comments of a review, which GitHub wants to have. It stays when they are gone. */
export function reviewBody(gate: string, locale: Locale): string {
  const text = inLocale(
    {
      en: 'New since the last look; the outcome is in the summary comment.',
      zh: '自上次检查以来的新增内容；结论见汇总评论。',
    },
    locale,
  );
  return `${markerLine({ gate, about: 'review', text: textDigest(text) })}\n${text}`;
}

/** A review without comments, for findings that GitHub took no comment for. */
export function fallbackReview(findings: readonly Finding[], { gate, locale, linkTo }: CommentContext): string {
  const title = inLocale(
    { en: 'GitHub refused comments beside the diff:', zh: 'GitHub 拒绝了 diff 中的评论：' },
    locale,
  );
  const ids = `<!-- said ${findings.map(({ fingerprint }) => fingerprint).join(' ')} -->`;
  const marker = markerLine({ gate, about: 'review', text: textDigest(ids) });
  let body = `${marker}\n${ids}\n${title}\n`;
  for (const { location, message, ruleId } of findings) {
    const place = link(`${location.file}:${location.start.line}`, linkTo(location));
    const row = `\n- ${place} ${sentence(inLocale(message, locale))} ${code(ruleId)}`;
    if (body.length + row.length > longest) break;
    body += row;
  }
  return body;
}

/** Fingerprints that such reviews of ours name. */
export function saidInReviews(bodies: readonly string[]): Set<string> {
  return new Set(bodies.flatMap((body) => /^[^\n]*\n<!-- said ([0-9a-f ]+) -->/.exec(body)?.[1]?.split(' ') ?? []));
}
