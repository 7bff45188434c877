import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/reporting/report-schema.ts';
import {
  checkReport,
  commit,
  folderOf,
  gate,
  git,
  linesOf,
  repositoryOf,
  temporaryFolder,
  write,
} from '../support/gate.ts';
import {
  cleanDeployment,
  cleanService,
  renamed,
  shortGrace,
  unquotedValue,
  withoutDrain,
} from '../support/manifests.ts';

const clean = { 'k8s/service.yaml': cleanService, 'k8s/deployment.yaml': cleanDeployment };
const compare = (folder: string, args: readonly string[] = []): CheckReport =>
  checkReport(['--base', 'main', ...args], { in: folder });
const judge = (folder: string, args: readonly string[] = []): string[] => linesOf(compare(folder, args));
const graceOf = (seconds: number): string => cleanDeployment.replace('PeriodSeconds: 60', `PeriodSeconds: ${seconds}`);

describe('status', () => {
  it('is new, unchanged or fixed, and what is fixed is located in base', () => {
    const folder = repositoryOf({
      ...clean,
      'k8s/service.yaml': withoutDrain,
      'b.yaml': unquotedValue.replace('shop', 'b'),
    });
    write(folder, {
      'k8s/deployment.yaml': shortGrace,
      'b.yaml': `# quoted now\n${cleanService.replace('shop', 'b')}`,
    });
    const report = compare(folder);

    expect(linesOf(report)).toEqual([
      'b.yaml:7:77 error annotation-not-string fixed in diff',
      'k8s/deployment.yaml:21:38 error grace-period-too-short new in diff',
      'k8s/service.yaml:6:3 warning connection-drain-not-enabled unchanged',
    ]);
    expect(report.findings.map(({ location: { tree } }) => tree)).toEqual(['base', 'head', 'head']);
    expect(report.summary).toMatchObject({
      new: 1,
      unchanged: 1,
      fixed: 1,
      findings: { error: 1, warning: 1, info: 0 },
    });
    expect(report.outcome).toMatchObject({
      result: 'fail',
      gate: 'new',
      reasons: ['1 new finding of severity error or above'],
    });
  });

  it('is new without a base, and inDiff null', () => {
    const folder = folderOf({ ...clean, 'k8s/deployment.yaml': shortGrace });

    expect(checkReport([], { in: folder }).findings).toMatchObject([{ status: 'new', inDiff: null, worsened: false }]);
  });

  it('fixed is not counted by any gate', () => {
    const folder = repositoryOf({ ...clean, 'k8s/deployment.yaml': shortGrace });
    write(folder, { 'k8s/deployment.yaml': cleanDeployment });

    expect(compare(folder, ['--gate', 'all', '--fail-on', 'info'])).toMatchObject({
      outcome: { result: 'pass' },
      summary: { fixed: 1, findings: { error: 0 } },
    });
  });

  it('of a deleted file is fixed', () => {
    const folder = repositoryOf({ ...clean, 'k8s/deployment.yaml': shortGrace });
    rmSync(join(folder, 'k8s/deployment.yaml'));

    for (const path of ['.', './k8s/', join(folder, 'k8s'), 'k8s/../k8s']) {
      expect(judge(folder, [path])).toEqual(['k8s/deployment.yaml:21:38 error grace-period-too-short fixed in diff']);
    }
  });
});

