import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serviceText } from '../support/change-story.ts';
import { checkReport, commit, folderOf, gate, git, linesOf, repositoryOf, write } from '../support/gate.ts';
import type { CheckReport } from '../../src/reporting/report-schema.ts';

/** One load balancer, made by hand, which has an address of the type that is asked for. */
const exportOf = (addressType: string): string =>
  JSON.stringify({
    TotalCount: 1,
    LoadBalancers: {
      LoadBalancer: [{ LoadBalancerId: 'lb-hand', AddressType: addressType, AccessKeySecret: 'not-for-anybody' }],
    },
  });
const service = serviceText({
  name: 'web',
  annotations: {
    id: 'lb-hand',
    'force-override-listeners': 'true',
    'address-type': 'intranet',
    'connection-drain': 'on',
    'connection-drain-timeout': '30',
  },
});
const only = ['--rule', 'reused-clb-mismatch', '--set', 'cluster.vpcId=vpc-1'];
const mismatch = 'web.yaml:9:73 error reused-clb-mismatch';
const [agrees, differs] = [exportOf('intranet'), exportOf('internet')];
const files = { 'web.yaml': service, 'cloud/agrees.json': agrees, 'cloud/differs.json': differs };

function told({ problems }: CheckReport): string[] {
  return problems
    .filter(({ kind }) => kind.startsWith('inventory-'))
    .map(({ kind, file }) => `${kind}${file === '' ? '' : ` ${file}`}`);
}

describe('--inventory', () => {
  it('takes files and globs, from wherever they stand, and adds them up', () => {
    const folder = folderOf(files);
    const run = (...inventory: string[]): string[] =>
      linesOf(checkReport([...only, ...inventory.flatMap((each) => ['--inventory', each])], { in: folder }));

    expect(run('cloud/agrees.json')).toEqual([]);
    expect(run('cloud/differs.json')).toEqual([mismatch]);
    expect(run('./cloud/d*.json')).toEqual([mismatch]);
    expect(run(join(folder, 'cloud', 'differs.json'))).toEqual([mismatch]);
    expect(run(join(folder, '**', 'differs.json'))).toEqual([mismatch]);
    // They disagree, so that nothing is known.
    expect(run('cloud/*.json')).toEqual([]);
    expect(run('cloud/agrees.json', 'cloud/differs.json')).toEqual([]);
  });

  it('says what was read, and nothing of what it holds beside', () => {
    const report = gate(['check', ...only, '--inventory', 'cloud/*.json', '--verbose'], { in: folderOf(files) });
    expect(report.stdout).toMatch(
      /^note: cloud\/agrees\.json, cloud\/differs\.json: checked against this inventory \(load balancers: 1, written 20\d\d-\d\d-\d\d\) \[inventory-read\]$/m,
    );
    expect(report.stdout).toContain('inventories disagree about lb-hand (addressType), which counts as unknown');
    expect(report.stdout).not.toContain('not-for-anybody');
  });

  it('is refused with file and place where it is no export', () => {
    const folder = folderOf({ ...files, 'cloud/wrong.json': '{"LoadBalancers": {"LoadBalancer": [{"Address": 5}]}}' });
    expect(gate(['check', '--inventory', 'cloud/wrong.json'], { in: folder })).toEqual({
      status: 2,
      stdout: '',
      stderr: `cloud/wrong.json: $.LoadBalancers.LoadBalancer[0].LoadBalancerId: expected a text.
cloud/wrong.json: $.LoadBalancers.LoadBalancer[0].Address: expected a text.
An inventory is the JSON that these commands print: aliyun slb DescribeLoadBalancers, aliyun slb DescribeLoadBalancerListeners, aliyun slb DescribeVServerGroups, aliyun vpc DescribeVSwitches.
`,
    });
  });

  it('must be there where it is named, and may be missing where a glob asks for it', () => {
    const folder = folderOf(files);
    const named = gate(['check', '--inventory', 'cloud/agres.json'], { in: folder });
    expect(named.status).toBe(2);
    expect(named.stderr).toMatch(/^cloud\/agres\.json: there is no such inventory file\.\n/);
    expect(told(checkReport([...only, '--inventory', 'export/*.json'], { in: folder }))).toEqual(['inventory-missing']);
  });

  it('is told by plan, too', () => {
    const { stdout, status } = gate(['plan', '--format', 'json', '--inventory', 'cloud/agrees.json'], {
      in: folderOf(files),
    });
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as CheckReport).problems.map(({ kind }) => kind)).toEqual(['inventory-read']);
  });
});

