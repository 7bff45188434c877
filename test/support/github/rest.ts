import { notFound, Refusal, type Answer } from './answer.ts';
import { described, violationsOf } from './contract.ts';
import type { Call, Handler, RestOptions } from './rest-call.ts';
import type { Access } from './access.ts';
import type { State } from './state.ts';
import { checkRoutes } from './rest-checks.ts';
import { commentRoutes } from './rest-comments.ts';
import { gitRoutes } from './rest-git.ts';
import { issueRoutes } from './rest-issues.ts';
import { pullRoutes } from './rest-pulls.ts';

const handlers: Readonly<Record<string, Handler>> = {
  ...gitRoutes,
  ...pullRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...checkRoutes,
};

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Answers a REST request that its description accepts; `violated` hears what the description says against it. */
export function answerRest(
  request: RestRequest,
  setting: { readonly state: State; readonly access: Access; readonly root: string; readonly options: RestOptions },
  violated: (why: string) => void,
): Answer {
  try {
    const route = described.find(({ method, pattern }) => method === request.method && pattern.test(request.path));
    const handler = handlers[route?.key ?? ''];
    if (route === undefined || handler === undefined) {
      violated('this is no request that GitHub is known to answer');
      throw notFound();
    }
    const groups = Object.entries(route.pattern.exec(request.path)?.groups ?? {});
    const path: Record<string, unknown> = Object.fromEntries(
      groups.map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    const query: Record<string, unknown> = { ...request.query };
    const wrong = violationsOf(route.key, { path, query, body: request.body });
    for (const why of wrong) violated(why);
    if (wrong.length > 0) throw new Refusal(422, `Invalid request.\n\n${wrong.join('\n')}`);
    mustKnow(`${String(path['owner'])}/${String(path['repo'])}`, request.method, setting.state);
    const call: Call = { ...setting, target: request.path, path, query, body: request.body };
    return handler(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/** A token of the repository reads its public forks and writes in none of them. */
function mustKnow(name: string, method: string, state: State): void {
  const forks = state.pullRequests.map((pull) => pull.headRepository);
  if (name !== state.name && !(method === 'GET' && forks.includes(name))) throw notFound();
}
