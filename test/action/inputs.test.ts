import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inputNames, readInputs, type ActionSettings } from '../../src/action/inputs.ts';
import { CannotEvaluate } from '../../src/analysis/failure.ts';
import { repository } from '../support/gate.ts';

type Inputs = Readonly<Record<string, string>>;

/** As the runner hands them over. */
function variables(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
}

const read = (inputs: Inputs): ActionSettings => readInputs(variables(inputs));

/** All that is wrong with the inputs, one a line. */
function faultsOf(inputs: Inputs): readonly string[] {
  try {
    read(inputs);
  } catch (error) {
    if (error instanceof CannotEvaluate) return error.message.split('\n');
    throw error;
  }
  return [];
}

const declared = (
  parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as {
    inputs: Readonly<Record<string, { readonly default?: string } | null>>;
  }
).inputs;

describe('the inputs and action.yml', () => {
  it('have the same names', () => {
    expect([...inputNames].sort()).toEqual(Object.keys(declared).sort());
  });

  it('agree on the defaults: empty inputs and those that action.yml gives are read alike', () => {
    const given = Object.entries(declared).flatMap(([name, input]) =>
      input?.default === undefined || name === 'github-token' ? [] : [[name, input.default]],
    );
    expect(given.length).toBeGreaterThan(5);
    const defaults = read(Object.fromEntries(given) as Inputs);
    expect(defaults).toEqual(read({}));
    expect(defaults).toEqual(read(Object.fromEntries(inputNames.map((name) => [name, ' \n']))));
  });
});

describe('a value that is taken', () => {
  const good: readonly [title: string, Inputs, Partial<ActionSettings>][] = [
    ['blanks around it do not matter', { mode: ' audit\n' }, { mode: 'audit' }],
    ['a token without its line end', { 'github-token': 'ghs_1\n' }, { token: 'ghs_1' }],
    ['a folder', { 'working-directory': 'k8s/' }, { workingDirectory: 'k8s' }],
    ['a folder written in a roundabout way', { 'working-directory': './a//b/../k8s/' }, { workingDirectory: 'a/k8s' }],
    ['a folder with backslashes', { 'working-directory': String.raw`a\k8s` }, { workingDirectory: 'a/k8s' }],
    ['a name with two dots in it', { config: '..gate.yml' }, { config: '..gate.yml' }],
    ['paths, one a line', { paths: 'k8s\n\n  charts/ \r\na b/*.yaml\n' }, { paths: ['k8s', 'charts', 'a b/*.yaml'] }],
    ['a glob with a comma', { paths: 'k8s/{prod,staging}/**' }, { paths: ['k8s/{prod,staging}/**'] }],
    ['exports, one a line', { inventory: ' lb.json\n./out/*.json' }, { inventory: ['lb.json', 'out/*.json'] }],
    [
      'events, one a line',
      { 'events-file': 'events.json\n./out/*.json\n' },
      { eventsFile: ['events.json', 'out/*.json'] },
    ],
    ['the whole repository', { paths: './' }, { paths: ['.'] }],
    ['no comments beside the diff', { 'max-inline-comments': '0' }, { mostInlineComments: 0 }],
    ['fifty of them', { 'max-inline-comments': '50' }, { mostInlineComments: 50 }],
    ['a number with zeros before it', { 'max-inline-comments': '007' }, { mostInlineComments: 7 }],
    [
      'a flag as YAML writes it',
      { suggestions: 'False', annotations: 'TRUE' },
      { suggestions: false, annotations: true },
    ],
    ['no plan', { plan: 'false' }, { plan: false }],
    ['no check run', { 'check-run': 'off' }, { checkRun: undefined }],
    ['no audit issue', { 'audit-issue': 'off' }, { auditIssue: undefined }],
    ['no audit issue, however it is written', { 'audit-issue': 'Off' }, { auditIssue: undefined }],
    ['an audit issue with any other title', { 'audit-issue': 'What is off' }, { auditIssue: 'What is off' }],
    ['a check run with any name', { 'check-run': 'load balancers / prod' }, { checkRun: 'load balancers / prod' }],
    [
      'a report of another run, wherever it lies',
      { mode: 'publish', 'report-artifact-path': '/tmp/report', 'pull-request-number': '12' },
      { reportArtifactPath: '/tmp/report', pullRequestNumber: 12 },
    ],
    ['a revision, as it is', { base: 'origin/main~1' }, { base: 'origin/main~1' }],
  ];

  it.each(good)('%s', (_, inputs, settings) => {
    expect(read(inputs)).toMatchObject(settings);
  });
});

