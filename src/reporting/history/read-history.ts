import type { Bilingual } from '../../model/finding.ts';
import { historySchema, type History } from './history-schema.ts';

/** Bytes of the longest history that is read: more than one of ours can have. */
export const longestHistory = 64 * 1024 * 1024;

/** The history that a text is, or why it says nothing about the audits of this repository. */
export function readHistory(text: string, repository: string): History | { readonly unfit: Bilingual } {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { unfit: { en: 'it is no JSON', zh: '不是 JSON' } };
  }
  const { data: history, error } = historySchema.safeParse(value);
  if (history === undefined) {
    const [issue] = error.issues;
    const place = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')})`;
    return {
      unfit: {
        en: `it has not the shape of a history that this version of the gate knows${place}`,
        zh: `不是本版本所知的历史记录格式${place}`,
      },
    };
  }
  if (history.repository.toLowerCase() === repository.toLowerCase()) return history;
  return {
    unfit: { en: `it is that of ${history.repository}`, zh: `属于 ${history.repository}` },
  };
}
