import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, environment, folderOf, gate, ownPath } from '../support/gate.ts';
import { cleanDeployment, cleanService, renamed, shortGrace } from '../support/manifests.ts';

const wrong = { 'deployment.yaml': shortGrace, 'service.yaml': cleanService };

/** A program of the machine, not one that was installed with this project. */
function onPath(program: string): string | undefined {
  return ownPath()
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

const machineNode = onPath('node');
const machineVersion =
  machineNode === undefined ? '' : spawnSync(machineNode, ['--version'], { encoding: 'utf8' }).stdout.trim();
const isRecent = Number(/^v(\d+)/.exec(machineVersion)?.[1] ?? 0) >= 20;

describe.skipIf(!isRecent)(`the machine's own Node (${machineVersion || 'none'}, needs 20)`, () => {
  it('gives the same bytes as the Node of the tests', () => {
    const options = { in: folderOf(wrong), ...(machineNode === undefined ? {} : { node: machineNode }) };

    for (const args of [['check'], ['check', '--locale', 'zh-CN', '--color', 'always'], ['rules'], ['--version']]) {
      expect(gate(args, options)).toEqual(gate(args, { in: options.in }));
    }
    expect(gate(['check'], options).status).toBe(1);
  });
});

describe('the language of the machine', () => {
  it('LC_ALL=zh_CN gives Chinese, errors of usage stay as they are', () => {
    const run = gate(['check'], { in: folderOf(wrong), env: { LC_ALL: 'zh_CN' } });

    expect(run).toEqual({
      status: 1,
      stderr: '',
      stdout: `deployment.yaml:21:38: 错误 preStop 30 秒 + 余量 30 秒 > 优雅终止时间 40 秒：短缺 20 秒。 [grace-period-too-short]
 21 |       terminationGracePeriodSeconds: 40
    |                                      ^^
  原因：优雅终止时间与 preStop 同时开始计时。preStop 占用的时间无法再用于处理剩余请求：容器会在请求处理中被强制终止，用户遇到 503（S02）。
  处理：将 terminationGracePeriodSeconds 设置为 60 或更大。
  相关：deployment.yaml:37:15 preStop
  相关：service.yaml:4:9 位于 Service shop/web 之后

1 个错误，0 个警告，0 个提示（2 个文件，1 个 LoadBalancer Service，1 个工作负载）。
检查未通过：1 个 error 级及以上问题。
`,
    });
  });
});

describe('a pipe whose reader goes away', () => {
  it('is no bug', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [
        [`d${at}.yaml`, renamed(shortGrace, `web${at}`)],
        [`s${at}.yaml`, renamed(cleanService, `web${at}`)],
      ]).flat(),
    ) as Record<string, string>;
    const script = '"$1" "$2" check --verbose | head -1; exit "${PIPESTATUS[0]}"';
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath, bundle], {
      cwd: folderOf(many),
      env: environment(),
      encoding: 'utf8',
    });

    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^d0\.yaml:21:38: error .*\n$/);
  });
});

const script = onPath('script');
const isUtilLinux =
  script !== undefined && /util-linux/.test(spawnSync(script, ['--version'], { encoding: 'utf8' }).stdout);

describe.skipIf(!isUtilLinux)(`a terminal (${isUtilLinux ? 'by script' : 'no script of util-linux'})`, () => {
  /** All that a terminal shows, standard error included, with its line ends made plain. */
  function onTerminal(args: readonly string[], folder: string, env: Record<string, string> = {}): string {
    const command = [process.execPath, bundle, ...args].map((word) => `'${word}'`).join(' ');
    const { stdout } = spawnSync(script ?? '', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd: folder,
      env: environment({ TERM: 'xterm', SHELL: '/bin/sh', ...env }),
      encoding: 'utf8',
      input: '',
    });
    return stdout.replaceAll('\r\n', '\n');
  }

  const red = '\u001B[31m';

  it.each([
    [[], {}, true],
    [['--color', 'never'], {}, false],
    [[], { NO_COLOR: '1' }, false],
    [[], { NO_COLOR: '' }, true],
    [['--color', 'always'], { NO_COLOR: '1' }, true],
    [[], { TERM: 'dumb' }, false],
  ])('shows colours: %j with %j', (args, env, expected) => {
    const shown = onTerminal(['check', ...args], folderOf(wrong), env);

    expect(shown.includes(red)).toBe(expected);
    expect(shown.replaceAll(/\u001B\[\d+m/g, '')).toContain(gate(['check'], { in: folderOf(wrong) }).stdout);
  });

  it('shows progress while it reads, and wipes it away', () => {
    const text = `${cleanService}---\n${cleanDeployment}`;
    const files = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`${at}.yaml`, renamed(text, `w${at}`)]));
    const folder = folderOf(files);
    const progress = /\r\u001B\[Kreading \d+ of 2000 files/;
    const shown = onTerminal(['check'], folder);

    expect(shown).toMatch(progress);
    expect(shown.slice(shown.lastIndexOf(' of 2000 files'))).toMatch(/^ of 2000 files\r\u001B\[KNo problem found/);
    expect(onTerminal(['check', '--quiet'], folder)).not.toMatch(progress);
    expect(gate(['check'], { in: folder }).stderr).toBe('');
  });
});
