import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/analysis/check.ts';
import { auditOf } from '../../src/reporting/audit.ts';
import { sarifReport } from '../../src/reporting/sarif/sarif-report.ts';
import { applyEdits } from '../../src/model/fix.ts';
import { rules } from '../../src/rules/index.ts';
import { changeStory } from '../support/change-story.ts';
import { checkChange, checkFiles, type Files } from '../support/check-files.ts';
import { repository } from '../support/gate.ts';
import { cleanDeployment, cleanService, shortGrace, unquotedValue } from '../support/manifests.ts';
import { filesWithFindings } from '../support/many-findings.ts';

const ajv = new Ajv.default({ strict: false, allErrors: true });
addFormats.default(ajv);
// The schema of OASIS, errata 01; test/support/schemas/README.md tells where it is from.
const matchesSarif = ajv.compile(
  JSON.parse(readFileSync(join(repository, 'test/support/schemas/sarif-schema-2.1.0.json'), 'utf8')) as object,
);

/** The only run of a report that is valid against the official schema. */
function runOf(result: CheckResult): Run {
  const log = JSON.parse(sarifReport(auditOf(result), { version: '0.1.0' })) as Log;
  matchesSarif(log);
  expect(matchesSarif.errors ?? []).toEqual([]);
  expect(log.runs).toHaveLength(1);
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

function resultsOf(files: Files): Result[] {
  return runOf(checkFiles(files)).results ?? [];
}

const spoiled = { 'k8s/web.yaml': cleanService, 'k8s/pods.yaml': shortGrace };

describe('SARIF', () => {
  it('is valid when nothing was found, and when there was nothing to look at', () => {
    for (const files of [{ 'a.yaml': cleanService, 'b.yaml': cleanDeployment }, {}]) {
      const { results, invocations, tool } = runOf(checkFiles(files));

      expect(results).toEqual([]);
      expect(invocations?.[0]?.executionSuccessful).toBe(true);
      expect(tool.driver.rules).toHaveLength(rules.length + 1);
    }
  });

  it('points at the value, relates the other place, and names the object', () => {
    const [result] = resultsOf(spoiled);

    expect(result).toMatchObject({
      ruleId: 'grace-period-too-short',
      level: 'error',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'k8s/pods.yaml', uriBaseId: '%SRCROOT%' }, region: {} },
          logicalLocations: [{ fullyQualifiedName: 'Deployment/shop/web' }],
        },
      ],
    });
    const region = result?.locations?.[0]?.physicalLocation?.region;
    const line = shortGrace.split('\n')[(region?.startLine ?? 0) - 1] ?? '';
    expect(line.slice((region?.startColumn ?? 0) - 1, (region?.endColumn ?? 0) - 1)).toMatch(/^\d+$/);
    expect(result?.relatedLocations?.length).toBeGreaterThan(0);
  });

  it('has for each rule a help in Markdown and what code scanning reads', () => {
    const { tool, results = [] } = runOf(checkFiles(filesWithFindings(2)));
    const descriptors = tool.driver.rules ?? [];

    for (const { id, help, properties, shortDescription } of descriptors) {
      expect(help?.markdown, id).toBeTruthy();
      expect(shortDescription?.text, id).toBeTruthy();
      expect(properties?.tags?.length, id).toBeLessThanOrEqual(10);
      expect(['high', 'medium']).toContain(properties?.['precision']);
    }
    for (const { ruleId, ruleIndex } of results) expect(descriptors[ruleIndex ?? -1]?.id).toBe(ruleId);
  });

  it('has fingerprints of its own that do not move with lines, one for each result', () => {
    const prints = (files: Files): unknown[] => resultsOf(files).map(({ partialFingerprints }) => partialFingerprints);
    const all = prints(filesWithFindings(20));

    expect(prints({ ...spoiled, 'k8s/pods.yaml': `# one more line\n${shortGrace}` })).toEqual(prints(spoiled));
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(all.length);
    for (const each of all) expect(Object.keys(each as object)).toEqual(['ackServiceGate/v1']);
  });

  it('offers the edits that are proved', () => {
    const [result] = resultsOf({ 'web.yaml': unquotedValue });
    const [fix] = result?.fixes ?? [];
    const edits = (fix?.artifactChanges ?? []).flatMap(({ replacements }) =>
      replacements.map(({ deletedRegion: { charOffset = 0, charLength = 0 }, insertedContent }) => ({
        startOffset: charOffset,
        endOffset: charOffset + charLength,
        newText: insertedContent?.text ?? '',
      })),
    );

    expect(checkFiles({ 'web.yaml': applyEdits(unquotedValue, edits) }).findings).toEqual([]);
  });

  it('tells what is suppressed and why, and of every other result that it is not', () => {
    const silenced = shortGrace.replace(
      /(\n *)(terminationGracePeriodSeconds)/,
      '$1# ack-service-gate-ignore: grace-period-too-short -- drained by hand$1$2',
    );
    const results = resultsOf({ ...spoiled, 'k8s/pods.yaml': silenced, 'k8s/x.yaml': 'kind: [' });
    const of = (rule: string): Result | undefined => results.find(({ ruleId }) => ruleId === rule);

    expect(of('grace-period-too-short')?.suppressions).toMatchObject([
      { kind: 'inSource', status: 'accepted', justification: 'drained by hand', location: {} },
    ]);
    expect(of('unreadable-manifest')?.suppressions).toEqual([]);
  });

  it('says of a change what is new and leaves out what is fixed', () => {
    const result = checkChange(changeStory.base, changeStory.head);
    const results = runOf(result).results ?? [];
    const standing = result.findings.filter(({ status }) => status !== 'fixed');

    expect(standing.length).toBeLessThan(result.findings.length);
    expect(results).toHaveLength(standing.length);
    expect(new Set(results.map(({ baselineState }) => baselineState))).toEqual(new Set(['new', 'unchanged']));
  });

  it('keeps what code scanning keeps, the gravest, and tells of the rest', () => {
    const result = checkFiles(filesWithFindings(520));
    const { results = [], invocations } = runOf(result);
    const errors = result.findings.filter(({ severity }) => severity === 'error').length;

    expect(result.findings).toHaveLength(5200);
    expect(results).toHaveLength(5000);
    expect(results.filter(({ level }) => level === 'error')).toHaveLength(errors);
    expect(invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^200 results .* left out/);
  });

  it('makes no link of what a manifest says, and encodes odd paths', () => {
    const name = '[free money](https://evil.example)';
    const results = resultsOf({
      'a b/#1/ü?.yaml': cleanService.replace('"on"', JSON.stringify(name)).replace('name: web', `name: '${name}'`),
    });
    const uris = results.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri);

    expect(results.length).toBeGreaterThan(0);
    expect(new Set(uris)).toEqual(new Set(['a%20b/%231/%C3%BC%3F.yaml']));
    for (const { message } of results) expect(message.text ?? '').not.toMatch(/(?<!\\)\[[^\]]*\]\(/);
    expect(JSON.stringify(results)).toContain(String.raw`\\[free money](https://evil.example)`);
  });
});
