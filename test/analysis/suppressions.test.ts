import { describe, expect, it } from 'vitest';
import { check, type CheckResult } from '../../src/analysis/check.ts';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
import { readConfiguration } from '../../src/analysis/read-configuration.ts';
import { resolveSettings, type Requested } from '../../src/analysis/resolve-settings.ts';
import { today, treeOf, type Files } from '../support/check-files.ts';
import { cleanDeployment, cleanService, renamed, shortGrace, withoutDrain } from '../support/manifests.ts';

interface Options {
  readonly base?: Files;
  readonly configuration?: string;
  readonly requested?: Requested;
}

function judge(files: Files, { base, configuration = '', requested = {} }: Options = {}): CheckResult {
  const head = treeOf(files);
  const tree = base === undefined ? undefined : treeOf(base, 'base');
  const read = readConfiguration(configuration, 'gate.yml', 'head');
  return check({
    settings: resolveSettings(requested, read.configuration, tree !== undefined, 'en'),
    head,
    patterns: read.patterns,
    overrides: read.overrides,
    judgesAll: true,
    today,
    ...(tree === undefined ? {} : { base: { tree, change: changeBetween(head, tree) } }),
  });
}

/** One line a finding: where, which rule, and what silences it. */
const shown = ({ findings }: CheckResult): string[] =>
  findings.map(({ ruleId, location, severity, status, suppression }) => {
    const by = suppression === null ? '' : ` ${suppression.kind} (${suppression.reason})`;
    return `${location.file}:${location.start.line} ${severity} ${ruleId}${status === 'new' ? '' : ` ${status}`}${by}`;
  });

/** Kinds of problems with their line. */
const problems = ({ problems: all }: CheckResult): string[] =>
  all.map(({ kind, file, location }) => `${file}:${location?.start.line ?? '-'} ${kind}`);

const drain = 'connection-drain-not-enabled';
const ignore = (rules: string, reason = ' -- why'): string => `# ack-service-gate-ignore: ${rules}${reason}`;
const deployment = { 'd.yaml': cleanDeployment };
const service = (text: string): Files => ({ 's.yaml': text, ...deployment });
const behind = (mark: string, text = withoutDrain): string => text.replace('annotations:', `annotations: ${mark}`);
const above = (mark: string, text = withoutDrain): string =>
  text.replace('  annotations:', `  ${mark}\n  annotations:`);
const annotated = (value: string, text = withoutDrain): string =>
  text.replace('annotations:\n', `annotations:\n    ack-service-gate.io/ignore: ${value}\n`);

