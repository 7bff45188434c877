import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkReport, commit, folderOf, gate, linesOf, readReport, repositoryOf, write } from '../support/gate.ts';
import { cleanDeployment, cleanService, shortGrace, withoutDrain } from '../support/manifests.ts';

const wrong = { 'deployment.yaml': shortGrace, 'service.yaml': withoutDrain };
const graceLine = 'deployment.yaml:21:38 error grace-period-too-short';
const drainLine = 'service.yaml:6:3 warning connection-drain-not-enabled';

/** A Service whose answers depend on the cluster: conditional on the backend mode. */
const localPolicy = cleanService.replace('Policy: Cluster', 'Policy: Local');
const onNodes = ['cluster.backendMode=node'];
const byNodes = [
  ['local-scheduler-not-wrr', 'certain'],
  ['local-policy-in-cluster-access', 'certain'],
];
const byPods = [['local-policy-in-cluster-access', 'certain']];
const unknown = byNodes.map(([rule]) => [rule, 'conditional', ...onNodes]);

describe('paths', () => {
  it('are this folder by default', () => {
    expect(linesOf(checkReport([], { in: folderOf(wrong) }))).toEqual([graceLine, drainLine]);
  });

  it('may be files and folders, seen from the working directory, however they are spelt', () => {
    const folder = folderOf({
      'a/deployment.yaml': shortGrace,
      'b/service.yaml': withoutDrain,
      'c/d.yaml': shortGrace,
    });
    const expected = [`a/${graceLine}`, `b/${drainLine}`];

    expect(linesOf(checkReport(['a', 'b/service.yaml'], { in: folder }))).toEqual(expected);
    expect(linesOf(checkReport(['./a/', 'c/../b', 'a/deployment.yaml'], { in: folder }))).toEqual(expected);
    expect(linesOf(checkReport([join(folder, 'a'), 'b'], { in: folder }))).toEqual(expected);
    expect(linesOf(checkReport(['../a', '../b'], { in: join(folder, 'c') }))).toEqual(
      expected.map((line) => `../${line}`),
    );
  });
});

describe('--base', () => {
  const removedDrain = drainLine.replace('warning', 'error');

  it('takes a revision', () => {
    const folder = repositoryOf({ ...wrong, 'deployment.yaml': cleanDeployment });
    write(folder, { 'deployment.yaml': shortGrace });
    const run = gate(['check', '--base', 'main'], { in: folder });

    expect(run).toEqual({
      status: 1,
      stderr: '',
      stdout: `deployment.yaml:21:38: error This change removes the longer grace period. preStop 30 s + 30 s margin > grace 40 s: short by 20 s. [grace-period-too-short]
 21 |       terminationGracePeriodSeconds: 40
    |                                      ^^
  why: The grace period starts together with preStop. What preStop uses up is gone for finishing requests: the container is killed with requests in flight, and users see 503 (S02).
  fix: Set terminationGracePeriodSeconds to 60 or more.
  see: deployment.yaml:37:15 preStop
  see: service.yaml:4:9 behind Service shop/web
  see: deployment.yaml:21:38 base had it here

1 error, 1 warning, 0 info – 1 new, 1 unchanged, 0 fixed (2 files, 1 LoadBalancer Service, 1 workload).
Gate failed: 1 new finding of severity error or above.
`,
    });
  });

  it('takes a folder with the same layout', () => {
    const base = folderOf({ 'k8s/service.yaml': cleanService, 'k8s/deployment.yaml': shortGrace });
    const head = folderOf({ 'k8s/service.yaml': withoutDrain, 'k8s/deployment.yaml': shortGrace });

    expect(linesOf(checkReport(['--base', base], { in: head }))).toEqual([
      `k8s/${graceLine} unchanged`,
      `k8s/${removedDrain} new`,
      'k8s/service.yaml:7:77 warning annotation-removal-has-no-effect new in diff',
    ]);
    expect(linesOf(checkReport(['--base', base, 'k8s/service.yaml'], { in: head }))).toEqual([
      `k8s/${removedDrain} new`,
      'k8s/service.yaml:7:77 warning annotation-removal-has-no-effect new in diff',
    ]);
  });
});

