import { appendFileSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setOutput } from '@actions/core';
import { CannotEvaluate } from '../analysis/failure.ts';
import type { Bilingual } from '../model/finding.ts';
import { isInside } from './file-system.ts';
import { writePieces } from './report-file.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What GitHub's runner tells a step about its run. */
export interface Environment {
  readonly eventName: string;
  /** The event's payload as it is; nothing in it is proved. */
  readonly event: unknown;
  /** `owner/name`. */
  readonly repository: string;
  /** Stays the same when it is renamed; undefined where the runner does not tell it. */
  readonly repositoryId: string | undefined;
  readonly actor: string;
  /** The commit that the event was made for: of a pull request the test merge. */
  readonly sha: string;
  /** `refs/heads/main`, `refs/pull/1/merge`. */
  readonly ref: string;
  readonly workspace: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Where people look at it: `https://github.com` or an Enterprise server. */
  readonly serverUrl: string;
  readonly runUrl: string | undefined;
  readonly workflow: string;
  readonly job: string;
  /** `owner/name` of this action, as the workflow names it. */
  readonly actionRepository: string;
}

/** Reads the runner's variables. Throws `CannotEvaluate` where it is no runner, or the event file cannot be read. */
export function readEnvironment(variables: Variables): Environment {
  const get = (name: string): string => variables[name] ?? '';
  const repository = get('GITHUB_REPOSITORY');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new CannotEvaluate(
      'GITHUB_REPOSITORY is not set: this is made for GitHub Actions.',
      'On a desk: cli.js check --base main.',
    );
  const apiUrl = get('GITHUB_API_URL') || 'https://api.github.com';
  const serverUrl = (get('GITHUB_SERVER_URL') || 'https://github.com').replace(/\/$/, '');
  const run = get('GITHUB_RUN_ID');
  return {
    eventName: get('GITHUB_EVENT_NAME'),
    event: readEvent(get('GITHUB_EVENT_PATH')),
    repository,
    repositoryId: get('GITHUB_REPOSITORY_ID') || undefined,
    actor: get('GITHUB_ACTOR'),
    sha: get('GITHUB_SHA'),
    ref: get('GITHUB_REF'),
    workspace: get('GITHUB_WORKSPACE') || '.',
    apiUrl,
    graphqlUrl: get('GITHUB_GRAPHQL_URL') || `${apiUrl.replace(/\/v3\/?$/, '')}/graphql`,
    serverUrl,
    runUrl: /^\d+$/.test(run) ? `${serverUrl}/${repository}/actions/runs/${run}` : undefined,
    workflow: get('GITHUB_WORKFLOW'),
    job: get('GITHUB_JOB'),
    actionRepository: get('GITHUB_ACTION_REPOSITORY'),
  };
}

function readEvent(path: string): unknown {
  if (path === '') return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CannotEvaluate(
      `The event file of this run cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

export type Outputs = Readonly<Record<string, string | number>>;

export function writeOutputs(outputs: Outputs, variables: Variables): void {
  // Without the file the toolkit would print commands that the runner no longer knows.
  if ((variables['GITHUB_OUTPUT'] ?? '') === '') return;
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}

/** Appends to the job summary; false where it cannot be written. */
export function writeSummary(markdown: string, variables: Variables): boolean {
  const file = variables['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return true;
  try {
    appendFileSync(file, markdown);
    return true;
  } catch {
    return false;
  }
}

/** A folder of the workspace, links followed. Throws `CannotEvaluate` when there is none, or it lies outside. */
export function folderInWorkspace(workspace: string, path: string): string {
  let folder: string;
  try {
    folder = realpathSync(resolve(workspace, path));
  } catch {
    throw new CannotEvaluate(`working-directory: there is no folder ${path} in the workspace.`);
  }
  if (!isInside(folder, realpathSync(workspace)))
    throw new CannotEvaluate(`working-directory: ${path} leads out of the workspace.`);
  if (!statSync(folder).isDirectory()) throw new CannotEvaluate(`working-directory: ${path} is no folder.`);
  return folder;
}

/**
 * The text of a plain file of the workspace, or why it is not read; undefined where there is none. A link is not followed,
 * and what a folder that is a link leads to is not looked into where it lies outside.
 */
export function readInWorkspace(
  workspace: string,
  path: string,
  most: number,
): { readonly text: string } | { readonly unfit: Bilingual } | undefined {
  const file = resolve(workspace, path);
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (!stats.isFile()) return { unfit: { en: 'it is no plain file', zh: '不是普通文件' } };
    if (!isInside(realpathSync(file), realpathSync(workspace)))
      return { unfit: { en: 'it lies outside of the workspace', zh: '位于工作区之外' } };
    if (stats.size > most) return { unfit: { en: `it has more than ${most} bytes`, zh: `超过 ${most} 字节` } };
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { unfit: { en: `it cannot be read (${code})`, zh: `无法读取（${code}）` } };
  }
}

/** Writes a file of the workspace, piece by piece. Throws `CannotEvaluate` when it lies outside, by a link, too, or cannot be written. */
export function writeInWorkspace(workspace: string, path: string, pieces: Iterable<string>): void {
  const file = resolve(workspace, path);
  const failure = (code: string): CannotEvaluate => new CannotEvaluate(`${path} cannot be written: ${code}.`);
  try {
    // Looked at before anything is made: a folder of a checkout may be a link that leads anywhere.
    let existing = dirname(file);
    while (!existsSync(existing)) existing = dirname(existing);
    const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (isLink || !isInside(realpathSync(existing), realpathSync(workspace)))
      throw new CannotEvaluate(`${path} leads out of the workspace.`);
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    if (error instanceof CannotEvaluate) throw error;
    throw failure((error as NodeJS.ErrnoException).code ?? String(error));
  }
  writePieces(file, pieces, failure);
}
