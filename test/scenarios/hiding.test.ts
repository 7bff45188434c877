import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkReport, commit, folderOf, gate, git, linesOf, repositoryOf, write } from '../support/gate.ts';
import {
  bareService,
  cleanDeployment,
  cleanService,
  shortGrace,
  unquotedValue,
  withoutDrain,
} from '../support/manifests.ts';

/** Beside `clean`, a Service of its own with an error of its own. */
const another = unquotedValue.replace('shop', 'elsewhere');
const clean = { 'k8s/service.yaml': cleanService, 'k8s/deployment.yaml': cleanDeployment };

/** What `check --base main` says; it fails exactly when something new is an error. */
function judge(folder: string, args: readonly string[] = []): string[] {
  const where = { in: folder };
  const report = checkReport(['--base', 'main', ...args], where);
  const hasNewError = report.findings.some(({ severity, status }) => severity === 'error' && status === 'new');
  expect(report.outcome.result).toBe(hasNewError ? 'fail' : 'pass');
  expect(gate(['check', '--base', 'main', ...args], where).status).toBe(hasNewError ? 1 : 0);
  return linesOf(report);
}

function problemsOf(folder: string): string[] {
  return checkReport(['--base', 'main'], { in: folder }).problems.map(({ kind, file }) => `${kind} ${file}`);
}

describe('padding past a limit', () => {
  it.each([
    ['characters', `# ${'x'.repeat(2 * 1024 * 1024)}\n`],
    ['lines', '#\n'.repeat(60_001)],
    ['nesting', `x: ${'['.repeat(101)}${']'.repeat(101)}\n`],
    [
      'aliases',
      `x0: &x0 [a, a]\n${Array.from({ length: 20 }, (_, at) => `x${at + 1}: &x${at + 1} [*x${at}, *x${at}]\n`).join('')}`,
    ],
  ])('%s', (_, padding) => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': withoutDrain + padding });
    commit(folder);

    expect(judge(folder)).toEqual([expect.stringMatching(/^k8s\/service\.yaml:\d+:\d+ error unreadable-manifest new/)]);
  });

  it('documents of one file', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': `${'kind: Pod\n---\n'.repeat(5_000)}${unquotedValue}` });

    expect(judge(folder)).toEqual(['k8s/service.yaml:10001:1 error unreadable-manifest new']);
  });

  it('documents that cannot matter may be long', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/map.yaml': `apiVersion: v1\nkind: ConfigMap\ndata: {x: "${'x'.repeat(3_000_000)}"}\n` });

    expect(judge(folder)).toEqual([]);
  });
});

describe('a template marker', () => {
  it.each([
    ['in a comment', `# {{ .Values.x }}\n${unquotedValue}`, 8],
    ['in a quoted value', unquotedValue.replace('namespace: shop', 'namespace: shop\n  labels: { x: "{{ .x }}" }'), 8],
    [
      'in a block scalar',
      unquotedValue.replace('namespace: shop', 'namespace: shop\n  labels:\n    x: |\n      {{ .x }}'),
      10,
    ],
    ['as a plain value', unquotedValue.replace('namespace: shop', 'namespace: shop\n  labels:\n    x: ${X}'), 9],
  ])('%s hides nothing', (_, text, line) => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': text });

    expect(judge(folder)).toEqual([
      expect.stringMatching(new RegExp(`^k8s/service\\.yaml:${line}:77 error annotation-not-string new`)),
    ]);
  });

  it('that breaks the YAML outside of a chart is an error', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': `{{- if .Values.x }}\n${unquotedValue}{{- end }}\n` });

    expect(judge(folder)).toEqual(['k8s/service.yaml:1:1 error unreadable-manifest new in diff']);
  });

  it('below templates/ of a chart is said, and never called good', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'chart/Chart.yaml': 'name: x\n', 'chart/templates/service.yaml': `{{ x }}\n${unquotedValue}` });

    expect(judge(folder)).toEqual([]);
    expect(problemsOf(folder)).toEqual(['unrendered-template chart/templates/service.yaml']);
    expect(gate(['check', '--base', 'main'], { in: folder }).stdout).toContain(
      'No problem in what could be read; 1 changed file was not judged – 0 new,',
    );
  });
});