describe('--config and --no-config', () => {
  const off = 'rules: { grace-period-too-short: off }\n';

  it.each([
    '.github/ack-service-gate.yml',
    '.github/ack-service-gate.yaml',
    'ack-service-gate.yml',
    'ack-service-gate.yaml',
  ])('%s is read without being named', (name) => {
    const folder = folderOf({ ...wrong, [name]: off });

    expect(linesOf(checkReport([], { in: folder }))).toEqual([drainLine]);
    expect(linesOf(checkReport(['--no-config'], { in: folder }))).toEqual([graceLine, drainLine]);
  });

  it('the first of the four names counts', () => {
    const folder = folderOf({
      ...wrong,
      '.github/ack-service-gate.yaml': off,
      'ack-service-gate.yml': 'rules: { connection-drain-not-enabled: off }\n',
    });

    expect(linesOf(checkReport([], { in: folder }))).toEqual([drainLine]);
  });

  it('another file can be named, in its place', () => {
    const folder = folderOf({ ...wrong, 'ack-service-gate.yml': off, 'ci/gate.yml': 'preset: strict\n' });

    expect(linesOf(checkReport(['--config', 'ci/gate.yml'], { in: folder }))).toEqual([
      graceLine,
      drainLine.replace('warning', 'error'),
    ]);
  });
});

describe('--format', () => {
  it('is text by default, and json on demand', () => {
    const folder = folderOf({ 'service.yaml': cleanService, 'deployment.yaml': cleanDeployment });

    expect(gate(['check'], { in: folder })).toEqual({
      status: 0,
      stderr: '',
      stdout: `No problem found (2 files, 1 LoadBalancer Service, 1 workload).
Gate passed: no finding of severity error or above.
`,
    });
    const { rollouts, ...report } = checkReport([], { in: folder });
    // Its numbers are what test/reporting/rollout.test.ts looks at.
    expect(rollouts).toMatchObject([{ workload: { kind: 'Deployment', name: 'web' }, verdict: 'safe' }]);
    expect({ ...report, summary: { ...report.summary, durationMs: 0 } }).toEqual({
      schemaVersion: 1,
      tool: { name: 'ack-service-gate', version: gate(['--version'], { in: folder }).stdout.trim() },
      outcome: {
        result: 'pass',
        failOn: 'error',
        gate: 'all',
        preset: 'recommended',
        reasons: ['no finding of severity error or above'],
      },
      summary: {
        files: 2,
        documents: 2,
        scopes: 1,
        services: 1,
        loadBalancerServices: 1,
        foreignLoadBalancers: 0,
        workloads: 1,
        findings: { error: 0, warning: 0, info: 0 },
        new: 0,
        unchanged: 0,
        fixed: 0,
        suppressed: 0,
        baselined: 0,
        notEvaluated: 0,
        notRendered: 0,
        durationMs: 0,
      },
      findings: [],
      problems: [],
      notEvaluated: [],
    });
  });

  it('tells everything about a finding', () => {
    const [finding] = checkReport(['--rule', 'grace-period-too-short'], { in: folderOf(wrong) }).findings;
    const place = (path: string, startLine: number, startColumn: number, endColumn: number) => ({
      tree: 'head',
      file: path.startsWith('spec') ? 'deployment.yaml' : 'service.yaml',
      document: 0,
      path,
      startLine,
      startColumn,
      endLine: startLine,
      endColumn,
    });

    expect(finding).toEqual({
      ruleId: 'grace-period-too-short',
      messageId: 'short',
      severity: 'error',
      message: 'preStop 30 s + 30 s margin > grace 40 s: short by 20 s.',
      why: 'The grace period starts together with preStop. What preStop uses up is gone for finishing requests: the container is killed with requests in flight, and users see 503 (S02).',
      remedy: 'Set terminationGracePeriodSeconds to 60 or more.',
      data: { grace: 40, isDefault: false, margin: 30, preStop: 30 },
      unless: null,
      removesProtection: false,
      docsUrl: null,
      events: ['S02'],
      resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      scope: '.',
      clusters: [],
      location: place('spec.template.spec.terminationGracePeriodSeconds', 21, 38, 40),
      related: [
        {
          message: 'preStop',
          location: { ...place('spec.template.spec.containers[web].lifecycle.preStop', 37, 15, 1), endLine: 39 },
        },
        { message: 'behind Service shop/web', location: place('metadata.name', 4, 9, 12) },
      ],
      origin: null,
      certainty: 'certain',
      assumes: [],
      status: 'new',
      worsened: false,
      inDiff: null,
      suppression: null,
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      fix: {
        description: 'Set terminationGracePeriodSeconds to 60.',
        edits: [{ file: 'deployment.yaml', startOffset: 342, endOffset: 344, newText: '60' }],
      },
    });
  });

  it('may be repeated, each to a file', () => {
    const folder = folderOf(wrong);
    const plain = gate(['check'], { in: folder });
    const run = gate(['check', '--format', 'json=out.json', '--format', 'text=out=1.txt', '--format', 'text'], {
      in: folder,
    });

    expect(run).toEqual(plain);
    expect(readFileSync(join(folder, 'out=1.txt'), 'utf8')).toBe(plain.stdout);
    expect(linesOf(readReport(readFileSync(join(folder, 'out.json'), 'utf8')))).toEqual([graceLine, drainLine]);
  });

  it('to files only leaves standard output empty', () => {
    const folder = folderOf(wrong);

    expect(gate(['check', '--format', 'json=out.json'], { in: folder })).toEqual({ status: 1, stdout: '', stderr: '' });
  });
});

