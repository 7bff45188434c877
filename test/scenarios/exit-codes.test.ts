import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, folderOf, gate, repository, repositoryOf, temporaryFolder, type Run } from '../support/gate.ts';
import { cleanService, shortGrace } from '../support/manifests.ts';

const clean = { 'service.yaml': cleanService };

/** What a run looks like that could not evaluate: nothing on standard output, the reason on standard error. */
function refused(stderr: string): Run {
  return { status: 2, stdout: '', stderr };
}

describe('0 and 1', () => {
  it('0: the policy holds', () => {
    expect(gate(['check'], { in: folderOf(clean) })).toMatchObject({ status: 0, stderr: '' });
  });

  it('0: a folder without manifests, when it was not named', () => {
    expect(gate(['check'], { in: folderOf({ 'readme.md': '' }) })).toEqual({
      status: 0,
      stderr: '',
      stdout: `No problem found (0 files, 0 LoadBalancer Services, 0 workloads).
Gate passed: no finding of severity error or above.
`,
    });
  });

  it('1: the policy fails', () => {
    const folder = folderOf({ ...clean, 'deployment.yaml': shortGrace });

    expect(gate(['check'], { in: folder })).toMatchObject({ status: 1, stderr: '' });
  });
});

describe('2, usage', () => {
  it.each([
    [['chekc'], "error: unknown command 'chekc'\n(Did you mean check?)\n"],
    [['check', '--fale-on', 'error'], "error: unknown option '--fale-on'\n(Did you mean --fail-on?)\n"],
    [['check', '--base'], "error: option '--base <revision or folder>' argument missing\n"],
    [['check', '--fail-on', 'fatal'], '--fail-on takes error, warning, info, never, not "fatal".\n'],
    [
      ['check', '--fail-on', 'warnings'],
      '--fail-on takes error, warning, info, never, not "warnings". Did you mean "warning"?\n',
    ],
    [['check', '--gate', 'old'], '--gate takes new, all, not "old".\n'],
    [['check', '--gate', 'new'], '--gate new needs a base to compare with.\nAdd --base <revision or folder>.\n'],
    [['check', '--preset', 'strikt'], '--preset takes recommended, strict, not "strikt". Did you mean "strict"?\n'],
    [['check', '--locale', 'de'], '--locale takes en, zh-CN, not "de".\n'],
    [
      ['check', '--color', 'blue'],
      "error: option '--color <when>' argument 'blue' is invalid. Allowed choices are auto, always, never.\n",
    ],
    [
      ['check', '--format', 'jso'],
      '--format takes text, json, sarif, markdown, html, junit or github, not "jso". Did you mean "json"?\n',
    ],
    [['merge'], "error: missing required argument 'file'\n"],
    [['plan', '--format', 'markdown'], '--format markdown of a plan needs --base.\n'],
    [['plan', '--format', 'github'], '--format takes text, json or markdown, not "github".\n'],
    [['check', '--format', 'json='], '--format json= names no file.\n'],
    [
      ['check', '--format', 'json', '--format', 'text'],
      'Only one --format may go to standard output; give the others a file: --format json=report.json.\n',
    ],
    [
      ['check', '--rule', 'prestop-mising'],
      '--rule: there is no rule "prestop-mising". Did you mean "prestop-missing"?\nack-service-gate rules lists them.\n',
    ],
    [
      ['check', '--ignore-rule', 'everything'],
      '--ignore-rule: there is no rule "everything".\nack-service-gate rules lists them.\n',
    ],
    [
      ['check', '--set', 'backendMode=eni'],
      '--set takes cluster.<fact>=<value>, not "backendMode=eni".\nFacts: provider, ccmVersion, kubernetesVersion, network, backendMode, vpcId, nodeCount, disablePublicLoadBalancer.\n',
    ],
    [
      ['check', '--set', 'cluster.backendMod=eni'],
      '--set: there is no fact "cluster.backendMod". Did you mean "backendMode"?\nFacts: provider, ccmVersion, kubernetesVersion, network, backendMode, vpcId, nodeCount, disablePublicLoadBalancer.\n',
    ],
    [['check', '--set', 'cluster.backendMode=pod'], '--set cluster.backendMode takes eni or node, not "pod".\n'],
    [['check', '--set', 'cluster.nodeCount=-1'], '--set cluster.nodeCount takes a whole number, not "-1".\n'],
    [['check', '--set', 'cluster.nodeCount='], '--set cluster.nodeCount takes a value, not "".\n'],
    [
      ['check', '--set', 'cluster.ccmVersion=new'],
      '--set cluster.ccmVersion takes a version such as v2.14.0, not "new".\n',
    ],
    [
      ['check', '--set', 'cluster.disablePublicLoadBalancer=yes'],
      '--set cluster.disablePublicLoadBalancer takes true or false, not "yes".\n',
    ],
    [
      ['rules', 'prestop-mising'],
      'There is no rule "prestop-mising". Did you mean "prestop-missing"?\nack-service-gate rules lists them.\n',
    ],
    [['rules', '--locale', 'de'], '--locale takes en, zh-CN, not "de".\n'],
    [
      ['rules', '--format', 'yaml'],
      "error: option '--format <name>' argument 'yaml' is invalid. Allowed choices are text, json.\n",
    ],
  ])('%j', (args, reason) => {
    expect(gate(args, { in: folderOf(clean) })).toEqual(refused(reason));
  });

  it('no command at all shows the help on standard error', () => {
    const run = gate([], { in: folderOf(clean) });

    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(/^Usage: ack-service-gate /);
  });

  it.each([
    ...['--baseline=b.json', '--fix', '--fix-dry-run', '--render=none'].map((option) => [
      ['check', option],
      `error: unknown option '${option}'`,
    ]),
    ...['baseline', 'init'].map((command) => [[command], `error: unknown command '${command}'`]),
  ] as [string[], string][])('%j is of a later issue, and refused as unknown', (args, reason) => {
    const run = gate(args, { in: folderOf(clean) });

    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr.split('\n')[0]?.startsWith(reason)).toBe(true);
  });
});

