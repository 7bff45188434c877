import type { CannotEvaluate } from '../analysis/failure.ts';
import { inLocale, type Locale } from '../model/finding.ts';
import { sentence } from './safe-markdown.ts';

/** What stands in place of a report where nothing could be evaluated. */
export function notEvaluated({ message, hint }: CannotEvaluate, locale: Locale): string {
  const title = inLocale({ en: 'Gate failed: it could not evaluate this.', zh: '检查未通过：无法评估。' }, locale);
  const lines = [...message.split('\n'), ...(hint === undefined ? [] : [hint])];
  return `## ${title}\n\n${lines.map((line) => `- ${sentence(line)}`).join('\n')}\n`;
}
