import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repository, temporaryFolder } from '../gate.ts';
import type { WorkflowEvent } from './events.ts';
import { pages } from './rest-objects.ts';
import type { LocalGitHub } from './server.ts';

export interface ActionOptions {
  readonly server: LocalGitHub;
  readonly event: WorkflowEvent;
  /** The workspace. */
  readonly in: string;
  /** The job's token, which the default of an input may be. */
  readonly token: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** More environment, or another value for what the runner sets. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that holds `action.yml`; default: this repository. */
  readonly action?: string;
  /** The Node that runs it; default: the Node 24 that the tests bring. */
  readonly node?: string;
  /** Seconds until the process is ended; default 110. */
  readonly patience?: number;
}

export interface ActionRun {
  /** Null when it was ended. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The job summary of the step. */
  readonly summary: string;
  /** Requests of this run: those that came with its token. Concurrent runs need tokens of their own. */
  readonly reads: number;
  readonly writes: number;
}

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>;
  readonly runs: { readonly main: string };
}

export const node24 = join(repository, 'node_modules/node/bin/node');

/** Runs the action as a runner does: its file decides the inputs, nothing of this process's environment but PATH is there. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const { server, event, token, action = repository, node = node24 } = options;
  const file = parse(readFileSync(join(action, 'action.yml'), 'utf8')) as ActionFile;
  const folder = temporaryFolder();
  const place = (name: string, content = ''): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const outputFile = place('output');
  const summaryFile = place('summary');
  const { url, graphqlUrl } = server;
  const { name } = server.state;
  const before = server.requests.length;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: options.in,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: place('event.json', JSON.stringify(event.payload)),
    GITHUB_REPOSITORY: name,
    GITHUB_REPOSITORY_OWNER: name.split('/')[0],
    GITHUB_SHA: event.sha,
    GITHUB_REF: event.ref,
    GITHUB_BASE_REF: event.baseRef ?? '',
    GITHUB_HEAD_REF: event.headRef ?? '',
    GITHUB_ACTOR: event.actor,
    GITHUB_TRIGGERING_ACTOR: event.actor,
    GITHUB_API_URL: url,
    GITHUB_GRAPHQL_URL: graphqlUrl,
    GITHUB_SERVER_URL: pages,
    GITHUB_RUN_ID: '4002',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW: 'gate',
    GITHUB_JOB: 'gate',
    GITHUB_ACTION_PATH: action,
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    RUNNER_TEMP: folder,
    RUNNER_OS: 'Linux',
    ...inputVariables(file, options.inputs ?? {}, token),
    ...options.env,
  };
  const { status, stdout, stderr } = await run(node, [join(action, file.runs.main)], options, env);
  const own = server.requests.slice(before).filter((request) => request.token === token);
  return {
    status,
    stdout,
    stderr,
    outputs: parseOutputs(readFileSync(outputFile, 'utf8')),
    summary: existsSync(summaryFile) ? readFileSync(summaryFile, 'utf8') : '',
    reads: own.filter(({ kind }) => kind === 'read').length,
    writes: own.filter(({ kind }) => kind === 'write').length,
  };
}

/** `INPUT_<NAME>`: upper case, blanks become `_`, hyphens stay. What is not given has its default, or is empty. */
function inputVariables(
  file: ActionFile,
  given: Readonly<Record<string, string>>,
  token: string,
): Record<string, string> {
  const defaults = Object.entries(file.inputs ?? {}).map(([name, input]) => [
    name,
    valueOf(input?.default ?? '', token),
  ]);
  const values = { ...Object.fromEntries(defaults), ...given } as Record<string, string>;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}

function valueOf(value: unknown, token: string): string {
  const text = String(value).replace(/\$\{\{\s*github\.token\s*\}\}/g, token);
  if (text.includes('${{')) throw new Error(`The default ${text} is an expression that this runner cannot evaluate.`);
  return text;
}

/** Reads the file behind `GITHUB_OUTPUT` as the runner does. Throws where the runner would fail the step. */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      outputs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc < 1) throw new Error(`Invalid format '${line}'`);
    const end = lines.indexOf(line.slice(heredoc + 2), at + 1);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${line.slice(heredoc + 2)}'`);
    outputs[line.slice(0, heredoc)] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

/** Not synchronous: the server that the action talks to lives in this process. */
function run(
  node: string,
  args: readonly string[],
  { in: cwd, patience = 110 }: ActionOptions,
  env: NodeJS.ProcessEnv,
): Promise<Pick<ActionRun, 'status' | 'stdout' | 'stderr'>> {
  return new Promise((settle, fail) => {
    // As on a runner there is no terminal that git could ask for a password.
    const child = spawn(node, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, patience * 1000);
    child.on('error', fail);
    child.on('close', (status) => {
      clearTimeout(timer);
      settle({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}
