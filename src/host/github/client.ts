import { setTimeout as sleep } from 'node:timers/promises';
import { getOctokit } from '@actions/github';
import { RequestFailed } from './request-failed.ts';

/** The longest time for one request, in milliseconds. */
const requestTimeout = 15_000;
/** The longest time that is spent waiting for rate limits, of all requests together, in milliseconds. */
const longestWait = 10_000;
const longestTries = 3;

export interface ClientOptions {
  readonly token: string;
  /** `https://api.github.com`, or `https://<host>/api/v3` of GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

/** An error of one field of a GraphQL answer. */
export interface GraphqlError {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

/**
 * GitHub's API: proxies, Enterprise servers, a timeout for each request and an end for all. Reads are tried again where
 * that may help; what writes is sent once, since a failed answer does not tell that nothing was done.
 */
export class GitHubClient {
  readonly #octokit: ReturnType<typeof getOctokit>;
  readonly #graphqlUrl: string;
  #deadline = Infinity;
  #waited = 0;

  constructor({ token, apiUrl, graphqlUrl }: ClientOptions) {
    // The library would print warnings of its own, past the one place that makes text safe for the log.
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    this.#octokit = getOctokit(token, { baseUrl: apiUrl, log });
    this.#graphqlUrl = graphqlUrl;
  }

  /** From now on, all requests together may take this long. */
  endIn(milliseconds: number): void {
    this.#deadline = Date.now() + milliseconds;
  }

  /** Reads from a REST route, `GET /repos/{owner}/…` with everything filled in. */
  async get(url: string): Promise<unknown> {
    return (await this.#request({ method: 'GET', url }, longestTries)).data;
  }

  /** Sends a REST request that changes something. */
  async send(method: 'POST' | 'PATCH', url: string, body: object): Promise<unknown> {
    return (await this.#request({ method, url, ...body }, 1)).data;
  }

  /** Asks a GraphQL query; an error in any part of it is a failure. */
  async query(query: string, variables: object): Promise<unknown> {
    const { data, errors } = await this.#graphql(query, variables, longestTries);
    const [error] = errors;
    if (error === undefined) return data;
    throw new RequestFailed(isForbidden(error) ? 'forbidden' : 'unavailable', error.message);
  }

  /** Sends a GraphQL mutation; each part of it may fail alone. */
  async mutate(query: string, variables: object): Promise<{ data: unknown; errors: readonly GraphqlError[] }> {
    return this.#graphql(query, variables, 1);
  }

  async #graphql(
    query: string,
    variables: object,
    tries: number,
  ): Promise<{ data: unknown; errors: readonly GraphqlError[] }> {
    const { data } = await this.#request({ method: 'POST', url: this.#graphqlUrl, query, variables }, tries);
    if (typeof data !== 'object' || data === null || !('data' in data || 'errors' in data))
      throw new RequestFailed('unavailable', `${this.#graphqlUrl} gave no GraphQL answer`);
    const { errors, data: answered } = data as { data?: unknown; errors?: readonly GraphqlError[] };
    return { data: answered, errors: errors ?? [] };
  }

  async #request(options: { method: string; url: string } & Record<string, unknown>, tries: number): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const left = this.#deadline - Date.now();
      if (left <= 0) throw new RequestFailed('unavailable', 'no time is left for GitHub');
      try {
        const signal = AbortSignal.timeout(Math.min(requestTimeout, left));
        const headers = { 'x-github-api-version': '2022-11-28' };
        return await this.#octokit.request({ ...options, headers, request: { signal } } as never);
      } catch (error) {
        const failure = read(error, `${options.method} ${options.url}`);
        const wait = waitBefore(failure, attempt);
        const isLast = attempt >= tries || wait === undefined || this.#waited + wait > longestWait;
        if (isLast || Date.now() + wait > this.#deadline) throw failure.error;
        this.#waited += wait;
        await sleep(wait);
      }
    }
  }
}

interface Failure {
  readonly error: RequestFailed;
  /** 0 where there was no answer at all. */
  readonly status: number;
  readonly isTimeout: boolean;
  /** Milliseconds until the rate limit ends; undefined where no limit was hit. */
  readonly limitedFor: number | undefined;
}

function read(error: unknown, what: string): Failure {
  const { response, status: given, message, cause } = error as Error & { response?: Answer; status?: number };
  const status = response === undefined ? 0 : (given ?? 0);
  const isTimeout = [error, cause].some((each) =>
    /^(?:Timeout|Abort)Error$/.test((each as Error | undefined)?.name ?? ''),
  );
  const limitedFor = response === undefined ? undefined : rateLimit(response, message);
  const isDenied = status === 401 || status === 404 || (status === 403 && limitedFor === undefined);
  const kind = isDenied ? 'forbidden' : status === 422 ? 'refused' : 'unavailable';
  const detail = isTimeout ? 'no answer in time' : status === 0 ? message : `${status} ${message}`;
  return {
    error: new RequestFailed(kind, `${what}: ${detail}`, { isRateLimit: limitedFor !== undefined, cause: error }),
    status,
    isTimeout,
    limitedFor,
  };
}

/** Milliseconds that a rate limit asks to wait, by the rules that GitHub documents. */
function rateLimit({ status, headers }: Answer, message: string): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const after = Number(headers['retry-after'] ?? Number.NaN);
  const reset = Number(headers['x-ratelimit-reset']) * 1000 - Date.now();
  if (after >= 0) return after * 1000;
  if (String(headers['x-ratelimit-remaining']) === '0' && !Number.isNaN(reset)) return Math.max(0, reset);
  return status === 429 || /rate limit|submitted too quickly/i.test(message) ? 60_000 : undefined;
}

/** Milliseconds before another try; undefined where another one would not help. */
function waitBefore({ status, isTimeout, limitedFor }: Failure, attempt: number): number | undefined {
  if (limitedFor !== undefined) return limitedFor;
  if (isTimeout) return undefined;
  return status === 0 || status >= 500 ? 250 * 2 ** attempt : undefined;
}

function isForbidden({ type }: GraphqlError): boolean {
  return type === 'FORBIDDEN' || type === 'NOT_FOUND' || type === 'INSUFFICIENT_SCOPES';
}
