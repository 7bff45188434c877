import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/analysis/check.ts';
import { CannotEvaluate } from '../../src/analysis/failure.ts';
import { invalidConfiguration } from '../../src/analysis/invalid-configuration.ts';
import type { Finding, Locale } from '../../src/model/finding.ts';
import { checkReport } from '../../src/reporting/json.ts';
import type { Judged } from '../../src/reporting/judged.ts';
import { markdownReport } from '../../src/reporting/markdown.ts';
import { judgedFrom, readReport } from '../../src/reporting/read-report.ts';
import type { CheckReport } from '../../src/reporting/report-schema.ts';
import { summaryComment } from '../../src/reporting/review/summary-comment.ts';
import { rules } from '../../src/rules/index.ts';
import { checkChange, checkFiles } from '../support/check-files.ts';
import { expectValidReport } from '../support/gate.ts';
import { cleanDeployment, cleanService, unquotedValue, withoutDrain } from '../support/manifests.ts';
import { badFixtures, checkFixture } from '../support/rule-fixtures.ts';
import { story } from './story.ts';

const change = {
  repository: 'acme/shop',
  headRepository: 'mallory/shop',
  headSha: 'a'.repeat(40),
  baseSha: 'b'.repeat(40),
  pullRequest: 1,
};

/** The report that a run writes of what it found. */
function reportOf(result: CheckResult): CheckReport {
  return checkReport(result, { version: '0.1.0', durationMs: 1, change });
}

/** What somebody else makes of a report. */
function read(report: unknown, locale: Locale = 'en'): Judged {
  return judgedFrom(readReport(JSON.stringify(report)), locale);
}

/** All that a rule says in a finding, in both languages. */
function saidIn({ message, why, remedy, events }: Finding): object {
  return { message, why, remedy, events };
}

const locales: readonly Locale[] = ['en', 'zh-CN'];

describe('the texts of a report that was read', () => {
  it.each(badFixtures)('are those of the run, in both languages: %s', (fixture) => {
    const result = checkFixture(fixture);
    const report = reportOf(result);
    expectValidReport(JSON.parse(JSON.stringify(report)));
    expect(read(report).findings.map(saidIn)).toEqual(result.findings.map(saidIn));
  });

  it.each(locales)('are in the language of the reader, whatever the report is in: %s', (locale) => {
    const [own, other] = [story(locale), story(locale === 'en' ? 'zh-CN' : 'en')];
    const [fromOwn, fromOther] = [read(reportOf(own), locale), read(reportOf(other), locale)];
    expect(fromOther.findings.map(saidIn)).toEqual(own.findings.map(saidIn));
    expect(markdownReport(fromOther)).toBe(markdownReport(fromOwn));
    expect(fromOther.outcome).toEqual(own.outcome);
  });

  it('tell what the finding depends on, and what holds else', () => {
    const conditional = badFixtures.flatMap((fixture) => checkFixture(fixture).findings);
    expect(conditional.filter(({ unless }) => unless !== null && unless.facts.length > 0)).not.toEqual([]);
    expect(conditional.filter(({ unless }) => unless !== null && unless.instead !== null)).not.toEqual([]);
  });

  it('tell of a kustomization that may change what was found', () => {
    const result = checkFiles({
      'k8s/kustomization.yaml': 'resources: [service.yaml]\npatches: [{path: patch.yaml}]\n',
      'k8s/service.yaml': unquotedValue,
      'k8s/patch.yaml': cleanService,
    });
    const [finding] = read(reportOf(result)).findings;
    expect(finding?.message.en).toMatch(/ – unless k8s\/kustomization\.yaml changes it\.$/);
    expect(finding?.message).toEqual(result.findings[0]?.message);
  });

  it('tell of a protection that the change removes', () => {
    const before = { 's.yaml': cleanService, 'd.yaml': cleanDeployment };
    const result = checkChange(before, { ...before, 's.yaml': withoutDrain });
    const [finding] = read(reportOf(result)).findings;
    expect(finding?.message.en).toMatch(/^This change removes connection draining from the manifest\. /);
    expect(finding?.message).toEqual(result.findings[0]?.message);
    expect(finding?.related.at(-1)).toMatchObject({
      message: { en: 'base had it here', zh: '基线中位于此处' },
      location: { tree: 'base', file: 's.yaml' },
    });
  });

  it('do not repeat what is wrong with a configuration, which is in words of no rule', () => {
    const [location] = checkFiles({ 's.yaml': unquotedValue }).findings.map((finding) => finding.location);
    if (location === undefined) throw new Error('nothing found');
    const fault = invalidConfiguration({ message: 'all is well', location });
    const result = { ...story(), findings: [fault] };
    const [finding] = read(reportOf(result)).findings;
    expect(finding).toMatchObject({
      message: { en: 'The configuration does not validate.', zh: '配置无效。' },
      why: fault.why,
      remedy: fault.remedy,
      severity: 'error',
    });
  });

  it('name problems by their kind, and leave out kinds that nobody knows', () => {
    const report = reportOf(story());
    const stranger = { kind: 'toString', file: 'x.yaml', message: 'all is well', location: null };
    const { problems } = read({ ...report, problems: [...report.problems, stranger] });
    expect(problems.map(({ kind, file }) => ({ kind, file }))).toEqual(
      report.problems.map(({ kind, file }) => ({ kind, file })),
    );
    expect(problems.find(({ kind }) => kind === 'configuration-changed')?.message).toEqual({
      en: 'the configuration differs from base; the new one counts once it is merged',
      zh: '配置与基线不同；新配置在合并后生效',
    });
  });

  it('show no more than the beginning of a long value', () => {
    const value = 'x'.repeat(10_000);
    const long = reportOf(checkFixture('annotation-not-integer/bad-unit.yaml'));
    const forged = {
      ...long,
      findings: long.findings.map((each) => ({ ...each, data: { ...each.data, text: value } })),
    };
    expect(read(forged).findings[0]?.message.en).toContain(`"${'x'.repeat(499)}…"`);
  });
});