describe('worsened', () => {
  it.each([
    ['a greater measure', graceOf(40), graceOf(35), 'new worsened in diff'],
    ['a smaller measure', graceOf(40), graceOf(45), 'unchanged in diff'],
    [
      'the same measure',
      shortGrace,
      shortGrace.replace('sleep", "30', 'sleep", "40').replace(': 40', ': 50'),
      'unchanged in diff',
    ],
  ])('%s', (_, before, after, expected) => {
    const folder = repositoryOf({ ...clean, 'k8s/deployment.yaml': before });
    write(folder, { 'k8s/deployment.yaml': after });

    expect(judge(folder)).toEqual([`k8s/deployment.yaml:21:38 error grace-period-too-short ${expected}`]);
  });

  it('a cause in another file, where the finding stands outside of the diff', () => {
    const drain = (seconds: number): string => cleanService.replace('timeout: "30"', `timeout: "${seconds}"`);
    const folder = repositoryOf({ ...clean, 'k8s/service.yaml': drain(70) });
    write(folder, { 'k8s/service.yaml': drain(600) });

    expect(judge(folder)).toEqual(['k8s/deployment.yaml:21:38 warning drain-exceeds-grace new worsened']);
  });

  it('another value, where there is no measure', () => {
    const timeout = (value: string): string => cleanService.replace('timeout: "30"', `timeout: ${value}`);
    const folder = repositoryOf({ ...clean, 'k8s/service.yaml': timeout('30') });
    write(folder, { 'k8s/service.yaml': timeout('30 # seconds') });

    expect(judge(folder)).toEqual(['k8s/service.yaml:8:85 error annotation-not-string unchanged in diff']);
    write(folder, { 'k8s/service.yaml': timeout('60') });
    expect(judge(folder)).toEqual(['k8s/service.yaml:8:85 error annotation-not-string new worsened in diff']);
  });

  it('a higher severity: what an overlay could have mended is certain now', () => {
    const folder = repositoryOf({
      'k8s/service.yaml': unquotedValue,
      'k8s/kustomization.yaml': 'resources: [service.yaml]\nnamePrefix: x-\n',
    });

    expect(judge(folder)).toEqual(['k8s/service.yaml:7:77 warning annotation-not-string unchanged']);
    write(folder, { 'k8s/kustomization.yaml': 'resources: [service.yaml]\n' });
    expect(judge(folder)).toEqual(['k8s/service.yaml:7:77 error annotation-not-string new worsened']);
  });

  it('is said in the text', () => {
    const folder = repositoryOf({ ...clean, 'k8s/deployment.yaml': graceOf(40) });
    write(folder, { 'k8s/deployment.yaml': graceOf(35) });

    expect(gate(['check', '--base', 'main'], { in: folder }).stdout).toContain(
      'short by 25 s. [grace-period-too-short] (worse than before)\n',
    );
  });
});

describe('counting', () => {
  it('one more of the same makes one new, and only one', () => {
    const service = (...keys: string[]): string => `${cleanService}${keys.map((key) => `${key}: x\n`).join('')}`;
    const folder = repositoryOf({ ...clean, 'k8s/service.yaml': service('a', 'b', 'a') });
    write(folder, { 'k8s/service.yaml': service('a', 'b', 'a', 'a') });

    expect(judge(folder)).toEqual([
      'k8s/service.yaml:21:1 error duplicate-key unchanged',
      'k8s/service.yaml:22:1 error duplicate-key new in diff',
    ]);
  });

  it('resources are told apart by name', () => {
    const twoServices = (a: string, b: string): string =>
      Object.entries({ a, b })
        .map(([name, drain]) => renamed(unquotedValue, name).replace('drain: on', `drain: ${drain}`))
        .join('---\n');
    const folder = repositoryOf({ 'k8s/service.yaml': twoServices('on', '"on"') });
    write(folder, { 'k8s/service.yaml': twoServices('"on"', 'on') });

    expect(
      compare(folder).findings.map(({ ruleId, status, resource }) => `${ruleId} ${resource?.name} ${status}`),
    ).toEqual(['annotation-not-string a fixed', 'annotation-not-string b new']);
  });
});