describe('--fail-on', () => {
  const warningsOnly = { 'service.yaml': withoutDrain, 'deployment.yaml': cleanDeployment };
  const infoOnly = { ...warningsOnly, 'ack-service-gate.yml': 'rules: { connection-drain-not-enabled: info }' };

  it.each([
    ['error', wrong, 1, '1 finding of severity error or above'],
    ['error', warningsOnly, 0, 'no finding of severity error or above'],
    ['warning', wrong, 1, '2 findings of severity warning or above'],
    ['warning', warningsOnly, 1, '1 finding of severity warning or above'],
    ['warning', infoOnly, 0, 'no finding of severity warning or above'],
    ['info', infoOnly, 1, '1 finding of severity info or above'],
    ['never', wrong, 0, 'findings never fail this run (fail-on never)'],
  ])('%s', (failOn, files, status, reason) => {
    const run = gate(['check', '--fail-on', failOn, '--format', 'json'], { in: folderOf(files) });
    const { outcome } = readReport(run.stdout);

    expect(run.status).toBe(status);
    expect(outcome).toMatchObject({ failOn, result: status === 0 ? 'pass' : 'fail', reasons: [reason] });
  });
});

describe('--gate', () => {
  const changed = (): string => {
    const folder = repositoryOf({ ...wrong, 'service.yaml': cleanService });
    write(folder, { 'second.yaml': withoutDrain.replace('name: web', 'name: second') });
    return folder;
  };

  it('new, the default with a base, leaves out what base had', () => {
    const folder = changed();
    const byDefault = gate(['check', '--base', 'main'], { in: folder });

    expect(byDefault.status).toBe(0);
    expect(byDefault.stdout).not.toContain('grace-period-too-short');
    expect(gate(['check', '--base', 'main', '--gate', 'new'], { in: folder })).toEqual(byDefault);
  });

  it('all counts and shows what base had, marked as not new', () => {
    const run = gate(['check', '--base', 'main', '--gate', 'all'], { in: changed() });

    expect(run.status).toBe(1);
    expect(run.stdout).toContain('short by 20 s. [grace-period-too-short] (not new)\n');
    expect(run.stdout).toMatch(/Gate failed: 1 finding of severity error or above\.\n$/);
  });
});

