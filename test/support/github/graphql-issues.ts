import { connection, refused, type Slice, type View } from './graphql-connection.ts';
import { actorView, commentView, labelView, type Context } from './graphql-views.ts';
import { pageOf } from './rest-objects.ts';
import type { Issue } from './state.ts';

interface IssuesArgs extends Slice {
  readonly states?: readonly string[] | null;
  readonly labels?: readonly string[] | null;
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null;
  readonly filterBy?: Readonly<Record<string, unknown>> | null;
}

/** What a repository says about its issues. Forks have none until somebody switches them on. */
export function issueFields(context: Context, name: string): View {
  const { state, access } = context;
  const hasIssues = state.hasIssues && name === state.name;
  const all = hasIssues ? state.issues : [];
  return {
    hasIssuesEnabled: hasIssues,
    issue: ({ number }: { readonly number: number }) => {
      access.mustRead('issues');
      const issue = all.find((one) => one.number === number);
      if (issue === undefined)
        throw refused('NOT_FOUND', `Could not resolve to an Issue with the number of ${number}.`);
      return issueView(context, issue);
    },
    issues: (args: IssuesArgs) => {
      access.mustRead('issues');
      const { field = 'CREATED_AT', direction = 'ASC' } = args.orderBy ?? {};
      if (field === 'COMMENTS') throw unknown('order COMMENTS');
      const found = filtered(context, all, args).map((issue) => ({
        id: issue.id,
        key: field === 'UPDATED_AT' ? issue.updatedAt : issue.createdAt,
        view: () => issueView(context, issue),
      }));
      return connection('issues', () => found, direction)(args);
    },
  };
}

export function issueView(context: Context, issue: Issue): View {
  const { id, nodeId, number, title, body, createdAt, updatedAt, locked, state, stateReason } = issue;
  return {
    __typename: 'Issue',
    id: nodeId,
    databaseId: id,
    fullDatabaseId: String(id),
    number,
    title,
    body,
    bodyText: body,
    createdAt,
    updatedAt,
    lastEditedAt: issue.editedAt ?? null,
    author: actorView(issue.author),
    viewerDidAuthor: issue.author === context.access.login,
    url: pageOf(context.state, issue),
    state: state.toUpperCase(),
    // Duplicates are told to those only who say that they know of them.
    stateReason: ({ enableDuplicate }: { readonly enableDuplicate?: boolean | null }) =>
      stateReason === undefined || (stateReason === 'duplicate' && enableDuplicate !== true)
        ? null
        : stateReason.toUpperCase(),
    closed: state === 'closed',
    closedAt: issue.closedAt ?? null,
    locked,
    labels: connection('labels', () => issue.labels.map((name, at) => ({ id: at, view: () => labelView(name) }))),
    comments: connection('comments', () =>
      issue.comments.map((comment) => ({ id: comment.id, view: () => commentView(context, issue, comment) })),
    ),
  };
}

function filtered(context: Context, issues: readonly Issue[], { states, labels, filterBy }: IssuesArgs): Issue[] {
  const { createdBy, states: more, labels: others, since, viewerSubscribed, ...rest } = filterBy ?? {};
  const asked = [...Object.keys(rest), ...(viewerSubscribed === true ? ['viewerSubscribed'] : [])];
  if (asked.length > 0) throw unknown(`filter ${asked.join(', ')}`);
  const lists = [states, more].filter((list): list is readonly string[] => Array.isArray(list));
  const names = [labels, others].flatMap((list) => (Array.isArray(list) ? [list as readonly string[]] : []));
  return issues
    .filter(({ state }) => lists.every((list) => list.includes(state.toUpperCase())))
    .filter((issue) => names.every((list) => list.some((name) => issue.labels.includes(name))))
    .filter(({ updatedAt }) => typeof since !== 'string' || Date.parse(updatedAt) >= Date.parse(since))
    .filter(({ author }) => typeof createdBy !== 'string' || isCreator(context, author, createdBy));
}

/** A program is found by its whole name, with the `[bot]` that the login of an author lacks here and a viewer's has. */
function isCreator({ options }: Context, author: string, name: string): boolean {
  if (options.createdByMissesPrograms === true && author.endsWith('[bot]')) return false;
  return author.toLowerCase() === name.toLowerCase();
}

function unknown(what: string): Error {
  return refused('INTERNAL', `The local GitHub knows no ${what} of issues.`);
}
