import type { IssueChange, Issues, OwnIssue } from '../host/github/issues.ts';
import { markerLine, textDigest, type Marker } from '../reporting/review/marker.ts';

/** What `about` says in the marker of the one issue of audits. */
const audit = 'audit';

export interface AuditIssue {
  /** Names the audit: what it looks at. */
  readonly gate: string;
  readonly title: string;
  /** Markdown without a marker. */
  readonly text: string;
  /** Nothing is left to do: the issue is closed, and none is opened. */
  readonly isClean: boolean;
  /** Says in place of a text that another issue has it. */
  duplicateOf(this: void, number: number): string;
  /** Says to the log what people should know. */
  warn(this: void, text: string): void;
}

/**
 * Makes the one issue of audits say how things stand: opened when there is something to say, edited in place, closed when
 * all is well, opened again when it no longer is. Gives its number; undefined where there is none. Of several, which two
 * runs at once may have opened, the oldest stays. Throws `RequestFailed`.
 */
export async function keepAuditIssue(issues: Issues, wanted: AuditIssue): Promise<number | undefined> {
  const { gate, isClean, warn } = wanted;
  const found = await issues.own({ gate, about: audit });
  const [existing] = found.issues;
  if (existing !== undefined) {
    await bringUpToDate(issues, existing, wanted);
    await closeOthers(issues, found.issues, wanted);
    return existing.number;
  }
  if (isClean) return undefined;
  if (!found.isWhole) {
    warn('There are more issues of this account than are read; none is opened, since there may be one.');
    return undefined;
  }
  const opened = await issues.open(wanted.title, bodyOf(wanted));
  const [oldest, ...others] = (await issues.own({ gate, about: audit })).issues;
  if (oldest === undefined || others.length === 0) return opened;
  // Another run opened one meanwhile. Whoever comes later gives way, and both see the same.
  await closeOthers(issues, [oldest, ...others], wanted);
  return oldest.number;
}

async function bringUpToDate(issues: Issues, { number, isOpen, title }: OwnIssue, wanted: AuditIssue): Promise<void> {
  // It says since when all is well.
  if (wanted.isClean && !isOpen) return;
  const state: IssueChange = wanted.isClean
    ? { state: 'closed', state_reason: 'completed' }
    : isOpen
      ? {}
      : { state: 'open', state_reason: 'reopened' };
  await issues.change(number, {
    body: bodyOf(wanted),
    ...(title === wanted.title ? {} : { title: wanted.title }),
    ...state,
  });
}

/** Without its marker a duplicate is not found again. */
async function closeOthers(issues: Issues, found: readonly OwnIssue[], { duplicateOf }: AuditIssue): Promise<void> {
  const [kept, ...others] = found;
  if (kept === undefined) return;
  for (const { number } of others)
    await issues.change(number, { body: duplicateOf(kept.number), state: 'closed', state_reason: 'duplicate' });
}

function bodyOf({ gate, text }: AuditIssue): string {
  const marker: Marker = { gate, about: audit, text: textDigest(text) };
  return `${markerLine(marker)}\n${text}`;
}