describe('git tricks', () => {
  it('a tracked file added to .gitignore is read all the same; an untracked one is not', () => {
    const folder = repositoryOf(clean);
    write(folder, { '.gitignore': 'k8s/\n', 'k8s/service.yaml': unquotedValue, 'k8s/untracked.yaml': 'kind: [' });

    expect(judge(folder)).toEqual(['k8s/service.yaml:7:77 error annotation-not-string new in diff']);
  });

  it('a new file that is added by force is read, too', () => {
    const folder = repositoryOf(clean);
    write(folder, { '.gitignore': 'k8s/\n', 'k8s/more.yaml': another });
    commit(folder);

    expect(judge(folder)).toContain('k8s/more.yaml:7:77 error annotation-not-string new in diff');
  });

  it('attributes that call a manifest binary or without a diff change nothing', () => {
    const folder = repositoryOf(clean);
    write(folder, { '.gitattributes': '*.yaml binary -diff\n', 'k8s/service.yaml': unquotedValue });
    commit(folder);

    expect(judge(folder)).toEqual(['k8s/service.yaml:7:77 error annotation-not-string new in diff']);
  });

  it('a file name that is not UTF-8', () => {
    const folder = repositoryOf(clean);
    const blob = git(folder, 'hash-object', '-w', 'k8s/service.yaml').trim();
    const script = `printf '100644 ${blob}\\tk8s/x\\377.yaml\\0' | git update-index -z --index-info`;
    git(folder, '-c', `alias.put=!${script}`, 'put');

    expect(judge(folder)).toContain('k8s/x\uFFFD.yaml:1:1 error unreadable-manifest new in diff');
  });

  it('a file that was already broken in base counts as new once it is edited', () => {
    const broken = unquotedValue.replace('spec:', 'spec: [');
    const folder = repositoryOf({ ...clean, 'k8s/service.yaml': broken, 'k8s/other.yaml': `x: [\n${broken}` });

    expect(judge(folder)).toEqual([
      'k8s/other.yaml:1:4 error unreadable-manifest unchanged',
      'k8s/service.yaml:11:9 error unreadable-manifest unchanged',
    ]);
    write(folder, { 'k8s/service.yaml': `${broken}# edited\n` });
    expect(judge(folder)).toEqual([
      'k8s/other.yaml:1:4 error unreadable-manifest unchanged',
      'k8s/service.yaml:11:9 error unreadable-manifest new',
    ]);
  });

  it('so it does in one of several scopes', () => {
    const copies = { 'prod/service.yaml': cleanService, 'test/service.yaml': cleanService };
    const folder = repositoryOf({ ...copies, 'prod/broken.yaml': 'kind: [' });

    expect(judge(folder)).toEqual(['prod/broken.yaml:1:7 error unreadable-manifest unchanged']);
  });
});