describe('fingerprints', () => {
  const base = { ...clean, 'k8s/service.yaml': withoutDrain, 'k8s/deployment.yaml': shortGrace };
  const flow = JSON.stringify({
    kind: 'Service',
    apiVersion: 'v1',
    spec: {
      ports: [{ protocol: 'TCP', targetPort: 8080, port: 80, name: 'http' }],
      selector: { app: 'web' },
      externalTrafficPolicy: 'Cluster',
      type: 'LoadBalancer',
    },
    metadata: {
      namespace: 'shop',
      annotations: { 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet' },
      name: 'web',
    },
  });

  it.each([
    [
      'lines above',
      { 'k8s/service.yaml': `# one\n\n# two\n${withoutDrain}`, 'k8s/deployment.yaml': `\n\n${shortGrace}` },
    ],
    [
      'another style and order',
      { 'k8s/service.yaml': flow, 'k8s/deployment.yaml': shortGrace.replaceAll('\n', '\r\n') },
    ],
    [
      'another annotation, the first',
      { 'k8s/service.yaml': withoutDrain.replace('  annotations:\n', '  annotations:\n    a: b\n') },
    ],
    ['one file', { 'k8s/service.yaml': `${withoutDrain}---\n${shortGrace}`, 'k8s/deployment.yaml': undefined }],
    [
      'other files',
      {
        'k8s/service.yaml': undefined,
        'k8s/deployment.yaml': undefined,
        'x/a.yaml': shortGrace,
        'y/b.yaml': withoutDrain,
      },
    ],
    ['a list', { 'k8s/service.yaml': `{"kind": "List", "apiVersion": "v1", "items": [${flow}]}` }],
    ['a sibling before them', { 'k8s/a.yaml': cleanService.replace('shop', 'elsewhere') }],
  ] as [string, Record<string, string | undefined>][])('survive %s', (_, change) => {
    const folder = repositoryOf(base);
    const before = checkReport([], { in: folder })
      .findings.map(({ fingerprint }) => fingerprint)
      .sort();
    for (const [path, text] of Object.entries(change)) {
      if (text === undefined) rmSync(join(folder, path));
      else write(folder, { [path]: text });
    }

    for (const locale of ['en', 'zh-CN']) {
      const { findings } = compare(folder, ['--locale', locale, '--ignore-rule', 'load-balancer-added']);
      expect(findings.map(({ status }) => status)).toEqual(['unchanged', 'unchanged']);
      expect(findings.map(({ fingerprint }) => fingerprint).sort()).toEqual(before);
    }
  });

  it('differ by rule, resource and place', () => {
    const findings = checkReport([], {
      in: folderOf({ 'a.yaml': unquotedValue.replace('"30"', '30'), 'b.yaml': unquotedValue.replace('shop', 'b') }),
    }).findings.map(({ fingerprint }) => fingerprint);

    expect(findings.length).toBe(3);
    expect(new Set(findings).size).toBe(3);
  });

  it('are those of the contract, forever', () => {
    const [finding] = checkReport([], { in: folderOf({ 'a.yaml': unquotedValue }) }).findings;

    expect(finding?.fingerprint).toBe('aa1948a55dd2a4fafc8d6ec1b5f13a04');
  });
});

describe('scopes', () => {
  const environment = (folder: string, deployment = cleanDeployment): Record<string, string> => ({
    [`${folder}/service.yaml`]: cleanService,
    [`${folder}/deployment.yaml`]: deployment,
  });

  it('are matched across a renamed folder', () => {
    const folder = repositoryOf({ ...environment('k8s/prod', shortGrace), ...environment('k8s/test') });
    git(folder, 'mv', 'k8s/prod', 'k8s/production');

    expect(compare(folder).findings).toMatchObject([{ scope: 'k8s/production', status: 'unchanged' }]);
  });

  it('are matched where a new sibling splits them', () => {
    const folder = repositoryOf(environment('k8s/prod', shortGrace));
    write(folder, environment('k8s/test'));

    const { findings } = compare(folder, ['--ignore-rule', 'load-balancer-added']);
    expect(findings).toMatchObject([{ scope: 'k8s/prod', status: 'unchanged' }]);
  });

  it('are matched where a sibling goes', () => {
    const folder = repositoryOf({ ...environment('k8s/prod', shortGrace), ...environment('k8s/test', shortGrace) });
    rmSync(join(folder, 'k8s/test'), { recursive: true });

    expect(linesOf(compare(folder))).toEqual([
      'k8s/prod/deployment.yaml:21:38 error grace-period-too-short unchanged',
      'k8s/test/deployment.yaml:21:38 error grace-period-too-short fixed in diff',
      'k8s/test/service.yaml:4:9 error service-removed-releases-ip new in diff',
    ]);
  });

  it('keep apart what has the same name', () => {
    const folder = repositoryOf({ ...environment('k8s/prod', shortGrace), ...environment('k8s/test') });
    write(folder, { ...environment('k8s/prod'), ...environment('k8s/test', shortGrace) });

    expect(judge(folder)).toEqual([
      'k8s/prod/deployment.yaml:21:38 error grace-period-too-short fixed in diff',
      'k8s/test/deployment.yaml:21:38 error grace-period-too-short new in diff',
    ]);
  });

  it('keep apart what stands above them, too', () => {
    const folder = repositoryOf({ ...environment('k8s/prod'), 'deployment.yaml': shortGrace });
    write(folder, { 'deployment.yaml': cleanDeployment, 'k8s/prod/deployment.yaml': shortGrace });

    expect(judge(folder).filter((line) => line.includes('grace-period'))).toEqual([
      'k8s/prod/deployment.yaml:21:38 error grace-period-too-short new in diff',
    ]);
  });

  it('are not taken for one another where their files hold the same text', () => {
    const folder = repositoryOf({ ...environment('k8s/prod', shortGrace), ...environment('k8s/test', shortGrace) });
    git(folder, 'mv', 'k8s/test/deployment.yaml', 'k8s/test/app.yaml');
    // Here git sees a rename, of either of the two.
    write(folder, { 'k8s/prod/service.yaml': `${cleanService}---\n${shortGrace}` });
    rmSync(join(folder, 'k8s/prod/deployment.yaml'));
    git(folder, 'add', '--all');

    expect(compare(folder).findings).toMatchObject([
      { scope: 'k8s/prod', status: 'unchanged' },
      { scope: 'k8s/test', status: 'unchanged' },
    ]);
  });

  it('of which one takes a file over from the other have what is in it as new', () => {
    const folder = repositoryOf({ ...environment('k8s/prod', shortGrace), ...environment('k8s/test') });
    rmSync(join(folder, 'k8s/test/deployment.yaml'));
    git(folder, 'mv', 'k8s/prod/deployment.yaml', 'k8s/test/app.yaml');

    expect(judge(folder)).toEqual([
      'k8s/prod/deployment.yaml:21:38 error grace-period-too-short fixed',
      'k8s/test/app.yaml:21:38 error grace-period-too-short new',
    ]);
  });

  it.each(['prod', 'prod/eu@1'])('of a cluster named %s are matched', (name) => {
    const folder = repositoryOf({
      ...environment('k8s/prod', shortGrace),
      ...environment('k8s/test'),
      'ack-service-gate.yml': `clusters: [{ name: "${name}", paths: ["k8s/prod/**"] }]\n`,
    });

    expect(compare(folder).findings).toMatchObject([{ clusters: [name], status: 'unchanged' }]);
    git(folder, 'mv', 'k8s/prod/deployment.yaml', 'k8s/prod/app.yaml');
    expect(compare(folder).findings).toMatchObject([{ clusters: [name], status: 'unchanged' }]);
  });
});

describe('git', () => {
  it('base that moved on is left at the merge base', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/deployment.yaml': shortGrace });
    commit(folder);
    git(folder, 'switch', '--quiet', 'main');
    write(folder, { 'k8s/service.yaml': unquotedValue, 'ack-service-gate.yml': 'policy: { failOn: never }\n' });
    commit(folder);
    git(folder, 'switch', '--quiet', 'change');
    const left = git(folder, 'rev-parse', 'HEAD~1').slice(0, 12);
    const report = compare(folder);

    expect(linesOf(report)).toEqual(['k8s/deployment.yaml:21:38 error grace-period-too-short new in diff']);
    expect(report.outcome).toMatchObject({ result: 'fail', failOn: 'error' });
    expect(report.problems).toMatchObject([
      { kind: 'base-is-merge-base', message: expect.stringContaining(`compared with ${left}`) as string },
    ]);
  });

  it('a checkout without a commit is compared with any revision', () => {
    const folder = repositoryOf(clean);
    git(folder, 'switch', '--quiet', '--orphan', 'fresh');
    write(folder, { ...clean, 'k8s/deployment.yaml': shortGrace });

    expect(judge(folder)).toEqual([
      expect.stringMatching(/^k8s\/deployment\.yaml:21:38 error grace-period-too-short new/),
    ]);
  });

  it('a shallow clone has the revision or says how to get it', () => {
    const origin = repositoryOf(clean);
    write(origin, { 'k8s/deployment.yaml': shortGrace });
    commit(origin);
    const folder = temporaryFolder();
    git(folder, 'clone', '--quiet', '--depth=1', '--branch=change', `file://${origin}`, 'clone');
    const clone = join(folder, 'clone');

    expect(gate(['check', '--base', 'origin/main'], { in: clone })).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('in a shallow checkout: git fetch origin <branch>') as string,
    });
    git(clone, 'fetch', '--quiet', '--depth=1', 'origin', 'main:refs/remotes/origin/main');
    const report = checkReport(['--base', 'origin/main'], { in: clone });
    expect(linesOf(report)).toEqual(['k8s/deployment.yaml:21:38 error grace-period-too-short new in diff']);
    expect(report.problems).toMatchObject([{ kind: 'base-is-revision' }]);
  });

  it.each(['main', 'HEAD', 'refs/heads/main', 'v1', 'HEAD^{tree}^{commit}'])('%s is a revision', (revision) => {
    const folder = repositoryOf({ ...clean, 'k8s/deployment.yaml': shortGrace });
    git(folder, 'tag', '--annotate', '--message=x', 'v1');
    const { status } = gate(['check', '--base', revision], { in: folder });

    expect(status).toBe(revision.includes('tree') ? 2 : 0);
  });

  it('untracked, staged and committed files count alike', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'a.yaml': unquotedValue.replace('shop', 'a') });
    commit(folder);
    write(folder, { 'b.yaml': unquotedValue.replace('shop', 'b') });
    git(folder, 'add', 'b.yaml');
    write(folder, { 'c.yaml': unquotedValue.replace('shop', 'c') });

    expect(judge(folder)).toEqual(
      ['a', 'b', 'c'].map((name) => `${name}.yaml:7:77 error annotation-not-string new in diff`),
    );
  });

  it('the working tree counts, not the index', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': unquotedValue });
    git(folder, 'add', '--all');
    write(folder, { 'k8s/service.yaml': cleanService });

    expect(judge(folder)).toEqual([]);
  });

  it.each([
    'a b.yaml',
    '负载 均衡.yaml',
    'new\nline.yaml',
    '"quoted".yaml',
    '-dash.yaml',
    ':(top)x.yaml',
    'tab\there.yaml',
  ])('a file may be called %j', (name) => {
    const folder = repositoryOf({ [name]: unquotedValue });
    const where = `${name}:7:77 error annotation-not-string`;

    expect(judge(folder)).toEqual([`${where} unchanged`]);
    write(folder, { [name]: `\n${unquotedValue}` });
    expect(judge(folder)).toEqual([`${where.replace('7:77', '8:77')} unchanged`]);
    expect(gate(['check'], { in: folder }).stdout.split('\n')[0]).toMatch(/:8:77: error /);
  });

  it('a subfolder of the repository is compared with the same subfolder, paths seen from there', () => {
    const folder = repositoryOf({ ...clean, 'k8s/deployment.yaml': shortGrace, 'else/service.yaml': unquotedValue });
    write(folder, { 'k8s/service.yaml': withoutDrain });
    const inside = (args: readonly string[] = []): string[] =>
      linesOf(checkReport(['--base', 'main', ...args], { in: join(folder, 'k8s') }));

    expect(inside()).toEqual([
      'deployment.yaml:21:38 error grace-period-too-short unchanged',
      'service.yaml:6:3 error connection-drain-not-enabled new',
      'service.yaml:7:77 warning annotation-removal-has-no-effect new in diff',
    ]);
    expect(inside(['../else'])).toEqual(['../else/service.yaml:7:77 error annotation-not-string unchanged']);
    git(folder, 'mv', 'else/service.yaml', 'k8s/moved.yaml');
    // It joins what was there before, as it does without a named path.
    expect(inside(['moved.yaml'])).toEqual(['moved.yaml:7:77 error annotation-not-string new']);
  });

  it('settings of the user that change what git prints change nothing here', () => {
    const folder = repositoryOf({ ...clean, 'k8s/deployment.yaml': shortGrace });
    mkdirSync(join(folder, 'net'));
    git(folder, 'mv', 'k8s/service.yaml', 'net/服务.yaml');
    write(folder, { 'k8s/deployment.yaml': shortGrace.replace(': 40', ': 35') });
    const expected = judge(join(folder, 'k8s'));
    for (const [key, value] of [
      ['diff.relative', 'true'],
      ['diff.renames', 'false'],
      ['diff.noprefix', 'true'],
      ['core.quotePath', 'true'],
      ['color.ui', 'always'],
      ['diff.external', 'false'],
      ['status.showUntrackedFiles', 'no'],
    ] as const)
      git(folder, 'config', key, value);

    expect(expected).not.toEqual([]);
    expect(judge(join(folder, 'k8s'))).toEqual(expected);
  });

  it('line ends that git converts are no change', () => {
    const folder = repositoryOf({
      ...clean,
      'k8s/deployment.yaml': shortGrace,
      '.gitattributes': '*.yaml text eol=crlf\n',
    });
    write(folder, { 'k8s/deployment.yaml': `${shortGrace.replaceAll('\n', '\r\n')}# edited\r\n` });

    expect(judge(folder)).toEqual(['k8s/deployment.yaml:21:38 error grace-period-too-short unchanged']);
  });

  it('a content of base that git does not have is no bug, and no verdict', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': unquotedValue });
    const blob = git(folder, 'rev-parse', 'main:k8s/service.yaml').trim();
    rmSync(join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));

    expect(gate(['check', '--base', 'main'], { in: folder })).toEqual({
      status: 2,
      stdout: '',
      stderr: `git diff failed: fatal: unable to read ${blob}\nIs the repository whole?\n`,
    });
  });
});