describe('a comment', () => {
  it.each([
    ['behind the finding', behind(ignore(drain)), 6],
    ['above it', above(ignore(drain)), 7],
    ['above it, among others', above(`${ignore(drain)}\n  # a second comment`), 8],
    ['above the first key', `${ignore(drain)}\n${withoutDrain}`, 7],
    ['above the marker', `${ignore(drain)}\n---\n${withoutDrain}`, 8],
    ['above the first key, with blank lines', `${ignore(drain)}\n\n# Copyright\n\n${withoutDrain}`, 10],
    ['among other rules', above(ignore(`${drain} , connection-drain-not-enabled`)), 7],
    ['without a blank', above(`#ack-service-gate-ignore:${drain} -- why`), 7],
    ['with CRLF', above(ignore(drain)).replaceAll('\n', '\r\n'), 7],
  ])('%s silences it', (_, text, line) => {
    const result = judge(service(text));

    expect(shown(result)).toEqual([`s.yaml:${line} warning ${drain} comment (why)`]);
    expect(problems(result)).toEqual([]);
    expect(judge(service(text), { requested: { failOn: 'info' } }).outcome.result).toBe('pass');
  });

  it.each([
    ['two lines above', 7, withoutDrain.replace('  name: web', `  ${ignore(drain)}\n  name: web`)],
    ['behind the line above', 6, withoutDrain.replace('namespace: shop', `namespace: shop ${ignore(drain)}`)],
    ['in another document', 6, `${withoutDrain}---\n${ignore(drain)}\n${renamed(cleanService, 'other')}`],
  ])('%s does not, and is unused', (_, line, text) => {
    const result = judge(service(text));

    expect(shown(result)).toContain(`s.yaml:${line} warning ${drain}`);
    expect(result.problems.filter(({ kind }) => kind === 'unused-suppression')).toHaveLength(1);
  });

  it('in a block text, or in prose, is none', () => {
    const text = withoutDrain.replace('metadata:', `metadata:\n  labels:\n    a: |\n      ${ignore(drain)}`);

    expect(problems(judge(service(text)))).toEqual([]);
    expect(problems(judge(service(above('# see ack-service-gate-ignore: in the README'))))).toEqual([]);
    expect(problems(judge(service(above('# ack-service-gate-ignored: x'))))).toEqual([]);
  });

  it('counts at the place of the finding, not at the other resource', () => {
    const grace = 'grace-period-too-short';
    const files = { 's.yaml': `${ignore(grace)}\n${cleanService}`, 'd.yaml': shortGrace };

    expect(shown(judge(files))).toEqual([`d.yaml:21 error ${grace}`]);
    expect(problems(judge(files))).toEqual(['s.yaml:1 unused-suppression']);
    expect(shown(judge({ 's.yaml': cleanService, 'd.yaml': `${ignore(grace)}\n${shortGrace}` }))).toEqual([
      `d.yaml:22 error ${grace} comment (why)`,
    ]);
  });

  it('above a List speaks of all items, in JSON it does not exist', () => {
    const list = `${ignore(drain)}\napiVersion: v1\nkind: List\nitems:\n${[withoutDrain, renamed(withoutDrain, 'api')]
      .map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`)
      .join('')}`;

    expect(shown(judge({ 's.yaml': list, ...deployment })).filter((line) => line.includes(drain))).toEqual([
      `s.yaml:10 warning ${drain} comment (why)`,
      `s.yaml:26 warning ${drain} comment (why)`,
    ]);
    expect(shown(judge({ 's.json': behind(ignore(drain)), ...deployment }))).toEqual([`s.json:6 warning ${drain}`]);
  });
});

describe('an annotation', () => {
  it('silences its resource, and in JSON, too', () => {
    expect(shown(judge(service(annotated(`"${drain} -- why"`))))).toEqual([
      `s.yaml:6 warning ${drain} annotation (why)`,
    ]);
    const json = `{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","annotations":{"ack-service-gate.io/ignore":"${drain}, explicit-address-type -- why"}},"spec":{"type":"LoadBalancer","selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}`;
    const result = judge({ 's.json': json, ...deployment });

    expect(result.findings.find(({ ruleId }) => ruleId === drain)?.suppression?.kind).toBe('annotation');
  });

  it('of one item leaves the others', () => {
    const items = [annotated(`${drain} -- why`), renamed(withoutDrain, 'api')];
    const list = `apiVersion: v1\nkind: List\nitems:\n${items.map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`).join('')}`;
    const found = judge({ 's.yaml': list, ...deployment }).findings.filter(({ ruleId }) => ruleId === drain);

    expect(found.map(({ suppression }) => suppression?.kind)).toEqual(['annotation', undefined]);
  });
});

