/** What GitHub answers: a status, a body that becomes JSON, headers. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that GitHub refuses, with its words. `errors` is the list that comes with a 422. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly unknown[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    errors: readonly unknown[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  /** As the REST interface writes it. */
  get answer(): Answer {
    const more = this.errors.length === 0 ? {} : { errors: this.errors };
    const body = {
      message: this.message,
      ...more,
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
    return { status: this.status, body, headers: this.headers };
  }

  /** As the GraphQL interface names it. */
  get type(): string {
    return { 403: 'FORBIDDEN', 404: 'NOT_FOUND', 422: 'UNPROCESSABLE' }[this.status] ?? 'INTERNAL';
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found');
export const forbidden = (): Refusal => new Refusal(403, 'Resource not accessible by integration');
export const invalid = (...errors: readonly unknown[]): Refusal => new Refusal(422, 'Validation Failed', errors);
export const unprocessable = (...errors: readonly unknown[]): Refusal =>
  new Refusal(422, 'Unprocessable Entity', errors);