describe('a value that is refused', () => {
  const leads = (name: string, value: string): string => `${name}: "${value}" leads out of the workspace.`;
  const number = (value: string): string =>
    `max-inline-comments takes a whole number of at least 0 and at most 50, not "${value}".`;
  const bad: readonly [Inputs, fault: string][] = [
    [{ mode: 'publich' }, 'mode takes auto, pull-request, audit, publish, not "publich". Did you mean "publish"?'],
    [{ preset: 'stict' }, 'preset takes recommended, strict, not "stict". Did you mean "strict"?'],
    [{ 'fail-on': 'errors' }, 'fail-on takes error, warning, info, never, not "errors". Did you mean "error"?'],
    [{ 'fail-on': 'Warning' }, 'fail-on takes error, warning, info, never, not "Warning". Did you mean "warning"?'],
    [{ gate: 'everything' }, 'gate takes new, all, not "everything".'],
    [{ locale: 'zh' }, 'locale takes en, zh-CN, not "zh".'],
    [{ comments: 'sumary' }, 'comments takes review, summary, off, not "sumary". Did you mean "summary"?'],
    [{ 'comment-when': 'allways' }, 'comment-when takes always, on-failure, not "allways". Did you mean "always"?'],
    ...['0x10', '1e1', '-1', '51', '5.0', '+5', '٥', 'five', '1 0', '1'.repeat(400)].map((value): [Inputs, string] => [
      { 'max-inline-comments': value },
      number(value),
    ]),
    [{ 'pull-request-number': '0' }, 'pull-request-number takes a whole number of at least 1, not "0".'],
    [{ 'pull-request-number': '#7' }, 'pull-request-number takes a whole number of at least 1, not "#7".'],
    ...['yes', 'on', '1', 'tRUE', 'truee'].map((value): [Inputs, string] => [
      { suggestions: value },
      `suggestions takes true or false, not "${value}".`,
    ]),
    ...['..', '../k8s', 'a/../..', '/', '/etc', 'C:/k8s', 'c:k8s', String.raw`C:\k8s`, String.raw`..\k8s`].map(
      (value): [Inputs, string] => [{ 'working-directory': value }, leads('working-directory', value)],
    ),
    [{ config: '/etc/gate.yml' }, leads('config', '/etc/gate.yml')],
    [{ 'json-file': '../report.json' }, leads('json-file', '../report.json')],
    [{ 'sarif-file': '/tmp/gate.sarif' }, leads('sarif-file', '/tmp/gate.sarif')],
    [{ 'html-file': 'a/../../gate.html' }, leads('html-file', 'a/../../gate.html')],
    [{ 'json-file': String.raw`\\server\share` }, leads('json-file', String.raw`\\server\share`)],
    [{ paths: 'k8s\na/../../secrets' }, leads('paths', 'a/../../secrets')],
    [{ 'events-file': 'a.json\n/tmp/events.json' }, leads('events-file', '/tmp/events.json')],
    [{ paths: '../**' }, leads('paths', '../**')],
    [{ failon: 'never' }, 'there is no input "failon". Did you mean "fail-on"?'],
    [{ fail_on: 'never' }, 'there is no input "fail_on". Did you mean "fail-on"?'],
    [{ colour: 'red' }, 'there is no input "colour".'],
    // Names are as the runner makes them, so that a blank would be another input.
    [{ 'fail on': 'never' }, 'there is no input "fail on". Did you mean "fail-on"?'],
    ...['false', 'True', 'none', 'NO'].map((value): [Inputs, string] => [
      { 'audit-issue': value },
      `audit-issue takes a title or off, not "${value}".`,
    ]),
    [
      { 'json-file': 'out/audit.json', 'history-file': './out//audit.json' },
      'json-file and history-file are the same file: "out/audit.json".',
    ],
    [{ 'html-file': 'report', 'sarif-file': 'report/' }, 'sarif-file and html-file are the same file: "report".'],
    [{ mode: 'publish' }, 'mode publish needs report-artifact-path: the report file of the run that evaluated.'],
  ];

  it.each(bad)('%j', (inputs, fault) => {
    expect(faultsOf(inputs)).toEqual([fault]);
  });

  it('is named together with all others', () => {
    const faults = faultsOf({
      'fail-om': 'never',
      gate: 'al',
      'working-directory': '..',
      'max-inline-comments': 'many',
      annotations: 'maybe',
    });
    expect(faults).toEqual([
      'there is no input "fail-om". Did you mean "fail-on"?',
      'working-directory: ".." leads out of the workspace.',
      'gate takes new, all, not "al". Did you mean "all"?',
      'max-inline-comments takes a whole number of at least 0 and at most 50, not "many".',
      'annotations takes true or false, not "maybe".',
    ]);
  });
});