describe('links', () => {
  it('to a file out of the root fail, once: new where the link is, unchanged from then on', () => {
    const outside = folderOf({ 'service.yaml': unquotedValue });
    const folder = repositoryOf(clean);
    rmSync(join(folder, 'k8s/service.yaml'));
    symlinkSync(join(outside, 'service.yaml'), join(folder, 'k8s/service.yaml'));
    commit(folder);

    expect(judge(folder)).toEqual(['k8s/service.yaml:1:1 error unreadable-manifest new in diff']);
    expect(judge(folder, ['--base', 'HEAD'])).toEqual(['k8s/service.yaml:1:1 error unreadable-manifest unchanged']);
  });

  it('to a folder out of the root fail', () => {
    const folder = repositoryOf(clean);
    symlinkSync(folderOf({ 'service.yaml': unquotedValue }), join(folder, 'more'));

    expect(judge(folder)).toEqual(['more:1:1 error unreadable-manifest new in diff']);
  });

  it('out of the root fail when they are named, too', () => {
    const folder = repositoryOf(clean);
    rmSync(join(folder, 'k8s'), { recursive: true });
    symlinkSync(folderOf(clean), join(folder, 'k8s'));

    for (const path of ['k8s/k8s', 'k8s/k8s/service.yaml']) {
      expect(judge(folder, [path])).toEqual([`${path}:1:1 error unreadable-manifest new in diff`]);
    }
    expect(judge(folder, ['k8s'])).toEqual(['k8s:1:1 error unreadable-manifest new in diff']);
  });

  it('to what is no manifest, to nothing, and within the root, are no way out', () => {
    const folder = repositoryOf(clean);
    symlinkSync('/etc/hostname', join(folder, 'hostname'));
    symlinkSync('nowhere.yaml', join(folder, 'dangling.yaml'));
    symlinkSync('k8s', join(folder, 'again'));
    symlinkSync('k8s/service.yaml', join(folder, 'again.yaml'));

    expect(judge(folder)).toEqual([]);
  });

  it('out of the named folder but within the repository are followed', () => {
    const folder = repositoryOf({ ...clean, 'shared/service.yaml': another });
    symlinkSync('../shared/service.yaml', join(folder, 'k8s/more.yaml'));

    expect(linesOf(checkReport(['k8s'], { in: folder }))).toContain('k8s/more.yaml:7:77 error annotation-not-string');
  });

  it('that show what git does not know are new each time: base cannot tell what stood there', () => {
    const folder = repositoryOf({ ...clean, '.gitignore': 'made/\n' });
    symlinkSync('../made/service.yaml', join(folder, 'k8s/more.yaml'));
    commit(folder);
    write(folder, { 'made/service.yaml': another });

    expect(judge(folder, ['--base', 'HEAD'])).toContain('k8s/more.yaml:7:77 error annotation-not-string new in diff');
  });

  it('of base are no way in: a link that becomes a file is judged as a file', () => {
    const folder = repositoryOf(clean);
    rmSync(join(folder, 'k8s/service.yaml'));
    symlinkSync('deployment.yaml', join(folder, 'k8s/service.yaml'));
    commit(folder);
    rmSync(join(folder, 'k8s/service.yaml'));
    write(folder, { 'k8s/service.yaml': unquotedValue });

    expect(judge(folder)).toEqual(['k8s/service.yaml:7:77 error annotation-not-string new in diff']);
  });
});

describe('what is not there', () => {
  function withSubmodule(): string {
    const other = repositoryOf({ 'service.yaml': another });
    const folder = repositoryOf(clean);
    git(folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other, 'sub');
    return folder;
  }

  it('a submodule that is not checked out: new where it is added or moved on, else unchanged', () => {
    const folder = withSubmodule();
    git(folder, 'submodule', '--quiet', 'deinit', '--force', '--all');

    expect(judge(folder)).toEqual(['sub:1:1 error unreadable-manifest new in diff']);
    commit(folder);
    expect(judge(folder, ['--base', 'HEAD'])).toEqual(['sub:1:1 error unreadable-manifest unchanged']);
  });

  it('a submodule that is checked out is read: new where it moves on, else unchanged', () => {
    const folder = withSubmodule();

    expect(judge(folder)).toEqual(['sub/service.yaml:7:77 error annotation-not-string new in diff']);
    commit(folder);
    expect(judge(folder, ['--base', 'HEAD'])).toEqual(['sub/service.yaml:7:77 error annotation-not-string unchanged']);
    write(folder, {
      '.gitmodules': `${git(folder, 'show', 'HEAD:.gitmodules')}\tignore = all\n`,
      'sub/new.yaml': unquotedValue,
    });
    expect(judge(folder, ['--base', 'HEAD'])).toContain('sub/new.yaml:7:77 error annotation-not-string new in diff');
  });

  it('a Git LFS pointer', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n' });

    expect(judge(folder)).toEqual(['k8s/service.yaml:1:1 error unreadable-manifest new in diff']);
  });

  it('UTF-16', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': Buffer.from(`\uFEFF${unquotedValue}`, 'utf16le') });

    expect(judge(folder)).toEqual(['k8s/service.yaml:1:1 error unreadable-manifest new in diff']);
  });

  it('bytes that are no UTF-8', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': Buffer.from(`${unquotedValue}# \xff\n`, 'latin1') });

    expect(judge(folder)).toEqual([expect.stringMatching(/^k8s\/service\.yaml:\d+:3 error unreadable-manifest new/)]);
  });

  it('a nested repository that git lists as one folder is read', () => {
    const folder = repositoryOf(clean);
    mkdirSync(join(folder, 'nested'));
    git(join(folder, 'nested'), 'init', '--quiet');
    write(folder, { 'nested/service.yaml': another });

    expect(judge(folder)).toEqual(['nested/service.yaml:7:77 error annotation-not-string new in diff']);
  });
});

