import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access, type Permissions } from './access.ts';
import { forbidden, Refusal, type Answer } from './answer.ts';
import { GitObjects } from './git-objects.ts';
import { readDocument, runDocument, type FieldFailure } from './graphql.ts';
import { queueTogether, type MergeGroup, type MergeMethod } from './merge-queue.ts';
import type { GraphQLOptions } from './graphql-views.ts';
import { Person } from './people.ts';
import type { Repository } from './repository.ts';
import { parsed, tokenIn, type Request } from './requests.ts';
import { answerRest } from './rest.ts';
import type { RestOptions } from './rest-call.ts';
import { State, type CheckRun, type Issue, type NewPullRequest, type PullRequest } from './state.ts';
import { messageFor, Queue, type Failing, type Failure, type Matcher } from './trouble.ts';

export interface ServerOptions {
  readonly repository: Repository;
  /** Default `acme/shop`. */
  readonly name?: string;
  /** A private repository is read only by tokens that may; default: public. */
  readonly private?: boolean;
  /** Where ids begin. From 2,147,483,648 on `databaseId` is an error in GraphQL, as on a GitHub with long ids. */
  readonly firstId?: number;
  /** Whether the repository has issues; default: it has. */
  readonly hasIssues?: boolean;
}

interface Hook extends Matcher {
  readonly run: () => void | Promise<void>;
  readonly times: number;
}

interface FieldTrouble extends FieldFailure, Matcher {
  readonly times?: number;
}

export interface TokenOptions {
  /** What is not named is not allowed, as in a workflow's `permissions`. */
  readonly permissions?: Permissions;
  /** Default `github-actions[bot]`. */
  readonly login?: string;
}

/**
 * A GitHub on this computer, over a real bare repository: REST below `url`, GraphQL at `graphqlUrl`. It follows the
 * branches of the repository by itself. All that happened can be read; a request that GitHub's published descriptions do
 * not know is in `violations`, which a test has to expect to be empty.
 */
export class LocalGitHub {
  readonly state: State;
  readonly violations: string[] = [];
  readonly requests: Request[] = [];
  readonly options: RestOptions & GraphQLOptions = {};
  readonly repository: Repository;
  /** Requests that are left in this hour, over all tokens. */
  remaining = 1_000;
  readonly #failures = new Queue<Failure>();
  readonly #fieldFailures = new Queue<FieldTrouble>();
  readonly #hooks = new Queue<Hook>();
  readonly #tokens = new Map<string, Required<TokenOptions>>();
  readonly #http: Server;

