import { conversationOf } from './actions.ts';
import { changeIssue, createIssue, issueOf, type IssueChange } from './issues.ts';
import { page, type Call, type Handler } from './rest-call.ts';
import { issueJson } from './rest-objects.ts';
import { isPull, type Conversation } from './state.ts';

/** What GitHub lets one set or ask for, and this server does not know. */
const unknown = [
  'assignee',
  'assignees',
  'duplicate_issue_id',
  'issue_field_values',
  'mentioned',
  'milestone',
  'type',
] as const;

/** Issues, and pull requests where GitHub shows them as issues. */
export const issueRoutes: Readonly<Record<string, Handler>> = {
  // With issues switched off the list is answered all the same, and has the pull requests in it.
  'GET /repos/{owner}/{repo}/issues': (call) => {
    call.access.mustRead('issues');
    mustKnow(call.query);
    // What the description lets through is text.
    const query = call.query as Readonly<Record<string, string | undefined>>;
    const { state: wanted = 'open', creator, labels = '', sort = 'created', since, direction } = query;
    const all: Conversation[] = [...call.state.pullRequests, ...(call.state.hasIssues ? call.state.issues : [])];
    const names = labels.split(',').filter((name) => name !== '');
    const found = all
      .filter(({ state }) => wanted === 'all' || state === wanted)
      .filter(({ author }) => creator === undefined || author.toLowerCase() === creator.toLowerCase())
      .filter((one) => names.every((name) => one.labels.includes(name)))
      .filter((one) => since === undefined || Date.parse(changedAt(one)) >= Date.parse(since))
      .sort((a, b) => compare(a, b, sort));
    return page(
      call,
      (direction === 'asc' ? found : found.reverse()).map((one) => issueJson(call.state, one, call.root)),
    );
  },

  'POST /repos/{owner}/{repo}/issues': (call) => {
    call.access.mustWrite('issues');
    const issue = createIssue(call.state, call.access.login, changeIn(call));
    return { status: 201, body: issueJson(call.state, issue, call.root) };
  },

  'GET /repos/{owner}/{repo}/issues/{issue_number}': (call) => {
    const subject = conversationOf(call.state, Number(call.path['issue_number']));
    call.access.mustRead('issues', ...(isPull(subject) ? (['pull-requests'] as const) : []));
    return { status: 200, body: issueJson(call.state, subject, call.root) };
  },

  // GitHub changes pull requests here, too. Nobody who uses this server does: they are not found.
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': (call) => {
    call.access.mustWrite('issues');
    const issue = issueOf(call.state, Number(call.path['issue_number']));
    changeIssue(call.state, issue, call.access.login, changeIn(call));
    return { status: 200, body: issueJson(call.state, issue, call.root) };
  },
};

function changeIn(call: Call): IssueChange {
  const body = (call.body ?? {}) as Readonly<Record<string, unknown>>;
  mustKnow(body);
  return body;
}

/** Ends a test that asks for what is not built here, instead of answering something else. */
function mustKnow(asked: Readonly<Record<string, unknown>>): void {
  const found = unknown.filter((name) => asked[name] !== undefined);
  if (found.length > 0) throw new Error(`The local GitHub knows no ${found.join(', ')} of issues.`);
}

function compare(a: Conversation, b: Conversation, sort: string): number {
  const keys = [a, b].map((one) => {
    if (sort === 'comments') return String(one.comments.length).padStart(6, '0');
    return sort === 'updated' ? changedAt(one) : one.createdAt;
  });
  const [first = '', second = ''] = keys;
  return first === second ? a.number - b.number : first < second ? -1 : 1;
}

function changedAt(subject: Conversation): string {
  return isPull(subject) ? subject.createdAt : subject.updatedAt;
}
