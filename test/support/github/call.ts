import type { LocalGitHub } from './server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON, or as text when it is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it expects to be there
  readonly body: any;
}

/** Calls a local GitHub the plain way. */
export async function rest(
  server: LocalGitHub,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<Reply> {
  return call(`${server.url}${path}`, token, method, body);
}

export async function graphql(
  server: LocalGitHub,
  token: string,
  query: string,
  variables: object = {},
): Promise<Reply> {
  return call(server.graphqlUrl, token, 'POST', { query, variables });
}

async function call(url: string, token: string | undefined, method: string, body: unknown): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: token === undefined ? {} : { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  let read: unknown = text;
  try {
    read = JSON.parse(text);
  } catch {
    // Some answers are no JSON: that is what a test wants to see.
  }
  return { status: response.status, headers: response.headers, body: read };
}
