import type { IssueChange, Issues, OwnIssue } from '../host/github/issues.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import type { Standing } from '../reporting/history/audit-issue.ts';
import { markerLine, textDigest, type Marker } from '../reporting/review/marker.ts';

/** What `about` says in the marker of the one issue of audits. */
const audit = 'audit';

export interface AuditIssue {
  /** Names the audit: what it looks at. */
  readonly gate: string;
  readonly title: string;
  /** Markdown without a marker. */
  readonly text: string;
  /** `clean`: the issue is closed, and none is opened. `unsure`: it stays open or closed, as it is. */
  readonly standing: Standing;
  /** Says in place of a text that another issue has it. */
  duplicateOf(this: void, number: number): string;
  /** Says to the log what people should know. */
  warn(this: void, text: string): void;
}

/**
 * Makes the one issue of audits say how things stand: opened when there is something to say, edited in place, closed when
 * all is well, opened again when it no longer is. Gives its number; undefined where there is none. Of several, which two
 * runs at once may have opened, the oldest stays. Throws `RequestFailed` where it could not be written.
 */
export async function keepAuditIssue(issues: Issues, wanted: AuditIssue): Promise<number | undefined> {
  const { gate, standing, warn } = wanted;
  const found = await issues.own({ gate, about: audit });
  const [existing] = found.issues;
  if (existing !== undefined) {
    await bringUpToDate(issues, existing, wanted);
    return closeOthers(issues, found.issues, existing.number, wanted);
  }
  if (standing !== 'open') return undefined;
  if (!found.isWhole) {
    warn('There are more issues than are read; none is opened, since the audit issue may be among them.');
    return undefined;
  }
  const opened = await issues.open(wanted.title, bodyOf(wanted));
  try {
    // Another run may have opened one meanwhile. Whoever comes later gives way, and both see the same.
    return await closeOthers(issues, (await issues.own({ gate, about: audit })).issues, opened, wanted);
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    warn(
      `The audit issue #${opened} was opened; whether another run opened one too could not be seen: ${error.message}`,
    );
    return opened;
  }
}

async function bringUpToDate(issues: Issues, { number, isOpen, title }: OwnIssue, wanted: AuditIssue): Promise<void> {
  // It says since when all is well.
  if (wanted.standing !== 'open' && !isOpen) return;
  const changes: Readonly<Record<Standing, IssueChange>> = {
    open: isOpen ? {} : { state: 'open', state_reason: 'reopened' },
    clean: { state: 'closed', state_reason: 'completed' },
    unsure: {},
  };
  await issues.change(number, {
    body: bodyOf(wanted),
    ...(title === wanted.title ? {} : { title: wanted.title }),
    ...changes[wanted.standing],
  });
}

/**
 * Closes all but the oldest, and gives its number; of none, `ours`, which another run has closed or the server does not list
 * yet. One that cannot be closed is told: the next audit tries again. Without its marker a duplicate is not found again.
 */
async function closeOthers(
  issues: Issues,
  found: readonly OwnIssue[],
  ours: number,
  { duplicateOf, warn }: AuditIssue,
): Promise<number> {
  const [kept, ...others] = found;
  if (kept === undefined) return ours;
  for (const { number } of others) {
    try {
      await issues.change(number, { body: duplicateOf(kept.number), state: 'closed', state_reason: 'duplicate' });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      warn(
        `The audit issue #${kept.number} tells how things stand, but #${number} tells it, too, and was not closed: ${error.message}`,
      );
    }
  }
  return kept.number;
}

function bodyOf({ gate, text }: AuditIssue): string {
  const marker: Marker = { gate, about: audit, text: textDigest(text) };
  return `${markerLine(marker)}\n${text}`;
}
