/** Which requests something is about: all that fit everything that is given. */
export interface Matcher {
  readonly method?: string;
  /** Tried on the path of a REST request, or `/graphql`. */
  readonly path?: RegExp;
  /** The name of a GraphQL operation, or a field that its document asks of `Query` or `Mutation`. */
  readonly operation?: string;
}

/**
 * How a request fails. A number: with that status and GitHub's words for it. `hang`: there is never an answer.
 * `reset`: the connection breaks off. `applied-502`: the work is done, and then the answer is 502. `html`: status 200
 * and a page instead of JSON. `rate-limited`: as GitHub says that the hour's requests are used up.
 */
export type Failing = number | 'hang' | 'reset' | 'applied-502' | 'html' | 'rate-limited';

export interface Failure extends Matcher {
  readonly status: Failing;
  /** How often; default: always. */
  readonly times?: number;
  /** For example `retry-after`, in seconds. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly names: readonly string[];
}

interface Waiting<T> {
  readonly thing: T;
  left: number;
}

/** Things that are to happen to the next requests that fit. */
export class Queue<T extends Matcher & { readonly times?: number }> {
  readonly #waiting: Waiting<T>[] = [];

  add(thing: T): void {
    this.#waiting.push({ thing, left: thing.times ?? Number.POSITIVE_INFINITY });
  }

  /** The first that fits and has not happened often enough; it counts as happened. */
  take(seen: Seen): T | undefined {
    return this.#waitingFor(seen)
      .slice(0, 1)
      .map((one) => happened(one))[0];
  }

  /** All that fit, once each. */
  takeAll(seen: Seen): T[] {
    return this.#waitingFor(seen).map((one) => happened(one));
  }

  #waitingFor(seen: Seen): Waiting<T>[] {
    return this.#waiting.filter(({ thing, left }) => left > 0 && fits(thing, seen));
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}

function happened<T>(one: Waiting<T>): T {
  one.left--;
  return one.thing;
}

function fits({ method, path, operation }: Matcher, seen: Seen): boolean {
  if (method !== undefined && method !== seen.method) return false;
  if (path !== undefined && !path.test(seen.path)) return false;
  return operation === undefined || seen.names.includes(operation);
}

/** The body that goes with a failing status. */
export function messageFor(status: number, headers: Readonly<Record<string, string>>): string {
  if (headers['retry-after'] !== undefined) {
    return 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  }
  if (headers['x-ratelimit-remaining'] === '0' || status === 429)
    return 'API rate limit exceeded for installation ID 1.';
  const words: Readonly<Record<number, string>> = {
    401: 'Bad credentials',
    403: 'Resource not accessible by integration',
    404: 'Not Found',
    409: 'Conflict',
    422: 'Validation Failed',
    502: 'Server Error',
  };
  return words[status] ?? 'Server Error';
}
