import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReport, temporaryFolder, write } from '../support/gate.ts';
import { checkoutPullRequest, type CheckoutOptions } from '../support/github/checkout.ts';
import { pullRequestEvent, workflowRunEvent } from '../support/github/events.ts';
import type { Changes } from '../support/github/repository.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import type { Story } from '../support/github/story.ts';
import { cleanDeployment, renamed } from '../support/manifests.ts';
import { openChange, right, said, wrong, type ChangeOptions } from './change.ts';

interface WorkspaceRun extends ActionRun {
  readonly story: Story;
  readonly workspace: string;
}

interface WorkspaceOptions {
  readonly inputs: Readonly<Record<string, string>>;
  readonly change?: ChangeOptions;
  readonly checkout?: CheckoutOptions;
  /** What stands in the workspace when the action begins. */
  readonly prepare?: (workspace: string) => void;
}

async function runIn({ inputs, change, checkout = { depth: 0 }, prepare }: WorkspaceOptions): Promise<WorkspaceRun> {
  const story = await openChange(change);
  const { server, token } = story;
  const { folder } = checkoutPullRequest(server, 1, checkout);
  prepare?.(folder);
  const event = (inputs['mode'] === 'publish' ? workflowRunEvent : pullRequestEvent)(server, 1);
  const run = await runAction({ server, token, event, in: folder, inputs });
  return { ...run, story, workspace: folder };
}

/** No report was written; that is a warning, and the outcome stays. */
function expectUnwritten({ status, outputs, stdout }: WorkspaceRun, why: string): void {
  expect({ status, outcome: outputs['outcome'], file: outputs['report-json'] }).toEqual({
    status: 1,
    outcome: 'fail',
    file: '',
  });
  expect(stdout).toContain(`::warning title=ack-service-gate::json-file: ${why}`);
}

/** It stopped, said why, and posted nothing. */
function expectRefused({ status, outputs, stdout, story }: WorkspaceRun, why: string): void {
  expect({ status, outcome: outputs['outcome'], said: said(story) }).toEqual({ status: 2, outcome: 'error', said: [] });
  expect(stdout).toContain(`::error title=ack-service-gate::${why}`);
}

const api = expect.stringMatching(/^k8s\/api\.yaml:7 \*\*error\*\*/) as string;
const failed = 'summary: ## Gate failed: 1 new finding of severity error or above.';

describe('working-directory', () => {
  it('that is a link out of the workspace is refused', async () => {
    const outside = temporaryFolder();
    const change = { change: { 'k8s/api.yaml': wrong(), out: { link: outside } } };
    const run = await runIn({ inputs: { 'working-directory': 'out' }, change });
    expectRefused(run, 'working-directory: out leads out of the workspace.');
  });

  it('below a link out of the workspace is refused', async () => {
    const outside = temporaryFolder();
    mkdirSync(join(outside, 'k8s'));
    const change = { change: { 'k8s/api.yaml': wrong(), out: { link: outside } } };
    const run = await runIn({ inputs: { 'working-directory': 'out/k8s' }, change });
    expectRefused(run, 'working-directory: out/k8s leads out of the workspace.');
  });

  it('that is a file is refused', async () => {
    const run = await runIn({ inputs: { 'working-directory': 'k8s/api.yaml' } });
    expectRefused(run, 'working-directory: k8s/api.yaml is no folder.');
  });

  it('that is not there is refused', async () => {
    const run = await runIn({ inputs: { 'working-directory': 'k9s' } });
    expectRefused(run, 'working-directory: there is no folder k9s in the workspace.');
  });

  it('that is a link within the workspace is the folder behind it', async () => {
    const run = await runIn({
      inputs: { 'working-directory': 'here' },
      change: { change: { 'k8s/api.yaml': wrong(), 'more/pay.yaml': wrong('pay'), here: { link: 'k8s' } } },
    });
    expect(said(run.story)).toEqual([api, failed]);
  });

  it('is what is reported on, while all of the repository is read', async () => {
    const run = await runIn({
      inputs: { 'working-directory': 'k8s' },
      change: { change: { 'k8s/api.yaml': wrong(), 'more/pay.yaml': wrong('pay') } },
    });
    expect(said(run.story)).toEqual([api, failed]);
  });

  it('finds a repository that is checked out below the workspace', async () => {
    const checkout = { depth: 0, path: 'src/shop' } as const;
    const inputs = { 'working-directory': 'src/shop', 'json-file': 'out/report.json' };
    const run = await runIn({ inputs, checkout });
    // Paths are those of the repository, as GitHub knows them; files that are written lie in the workspace.
    expect(said(run.story)).toEqual([api, failed]);
    expect(run.stdout).toContain('::error file=k8s/api.yaml,line=7,');
    expect(existsSync(join(run.workspace, 'out/report.json'))).toBe(true);
  });

  it('is needed for a repository below the workspace: without it nothing can be compared', async () => {
    const run = await runIn({ inputs: {}, checkout: { depth: 0, path: 'src' } });
    expect(run).toMatchObject({ status: 1, outputs: { outcome: 'fail' } });
    expect(run.summary).toContain('this is no git checkout');
  });
});