describe('a folder as base', () => {
  it('has the layout of the working directory, its configuration too', () => {
    const base = folderOf({
      ...clean,
      'k8s/deployment.yaml': shortGrace,
      'ack-service-gate.yml': 'policy: { failOn: info }\n',
    });
    const folder = folderOf({
      ...clean,
      'k8s/deployment.yaml': graceOf(35),
      'ack-service-gate.yml': 'rules: { grace-period-too-short: off }\n',
    });
    const report = checkReport(['--base', base], { in: folder });

    expect(linesOf(report)).toEqual(['k8s/deployment.yaml:21:38 error grace-period-too-short new worsened in diff']);
    expect(report.outcome.failOn).toBe('info');
    expect(report.problems).toMatchObject([{ kind: 'configuration-changed' }]);
  });

  it('knows a file that was only renamed', () => {
    const base = folderOf({ ...clean, 'k8s/deployment.yaml': shortGrace });
    const folder = folderOf({ 'k8s/service.yaml': cleanService, 'k8s/app.yaml': shortGrace });

    expect(linesOf(checkReport(['--base', base], { in: folder }))).toContain(
      'k8s/app.yaml:21:38 error grace-period-too-short unchanged',
    );
  });

  it('may be an empty one: everything is new', () => {
    const folder = folderOf({ ...clean, 'k8s/deployment.yaml': shortGrace });

    expect(linesOf(checkReport(['--base', temporaryFolder()], { in: folder }))).toEqual([
      'k8s/deployment.yaml:21:38 error grace-period-too-short new in diff',
    ]);
  });

  it('may not be empty, as an unset variable is', () => {
    expect(gate(['check', '--base', ''], { in: folderOf(clean) })).toEqual({
      status: 2,
      stdout: '',
      stderr: '--base is empty; it takes a revision or a folder.\n',
    });
  });

  it.each(['.', './'])('may not be the folder that is checked: %j', (base) => {
    expect(gate(['check', '--base', base], { in: folderOf({ ...clean, 'k8s/deployment.yaml': shortGrace }) })).toEqual({
      status: 2,
      stdout: '',
      stderr: `--base ${JSON.stringify(base)}: this is the folder that is checked.\n`,
    });
  });
});
