import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/reporting/report-schema.ts';
import { serviceText } from '../support/change-story.ts';
import type { Files } from '../support/check-files.ts';
import { commit, folderOf, gate, readReport, repositoryOf, write, type Run } from '../support/gate.ts';
import { cleanDeployment, cleanService, shortGrace } from '../support/manifests.ts';
import { filesWithFindings } from '../support/many-findings.ts';

const environments: Files = Object.fromEntries(
  ['dev', 'test', 'stage', 'prod'].flatMap((name) => [
    [`k8s/${name}/service.yaml`, cleanService],
    [`k8s/${name}/deployment.yaml`, name === 'test' ? cleanDeployment : shortGrace],
  ]),
);

/** Checks each part of a folder and writes its report, as the jobs of a matrix do. */
function checkParts(folder: string, total: number, ...more: readonly string[]): string[] {
  return Array.from({ length: total }, (_, at) => {
    const file = `part-${at + 1}.json`;
    const { stderr } = gate(['check', 'k8s', '--shard', `${at + 1}/${total}`, `--format=json=${file}`, ...more], {
      in: folder,
    });
    expect(stderr).toBe('');
    return file;
  });
}

const withoutDuration = (text: string): string => text.replace(/"durationMs": \d+/, '"durationMs": 0');
const merge = (folder: string, ...args: readonly string[]): Run => gate(['merge', ...args], { in: folder });

describe('merge', () => {
  it('says of the parts what the undivided run says, in every format, with its exit code', () => {
    const folder = folderOf(environments);
    const parts = checkParts(folder, 3);
    const formats = ['text', 'json', 'sarif', 'markdown', 'html', 'junit', 'github'];

    for (const format of formats) {
      const whole = gate(['check', 'k8s', '--format', format], { in: folder });
      const merged = merge(folder, ...parts.toReversed(), '--format', format);
      expect(merged.stderr).toBe('');
      expect(withoutDuration(merged.stdout), format).toBe(withoutDuration(whole.stdout));
      expect(merged.status).toBe(1);
    }
    readReport(merge(folder, ...parts, '--format', 'json').stdout);
  });

  it('does so for a change, with its plan', () => {
    const folder = repositoryOf({ ...environments, 'k8s/old/lb.yaml': serviceText({ name: 'gone' }) });
    write(folder, {
      'k8s/old/lb.yaml': cleanDeployment,
      'k8s/prod/service.yaml': cleanService.replace('intranet', 'internet'),
      'k8s/dev/deployment.yaml': cleanDeployment,
    });
    commit(folder);
    const parts = checkParts(folder, 4, '--base', 'main');
    const whole = gate(['check', 'k8s', '--base', 'main', '--format', 'json'], { in: folder });
    const merged = merge(folder, ...parts, '--format', 'json');

    expect(withoutDuration(merged.stdout)).toBe(withoutDuration(whole.stdout));
    const { plan, findings } = JSON.parse(merged.stdout) as CheckReport;
    expect(plan?.length).toBeGreaterThan(0);
    expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['new', 'unchanged', 'fixed']));
  });

  it('adds up the time of all parts', () => {
    const folder = folderOf(environments);
    const parts = checkParts(folder, 2);
    const times = parts.map((file) => readReport(readFileSync(join(folder, file), 'utf8')).summary.durationMs);
    const { summary } = readReport(merge(folder, ...parts, '--format', 'json').stdout);

    expect(summary.durationMs).toBe((times[0] ?? 0) + (times[1] ?? 0));
  });
});

describe('a part', () => {
  it('says that it is one, and never that all is good', () => {
    const clean = folderOf({ 'k8s/service.yaml': cleanService, 'k8s/deployment.yaml': cleanDeployment });
    const { stdout, status } = gate(['check', '--shard', '2/2'], { in: clean });

    expect(status).toBe(0);
    expect(stdout).toContain('note: part 2 of 2 was evaluated; merge joins the reports of all of them [part-of-run]\n');
    expect(stdout).toContain('No problem in what could be read (');
  });

  it.each(['0/4', '5/4', '1', '1/0', 'a/b', '1/2/3', ''])('cannot be %j', (value) => {
    const { stderr, status } = gate(['check', `--shard=${value}`], { in: folderOf(environments) });

    expect(status).toBe(2);
    expect(stderr).toBe(`--shard takes i/n, as 2/4 for the second of four parts, not "${value}".\n`);
  });
});