  private constructor({
    repository,
    name = 'acme/shop',
    private: isPrivate = false,
    firstId = 1_000_001,
    hasIssues = true,
  }: ServerOptions) {
    this.repository = repository;
    this.state = new State({ bare: repository.bare, name, private: isPrivate, firstId, hasIssues });
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        // A fault of this server must not look like one of GitHub's answers.
        this.violations.push(
          `the local GitHub failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        response.destroy();
      });
    });
  }

  static async start(options: ServerOptions): Promise<LocalGitHub> {
    const server = new LocalGitHub(options);
    await new Promise<void>((ready) => server.#http.listen(0, '127.0.0.1', ready));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get graphqlUrl(): string {
    return `${this.url}/graphql`;
  }

  /** Ends all connections, those that were left hanging, too. */
  async close(): Promise<void> {
    const closed = new Promise<void>((done) => this.#http.close(() => done()));
    this.#http.closeAllConnections();
    await closed;
  }

  /** A token for requests; each call makes another one. */
  token({ permissions = {}, login = 'github-actions[bot]' }: TokenOptions = {}): string {
    const token = `ghs_${String(this.#tokens.size + 1).padStart(36, '0')}`;
    this.#tokens.set(token, { permissions, login });
    return token;
  }

  /** What a person does in the browser. */
  as(login: string): Person {
    return new Person(login, this.state);
  }

  /** Opens a pull request and returns its number. Throws when there is no such branch. */
  openPullRequest(request: NewPullRequest): number {
    return this.state.open(request).number;
  }

  /** Throws when there is no such pull request. */
  pullRequest(number: number): PullRequest {
    const pull = this.state.pull(number);
    if (pull === undefined) throw new Error(`There is no pull request ${number}.`);
    return pull;
  }

  /** All issues, the oldest first, even while they are switched off. */
  get issues(): readonly Issue[] {
    return this.state.issues;
  }

  /** Throws when there is no such issue. */
  issue(number: number): Issue {
    const issue = this.issues.find((one) => one.number === number);
    if (issue === undefined) throw new Error(`There is no issue ${number}.`);
    return issue;
  }

  get checkRuns(): readonly CheckRun[] {
    return this.state.checkRuns;
  }

  /** Follows branches that moved, so that a test can look at threads before the next request comes in. */
  sync(): void {
    this.state.sync();
  }

  /** Puts a pull request into the merge queue: one merge commit on a branch of the queue's own. */
  queue(number: number): MergeGroup {
    return this.queueTogether([number]);
  }

  /** Puts pull requests into the merge queue and into one group, each upon the one before. */
  queueTogether(numbers: readonly number[], method: MergeMethod = 'merge'): MergeGroup {
    this.sync();
    const [first] = numbers.map((number) => this.pullRequest(number));
    if (first === undefined) throw new Error('A group has at least one pull request.');
    return queueTogether(this.state, first.baseRef, numbers, method);
  }

  /** Makes requests fail, always or the next few times. The first rule that fits is taken. */
  fail(failure: Failure): void {
    this.#failures.add(failure);
  }

  /** Makes a field of a GraphQL document fail while the others go on: `type` is `FORBIDDEN`, `NOT_FOUND` … */
  failField(failure: {
    readonly field: string;
    readonly type: string;
    readonly message?: string;
    readonly times?: number;
  }): void {
    this.#fieldFailures.add({ message: 'Something went wrong', ...failure, operation: failure.field });
  }

  /** Runs something just before the next request that fits is looked at, once or as often as said. */
  before(matcher: Matcher, run: () => void | Promise<void>, times = 1): void {
    this.#hooks.add({ ...matcher, run, times });
  }

  /** Ends all failures and hooks. */
  heal(): void {
    for (const queue of [this.#failures, this.#fieldFailures, this.#hooks]) queue.clear();
  }

  get reads(): number {
    return this.requests.filter(({ kind }) => kind === 'read').length;
  }

  get writes(): number {
    return this.requests.filter(({ kind }) => kind === 'write').length;
  }

  /** Forgets the requests; the state stays. */
  reset(): void {
    this.requests.length = 0;
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(message.url ?? '/', this.url);
    const chunks: Uint8Array[] = [];
    for await (const chunk of message) chunks.push(chunk as Uint8Array);
    if (/\.git\//.test(pathname)) {
      // Git over HTTP wants a password, and nobody has one.
      this.#send(response, { status: 401, headers: { 'www-authenticate': 'Basic realm="GitHub"' } });
      return;
    }
    const text = Buffer.concat(chunks).toString();
    const json = parsed(text);
    const isGraphQL = pathname === '/graphql';
    const document = isGraphQL ? readDocument(json) : undefined;
    const read = isGraphQL
      ? typeof document === 'object' && !document.isMutation
      : message.method === 'GET' || message.method === 'HEAD';
    const request: Request = {
      method: message.method ?? 'GET',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: message.headers,
      body: json,
      kind: read ? 'read' : 'write',
      token: tokenIn(message.headers.authorization),
      names: typeof document === 'object' ? document.names : [],
      status: undefined,
    };
    this.requests.push(request);
    const violated = (why: string): void => void this.violations.push(`${request.method} ${pathname}: ${why}`);

    for (const hook of this.#hooks.takeAll(request)) await hook.run();
    const failure = this.#failures.take(request);
    if (failure !== undefined && failure.status !== 'applied-502') {
      this.#break(response, request, failure.status, failure.headers ?? {}, isGraphQL);
      return;
    }
    this.state.sync();
    const answer = await this.#answer(request, text, document, violated);
    this.#finish(response, request, failure === undefined ? answer : refusal(502, failure.headers ?? {}));
  }

  async #answer(
    request: Request,
    text: string,
    document: ReturnType<typeof readDocument> | undefined,
    violated: (why: string) => void,
  ): Promise<Answer> {
    const { headers, method, path, query, body } = request;
    const version = headers['x-github-api-version'];
    if (headers['user-agent'] === undefined) {
      violated('a user agent is required');
      return new Refusal(403, 'Request forbidden by administrative rules.').answer;
    }
    if (version !== undefined && !['2022-11-28', '2026-03-10'].includes(String(version))) {
      violated(`there is no version ${String(version)} of the interface`);
      return new Refusal(400, `"${String(version)}" is not a valid API version.`).answer;
    }
    if (text !== '' && body === undefined) {
      violated('the body is not JSON');
      return new Refusal(400, 'Problems parsing JSON').answer;
    }
    const access = this.#accessOf(request);
    if (access === undefined) return new Refusal(401, 'Bad credentials').answer;
    if (this.remaining <= 0) return this.#exhausted(document !== undefined);
    this.remaining--;
    if (document === undefined) {
      // Without a token everybody reads what is public.
      if (access === 'nobody' && (method !== 'GET' || this.state.private))
        return new Refusal(401, 'Requires authentication').answer;
      const who = access === 'nobody' ? new Access('', {}, this.state.private) : access;
      const setting = { state: this.state, access: who, root: this.url, options: this.options };
      return answerRest({ method, path, query, body }, setting, violated);
    }
    if (access === 'nobody') return new Refusal(401, 'This endpoint requires you to be authenticated.').answer;
    if (method !== 'POST') return forbidden().answer;
    if (typeof document === 'string') {
      violated(document);
      return { status: 200, body: { errors: [{ message: document }] } };
    }
    const { state, options } = this;
    const context = { state, access, options, objects: new GitObjects(this.repository.bare) };
    return runDocument(
      document,
      context,
      (field) => this.#fieldFailures.take({ method, path, names: [field] }),
      violated,
    );
  }

  #accessOf({ headers, token = '' }: Request): Access | 'nobody' | undefined {
    if (headers['authorization'] === undefined) return 'nobody';
    const known = this.#tokens.get(token);
    return known === undefined ? undefined : new Access(known.login, known.permissions, this.state.private);
  }

  #exhausted(isGraphQL: boolean): Answer {
    const message = 'API rate limit exceeded for installation ID 1.';
    const headers = { 'x-ratelimit-remaining': '0' };
    if (isGraphQL) return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] }, headers };
    return new Refusal(403, message, [], headers).answer;
  }

