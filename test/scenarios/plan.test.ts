import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ChangePlanReport, PlanReport } from '../../src/reporting/report-schema.ts';
import { serviceText } from '../support/change-story.ts';
import type { Files } from '../support/check-files.ts';
import { checkReport, commit, folderOf, gate, git, repository, repositoryOf, write } from '../support/gate.ts';
import { cleanDeployment, cleanService } from '../support/manifests.ts';

const schema = JSON.parse(readFileSync(join(repository, 'schema/report.schema.json'), 'utf8')) as object;
const isReport = new Ajv2020({ strict: false }).compile(schema);
const files = { 'k8s/service.yaml': cleanService, 'k8s/deployment.yaml': cleanDeployment };

describe('plan', () => {
  it('shows a table and ends with the counts', () => {
    const { status, stdout, stderr } = gate(['plan'], { in: folderOf(files) });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`+ shop/web  a new CLB, intranet  k8s/service.yaml:4:9
    addressType         intranet
    instanceChargeType  PayByCLCU  default
    PORT  PROTOCOL  TO                    SETTINGS
    80    tcp       pods or nodes → 8080  connection-drain on, connection-drain-timeout 30, scheduler rr

cluster.ccmVersion is not known; the newest behaviour is shown. Tell it with --set cluster.ccmVersion=v2.14.0 or in the configuration.
cluster.backendMode is not known; backends are pods (eni) or nodes (node).

Plan: 1 to make, 0 reused, 0 refused, 0 not served; 0 annotations ignored, 0 refused.
`);
  });

  it('gives predictions that the schema describes', () => {
    const { status, stdout } = gate(['plan', 'k8s', '--format', 'json'], { in: folderOf(files) });
    const report = JSON.parse(stdout) as PlanReport;

    expect(status).toBe(0);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    expect(report.predictions).toMatchObject([
      { controller: 'clb', loadBalancer: { action: 'create' }, listeners: [{ port: 80, protocol: 'tcp' }] },
    ]);
  });

  it('writes to files and to standard output at once', () => {
    const folder = folderOf(files);
    const { stdout } = gate(['plan', '--quiet', '--format', 'text', '--format', 'json=plan.json'], { in: folder });

    expect(stdout).not.toContain('not known');
    expect(JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'))).toMatchObject({ predictions: [{}] });
  });

  it('is no gate: what is refused is shown, not failed', () => {
    const refused = cleanService.replace('"30"', '"30s"');
    const { status, stdout } = gate(['plan'], { in: folderOf({ 'service.yaml': refused }) });

    expect(status).toBe(0);
    expect(stdout).toContain('! shop/web  CLB refused (E28): nothing of this Service is synced');
  });

  it('reads facts from the configuration, of named clusters too', () => {
    const configuration = 'clusters:\n  - { name: prod, paths: ["k8s/**"], ccmVersion: v2.12.0, backendMode: eni }\n';
    const { stdout } = gate(['plan'], { in: folderOf({ ...files, 'ack-service-gate.yml': configuration }) });

    expect(stdout).toContain('shop/web@prod');
    expect(stdout).toContain('slb.s1.small');
    expect(stdout).toContain('pods, port 8080');
    expect(stdout).not.toContain('not known');
  });

  it('speaks Chinese', () => {
    const { stdout } = gate(['plan', '--locale', 'zh-CN'], { in: folderOf(files) });
    expect(stdout).toContain('计划：新建 1，复用 0，拒绝 0，不处理 0；忽略注解 0 个，拒绝注解 0 个。');
  });

  it.each([
    [['--base', 'main'], '--base main: neither a commit of this repository nor a folder.'],
    [['--format', 'markdown'], '--format markdown of a plan needs --base.'],
    [['nowhere'], 'nowhere: there is no such file or folder.'],
    [['--set', 'cluster.ccmVersoin=v2'], '--set: there is no fact "cluster.ccmVersoin". Did you mean "ccmVersion"?'],
    [['--format', 'html'], '--format takes text, json or markdown, not "html".'],
  ])('refuses %j', (args, message) => {
    const { status, stdout, stderr } = gate(['plan', ...args], { in: folderOf(files) });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

/** What the plan of the working tree says, in a few words. */
function planSince(base: string, folder: string, ...args: readonly string[]): string[] {
  const { status, stdout, stderr } = gate(['plan', ...args, '--base', base, '--format', 'json'], { in: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const report = JSON.parse(stdout) as ChangePlanReport;
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  return report.plan.map(({ action, address, resource: { namespace, name }, location: { tree, file } }) =>
    [action, address, `${namespace}/${name}`, `${file}${tree === 'base' ? ' in base' : ''}`].join(' '),
  );
}

describe('plan --base on the history of a repository', () => {
  const internet = { 'address-type': 'internet' };
  const web = (more: Partial<Parameters<typeof serviceText>[0]> = {}): string => serviceText({ name: 'web', ...more });
  const listed = (...names: readonly string[]): string => `resources: [${names.join(', ')}]\n`;

  /** What each commit does, and the plan of it. */
  const history: readonly {
    readonly does: string;
    readonly files: Files;
    readonly removes?: string;
    readonly plan: string[];
  }[] = [
    {
      does: 'adds a Service',
      files: { 'k8s/web.yaml': web() },
      plan: ['create new shop/web k8s/web.yaml'],
    },
    { does: 'writes a comment', files: { 'k8s/web.yaml': `# The shop.\n${web()}` }, plan: [] },
    { does: 'writes documentation', files: { 'README.md': '# Shop\n' }, plan: [] },
    {
      does: 'opens a port',
      files: { 'k8s/web.yaml': web({ ports: ['80', '443:8443'] }) },
      plan: ['update kept shop/web k8s/web.yaml'],
    },
    {
      does: 'moves the file within its folder',
      files: { 'k8s/shop-service.yaml': web({ ports: ['80', '443:8443'] }) },
      removes: 'k8s/web.yaml',
      plan: [],
    },
    {
      does: 'makes a port http',
      files: {
        'k8s/shop-service.yaml': web({
          ports: ['80', '443:8443'],
          annotations: { ...internet, 'protocol-port': 'http:80' },
        }),
      },
      plan: ['replace kept shop/web k8s/shop-service.yaml'],
    },
    {
      does: 'asks for another address type',
      files: {
        'k8s/shop-service.yaml': web({
          ports: ['80', '443:8443'],
          annotations: { 'address-type': 'intranet', 'protocol-port': 'http:80' },
        }),
      },
      plan: ['refuse kept shop/web k8s/shop-service.yaml'],
    },
    {
      does: 'renames the Service',
      files: {
        'k8s/shop-service.yaml': serviceText({
          name: 'web-v2',
          ports: ['80', '443:8443'],
          annotations: { 'address-type': 'intranet', 'protocol-port': 'http:80' },
        }),
      },
      plan: ['replace new shop/web-v2 k8s/shop-service.yaml'],
    },
    {
      does: 'applies the folder with a kustomization',
      files: { 'k8s/kustomization.yaml': listed('shop-service.yaml') },
      plan: [],
    },
    {
      does: 'removes the file',
      files: { 'k8s/kustomization.yaml': 'resources: []\n' },
      removes: 'k8s/shop-service.yaml',
      plan: ['delete lost shop/web-v2 k8s/shop-service.yaml in base'],
    },
  ];

  it('is right for each commit', () => {
    const folder = repositoryOf({ 'README.md': '# Nothing yet\n' });
    for (const { does, files: written, removes, plan } of history) {
      write(folder, written);
      if (removes !== undefined) git(folder, 'rm', '--quiet', removes);
      commit(folder);
      expect([does, ...planSince('HEAD~1', folder)]).toEqual([does, ...plan]);
    }
    // From the first commit to the last one nothing has come of it all.
    expect(planSince('main', folder)).toEqual([]);
  }, 60_000);

  it('shows what the working tree does, before it is committed', () => {
    const folder = repositoryOf({ 'k8s/web.yaml': web() });
    write(folder, { 'k8s/web.yaml': web({ annotations: { ...internet, scheduler: 'wrr' } }) });
    const { stdout, status } = gate(['plan', '--base', 'HEAD'], { in: folder });

    expect(status).toBe(0);
    expect(stdout).toBe(`~ shop/web  k8s/web.yaml:4:9
    If deployed, listener 80/tcp changes in place, and traffic goes on; the address is kept.
    ~  listener 80/tcp  scheduler  rr -> wrr  k8s/web.yaml:8

Plan: 0 to create, 1 to update, 0 to replace, 0 to delete, 0 refused. Worst: shop/web changes in place.
`);
  });

  it('takes nothing for gone that only left the named path', () => {
    const folder = repositoryOf({ 'k8s/web.yaml': web(), 'other/README.md': 'x\n' });
    write(folder, { 'k8s/api.yaml': web() });
    git(folder, 'rm', '--quiet', 'k8s/web.yaml');
    expect(planSince('main', folder, 'k8s')).toEqual([]);
    expect(planSince('main', folder, 'k8s/api.yaml')).toEqual([]);
  });

  it('is no other for a check of the named path', () => {
    const folder = repositoryOf({ 'k8s/web.yaml': web(), 'k8s/api/README.md': 'x\n' });
    const rules = (path: string): string[] =>
      checkReport(['--base', 'main', path], { in: folder }).findings.map(({ ruleId }) => ruleId);
    git(folder, 'rm', '--quiet', 'k8s/web.yaml');
    expect(rules('k8s/web.yaml')).toContain('service-removed-releases-ip');
    write(folder, { 'k8s/api.yaml': web() });
    expect(rules('k8s/web.yaml')).toEqual([]);
    expect(rules('k8s/api.yaml')).not.toContain('load-balancer-added');
  });

  it('tells only of what was asked for', () => {
    const folder = repositoryOf({ 'a/web.yaml': web(), 'b/web.yaml': web({ namespace: 'other' }) });
    git(folder, 'rm', '--quiet', 'a/web.yaml', 'b/web.yaml');
    expect(planSince('main', folder, 'a')).toEqual(['delete lost shop/web a/web.yaml in base']);
    expect(planSince('main', folder)).toHaveLength(2);
  });

  it('compares with a folder as well', () => {
    const folder = folderOf({ 'before/web.yaml': web(), 'after/web.yaml': web({ ports: ['443'] }) });
    expect(planSince('../before', `${folder}/after`)).toEqual(['update kept shop/web web.yaml']);
  });

  it('says so when nothing changes', () => {
    const folder = repositoryOf({ 'k8s/web.yaml': web() });
    expect(gate(['plan', '--base', 'main'], { in: folder }).stdout).toBe('Plan: no load balancer changes.\n');
  });

  it('says in Chinese, too, what stands in base', () => {
    const folder = repositoryOf({ 'k8s/web.yaml': web() });
    git(folder, 'rm', '--quiet', 'k8s/web.yaml');
    const { stdout } = gate(['plan', '--base', 'main', '--locale', 'zh-CN'], { in: folder });
    expect(stdout).toContain('- shop/web  k8s/web.yaml:4:9（基线）');
    expect(stdout).toContain('地址永久失去');
  });

  it('is in the report of a check, too', () => {
    const folder = repositoryOf({ 'k8s/web.yaml': web() });
    git(folder, 'rm', '--quiet', 'k8s/web.yaml');
    const { status, stdout } = gate(['check', '--base', 'main', '--format', 'markdown'], { in: folder });
    expect(status).toBe(1);
    expect(stdout).toContain('### Load balancer plan');
    expect(gate(['check', '--format', 'json'], { in: folder }).stdout).not.toContain('"plan"');
    const failed = gate(['check', '--base', 'main', '--format', 'json'], { in: folder });
    expect(JSON.parse(failed.stdout)).toMatchObject({ plan: [{ action: 'delete', address: 'lost' }] });
    expect(checkReport(['--base', 'main', '--rule', 'duplicate-key'], { in: folder }).plan).toHaveLength(1);
  });
});