describe('configuration', () => {
  const strict = 'policy: { failOn: warning }\n';
  const lax = 'rules: { annotation-not-string: off }\npolicy: { failOn: never }\n';
  const changed = (before: Record<string, string>, after: Record<string, string>): string => {
    const folder = repositoryOf({ ...clean, ...before });
    for (const path of Object.keys(before)) rmSync(join(folder, path));
    write(folder, { ...after, 'k8s/service.yaml': unquotedValue });
    commit(folder);
    return folder;
  };
  const finding = ['k8s/service.yaml:7:77 error annotation-not-string new in diff'];
  const off = 'rules.annotation-not-string: – → off';

  it.each([
    ['loosened in head', { 'ack-service-gate.yml': strict }, { 'ack-service-gate.yml': lax }, ['warning → never', off]],
    ['added in head', {}, { 'ack-service-gate.yml': lax }, ['– → never', off]],
    [
      'put before that of base',
      { 'ack-service-gate.yml': strict },
      { '.github/ack-service-gate.yml': lax },
      ['warning → never', off],
    ],
    ['deleted in head', { 'ack-service-gate.yml': strict }, {}, ['warning → –']],
  ])('%s', (_, before, after, [failOn, ...others]) => {
    const folder = changed(before, after);
    const report = checkReport(['--base', 'main'], { in: folder });
    const name = Object.keys(after)[0] ?? 'ack-service-gate.yml';

    expect(linesOf(report)).toEqual(finding);
    expect(report.outcome).toMatchObject({
      result: 'fail',
      failOn: 'ack-service-gate.yml' in before ? 'warning' : 'error',
    });
    expect(report.problems).toEqual([
      {
        kind: 'configuration-changed',
        file: name,
        message: `the configuration differs from base's, which was used; the new one counts once it is merged: ${[`policy.failOn: ${failOn}`, ...others].join('; ')}`,
        location: null,
      },
    ]);
  });

  it('that does not validate in head is a finding beside the evaluation by base, at each fault', () => {
    const folder = changed(
      { 'ack-service-gate.yml': strict },
      { 'ack-service-gate.yml': 'ruls: {}\npolicy: { gate: none }\n' },
    );
    const report = checkReport(['--base', 'main'], { in: folder });

    expect(linesOf(report)).toEqual([
      'ack-service-gate.yml:1:1 error invalid-configuration new in diff',
      'ack-service-gate.yml:2:17 error invalid-configuration new in diff',
      ...finding,
    ]);
    expect(report.findings[1]?.message).toBe(
      'The configuration does not validate: expected one of new, all, found "none".',
    );
    expect(report.outcome).toMatchObject({ result: 'fail', failOn: 'warning' });
  });

  it.each([
    ['by name', 'gate.yml', '.'],
    ['by an absolute name', '', '.'],
    ['from a folder below', '../gate.yml', 'k8s'],
  ])('loosened in head and named: %s', (_, name, from) => {
    const folder = changed({ 'gate.yml': strict }, { 'gate.yml': lax });
    const config = name === '' ? join(folder, 'gate.yml') : name;

    expect(checkReport(['--base', 'main', '--config', config], { in: join(folder, from) }).outcome).toMatchObject({
      result: 'fail',
      failOn: 'warning',
    });
  });

  it('of the working tree counts when it is named and git does not know it', () => {
    const folder = changed({ 'ack-service-gate.yml': strict }, { 'ack-service-gate.yml': strict });
    write(folder, { 'made-by-the-workflow.yml': lax });

    expect(judge(folder, ['--config', 'made-by-the-workflow.yml'])).toEqual([]);
    expect(judge(folder, ['--config', join(folder, 'made-by-the-workflow.yml')])).toEqual([]);
  });

  it('that was only moved is still base’s', () => {
    const folder = changed({ 'ack-service-gate.yml': strict }, { '.github/ack-service-gate.yml': strict });

    expect(checkReport(['--base', 'main'], { in: folder })).toMatchObject({
      problems: [],
      outcome: { failOn: 'warning' },
    });
  });

  it('policy can be tightened by options, not loosened', () => {
    const folder = repositoryOf({ ...clean, 'ack-service-gate.yml': 'policy: { failOn: warning, gate: all }\n' });
    const outcome = (...args: string[]): unknown => {
      const { failOn, gate: which } = checkReport(['--base', 'main', ...args], { in: folder }).outcome;
      return [failOn, which];
    };

    expect(outcome()).toEqual(['warning', 'all']);
    expect(outcome('--fail-on', 'never', '--gate', 'new')).toEqual(['warning', 'all']);
    expect(outcome('--fail-on', 'error')).toEqual(['warning', 'all']);
    expect(outcome('--fail-on', 'info')).toEqual(['info', 'all']);
  });
});