describe('what does not count says so', () => {
  it.each([
    ['no reason', ignore(drain, ''), 'suppression-without-reason', /does not count; add " -- <reason>"/],
    ['an empty reason', ignore(drain, ' -- '), 'suppression-without-reason', /does not count/],
    [
      'an unknown rule',
      ignore('connection-drain-not-enable'),
      'unknown-suppressed-rule',
      /Did you mean "connection-drain-not-enabled"\?$/,
    ],
    ['no dashes', ignore(drain, ' because'), 'unknown-suppressed-rule', /The reason stands behind " -- "\.$/],
    ['no rule', ignore('', ' -- why'), 'malformed-suppression', /names no rule/],
    ['no colon', '# ack-service-gate-ignore', 'malformed-suppression', /without its colon/],
  ])('%s', (_, mark, kind, message) => {
    const result = judge(service(above(mark)));

    expect(shown(result)).toEqual([`s.yaml:7 warning ${drain}`]);
    const found = result.problems.find((problem) => problem.kind === kind);
    expect(found?.message.en).toMatch(message);
    expect(found?.location?.start.line).toBe(6);
  });

  it('no reason is needed where the configuration asks for none', () => {
    const configuration = 'suppressions: { requireReason: false }\n';

    expect(shown(judge(service(above(ignore(drain, ''))), { configuration }))).toEqual([
      `s.yaml:7 warning ${drain} comment ()`,
    ]);
  });

  it('a known rule beside an unknown one still counts', () => {
    const result = judge(service(above(ignore(`nonsense, ${drain}`))));

    expect(shown(result)).toEqual([`s.yaml:7 warning ${drain} comment (why)`]);
    expect(problems(result)).toEqual(['s.yaml:6 unknown-suppressed-rule']);
  });

  it('unused is what matches nothing, unless nobody could know', () => {
    const text = above(ignore(drain), cleanService);

    expect(problems(judge(service(text)))).toEqual(['s.yaml:6 unused-suppression']);
    expect(problems(judge(service(text), { requested: { ignoreRule: [drain] } }))).toEqual([]);
    expect(problems(judge(service(text), { configuration: `rules: { ${drain}: off }` }))).toEqual([]);
    const alone = above(ignore('selector-matches-no-workload'), cleanService);
    expect(problems(judge({ 's.yaml': alone }))).toEqual([]);
  });

  it('honour: none', () => {
    const result = judge(service(above(ignore(drain))), { configuration: 'suppressions: { honour: none }' });

    expect(shown(result)).toEqual([`s.yaml:7 warning ${drain}`]);
    expect(problems(result)).toEqual(['s.yaml:6 suppression-not-honoured']);
  });

  it('suppressible: false holds against comment, annotation, override and option', () => {
    const configuration = `rules: { ${drain}: { suppressible: false } }
overrides:
  - { names: [web], reason: x, expires: 2026-12-31, rules: { ${drain}: info } }
  - { names: [web], reason: x, expires: 2026-12-31, rules: { ${drain}: error } }
`;
    const text = above(ignore(drain), annotated(`${drain} -- why`));
    const result = judge(service(text), { configuration });

    expect(shown(result)).toEqual([`s.yaml:7 error ${drain}`]);
    expect(problems(result)).toEqual([
      'gate.yml:3 not-suppressible',
      's.yaml:6 not-suppressible',
      's.yaml:8 not-suppressible',
    ]);
    expect(() => judge(service(text), { configuration, requested: { ignoreRule: [drain] } })).toThrow(
      /suppressible: false/,
    );
  });
});

describe('with a base', () => {
  const marked = service(above(ignore(drain)));

  it('a new suppression is listed first and takes effect once it is merged', () => {
    const added = judge(marked, { base: service(cleanService) });

    // That the listeners keep draining is another finding, about what is gone from base.
    expect(shown(added)).toEqual([`s.yaml:7 error ${drain}`, 's.yaml:7 warning annotation-removal-has-no-effect']);
    expect(problems(added)[0]).toBe('s.yaml:6 new-suppression');
    const merged = judge(marked, { base: marked });
    expect(shown(merged)).toEqual([`s.yaml:7 warning ${drain} unchanged comment (why)`]);
    expect(problems(merged)).toEqual([]);
    const honoured = judge(marked, { base: service(cleanService), configuration: 'suppressions: { honour: all }' });
    expect(honoured.findings.find(({ ruleId }) => ruleId === drain)).toMatchObject({
      suppression: { kind: 'comment' },
    });
  });

  it.each([
    ['moved by lines', service(`# a\n# b\n${above(ignore(drain))}`)],
    ['behind the value instead', service(behind(ignore(drain)))],
    ['with other words', service(above(ignore(drain, ' -- another reason')))],
    ['in a renamed file', { 'k8s/web.yaml': above(ignore(drain)), ...deployment }],
  ])('an old one %s still counts', (_, files) => {
    const result = judge(files, { base: marked });

    expect(result.findings).toMatchObject([{ suppression: { kind: 'comment' } }]);
    expect(problems(result)).toEqual([]);
  });

  it.each([
    ['for another rule', service(above(ignore(`${drain}, explicit-address-type`)))],
    ['for the whole resource', service(`${ignore(drain)}\n${withoutDrain}`)],
    ['of another resource', { ...marked, 't.yaml': renamed(above(ignore(drain)), 'other') }],
    ['a second one', service(above(ignore(drain)).replace('spec:', `${ignore(drain)}\nspec:`))],
    ['that had no reason before', marked, service(above(ignore(drain, '')))],
  ])('one %s is new', (_, files, base = marked) => {
    expect(problems(judge(files, { base }))[0]).toMatch(/new-suppression$/);
  });

  it('two new findings do not hide behind one old suppression', () => {
    const before = above(ignore(drain));
    const second = `${before}---\n${before}`.replace(/name: web\n(?![^]*name: web\n)/, 'name: web2\n');
    const result = judge(service(second), { base: service(before) });

    expect(result.findings.filter(({ ruleId, suppression }) => ruleId === drain && suppression !== null)).toHaveLength(
      1,
    );
  });

  it('what is fixed is fixed, whatever silenced it', () => {
    const result = judge(service(cleanService), { base: marked });

    expect(shown(result)).toEqual([`s.yaml:7 warning ${drain} fixed`]);
  });
});

