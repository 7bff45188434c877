import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commit, folderOf, gate, readReport, repositoryOf, write } from '../support/gate.ts';
import { cleanDeployment, cleanService, shortGrace, unquotedValue, withoutDrain } from '../support/manifests.ts';
import { commandsIn } from '../support/runner.ts';

const wrong = { 'deployment.yaml': shortGrace, 'service.yaml': withoutDrain };

describe('--format github and --format markdown', () => {
  it('annotate the change and write the summary of a job', () => {
    const folder = repositoryOf({ 'deployment.yaml': cleanDeployment, 'service.yaml': withoutDrain });
    write(folder, { 'deployment.yaml': shortGrace });
    commit(folder);
    const summary = join(folder, 'summary.md');
    const args = ['check', '--base', 'main', '--format', 'github', '--format', `markdown=${summary}`];
    const run = gate(args, { in: folder, env: { GITHUB_ACTIONS: 'true' } });

    expect(run).toMatchObject({ status: 1, stderr: '' });
    expect(commandsIn(run.stdout)).toEqual([
      {
        name: 'error',
        properties: {
          file: 'deployment.yaml',
          line: '21',
          endLine: '21',
          col: '38',
          endColumn: '40',
          title: 'grace-period-too-short',
        },
        data: expect.stringMatching(
          /^This change removes the longer grace period\. preStop 30 s \+ 30 s margin > grace 40 s: short by 20 s\.\nwhy: .*\nfix: .*$/,
        ),
      },
    ]);
    expect(run.stdout).toMatch(/\nGate failed: 1 new finding of severity error or above\.\n$/);
    const report = readFileSync(summary, 'utf8');
    expect(report).toMatch(/^## Gate failed: 1 new finding of severity error or above\.\n/);
    expect(report).toContain('<details><summary>1 finding that base has too, and that does not count</summary>');
  });

  it.each(['github', 'markdown'])('%s gives the same bytes each time, and its own exit code', (format) => {
    const folder = folderOf(wrong);
    const first = gate(['check', '--format', format], { in: folder });

    expect(first).toMatchObject({ status: 1, stderr: '' });
    expect(gate(['check', '--format', format], { in: folder })).toEqual(first);
    expect(gate(['check', '--format', format, '--fail-on', 'never'], { in: folder }).status).toBe(0);
  });

  it('a cut report names the JSON report of the same run', () => {
    const folder = folderOf(
      Object.fromEntries(
        Array.from({ length: 700 }, (_, at) => [
          `k8s/${at}.yaml`,
          unquotedValue.replace('name: web', `name: web${at}`).replace('"30"', '30').replace('"intranet"', 'true'),
        ]),
      ),
    );
    const run = gate(['check', '--format', 'markdown', '--format', 'json=out.json'], { in: folder });

    expect(Buffer.byteLength(run.stdout)).toBeLessThanOrEqual(900 * 1024);
    expect(run.stdout).toMatch(/^\*\*Left out for want of room\*\*: .*\. `out\.json` has the full list\.$/m);
    expect(readReport(readFileSync(join(folder, 'out.json'), 'utf8')).findings.length).toBeGreaterThan(2000);
  });
});

describe('in a job of GitHub Actions', () => {
  const evil = '::add-mask::x ##[error]y';
  const folder = () =>
    folderOf({
      [`${evil}.yaml`]: unquotedValue.replace('name: web', `name: ${JSON.stringify(evil)}`),
      'service.yaml': cleanService.replace('"on"', '::warning::z'),
    });
  const inJob = { GITHUB_ACTIONS: 'true' };

  it.each([
    ['text', 0],
    ['json', 0],
    ['markdown', 0],
    ['github', 1],
  ])('%s gives the runner no command but its own', (format, annotations) => {
    const run = gate(['check', '--format', format], { in: folder(), env: inJob });

    expect(run.status).toBe(1);
    const names = commandsIn(run.stdout).map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(annotations === 0 ? [] : ['error']));
  });

  it('json stays what it is elsewhere', () => {
    const where = folder();
    const [inside, outside] = [inJob, {}].map((env) =>
      readReport(gate(['check', '--format', 'json'], { in: where, env }).stdout),
    );

    expect(inside?.findings).toEqual(outside?.findings);
  });

  it('neither do errors', () => {
    const configuration = { 'ack-service-gate.yml': 'rules: { "x\\n::error::y ##[error]z": off }\n' };
    const run = gate(['check'], { in: folderOf({ ...wrong, ...configuration }), env: inJob });

    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('y ##');
    expect(commandsIn(run.stderr)).toEqual([]);
  });
});
