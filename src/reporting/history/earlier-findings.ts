import type { EarlierFinding } from '../../analysis/earlier-finding.ts';
import { identityText, inLocale, type Bilingual, type Locale } from '../../model/finding.ts';
import { code } from '../safe-markdown.ts';

/** What became of findings of the last audit that are not among those of this one. */
export const goneWords = {
  fixed: { en: 'Fixed', zh: '已修复' },
  unseen: { en: 'Could not be looked at, and may be there still', zh: '暂时无法查看，可能仍存在' },
  dropped: {
    en: 'No longer asked for: silenced, switched off, out of the paths, or not to be looked at for long',
    zh: '不再检查：已抑制、已关闭、不在路径内，或长期无法查看',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type Gone = keyof typeof goneWords;
export const allGone = ['fixed', 'unseen', 'dropped'] as const satisfies readonly Gone[];

/** One of them as an item of a list in Markdown. */
export function earlierRow({ ruleId, resource, file, since }: EarlierFinding, locale: Locale): string {
  const about = resource === null ? '' : ` ${code(`${resource.kind} ${identityText(resource)}`)}`;
  const found = { en: ` in ${code(file)}, found on ${since}`, zh: `，${code(file)}，${since} 首次发现` };
  return `- ${code(ruleId)}${about}${inLocale(found, locale)}`;
}