describe('2, paths', () => {
  it.each([
    ['gone.yaml', 'gone.yaml: there is no such file or folder.\n'],
    ['docs', 'docs: nothing to check, there is no YAML or JSON file.\n'],
    ['docs/readme.md', 'docs/readme.md: nothing to check, there is no YAML or JSON file.\n'],
  ])('%s', (path, reason) => {
    const folder = folderOf({ ...clean, 'docs/readme.md': '' });

    expect(gate(['check', path], { in: folder })).toEqual(refused(reason));
    expect(gate(['check', 'service.yaml', path], { in: folder })).toEqual(refused(reason));
  });

  it('this folder, when it is named and holds nothing', () => {
    const folder = folderOf({ 'readme.md': '' });

    expect(gate(['check', '.'], { in: folder })).toEqual(
      refused('.: nothing to check, there is no YAML or JSON file.\n'),
    );
  });
});

describe('2, base', () => {
  it('outside of git', () => {
    expect(gate(['check', '--base', 'main'], { in: folderOf(clean) })).toEqual(
      refused(
        '--base main: neither a commit of this repository nor a folder.\nThis is no git checkout, so --base takes a folder.\n',
      ),
    );
  });

  it.each(['no-such-branch', 'HEAD~9', 'service.yaml', 'main:service.yaml', '--all'])('%s in a repository', (base) => {
    expect(gate(['check', `--base=${base}`], { in: repositoryOf(clean) })).toEqual(
      refused(
        `--base ${base}: neither a commit of this repository nor a folder.\nFetch it first (in a shallow checkout: git fetch origin <branch>), or name a folder with the same layout.\n`,
      ),
    );
  });

  it('without git installed', () => {
    const run = gate(['check', '--base', 'main'], { in: repositoryOf(clean), env: { PATH: temporaryFolder() } });

    expect(run).toEqual(
      refused(
        '--base main: neither a commit of this repository nor a folder.\ngit is not installed, so --base takes a folder.\n',
      ),
    );
  });
});

describe('2, reports', () => {
  it.each([
    ['no/such/folder/report.json', 'ENOENT'],
    ['docs', 'EISDIR'],
  ])('%s cannot be written', (file, code) => {
    const folder = folderOf({ ...clean, 'docs/readme.md': '' });

    expect(gate(['check', '--format', `json=${file}`], { in: folder })).toEqual(
      refused(`The report cannot be written to ${file}: ${code}.\n`),
    );
  });
});

describe('3', () => {
  /** A copy of the bundle in which something is broken on purpose. */
  function brokenBundle(chunk: RegExp, from: RegExp, to: string): string {
    const folder = temporaryFolder();
    cpSync(dirname(bundle), join(folder, 'dist'), { recursive: true });
    cpSync(join(repository, 'package.json'), join(folder, 'package.json'));
    const chunks = join(folder, 'dist/chunks');
    const name = readdirSync(chunks).find((candidate) => chunk.test(candidate)) ?? '';
    const text = readFileSync(join(chunks, name), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(join(chunks, name), text.replace(from, to));
    return join(folder, 'dist/cli.js');
  }

  it('a rule that throws is a bug; it is named, with the file, and nothing is reported', () => {
    const cli = brokenBundle(/^rules\.js$/, /(?<=\bcheck\([^()]*\)\s*\{)/, 'throw new Error("broken on purpose");');
    const run = gate(['check'], { in: folderOf(clean), cli });

    expect(run).toMatchObject({ status: 3, stdout: '' });
    expect(run.stderr).toMatch(
      /^This is a bug in the gate; please report it with the lines below\.\nError: rule [a-z-]+ failed on service\.yaml \(Service\/shop\/web\)\n/,
    );
    expect(run.stderr).toContain('[cause]: Error: broken on purpose\n');
  });
});
