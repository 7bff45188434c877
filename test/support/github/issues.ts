import { longest } from './actions.ts';
import { invalid, notFound, Refusal } from './answer.ts';
import type { Issue, State, StateReason } from './state.ts';

/** What of an issue is written or changed, as the REST interface takes it. */
export interface IssueChange {
  readonly title?: string | number | null;
  readonly body?: string | null;
  readonly labels?: readonly (string | { readonly name?: string })[];
  readonly state?: 'open' | 'closed';
  readonly state_reason?: StateReason | null;
}

/**
 * What GitHub says about a title. It is reported to take up to 1,024 bytes in fact, while it names 256; who keeps to what
 * it says is right either way.
 */
const longestTitle = 256;

/** Opens an issue, or throws GitHub's refusal. */
export function createIssue(state: State, login: string, { title, body, labels }: IssueChange): Issue {
  if (!state.hasIssues) throw gone();
  const texts = { title: acceptedTitle(title ?? ''), body: acceptedBody(body ?? '') };
  const number = state.nextNumber;
  const id = state.nextId();
  const createdAt = state.now();
  const issue: Issue = {
    id,
    nodeId: `I_kwDO${id}`,
    number,
    author: login,
    createdAt,
    updatedAt: createdAt,
    editedAt: undefined,
    closedAt: undefined,
    closedBy: undefined,
    ...texts,
    state: 'open',
    stateReason: undefined,
    locked: false,
    labels: namesOf(labels ?? []),
    comments: [],
  };
  state.issues.push(issue);
  return issue;
}

/** Changes an issue, or throws GitHub's refusal and changes nothing. A reason is passed over unless the state changes. */
export function changeIssue(state: State, issue: Issue, login: string, change: IssueChange): void {
  const { title, body, labels, state: wanted, state_reason: reason } = change;
  const before = JSON.stringify(issue);
  const texts = {
    title: title === undefined || title === null ? issue.title : acceptedTitle(title),
    body: body === undefined ? issue.body : acceptedBody(body ?? ''),
  };
  const now = state.now();
  if (texts.body !== issue.body) issue.editedAt = now;
  Object.assign(issue, texts);
  if (labels !== undefined) issue.labels = namesOf(labels);
  if (wanted === 'closed' && issue.state === 'open') {
    const stateReason = reason === 'not_planned' || reason === 'duplicate' ? reason : 'completed';
    Object.assign(issue, { state: wanted, stateReason, closedAt: now, closedBy: login } satisfies Partial<Issue>);
  }
  if (wanted === 'open' && issue.state === 'closed') {
    const reopened = { state: wanted, stateReason: 'reopened', closedAt: undefined, closedBy: undefined } as const;
    Object.assign(issue, reopened satisfies Partial<Issue>);
  }
  if (JSON.stringify(issue) !== before) issue.updatedAt = now;
}

/** The issue with this number. While issues are switched off none is there. */
export function issueOf(state: State, number: number): Issue {
  const issue = state.issues.find((one) => one.number === number);
  if (issue === undefined) throw notFound();
  if (!state.hasIssues) throw gone();
  return issue;
}

/** GitHub's words of today; older ones, which some programs still look for, were `Issues are disabled for this repo`. */
function gone(): Refusal {
  return new Refusal(410, 'Issues has been disabled in this repository.');
}

function acceptedTitle(title: string | number): string {
  const text = String(title).trim();
  if (text === '') throw invalid({ resource: 'Issue', code: 'missing_field', field: 'title' });
  if (text.length > longestTitle) throw tooLong('title', longestTitle);
  return text;
}

function acceptedBody(body: string): string {
  if (body.length > longest) throw tooLong('body', longest);
  return body;
}

function tooLong(field: string, most: number): Refusal {
  const message = `${field} is too long (maximum is ${most} characters)`;
  return invalid({ resource: 'Issue', code: 'custom', field, message });
}

function namesOf(labels: NonNullable<IssueChange['labels']>): string[] {
  const names = labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')));
  return [...new Set(names)].filter((name) => name !== '');
}
