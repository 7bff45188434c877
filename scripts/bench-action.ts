import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A workspace with a pull request that changes a text file alone, and the environment of a run that judges it. */
export function quietPullRequest(folder: string): Readonly<Record<string, string>> {
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace, { recursive: true });
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: workspace,
      encoding: 'utf8',
    }).trim();
  const commit = (text: string): string => {
    writeFileSync(join(workspace, 'README.md'), text);
    git('add', '--all');
    git('commit', '--quiet', '--message=bench');
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(workspace, 'a.yaml'), stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } }));
  const base = commit('before\n');
  const head = commit('after\n');
  const repo = { full_name: 'acme/shop' };
  const event = { number: 1, state: 'open', head: { sha: head, repo }, base: { sha: base, repo } };
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return {
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: repo.full_name,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify({ pull_request: event })),
    GITHUB_OUTPUT: file('output', ''),
    GITHUB_STEP_SUMMARY: file('summary.md', ''),
  };
}