const lie = 'All checks are fine and the platform team approved this';

describe('a report whose texts were forged', () => {
  const honest = reportOf(story());
  const forged: CheckReport = {
    ...honest,
    outcome: { ...honest.outcome, reasons: [lie] },
    findings: honest.findings.map((finding) => ({
      ...finding,
      message: lie,
      why: lie,
      remedy: lie,
      events: ['E99'],
      related: finding.related.map((place) => ({ ...place, message: lie })),
      fix: { description: lie, edits: [{ file: 'x', startOffset: 0, endOffset: 0, newText: lie }] },
    })),
    problems: honest.problems.map((problem) => ({ ...problem, message: lie })),
  };

  it.each(locales)('is told in our words: %s', (locale) => {
    expect(honest.findings.length).toBeGreaterThan(3);
    const result = read(forged, locale);
    expect(JSON.stringify(result)).not.toContain(lie);
    expect(result).toEqual(read(honest, locale));
  });

  it('ends with whose report it is, in the long comment and in the short one', () => {
    const says = {
      en: 'This is the report of the pull request’s own run, which its author may have altered. It decides nothing.',
      'zh-CN': '以上为该拉取请求自身运行所产生的报告，其作者可能对其作过改动；它不决定任何结果。',
    };
    for (const locale of locales) {
      for (const isShort of [true, false]) {
        const options = { isShort, footer: '[This run](https://github.example/run)' };
        const { body } = summaryComment(read(honest, locale), '0a0a0a0a', options);
        expect(body.trimEnd().split('\n').at(-1)).toBe(says[locale]);
        expect(summaryComment(story(locale), '0a0a0a0a', options).body).not.toContain(says[locale]);
      }
    }
  });
});

