import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { CheckResult } from '../../src/analysis/check.ts';
import { junitReport } from '../../src/reporting/junit.ts';
import { changeStory } from '../support/change-story.ts';
import { checkChange, checkFiles } from '../support/check-files.ts';
import { repository } from '../support/gate.ts';
import { cleanDeployment, cleanService, shortGrace } from '../support/manifests.ts';
import { filesWithFindings } from '../support/many-findings.ts';

// The schema that Jenkins validates by; test/support/schemas/README.md tells where it is from.
const schema = readFileSync(join(repository, 'test/support/schemas/junit-10.xsd'), 'utf8');

/** The report, valid against the schema. */
async function reportOf(result: CheckResult): Promise<string> {
  const xml = junitReport(result);
  const { valid, errors } = await validateXML({
    xml: [{ fileName: 'junit.xml', contents: xml }],
    schema: [{ fileName: 'junit-10.xsd', contents: schema }],
  });
  expect(errors.map(({ message }) => message)).toEqual([]);
  expect(valid).toBe(true);
  return xml;
}

const count = (xml: string, pattern: RegExp): number => [...xml.matchAll(pattern)].length;

describe('JUnit', () => {
  it('fails what fails the gate, and passes what is milder', async () => {
    const result = checkFiles(filesWithFindings(3));
    const xml = await reportOf(result);
    const errors = result.findings.filter(({ severity }) => severity === 'error').length;

    expect(count(xml, /<testcase /g)).toBe(30);
    expect(count(xml, /<failure type="error"/g)).toBe(errors);
    expect(count(xml, /<failure /g)).toBe(errors);
    expect(xml).toMatch(
      /<testsuite name="Service shop\/app-0000 \([^"]*\)" tests="8" failures="4" errors="0" skipped="0">/,
    );
  });

  it('follows fail-on', async () => {
    const never = checkFiles(filesWithFindings(1), { failOn: 'never' });
    const info = checkFiles(filesWithFindings(1), { failOn: 'info' });

    expect(count(await reportOf(never), /<failure /g)).toBe(0);
    expect(count(await reportOf(info), /<failure /g)).toBe(10);
  });

  it('has one case that passes where nothing was found', async () => {
    const xml = await reportOf(checkFiles({ 'a.yaml': cleanService, 'b.yaml': cleanDeployment }));

    expect(count(xml, /<testcase /g)).toBe(1);
    expect(xml).toContain('name="Gate passed: no finding of severity error or above."');
  });

  it('skips what base has, and what is suppressed, with the reason', async () => {
    const silenced = shortGrace.replace(
      /(\n *)(terminationGracePeriodSeconds)/,
      '$1# ack-service-gate-ignore: grace-period-too-short -- drained by "hand"$1$2',
    );
    const xml = await reportOf(checkFiles({ 'a.yaml': cleanService, 'b.yaml': silenced }));
    const change = await reportOf(checkChange(changeStory.base, changeStory.head));

    expect(xml).toContain('<skipped message="suppressed: drained by &#34;hand&#34;"/>');
    expect(change).toContain('<skipped message="base has it too, so that it does not count"/>');
  });

  it('stays XML whatever manifests hold', async () => {
    const evil = `]]></failure>"'<&\u0000\u0007\uFFFF\uD800&#0;`;
    const xml = await reportOf(
      checkFiles({ [`a${evil}.yaml`]: cleanService.replace('"on"', JSON.stringify(evil)), 'b.yaml': cleanDeployment }),
    );

    expect(xml).toContain('&#60;/failure&#62;');
  });
});
