import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, onTestFinished } from 'vitest';
import type { CheckReport, RulesReport } from '../../src/reporting/report-schema.ts';
import type { Files } from './check-files.ts';

/** How a process ended, and all that it wrote. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The working directory. */
  readonly in: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another bundle than the one of this checkout. */
  readonly cli?: string;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
}

export const repository = join(import.meta.dirname, '../..');
export const bundle = join(repository, 'dist/cli.js');

/** A folder of its own, removed when the test is over. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gate-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with these files. */
export function folderOf(files: Files): string {
  const folder = temporaryFolder();
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A git repository whose first commit, `main`, holds these files; what is committed next is on the branch `change`. */
export function repositoryOf(files: Files): string {
  const folder = folderOf(files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder);
  git(folder, 'switch', '--quiet', '--create', 'change');
  return folder;
}

/** Commits all that stands in the working tree. */
export function commit(folder: string): void {
  git(folder, 'add', '--all', '--force');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message=change');
}

/** What git prints; fails the test when git fails. */
export function git(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', env: environment() });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** Runs the built bundle as a process, with nothing of this process's environment but the path. */
export function gate(args: readonly string[], options: RunOptions): Run {
  const { status, stdout, stderr } = spawnSync(options.node ?? process.execPath, [options.cli ?? bundle, ...args], {
    cwd: options.in,
    env: environment(options.env),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

/** An environment that no machine's settings reach into: no language, no colours, an author for git. */
export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const author = { NAME: 'A', EMAIL: 'a@example.com', DATE: '2026-01-01T00:00:00Z' };
  const identity = Object.entries(author).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  return {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    LANG: 'C',
    ...(Object.fromEntries(identity) as Record<string, string>),
    ...more,
  };
}

/** The folders of PATH that no package manager put there. */
export function ownPath(): readonly string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !/node_modules|^$/.test(folder));
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const matchesReport = ajv.compile<CheckReport | RulesReport>(readJson('schema/report.schema.json'));
const matchesConfiguration = ajv.compile(readJson('schema/config.schema.json'));

function readJson(path: string): object {
  return JSON.parse(readFileSync(join(repository, path), 'utf8')) as object;
}

/** Fails the test when a configuration is not what `schema/config.schema.json` describes. */
export function expectConfiguration(value: unknown): void {
  matchesConfiguration(value);
  expect(matchesConfiguration.errors ?? []).toEqual([]);
}

/** The JSON report that a check printed: valid, sorted, and with nothing beside it. */
export function reportOf({ stdout, stderr }: Run): CheckReport {
  expect(stderr).toBe('');
  return readReport(stdout);
}

export function readReport(text: string): CheckReport {
  const report: unknown = JSON.parse(text);
  expectValidReport(report);
  const { findings } = report as CheckReport;
  expect(findings.map(sortKey)).toEqual(findings.map(sortKey).sort());
  return report as CheckReport;
}

export function expectValidReport(report: unknown): void {
  matchesReport(report);
  expect(matchesReport.errors ?? []).toEqual([]);
}

/** The order that the contract promises: file, start line, start column, rule id. */
function sortKey({ location, ruleId }: CheckReport['findings'][number]): string {
  const [line, column] = [location.startLine, location.startColumn].map((count) => String(count).padStart(9, '0'));
  return [location.file, line, column, ruleId].join('\0');
}

/** Runs `check --format json` and reads the report. */
export function checkReport(args: readonly string[], options: RunOptions): CheckReport {
  return reportOf(gate(['check', '--format', 'json', ...args], options));
}

/**
 * One line a finding: where, how grave, which rule, and what became of it. That a load balancer is added, which every new
 * Service brings along, is left out.
 */
export function linesOf({ findings }: CheckReport): string[] {
  return findings
    .filter(({ ruleId }) => ruleId !== 'load-balancer-added')
    .map(({ location, severity, ruleId, status, worsened, inDiff }) => {
      const change = inDiff === null ? '' : ` ${status}${worsened ? ' worsened' : ''}${inDiff ? ' in diff' : ''}`;
      const { file, startLine, startColumn } = location;
      return `${file}:${startLine}:${startColumn} ${severity} ${ruleId}${change}`;
    });
}
