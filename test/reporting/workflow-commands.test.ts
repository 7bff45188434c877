import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/analysis/check.ts';
import { safeForLog, withoutCommands } from '../../src/reporting/safe-log.ts';
import { visible } from '../../src/reporting/show-text.ts';
import { command, workflowCommands } from '../../src/reporting/workflow-commands.ts';
import { checkFiles, type Files } from '../support/check-files.ts';
import {
  cleanDeployment,
  cleanService,
  renamed,
  shortGrace,
  unquotedValue,
  withoutDrain,
} from '../support/manifests.ts';
import { commandIn, commandsIn } from '../support/runner.ts';
import { secrets } from './secrets.ts';
import { story } from './story.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'workflow-commands', name);

describe('the annotations of a change', () => {
  it('in English', async () => {
    await expect(workflowCommands(story())).toMatchFileSnapshot(fixture('change.en.expected'));
  });

  it('in Chinese', async () => {
    await expect(workflowCommands(story('zh-CN'))).toMatchFileSnapshot(fixture('change.zh.expected'));
  });

  it('are only those that count: nothing fixed, and under gate new nothing that base has', () => {
    const rules = commandsIn(workflowCommands(story())).map(({ properties }) => properties['title']);

    expect(rules).not.toContain('annotation-not-string');
    expect(rules).not.toContain('connection-drain-not-enabled');
  });
});

it('a clean run has none, and still says how it ended', () => {
  const result = checkFiles({ 'a.yaml': cleanService, 'b.yaml': cleanDeployment });

  expect(workflowCommands(result)).toBe(
    'No problem found (2 files, 1 LoadBalancer Service, 1 workload).\nGate passed: no finding of severity error or above.\n',
  );
});

describe('with more findings than GitHub shows', () => {
  const pairs = Array.from({ length: 12 }, (_, at): [string, string][] => [
    [`d${at}.yaml`, renamed(shortGrace, `web${at}`)],
    [`s${at}.yaml`, renamed(withoutDrain, `web${at}`)],
  ]);
  const files: Files = Object.fromEntries(pairs.flat());

  it('nine of a level are shown and the rest is counted', () => {
    const shown = commandsIn(workflowCommands(checkFiles(files)));

    expect(shown.map(({ name }) => name)).toEqual([...Array(9).fill('error'), ...Array(9).fill('warning'), 'notice']);
    expect(shown.at(-1)?.data).toBe('6 more: --format markdown lists every finding.');
  });

  it('what the change touches comes first among equals', () => {
    const result = checkFiles(files);
    const touched = 'd9.yaml';
    const findings = result.findings.map((finding) => ({ ...finding, inDiff: finding.location.file === touched }));
    const [first, second] = commandsIn(workflowCommands({ ...result, findings }));

    expect(first?.properties['file']).toBe(touched);
    expect(second?.properties['file']).toBe('d0.yaml');
  });
});

describe('places', () => {
  const [finding] = checkFiles({ 'a.yaml': unquotedValue }).findings;
  const annotated = (change: object): Readonly<Record<string, string>> | undefined => {
    const result: CheckResult = checkFiles({ 'a.yaml': unquotedValue });
    if (finding === undefined) return undefined;
    const findings = [{ ...finding, location: { ...finding.location, ...change } }];
    return commandsIn(workflowCommands({ ...result, findings }))[0]?.properties;
  };
  const title = 'annotation-not-string';

  it.each([
    ['in a line', {}, { file: 'a.yaml', line: '7', endLine: '7', col: '77', endColumn: '79', title }],
    ['over lines have no columns', { end: { line: 9, column: 4 } }, { file: 'a.yaml', line: '7', endLine: '9', title }],
    ['up to a line end', { end: { line: 9, column: 1 } }, { file: 'a.yaml', line: '7', endLine: '8', title }],
    ['of base are no places of the checkout', { tree: 'base' }, { title }],
  ])('%s', (_, change, expected) => {
    expect(annotated(change)).toEqual(expected);
  });
});

const pieces = [
  ':: : ##[ ## [ ] % %0A %3A , ; = a ::error:: ::add-mask::x ##[error] ::stop-commands::x',
  '\u200B \u00AD \u2028 \u001B[2J \uD800',
];
const dangerous = fc.constantFrom(' ', '\n', '\r', '\t', '\u00A0', '\u3000', ...pieces.join(' ').split(' '));
const hostile = fc
  .array(fc.oneof(dangerous, fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

describe('whatever a manifest says', () => {
  it('a command is read as the one that was meant', () => {
    fc.assert(
      fc.property(hostile, hostile, (file, message) => {
        const line = command('error', { file: `f${file}`, line: 3 }, message);
        const read = commandsIn(line);
        const shown = visible(`f${file}`).replaceAll('##[', String.raw`##\u005B`);

        expect(line).not.toMatch(/[\r\n]/);
        expect(read).toEqual([{ name: 'error', properties: { file: shown, line: '3' }, data: safeForLog(message) }]);
      }),
    );
  });

  it('a line for the log is no command', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = safeForLog(text);

        expect(commandsIn(shown)).toEqual([]);
        expect(shown).not.toMatch(/(?!\n|\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u);
        expect(shown.split('\n').length).toBe(text.split(/\r\n|[\r\n]/).length);
      }),
    );
  });

  it('JSON stays the same value when commands are broken in it', () => {
    fc.assert(
      fc.property(fc.array(hostile), (value) => {
        expect(JSON.parse(withoutCommands(JSON.stringify(value, null, 2)))).toEqual(value);
      }),
    );
  });

  it('names that look like commands give annotations only', () => {
    const evil = '::add-mask::x\n::stop-commands::y ##[error]z';
    const files = {
      [`${evil}.yaml`]: unquotedValue.replace('name: web', `name: ${JSON.stringify(evil)}`),
      'key.yaml': unquotedValue.replace('annotations:\n', `annotations:\n    ${JSON.stringify(evil)}: 1\n`),
    };
    const commands = commandsIn(workflowCommands(checkFiles(files)));

    expect(commands.length).toBeGreaterThan(2);
    expect(new Set(commands.map(({ name }) => name))).toEqual(new Set(['error']));
    expect(commands.map(({ data }) => data).filter((data) => commandIn(data) !== undefined)).toEqual([]);
  });
});

describe('secrets', () => {
  it.each(secrets)('$title', ({ files }) => {
    const report = workflowCommands(checkFiles(files));

    expect(report).toContain('secret.yaml');
    expect(report).not.toContain('hunter2');
  });
});