describe('json-file', () => {
  it('makes the folders that it needs', async () => {
    const run = await runIn({ inputs: { 'json-file': './out/deep/../deep/report.json' } });
    expect(run.outputs).toMatchObject({ outcome: 'fail', 'report-json': 'out/deep/report.json' });
    const { findings } = readReport(readFileSync(join(run.workspace, 'out/deep/report.json'), 'utf8'));
    expect(findings).toHaveLength(1);
  });

  it('replaces what stood there', async () => {
    const run = await runIn({
      inputs: { 'json-file': 'report.json' },
      prepare: (workspace) => write(workspace, { 'report.json': 'x'.repeat(100_000) }),
    });
    expect(readReport(readFileSync(join(run.workspace, 'report.json'), 'utf8')).findings).toHaveLength(1);
  });

  it.each<[title: string, file: string, link: (outside: string) => Changes]>([
    ['through a folder that is a link', 'out/report.json', (outside) => ({ out: { link: outside } })],
    ['through a folder below a link', 'out/deep/report.json', (outside) => ({ out: { link: outside } })],
    [
      'through a link to a folder that is not there',
      'out/report.json',
      (outside) => ({ out: { link: `${outside}/x` } }),
    ],
    ['onto a link to a file', 'report.json', (outside) => ({ 'report.json': { link: `${outside}/kept` } })],
    ['onto a link to nothing', 'report.json', (outside) => ({ 'report.json': { link: `${outside}/new` } })],
  ])('%s writes nothing out of the workspace', async (_, file, link) => {
    const outside = temporaryFolder();
    write(outside, { kept: 'kept\n' });
    const run = await runIn({
      inputs: { 'json-file': file },
      change: { change: { 'k8s/api.yaml': wrong(), ...link(outside) } },
    });
    expectUnwritten(run, `${file} `);
    expect(readdirSync(outside)).toEqual(['kept']);
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('kept\n');
  });

  it('onto a folder says that it cannot be written', async () => {
    expectUnwritten(await runIn({ inputs: { 'json-file': 'k8s' } }), 'k8s cannot be written: EISDIR.');
  });

  it('below a file says that it cannot be written', async () => {
    const run = await runIn({ inputs: { 'json-file': 'k8s/api.yaml/report.json' } });
    expectUnwritten(run, 'k8s/api.yaml/report.json cannot be written: ');
  });
});

describe('report-artifact-path', () => {
  it('does not follow a link', async () => {
    const outside = temporaryFolder();
    write(outside, { 'secret.json': '{}' });
    const run = await runIn({
      inputs: { mode: 'publish', 'report-artifact-path': 'artifact' },
      prepare: (workspace) => symlinkSync(join(outside, 'secret.json'), join(workspace, 'artifact')),
    });
    expectRefused(run, 'artifact is no plain file.');
  });
});

describe('paths', () => {
  const change: ChangeOptions = {
    change: { 'k8s/api.yaml': wrong(), 'k8s/prod/pay.yaml': wrong('pay'), 'more/log.yaml': wrong('log') },
  };
  const all = ['k8s/api.yaml', 'k8s/prod/pay.yaml', 'more/log.yaml'];

  it.each<[paths: string, reported: readonly string[]]>([
    ['k8s', ['k8s/api.yaml', 'k8s/prod/pay.yaml']],
    ['k8s/prod/', ['k8s/prod/pay.yaml']],
    ['k8s/api.yaml', ['k8s/api.yaml']],
    ['k8s/*.yaml', ['k8s/api.yaml']],
    ['**/p*.yaml', ['k8s/prod/pay.yaml']],
    ['{k8s/prod,more}', ['k8s/prod/pay.yaml', 'more/log.yaml']],
    ['k8s/prod\nmore/log.yaml', ['k8s/prod/pay.yaml', 'more/log.yaml']],
    ['.', all],
  ])('%j is what is reported on', async (paths, reported) => {
    const run = await runIn({ inputs: { paths, 'json-file': 'report.json' }, change });
    const { findings } = readReport(readFileSync(join(run.workspace, 'report.json'), 'utf8'));
    expect(findings.map(({ location }) => location.file)).toEqual(reported);
    expect(
      run.story.server
        .pullRequest(1)
        .threads.map(({ original }) => original.path)
        .sort(),
    ).toEqual(reported);
  });

  it('that hold nothing to check are refused, though others hold something', async () => {
    const run = await runIn({ inputs: { paths: 'k8s\nk9s' }, change });
    expectRefused(run, 'k9s: nothing to check, there is no YAML or JSON file.');
  });

  it('whose last file goes with this change are judged', async () => {
    const run = await runIn({
      inputs: { paths: 'old' },
      change: { base: { 'old/api.yaml': wrong() }, change: { 'old/api.yaml': null } },
    });
    expect(run).toMatchObject({ status: 1, outputs: { outcome: 'fail' } });
    expect(run.summary).toContain('`service-removed-releases-ip`');
  });

  it('do not hide a Deployment outside from a Service inside', async () => {
    const base = { 'k8s/api-pods.yaml': renamed(cleanDeployment, 'api') };
    const pods = { 'apps/pay-pods.yaml': renamed(cleanDeployment, 'pay') };
    const service = { 'services/pay.yaml': right('pay').replace('app: web', 'app: pay') };
    const inputs = { paths: 'services' };
    const seen = await runIn({ inputs, change: { base: { ...base, ...pods }, change: service } });
    expect(seen).toMatchObject({ status: 0, outputs: { outcome: 'pass', errors: '0' } });
    const lost = await runIn({ inputs, change: { base, change: service } });
    expect(lost).toMatchObject({ status: 1, outputs: { outcome: 'fail', errors: '1' } });
    expect(lost.stdout).toContain('title=selector-matches-no-workload::');
  });
});
