import type { Bilingual } from '../../model/finding.ts';
import { historySchema, type History } from './history-schema.ts';

/** What is audited. */
export type Audited = Pick<History, 'repository' | 'repositoryId' | 'audit'>;

/** The beginning of what this version writes; a later one writes another number. */
const ours = /^\uFEFF?\{\s*"schemaVersion":\s*1,\s*"tool":\s*\{\s*"name":\s*"ack-service-gate"/;

export interface Unfit {
  readonly unfit: Bilingual;
  /** It is a history of ours, cut off or of an older version: nothing is lost if a new one takes its place. */
  readonly isOurs: boolean;
}

/** The history that a text is, or why it says nothing about this audit. */
export function readHistory(text: string, audited: Audited): History | Unfit {
  const isOurs = ours.test(text);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { unfit: { en: 'it is no JSON', zh: '不是 JSON' }, isOurs };
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
      isOurs,
    };
  }
  if (!isOfRepository(history, audited))
    return { unfit: { en: `it is that of ${history.repository}`, zh: `属于 ${history.repository}` }, isOurs: false };
  if (history.audit === audited.audit) return history;
  return {
    unfit: {
      en: 'it is that of an audit of other paths, with another configuration or preset',
      zh: '属于另一项审计（路径、配置或预设不同）',
    },
    isOurs: false,
  };
}

function isOfRepository(history: Audited, { repository, repositoryId }: Audited): boolean {
  if (history.repositoryId !== null && repositoryId !== null) return history.repositoryId === repositoryId;
  return history.repository.toLowerCase() === repository.toLowerCase();
}