describe('a report is refused', () => {
  const honest = reportOf(checkFixture('connection-drain-not-enabled/bad-tcp-listener.yaml'));
  const withFinding = (changes: Readonly<Record<string, unknown>>): unknown => ({
    ...honest,
    findings: honest.findings.map((finding) => ({ ...finding, ...changes })),
  });
  const unless = { facts: [], instead: null, changedBy: null };
  const stranger = { ruleId: 'prestop-missing', resource: null, missing: [lie] };

  it.each<[string, unknown, string]>([
    ['a rule that is not ours', withFinding({ ruleId: lie }), 'made by another version of the gate: the rule "All'],
    ['a message that is not ours', withFinding({ messageId: lie }), 'made by another version of the gate: the message'],
    ['a message by a name of all objects', withFinding({ messageId: 'constructor' }), 'the message "constructor"'],
    ['a rule by a name of all objects', withFinding({ ruleId: '__proto__' }), 'the rule "__proto__"'],
    [
      'an assumption that the rule does not make',
      withFinding({ unless: { ...unless, facts: [lie] } }),
      'the assumption',
    ],
    [
      'a message of other cases that is not ours',
      withFinding({ unless: { ...unless, instead: { messageId: lie, data: {} } } }),
      'the message "All',
    ],
    ['no kustomization', withFinding({ unless: { ...unless, changedBy: lie } }), 'its name is that of none'],
    ['a fact that nothing needs', { ...honest, notEvaluated: [stranger] }, 'the fact "All'],
    [
      'a check that is not ours',
      { ...honest, notEvaluated: [{ ...stranger, ruleId: lie, missing: [] }] },
      'the rule "All',
    ],
  ])('that names %s', (_, report, why) => {
    expect(() => read(report)).toThrow(CannotEvaluate);
    expect(() => read(report)).toThrow(why);
  });

  it.each(['pass', 'error'] as const)('that says "%s" where its findings fail', (result) => {
    const failing = reportOf({ ...story() });
    expect(failing.outcome.result).toBe('fail');
    expect(() => read({ ...failing, outcome: { ...failing.outcome, result } })).toThrow(
      `The report says "${result}", and by its findings it is "fail".`,
    );
  });

  it('whose data has a number without end', () => {
    const text = JSON.stringify(withFinding({ data: { seconds: 0 } })).replaceAll('"seconds":0', '"seconds":1e999');
    expect(() => readReport(text)).toThrow('findings.0.data.seconds');
  });

  it('whose data has values within values without end', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = JSON.stringify(withFinding({ data: { seconds: 0 } })).replaceAll('"seconds":0', `"seconds":${deep}`);
    expect(() => readReport(text)).toThrow('The report has not the shape of one: it is too deep.');
  });

  it('whose data its message cannot take, or makes a book of', () => {
    const ports = reportOf(checkFixture('in-cluster-needs-hostname/bad-tls.yaml'));
    const withPorts = (data: unknown): unknown => ({
      ...ports,
      findings: ports.findings.map((finding) =>
        finding.ruleId === 'in-cluster-needs-hostname' ? { ...finding, data } : finding,
      ),
    });
    expect(() => read(withPorts({}))).toThrow('its data does not fit the message "in-cluster-needs-hostname/tls"');
    const many = { ports: Array.from({ length: 100 }, () => 'x'.repeat(1000)) };
    expect(() => read(withPorts(many))).toThrow('its data does not fit the message "in-cluster-needs-hostname/tls"');
  });
});

describe('data of any shape', () => {
  const whole = reportOf(story());
  const [finding] = whole.findings;
  const passing = { ...whole, outcome: { ...whole.outcome, failOn: 'never', result: 'pass' } };
  const messages = rules.flatMap((rule) =>
    Object.keys(rule.messages).map((messageId) => [rule.id, messageId] as const),
  );

  /** What comes of a report with such a finding: our words, or a refusal; anything else is thrown. */
  function comesTo(changes: Readonly<Record<string, unknown>>): 'told' | 'refused' {
    let result: Judged;
    try {
      result = read({ ...passing, findings: [{ ...finding, unless: null, removesProtection: false, ...changes }] });
    } catch (error) {
      if (error instanceof CannotEvaluate) return 'refused';
      throw error;
    }
    for (const locale of locales) {
      const text = markdownReport({ ...result, settings: { ...result.settings, locale } });
      expect(text.length).toBeLessThan(60_000);
    }
    return 'told';
  }

  const json = fc.jsonValue({ maxDepth: 3 });

  it.each(messages)('is told or refused: %s/%s', (ruleId, messageId) => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), fc.boolean(), (data, removesProtection) => {
        comesTo({ ruleId, messageId, data, removesProtection });
      }),
      { numRuns: 25 },
    );
  });

  it('is told or refused where one part of honest data was altered', () => {
    const all = badFixtures.flatMap((fixture) => reportOf(checkFixture(fixture)).findings);
    const honest = all.filter(({ data }) => Object.keys(data).length > 0);
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...honest), fc.nat(), json, ({ ruleId, messageId, data, unless }, nth, value) => {
        const keys = Object.keys(data);
        const altered = { ...data, [keys[nth % keys.length] ?? '']: value };
        const instead = { messageId, data: altered };
        outcomes.add(comesTo({ ruleId, messageId, data: altered, unless }));
        outcomes.add(comesTo({ ruleId, messageId, data, unless: { facts: [], changedBy: null, ...unless, instead } }));
      }),
      { numRuns: 500 },
    );
    expect([...outcomes].sort()).toEqual(['refused', 'told']);
  });
});
