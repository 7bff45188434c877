import type { Access } from './access.ts';
import type { Answer } from './answer.ts';
import type { State } from './state.ts';

/** One request of the REST interface that its description accepts. */
export interface Call {
  readonly state: State;
  readonly access: Access;
  /** Where the interface is, without a slash at the end. */
  readonly root: string;
  /** The request's path, without the query. */
  readonly target: string;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly options: RestOptions;
}

/** What a test may make worse than it is. */
export interface RestOptions {
  /** Answer every listing of a tree with this many entries and `truncated`. */
  truncateTreesAt?: number;
}

export type Handler = (call: Call) => Answer;

/** One page of a list, with GitHub's `Link` header. More than 100 a page are not to be had. */
export function page(call: Call, items: readonly unknown[], most = Number.POSITIVE_INFINITY): Answer {
  const size = Math.min(100, Math.max(1, Number(call.query['per_page'] ?? 30)));
  const number = Math.max(1, Number(call.query['page'] ?? 1));
  const all = items.slice(0, most);
  const last = Math.max(1, Math.ceil(all.length / size));
  const others = Object.entries(call.query).filter(([key]) => key !== 'page');
  const to = (target: number, name: string): string => {
    const query = new URLSearchParams(others.map(([key, value]): [string, string] => [key, String(value)]));
    query.set('page', String(target));
    return `<${call.root}${call.target}?${query.toString()}>; rel="${name}"`;
  };
  const links = [
    ...(number > 1 ? [to(number - 1, 'prev')] : []),
    ...(number < last ? [to(number + 1, 'next'), to(last, 'last')] : []),
    ...(number > 1 ? [to(1, 'first')] : []),
  ];
  const body = all.slice((number - 1) * size, number * size);
  return { status: 200, body, ...(links.length === 0 ? {} : { headers: { link: links.join(', ') } }) };
}
