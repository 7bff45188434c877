import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { LocalGitHub } from './server.ts';

/** What stands between the action and the local GitHub. It ends with the test. */
export interface Gateway {
  readonly url: string;
  /** All that it was asked for, as `POST /api/graphql` or `CONNECT github.invalid:80`. */
  readonly asked: readonly string[];
}

/** A GitHub Enterprise Server: REST is below `/api/v3`, GraphQL at `/api/graphql`, and nothing is anywhere else. */
export async function enterpriseServer(github: LocalGitHub): Promise<Gateway> {
  const asked: string[] = [];
  const http = createServer((request, response) => {
    const { method = '', url = '' } = request;
    asked.push(`${method} ${url}`);
    if (url === '/api/graphql') forward(request, response, github, '/graphql');
    else if (url.startsWith('/api/v3/')) forward(request, response, github, url.slice('/api/v3'.length));
    else response.writeHead(404).end();
  });
  return { url: await listening(http), asked };
}

export interface ProxyOptions {
  /** The host that only the proxy knows. */
  readonly host: string;
  /** `user:password` that it wants; default: it lets everybody through. */
  readonly credentials?: string;
}

/** A forward proxy that knows one host, by whole addresses and by tunnels. */
export async function forwardProxy(github: LocalGitHub, { host, credentials }: ProxyOptions): Promise<Gateway> {
  const asked: string[] = [];
  const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const isWelcome = ({ headers }: IncomingMessage): boolean =>
    wanted === undefined || headers['proxy-authorization'] === wanted;
  const http = createServer((request, response) => {
    const { method = '', url = '' } = request;
    asked.push(`${method} ${url}`);
    const target = URL.canParse(url) ? new URL(url) : undefined;
    if (!isWelcome(request)) response.writeHead(407).end();
    else if (target?.hostname !== host) response.writeHead(502).end();
    else forward(request, response, github, target.pathname + target.search);
  });
  http.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`);
    if (!isWelcome(request) || request.url?.startsWith(`${host}:`) !== true) {
      socket.end(`HTTP/1.1 ${isWelcome(request) ? '502 Bad Gateway' : '407 Proxy Authentication Required'}\r\n\r\n`);
      return;
    }
    const through = connect(Number(new URL(github.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    for (const end of [through, socket]) end.on('error', () => void [through.destroy(), socket.destroy()]);
  });
  return { url: await listening(http), asked };
}

function forward(request: IncomingMessage, response: ServerResponse, github: LocalGitHub, path: string): void {
  const { method, headers } = request;
  const onward = send(`${github.url}${path}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

async function listening(http: Server): Promise<string> {
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  onTestFinished(async () => {
    const closed = new Promise<void>((done) => http.close(() => done()));
    http.closeAllConnections();
    await closed;
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}