describe('inventory of the configuration', () => {
  const configured = { ...files, 'ack-service-gate.yml': 'inventory: ["cloud/differs.json"]\n' };

  it('is read, unless the command line names another', () => {
    const folder = folderOf(configured);
    expect(linesOf(checkReport(only, { in: folder }))).toEqual([mismatch]);
    expect(linesOf(checkReport([...only, '--inventory', 'cloud/agrees.json'], { in: folder }))).toEqual([]);
    expect(linesOf(checkReport([...only, '--no-config'], { in: folder }))).toEqual([]);
  });

  it('that matches nothing is told with its line', () => {
    const folder = folderOf({
      ...files,
      'ack-service-gate.yml': 'inventory:\n  - "cloud/lost-*.json"\n  - gone.json\n',
    });
    const { problems } = checkReport(only, { in: folder });
    expect(problems.map(({ kind, location }) => [kind, location?.file, location?.startLine])).toEqual([
      ['inventory-missing', 'ack-service-gate.yml', 2],
      ['inventory-missing', 'ack-service-gate.yml', 3],
    ]);
  });

  it.each([
    ['inventry: [a.json]', '1:1: unknown key "inventry". Did you mean "inventory"?'],
    ['inventory: cloud.json', '1:12: expected a list, found "cloud.json".'],
    ['inventory: ["../cloud.json"]', '1:13: this is no usable glob'],
  ])('is validated: %s', (text, message) => {
    const run = gate(['check'], { in: folderOf({ ...files, 'ack-service-gate.yml': `${text}\n` }) });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(`ack-service-gate.yml:${message}`);
  });
});

describe('beside a base', () => {
  const base = ['--base', 'main', '--gate', 'all', ...only];
  const lines = (report: CheckReport): string[] =>
    linesOf(report).map((line) => line.replace(/ (?:new|unchanged).*/, ''));

  it('is read as base has it, whatever the change makes of it', () => {
    const folder = repositoryOf({
      'web.yaml': service,
      'cloud.json': differs,
      'ack-service-gate.yml': 'inventory: [cloud.json]\n',
    });
    write(folder, { 'cloud.json': agrees });
    commit(folder);
    for (const args of [base, [...base, '--inventory', 'cloud.json'], [...base, '--inventory', '*.json']]) {
      const report = checkReport(args, { in: folder });
      expect(lines(report)).toEqual([mismatch]);
      expect(told(report)).toEqual(['inventory-read cloud.json', 'inventory-changed cloud.json']);
    }
    rmSync(join(folder, 'cloud.json'));
    commit(folder);
    expect(lines(checkReport(base, { in: folder }))).toEqual([mismatch]);
  });

  it('is not read where the change brings it', () => {
    const folder = repositoryOf({ 'web.yaml': service });
    write(folder, { 'cloud.json': agrees, 'ack-service-gate.yml': 'inventory: [cloud.json]\n' });
    commit(folder);
    for (const pattern of ['cloud.json', 'c*.json']) {
      const report = checkReport([...base, '--inventory', pattern], { in: folder });
      expect(told(report)).toEqual(['inventory-ignored cloud.json']);
    }
    // The configuration that names it counts once it is merged, too.
    expect(told(checkReport(base, { in: folder }))).toEqual([]);
  });

  it('is read from the working directory where git does not know it, ignored or not', () => {
    const folder = repositoryOf({ 'web.yaml': service, '.gitignore': 'export/\n' });
    write(folder, { 'export/cloud.json': differs, 'cloud.json': differs });
    for (const pattern of ['export/cloud.json', 'export/*.json', 'cloud.json']) {
      const report = checkReport([...base, '--inventory', pattern], { in: folder });
      expect(lines(report)).toEqual([mismatch]);
      expect(told(report)).toHaveLength(1);
    }
  });

  it('is not read through a link that the change brings', () => {
    const folder = repositoryOf({ 'web.yaml': service });
    write(folder, { 'k8s/cloud.json': agrees });
    symlinkSync('k8s', join(folder, 'export'));
    commit(folder);
    const report = checkReport([...base, '--inventory', 'export/cloud.json'], { in: folder });
    expect(told(report)).toEqual(['inventory-ignored export/cloud.json']);
  });

  it('is not read from a submodule that the change brings', () => {
    const other = repositoryOf({ 'cloud.json': agrees });
    const folder = repositoryOf({ 'web.yaml': service });
    mkdirSync(join(folder, 'vendor'));
    git(folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other, 'vendor/cloud');
    commit(folder);
    const report = checkReport([...base, '--inventory', 'vendor/cloud/cloud.json'], { in: folder });
    expect(told(report)).toEqual(['inventory-ignored vendor/cloud/cloud.json']);
  });

  it('that is a folder is read from there, else from the working directory', () => {
    const folder = folderOf({
      'old/web.yaml': service,
      'old/tracked.json': differs,
      'new/web.yaml': service,
      'new/tracked.json': agrees,
      'new/own.json': differs,
    });
    const run = (file: string): CheckReport =>
      checkReport(['--base', '../old', '--gate', 'all', ...only, '--inventory', file], { in: join(folder, 'new') });
    expect(lines(run('tracked.json'))).toEqual([mismatch]);
    expect(told(run('tracked.json'))).toEqual(['inventory-read tracked.json', 'inventory-changed tracked.json']);
    expect(lines(run('own.json'))).toEqual([mismatch]);
    expect(lines(run('../old/tracked.json'))).toEqual([mismatch]);
  });
});