describe('moving things', () => {
  it('renaming a file neither hides nor blames', () => {
    const folder = repositoryOf({ ...clean, 'k8s/deployment.yaml': shortGrace });
    git(folder, 'mv', 'k8s/deployment.yaml', 'k8s/app.yaml');

    expect(judge(folder)).toEqual(['k8s/app.yaml:21:38 error grace-period-too-short unchanged']);
    write(folder, { 'k8s/app.yaml': shortGrace.replace('PeriodSeconds: 40', 'PeriodSeconds: 35') });
    expect(judge(folder)).toEqual(['k8s/app.yaml:21:38 error grace-period-too-short new worsened in diff']);
  });

  it('moving a Service to another folder takes its findings along', () => {
    const folder = repositoryOf({
      ...clean,
      'k8s/service.yaml': withoutDrain,
      bareService,
      'k8s/deployment.yaml': shortGrace,
    });
    mkdirSync(join(folder, 'net'));
    git(folder, 'mv', 'k8s/service.yaml', 'net/service.yaml');

    expect(judge(folder)).toEqual([
      'k8s/deployment.yaml:21:38 error grace-period-too-short unchanged',
      'net/service.yaml:6:3 warning connection-drain-not-enabled unchanged',
    ]);
  });

  it('an ending that kubectl does not read is said to be fixed, as Kubernetes sees it', () => {
    const folder = repositoryOf({ ...clean, 'k8s/service.yaml': unquotedValue });
    git(folder, 'mv', 'k8s/service.yaml', 'k8s/service.yaml.txt');

    expect(judge(folder)).toEqual([
      'k8s/service.yaml:4:9 error service-removed-releases-ip new in diff',
      'k8s/service.yaml:7:77 error annotation-not-string fixed in diff',
    ]);
  });

  it.each(['service.YAML', 'service.Yml', 'service.json'])('%s is a manifest', (name) => {
    const folder = repositoryOf(clean);
    git(folder, 'mv', 'k8s/service.yaml', `k8s/${name}`);
    write(folder, { [`k8s/${name}`]: unquotedValue });

    expect(judge(folder)).toEqual([`k8s/${name}:7:77 error annotation-not-string new in diff`]);
  });
});

describe('another cloud', () => {
  const foreign = 'service.beta.kubernetes.io/aws-load-balancer-type: "nlb"';

  it('an annotation of another cloud on a live ACK Service does not take it out of sight', () => {
    const folder = repositoryOf(clean);
    write(folder, { 'k8s/service.yaml': withoutDrain.replace('  annotations:\n', `  annotations:\n    ${foreign}\n`) });

    expect(judge(folder)).toEqual([
      'k8s/service.yaml:6:3 error connection-drain-not-enabled new',
      'k8s/service.yaml:7:77 warning annotation-removal-has-no-effect new in diff',
    ]);
    expect(checkReport(['--base', 'main'], { in: folder }).summary).toMatchObject({
      loadBalancerServices: 1,
      foreignLoadBalancers: 0,
    });
  });

  it('nor when base left everything to the defaults', () => {
    const folder = repositoryOf({ ...clean, 'k8s/service.yaml': bareService });
    write(folder, { 'k8s/service.yaml': bareService.replace('spec:', `  annotations:\n    ${foreign}\nspec:`) });

    expect(judge(folder)).toEqual([
      'k8s/service.yaml:6:3 warning connection-drain-not-enabled unchanged in diff',
      'k8s/service.yaml:6:3 warning explicit-address-type unchanged in diff',
    ]);
  });

  it('one that was foreign in base stays so', () => {
    const own = bareService.replace('spec:', `  annotations:\n    ${foreign}\nspec:`);
    const folder = repositoryOf({ ...clean, 'k8s/service.yaml': own });
    write(folder, { 'k8s/service.yaml': `${own}# edited\n` });

    expect(judge(folder)).toEqual([]);
  });
});