describe('--preset', () => {
  const strict = {
    'deployment.yaml': cleanDeployment.replace(/ +lifecycle:\n(?:.*\n)+/, ''),
    'service.yaml': withoutDrain,
  };

  it('strict makes errors of the protections of the guide', () => {
    const folder = folderOf(strict);
    const lines = ['deployment.yaml:23:17 warning prestop-missing', drainLine];

    expect(linesOf(checkReport([], { in: folder }))).toEqual(lines);
    expect(linesOf(checkReport(['--preset', 'strict'], { in: folder }))).toEqual(
      lines.map((line) => line.replace('warning', 'error')),
    );
    expect(checkReport(['--preset', 'strict'], { in: folder }).outcome).toMatchObject({
      preset: 'strict',
      result: 'fail',
    });
  });

  it('strict names exactly the five rules of the contract', () => {
    const { stdout } = gate(['rules', '--format', 'json'], { in: folderOf({}) });
    const { rules } = JSON.parse(stdout) as { rules: { id: string; severity: string; strictSeverity: string }[] };

    expect(
      rules
        .filter(({ severity, strictSeverity }) => severity !== strictSeverity)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([
      'connection-drain-not-enabled',
      'drain-exceeds-grace',
      'local-scheduler-not-wrr',
      'prestop-missing',
      'readiness-probe-missing',
    ]);
  });
});

describe('--rule and --ignore-rule', () => {
  it.each([
    [['--rule', 'grace-period-too-short'], [graceLine]],
    [
      ['--rule', 'grace-period-too-short', '--rule', 'connection-drain-not-enabled'],
      [graceLine, drainLine],
    ],
    [['--ignore-rule', 'grace-period-too-short'], [drainLine]],
    [['--ignore-rule', 'grace-period-too-short', '--ignore-rule', 'connection-drain-not-enabled'], []],
  ])('%j', (args, expected) => {
    expect(linesOf(checkReport(args, { in: folderOf(wrong) }))).toEqual(expected);
  });

  it('must leave a rule to run', () => {
    const args = ['check', '--rule', 'grace-period-too-short', '--ignore-rule', 'grace-period-too-short'];
    expect(gate(args, { in: folderOf(wrong) })).toEqual({
      status: 2,
      stdout: '',
      stderr: '--rule and --ignore-rule leave no rule to run.\n',
    });
  });
});

describe('--set', () => {
  const files = { 'service.yaml': localPolicy, 'deployment.yaml': cleanDeployment };
  const findings = (args: readonly string[], more: Record<string, string> = {}): unknown[] =>
    checkReport(args, { in: folderOf({ ...files, ...more }) }).findings.map(({ ruleId, certainty, assumes }) => [
      ruleId,
      certainty,
      ...assumes,
    ]);

  it('nothing known: the finding is conditional, and the report ends with the fact that would settle it', () => {
    const run = gate(['check'], { in: folderOf(files) });

    expect(findings([])).toEqual(unknown);
    expect(run.stdout).toContain(' – unless cluster.backendMode is eni. [local-scheduler-not-wrr]\n');
    expect(run.stdout).toContain(`These facts in .github/ack-service-gate.yml would settle more:
  cluster:
    backendMode: eni   # or node
`);
  });

  it('backendMode=node makes it certain', () => {
    expect(findings(['--set', 'cluster.backendMode=node'])).toEqual(byNodes);
  });

  it('backendMode=eni gives another answer', () => {
    expect(findings(['--set', 'cluster.backendMode=eni'])).toEqual(byPods);
  });

  it('network=flannel leaves only node backends', () => {
    expect(findings(['--set', 'cluster.network=flannel'])).toEqual(byNodes);
    expect(findings(['--set', 'cluster.network=terway'])).toEqual(unknown);
  });

  it('provider decides whose load balancers these are', () => {
    const counts = (args: readonly string[], service: string): number[] => {
      const { summary } = checkReport(args, { in: folderOf({ 'service.yaml': service }) });
      return [summary.loadBalancerServices, summary.foreignLoadBalancers];
    };
    const foreign = withoutDrain.replace(
      'spec:',
      '  annotations: { service.beta.kubernetes.io/aws-load-balancer-type: nlb }\nspec:',
    );

    expect(counts([], foreign)).toEqual([0, 1]);
    expect(counts(['--set', 'cluster.provider=auto'], foreign)).toEqual([0, 1]);
    expect(counts(['--set', 'cluster.provider=ack'], foreign)).toEqual([1, 0]);
    expect(counts(['--set', 'cluster.provider=other'], withoutDrain)).toEqual([0, 1]);
  });

  it.each([
    ['ccmVersion', 'v2.14.0'],
    ['kubernetesVersion', '1.32'],
    ['vpcId', 'vpc-1'],
    ['nodeCount', '12'],
    ['disablePublicLoadBalancer', 'true'],
    ['network', 'terway'],
    ['provider', 'ack'],
    ['backendMode', 'eni'],
  ])('%s meets a requirement of the configuration', (fact, value) => {
    const folder = folderOf({ 'service.yaml': cleanService, 'ack-service-gate.yml': `requireFacts: [${fact}]\n` });

    expect(gate(['check'], { in: folder }).status).toBe(2);
    expect(gate(['check', '--set', `cluster.${fact}=${value}`], { in: folder }).status).toBe(0);
  });

  it('wins over the configuration, that of named clusters too', () => {
    const eni = ['--set', 'cluster.backendMode=eni'];
    const clusters = 'clusters: [{ name: prod, paths: ["**"], backendMode: node }]\n';

    expect(findings(eni, { 'ack-service-gate.yml': 'cluster: { backendMode: node }\n' })).toEqual(byPods);
    expect(findings([], { 'ack-service-gate.yml': clusters })).toEqual(byNodes);
    expect(findings(eni, { 'ack-service-gate.yml': clusters })).toEqual(byPods);
  });

  it('the last of two assignments counts', () => {
    expect(findings(['--set', 'cluster.backendMode=node', '--set', 'cluster.backendMode=eni'])).toEqual(byPods);
  });
});

describe('--locale', () => {
  const chinese = '检查未通过：1 个 error 级及以上问题。\n';
  const english = 'Gate failed: 1 finding of severity error or above.\n';

  it.each([
    [[], {}, english],
    [['--locale', 'zh-CN'], {}, chinese],
    [[], { LANG: 'zh_CN.UTF-8' }, chinese],
    [[], { LANG: 'de_DE.UTF-8' }, english],
    [['--locale', 'en'], { LANG: 'zh_CN.UTF-8' }, english],
    [[], { LANG: 'en_US.UTF-8', LC_ALL: 'zh_CN' }, chinese],
    [[], { LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, english],
  ])('%j with %j', (args, env, verdict) => {
    const run = gate(['check', ...args], { in: folderOf(wrong), env });

    expect(run.stdout.endsWith(verdict)).toBe(true);
    expect(run).toMatchObject({ status: 1, stderr: '' });
  });

  it('comes from the configuration before the environment, and from the option before both', () => {
    const folder = folderOf({ ...wrong, 'ack-service-gate.yml': 'locale: zh-CN\n' });

    expect(gate(['check'], { in: folder }).stdout.endsWith(chinese)).toBe(true);
    expect(gate(['check', '--locale', 'en'], { in: folder }).stdout.endsWith(english)).toBe(true);
  });

  it('changes texts and nothing else', () => {
    const folder = folderOf(wrong);
    const [en, zh] = ['en', 'zh-CN'].map((locale) => checkReport(['--locale', locale], { in: folder }));
    const wordless = (report = en): unknown[] | undefined =>
      report?.findings.map(({ message, why, remedy, related, fix, ...rest }) => {
        expect([message, why, remedy, fix?.description].every((text) => text !== '')).toBe(true);
        return [rest, related.map(({ location }) => location), fix?.edits];
      });

    expect(wordless(zh)).toEqual(wordless(en));
    expect(zh?.findings[0]?.message).toBe('preStop 30 秒 + 余量 30 秒 > 优雅终止时间 40 秒：短缺 20 秒。');
  });
});

describe('--color', () => {
  const coloured = (args: readonly string[], env: Record<string, string> = {}): boolean =>
    gate(['check', ...args], { in: folderOf(wrong), env }).stdout.includes('\u001B[31m');

  it.each([
    [[], {}, false],
    [['--color', 'auto'], {}, false],
    [['--color', 'never'], {}, false],
    [['--color', 'always'], {}, true],
    [['--color', 'always'], { NO_COLOR: '1' }, true],
  ])('%j with %j into a pipe', (args, env, expected) => {
    expect(coloured(args, env)).toBe(expected);
  });

  it('never reaches files and json', () => {
    const folder = folderOf(wrong);
    const args = ['check', '--color', 'always', '--format', 'text=out.txt', '--format', 'json'];
    const { stdout } = gate(args, { in: folder });

    expect(stdout + readFileSync(join(folder, 'out.txt'), 'utf8')).not.toContain('\u001B');
  });
});

describe('--quiet and --verbose', () => {
  const files = {
    'service.yaml': localPolicy,
    'deployment.yaml': cleanDeployment,
    'chart/Chart.yaml': 'name: x\n',
    'chart/templates/service.yaml': 'kind: {{ .Kind }}\n',
    'base/service.yaml': withoutDrain.replace('shop', 'other'),
    'base/kustomization.yaml': 'resources: [service.yaml]\nnamePrefix: x-\n',
  };

  it('quiet leaves out all but findings and verdict', () => {
    const folder = folderOf(files);
    const normal = gate(['check'], { in: folder }).stdout;
    const quiet = gate(['check', '--quiet'], { in: folder }).stdout;
    const extras = [/^note: /m, /^Not evaluated for want of: /m, /would settle more/];

    for (const extra of extras) {
      expect(normal).toMatch(extra);
      expect(quiet).not.toMatch(extra);
    }
    expect(quiet).toMatch(/^service\.yaml:6:3: warning /);
    expect(quiet).toMatch(/\n\n0 errors, 1 warning, [^\n]*\nGate passed: [^\n]*\n$/);
    expect(quiet.split('\n').every((line) => line === '' || normal.split('\n').includes(line))).toBe(true);
  });

  it('verbose lists what was not evaluated, and what base had or lost', () => {
    const folder = repositoryOf({
      ...files,
      'ghost.yaml': `${shortGrace}---\n${withoutDrain}`.replaceAll('shop', 'gone'),
    });
    write(folder, { 'ghost.yaml': '' });
    const normal = gate(['check', '--base', 'main'], { in: folder }).stdout;
    const verbose = gate(['check', '--base', 'main', '--verbose'], { in: folder }).stdout;

    expect(normal).toContain('Not evaluated for want of: 2 × render (--verbose lists them).\n');
    expect(normal).not.toMatch(/^fixed |\(not new\)/m);
    expect(verbose).toContain('not evaluated: base/service.yaml:6:3 [connection-drain-not-enabled] needs render\n');
    expect(verbose).toMatch(/^fixed ghost\.yaml:21:38: preStop 30 s .*\[grace-period-too-short\]$/m);
    expect(verbose).toMatch(/^service\.yaml:6:3: warning .*\[local-scheduler-not-wrr\] \(not new\)$/m);
  });
});

describe('--version and --help', () => {
  it('print and pass', () => {
    const folder = folderOf({});
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };

    expect(gate(['--version'], { in: folder })).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    const help = gate(['--help'], { in: folder });
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toMatch(/^Usage: ack-service-gate \[options\] \[command\]\n/);
    expect(help.stdout).toContain(
      'Exit codes: 0 passed, 1 the policy failed, 2 could not evaluate, 3 a bug in the gate.',
    );
    expect(gate(['check', '--help'], { in: folder })).toMatchObject({ status: 0, stderr: '' });
  });

  it('the help of check names every option of the contract that is built, and no other', () => {
    const { stdout } = gate(['check', '--help'], { in: folderOf({}) });
    const options = [...stdout.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, option]) => option ?? '');

    expect(options.sort()).toEqual([
      '--base',
      '--color',
      '--config',
      '--fail-on',
      '--format',
      '--gate',
      '--help',
      '--ignore-rule',
      '--inventory',
      '--locale',
      '--no-config',
      '--preset',
      '--quiet',
      '--rule',
      '--set',
      '--shard',
      '--verbose',
    ]);
  });
});

describe('two runs', () => {
  it('give the same bytes, durationMs apart', () => {
    const folder = repositoryOf(wrong);
    write(folder, { 'more/service.yaml': withoutDrain, 'more/deployment.yaml': shortGrace, 'bad.yaml': 'kind: [' });
    const run = (): string => gate(['check', '--base', 'main', '--format', 'json'], { in: folder }).stdout;
    const timeless = (text: string): string => text.replace(/"durationMs": \d+/, '');

    expect(linesOf(readReport(run())).length).toBeGreaterThan(3);
    expect(timeless(run())).toBe(timeless(run()));
    commit(folder);
    expect(timeless(run())).toBe(timeless(run()));
  });
});
