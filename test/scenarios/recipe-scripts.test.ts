import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { environment, folderOf, readReport, repository, write } from '../support/gate.ts';
import { cleanDeployment, cleanService, shortGrace } from '../support/manifests.ts';

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

/** The scripts of a job of a recipe, in their order. */
function scriptsOf(recipe: string, job: string): Step[] {
  const text = readFileSync(join(repository, 'examples/workflows', recipe), 'utf8');
  const { jobs } = parse(text) as { jobs: Readonly<Record<string, { steps: readonly Step[] }>> };
  return (jobs[job]?.steps ?? []).filter(({ run }) => run !== undefined);
}

/** Runs a script as the runner does; expressions in its environment have these values. */
function runScript(step: Step | undefined, workspace: string, env: Readonly<Record<string, string>>): number | null {
  const { run = '', 'working-directory': at = '.' } = step ?? {};
  expect(Object.keys(step?.env ?? {}).filter((name) => !(name in env))).toEqual([]);
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
    cwd: join(workspace, at),
    env: environment({ GITHUB_STEP_SUMMARY: join(workspace, 'summary.md'), ...env }),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return status;
}

function workspaceWith(files: Readonly<Record<string, string>>): string {
  const workspace = folderOf(files);
  symlinkSync(repository, join(workspace, 'gate'));
  return workspace;
}

describe('the scripts of recipes', () => {
  it('of the sharded audit join what the jobs have found', () => {
    const environments = ['dev', 'stage', 'prod'].flatMap((name) => [
      [`source/${name}/service.yaml`, cleanService],
      [`source/${name}/deployment.yaml`, name === 'dev' ? cleanDeployment : shortGrace],
    ]);
    const workspace = workspaceWith(Object.fromEntries(environments) as Record<string, string>);
    const [part] = scriptsOf('sharded-audit.yml', 'part');
    mkdirSync(join(workspace, 'parts'));
    for (const index of ['1', '2', '3', '4']) {
      expect(runScript(part, workspace, { PART: index, PARTS: '4' })).toBe(0);
      const file = `part-${index}.json`;
      write(workspace, { [`parts/${file}`]: readFileSync(join(workspace, file), 'utf8') });
    }
    const [merge] = scriptsOf('sharded-audit.yml', 'audit');

    expect(runScript(merge, workspace, {})).toBe(1);
    const { summary, shard } = readReport(readFileSync(join(workspace, 'report/ack-service-gate.json'), 'utf8'));
    expect(shard).toBeUndefined();
    expect(summary.findings.error).toBe(2);
    expect(readFileSync(join(workspace, 'summary.md'), 'utf8')).toMatch(/^## Gate failed: 2 findings/);
  });

  it('of the organisation name each repository', () => {
    const names = ['shop', 'pay.api', '-odd'];
    const reports = names.map((name) => {
      const workspace = workspaceWith({
        'source/service.yaml': cleanService,
        'source/deployment.yaml': name === 'shop' ? shortGrace : cleanDeployment,
      });
      const [judge] = scriptsOf('organisation-audit.yml', 'repository');
      expect(runScript(judge, workspace, { REPOSITORY: name })).toBe(0);
      return [`reports/${name}.json`, readFileSync(join(workspace, `${name}.json`), 'utf8')] as const;
    });
    const workspace = workspaceWith(Object.fromEntries(reports));
    const [merge] = scriptsOf('organisation-audit.yml', 'audit');

    expect(runScript(merge, workspace, { OWNER: 'acme' })).toBe(1);
    const { repositories = [] } = readReport(readFileSync(join(workspace, 'report/ack-service-gate.json'), 'utf8'));
    expect(repositories.map(({ name, result }) => `${name} ${result}`).toSorted()).toEqual([
      'acme/-odd pass',
      'acme/pay.api pass',
      'acme/shop fail',
    ]);
  });
});