  #break(
    response: ServerResponse,
    request: Request,
    how: Exclude<Failing, 'applied-502'>,
    headers: Readonly<Record<string, string>>,
    isGraphQL: boolean,
  ): void {
    if (how === 'hang') return;
    if (how === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    if (how === 'html') {
      request.status = 200;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
      response.end('<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body></body></html>\n');
      return;
    }
    const answer = how === 'rate-limited' ? this.#exhausted(isGraphQL) : refusal(how, headers);
    this.#finish(response, request, { ...answer, headers: { ...answer.headers, ...headers } });
  }

  #finish(response: ServerResponse, request: Request, answer: Answer): void {
    request.status = answer.status;
    this.#send(response, answer, request.path === '/graphql' ? 'graphql' : 'core');
  }

  #send(response: ServerResponse, { status, body, headers = {} }: Answer, resource = 'core'): void {
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-github-media-type': 'github.v3; format=json',
      'x-github-request-id': `0000:${this.requests.length}`,
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': String(this.remaining),
      'x-ratelimit-used': String(1_000 - this.remaining),
      'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3_600),
      'x-ratelimit-resource': resource,
      ...headers,
    });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }
}

function refusal(status: number, headers: Readonly<Record<string, string>>): Answer {
  return new Refusal(status, messageFor(status, headers), [], headers).answer;
}