describe('an override', () => {
  const override = (rest: string, expires = '2026-12-31'): Options => ({
    configuration: `overrides:\n  - ${rest}\n    reason: later\n    expires: ${expires}\n`,
  });
  const off = `rules: { ${drain}: off }`;

  it.each([
    ['paths', `paths: ["s.*"]\n    ${off}`, true],
    ['paths elsewhere', `paths: ["d.*"]\n    ${off}`, false],
    ['a full name', `names: ["shop/web"]\n    ${off}`, true],
    ['a namespace', `names: ["shop/*"]\n    ${off}`, true],
    ['a name in any namespace', `names: ["w*"]\n    ${off}`, true],
    ['another namespace', `names: ["pay/*"]\n    ${off}`, false],
    ['a path and another name', `paths: ["s.*"]\n    names: [api]\n    ${off}`, false],
  ])('by %s', (_, rest, silences) => {
    const expected = `s.yaml:6 warning ${drain}${silences ? ' config (later)' : ''}`;

    expect(shown(judge(service(withoutDrain), override(rest)))).toEqual([expected]);
  });

  it('to a severity changes it, the first that matches wins, and a rule that is off can be wanted', () => {
    const first = `names: [web]\n    rules: { ${drain}: error }`;
    const { configuration = '' } = override(first);

    expect(shown(judge(service(withoutDrain), { configuration }))).toEqual([`s.yaml:6 error ${drain}`]);
    const second = `  - { names: [web], reason: x, expires: 2026-12-31, ${off} }\n`;
    expect(shown(judge(service(withoutDrain), { configuration: configuration + second }))).toEqual([
      `s.yaml:6 error ${drain}`,
    ]);
    const isOff = `rules: { ${drain}: off }\n${configuration}`;
    const two = { ...service(withoutDrain), 't.yaml': renamed(withoutDrain, 'api') };
    expect(shown(judge(two, { configuration: isOff })).filter((line) => line.includes(drain))).toEqual([
      `s.yaml:6 error ${drain}`,
    ]);
  });

  it.each([
    ['2026-06-14', false, ['gate.yml:5 expired-override']],
    ['2026-06-15', true, ['gate.yml:5 expiring-override']],
    ['2026-06-29', true, ['gate.yml:5 expiring-override']],
    ['2026-06-30', true, []],
  ])('until %s', (expires, holds, expected) => {
    const result = judge(service(withoutDrain), override(`names: [web]\n    ${off}`, expires));

    expect(result.findings[0]?.suppression?.kind).toBe(holds ? 'config' : undefined);
    expect(problems(result)).toEqual(expected);
  });

  it('that matches no file or object is said', () => {
    const result = judge(service(withoutDrain), override(`paths: ["x/**"]\n    names: [nobody]\n    ${off}`));

    expect(problems(result)).toEqual(
      ['gate.yml:3 configuration-unused-pattern', 'gate.yml:2 configuration-unused-pattern'].reverse(),
    );
  });

  it('makes nothing worse or new by itself', () => {
    const files = service(withoutDrain);

    expect(shown(judge(files, { ...override(`names: [web]\n    rules: { ${drain}: error }`), base: files }))).toEqual([
      `s.yaml:6 error ${drain} unchanged`,
    ]);
  });
});
