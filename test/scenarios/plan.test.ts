import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { PlanReport } from '../../src/reporting/report-schema.ts';
import { folderOf, gate, repository } from '../support/gate.ts';
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
    [['--base', 'main'], "error: unknown option '--base'"],
    [['nowhere'], 'nowhere: there is no such file or folder.'],
    [['--set', 'cluster.ccmVersoin=v2'], '--set: there is no fact "cluster.ccmVersoin". Did you mean "ccmVersion"?'],
    [['--format', 'html'], '--format takes text or json, not "html".'],
  ])('refuses %j', (args, message) => {
    const { status, stdout, stderr } = gate(['plan', ...args], { in: folderOf(files) });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
