import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gate, repository, temporaryFolder } from '../support/gate.ts';

/**
 * What README shows is what happens. In a block marked `console` a line `$ command` is followed by the whole output; a
 * line `…` stands for any lines. In a block marked `sh` every command of the gate must at least be understood.
 */
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}));

const transcripts = blocks
  .filter(({ language }) => language === 'console')
  .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
  .map((part) => {
    const end = part.indexOf('\n');
    return { command: part.slice(0, end), output: part.slice(end + 1) };
  })
  .filter(({ command }) => isOurs(command));

const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.split('\n'))
  .filter(isOurs);

function isOurs(command: string): boolean {
  return command.startsWith('node dist/cli.js');
}

function run(command: string): ReturnType<typeof gate> {
  return gate(command.split(/\s+/).slice(2), { in: repository });
}

function pattern(output: string): RegExp {
  const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(
    `^${output
      .split(/^…\n/m)
      .map(escape)
      .join(String.raw`(?:.*\n)*`)}$`,
  );
}

describe('README', () => {
  it('shows commands, and what they print', () => {
    expect(commands.length).toBeGreaterThan(0);
    expect(transcripts.length).toBeGreaterThan(0);
  });

  it.each(transcripts)('$command', ({ command, output }) => {
    const { status, stdout, stderr } = run(command);

    expect(stdout + stderr).toMatch(pattern(output.trimEnd() === '' ? '' : `${output.trimEnd()}\n`));
    expect(status).toBe(/^Gate failed: /m.test(output) ? 1 : 0);
  });

  it.each(commands)('%s', (command) => {
    const { status, stderr } = run(command.replace(/=(?=\S+\.(?:json|md|html|sarif)\b)/g, `=${temporaryFolder()}/`));
    // The reader's folders and branches need not be here; whatever else is refused is a mistake in README.
    const isOfTheReader =
      /^(?:\S+: there is no such file|\S+ cannot be read: ENOENT|--base \S+: neither a commit)/.test(stderr);

    expect(isOfTheReader ? '' : stderr).toBe('');
    expect(isOfTheReader ? [2] : [0, 1]).toContain(status);
  });

  it.each([...readme.matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option))('knows the option %s', (option) => {
    const help = ['check', 'explain', 'rules']
      .map((command) => run(`node dist/cli.js ${command} --help`).stdout)
      .join('');

    expect(help).toContain(option);
  });
});