describe('merge refuses', () => {
  const folder = (): string => {
    const made = folderOf({ ...environments, 'text.json': 'no json', 'other.json': '{"schemaVersion": 1}' });
    checkParts(made, 3);
    gate(['check', 'k8s', '--format=json=whole.json'], { in: made });
    gate(['check', 'k8s', '--shard=1/2', '--format=json=half.json'], { in: made });
    gate(['check', 'k8s', '--shard=2/3', '--preset=strict', '--format=json=strict.json'], { in: made });
    write(made, { 'k8s/dev/service.yaml': `${cleanService}# edited\n` });
    gate(['check', 'k8s', '--shard=3/3', '--format=json=later.json'], { in: made });
    const old = readFileSync(join(made, 'part-1.json'), 'utf8').replace(/"version": "[^"]*"/, '"version": "0.0.1"');
    write(made, { 'old.json': old });
    return made;
  };
  const made = folder;
  const refusals: readonly (readonly [title: string, args: readonly string[], message: RegExp])[] = [
    ['a missing part', ['part-1.json', 'part-3.json'], /^Part 2 of 3 is missing\.\n$/],
    ['several missing parts', ['part-2.json'], /^Parts 1, 3 of 3 are missing\.\n$/],
    [
      'a part that is there twice',
      ['part-1.json', 'part-2.json', 'part-3.json', 'part-2.json'],
      /^part-2\.json and part-2\.json are both part 2 of 3\.\n$/,
    ],
    [
      'a part of another division',
      ['part-1.json', 'half.json'],
      /^part-1\.json is of a run in 3, half\.json of one in 2 parts\.\n$/,
    ],
    [
      'a part of other manifests',
      ['part-1.json', 'part-2.json', 'later.json'],
      /^part-1\.json and later\.json are not of one run: manifests, settings or the day differ\.\n/,
    ],
    [
      'a part with other settings',
      ['part-1.json', 'strict.json', 'part-3.json'],
      /^part-1\.json and strict\.json are not of one run/,
    ],
    ['a part that another version made', ['old.json'], /^old\.json: made by version 0\.0\.1 of the gate/],
    ['the report of a whole run', ['whole.json'], /^whole\.json: this is the report of no part\.\n.*--shard 1\/1/],
    ['what is no JSON', ['text.json'], /^text\.json: The report is no JSON\.\n/],
    ['what is no report', ['other.json'], /^other\.json: The report has not the shape of one: /],
    ['a file that is not there', ['nowhere.json'], /^nowhere\.json cannot be read: ENOENT\.\n$/],
    ['names for some only', ['a=part-1.json', 'part-2.json'], /^part-2\.json has no name, and part-1\.json has/],
    ['a missing part of a named one', ['shop=part-1.json'], /^shop: Parts 2, 3 of 3 are missing\.\n$/],
  ];
  it('what is not the whole of one run', () => {
    const at = made();
    for (const [title, args, message] of refusals) {
      const { status, stdout, stderr } = merge(at, ...args);
      expect(stderr, title).toMatch(message);
      expect({ status, stdout }, title).toEqual({ status: 2, stdout: '' });
    }
  });
});

describe('several repositories', () => {
  it('become one report, in which paths begin with their names', () => {
    const folder = folderOf({});
    const repositories: Readonly<Record<string, Files>> = {
      shop: { 'k8s/service.yaml': cleanService, 'k8s/deployment.yaml': shortGrace },
      pay: { 'k8s/service.yaml': cleanService, 'k8s/deployment.yaml': cleanDeployment },
      many: filesWithFindings(3),
    };
    const args = Object.entries(repositories).flatMap(([name, files]) => {
      const total = name === 'many' ? 2 : 1;
      const at = folderOf(files);
      return Array.from({ length: total }, (_, index) => {
        const file = join(folder, `${name}-${index + 1}.json`);
        gate(['check', '--shard', `${index + 1}/${total}`, `--format=json=${file}`], { in: at });
        return `acme/${name}=${file}`;
      });
    });
    const { stdout, stderr, status } = merge(folder, ...args, '--format=json', '--format=html=all.html');
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    const report = readReport(stdout);

    expect(report.repositories).toEqual([
      { name: 'acme/shop', result: 'fail', findings: { error: 1, warning: 0, info: 0 }, loadBalancerServices: 1 },
      { name: 'acme/pay', result: 'pass', findings: { error: 0, warning: 0, info: 0 }, loadBalancerServices: 1 },
      { name: 'acme/many', result: 'fail', findings: { error: 12, warning: 15, info: 3 }, loadBalancerServices: 3 },
    ]);
    expect(report.outcome).toMatchObject({
      result: 'fail',
      reasons: [
        '2 of 3 repositories failed',
        'acme/shop: 1 finding of severity error or above',
        'acme/many: 12 findings of severity error or above',
      ],
    });
    expect(report.summary).toMatchObject({ files: 7, loadBalancerServices: 5, findings: { error: 13 } });
    expect(new Set(report.findings.map(({ location }) => location.file.split('/').slice(0, 2).join('/')))).toEqual(
      new Set(['acme/shop', 'acme/many']),
    );
    expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(report.findings.length);
    expect(readFileSync(join(folder, 'all.html'), 'utf8')).toContain('<th scope="row">acme/pay</th>');
  });
});
