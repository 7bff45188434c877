import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/analysis/check.ts';
import { checkChange, checkFiles, type Files } from '../support/check-files.ts';
import { cleanService } from '../support/manifests.ts';

const ruleId = 'protocol-port-syntax';

/** A Service whose annotation holds these elements, each of which that is no port is a fault of its own. */
function serviceWith(elements: string): string {
  const key = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port';
  return cleanService.replace(/^ +.*address-type: /m, `    ${key}: ${elements}\n$&`);
}

const quoted = (elements: string): Files => ({ 'web.yaml': serviceWith(`"${elements}"`) });
/** Here no element has a range of its own: all faults stand at one place. */
const block = (elements: string): Files => ({ 'web.yaml': serviceWith(`|-\n      ${elements}`) });

const byText = (left: string, right: string): number => (left < right ? -1 : 1);

function told({ findings }: CheckResult): string[] {
  return findings
    .filter((finding) => finding.ruleId === ruleId)
    .map(({ status, worsened, value }) => `${status}${worsened ? ' worsened' : ''} ${value}`)
    .sort(byText);
}

describe.each([
  ['quoted', quoted],
  ['in a block', block],
])('faults of one sort in one value, %s', (_, written) => {
  it.each<[string, string, string[]]>([
    ['bar,foo', 'foo', ['fixed bar', 'unchanged foo']],
    ['bar,foo', 'bar', ['fixed foo', 'unchanged bar']],
    ['foo', 'bar,foo', ['new bar', 'unchanged foo']],
    ['foo', 'foo,goo', ['new goo', 'unchanged foo']],
    ['foo', 'foo,foo', ['new foo', 'unchanged foo']],
    // What says the same as something that still stands is not told as fixed.
    ['foo,foo', 'foo', ['unchanged foo']],
    ['bar,foo', 'bar,zoo', ['new worsened zoo', 'unchanged bar']],
    ['bar,foo', 'foo,bar', ['unchanged bar', 'unchanged foo']],
    ['bar,foo', 'yak,zoo', ['new worsened yak', 'new worsened zoo']],
  ])('%s becomes %s', (before, after, expected) => {
    expect(told(checkChange(written(before), written(after)))).toEqual(expected);
  });

  it('are all told, the same one twice as well', () => {
    const { findings, notEvaluated } = checkFiles(written('foo,bar,foo'));

    const values = findings.filter((finding) => finding.ruleId === ruleId).map(({ value }) => value ?? '');

    expect(values.sort(byText)).toEqual(['bar', 'foo', 'foo']);
    expect(notEvaluated.filter((open) => open.ruleId === ruleId)).toEqual([]);
  });
});

it('writing the same faults in another way makes none of them new', () => {
  expect(told(checkChange(quoted('foo,foo'), block('foo,foo')))).toEqual(['unchanged foo', 'unchanged foo']);
  expect(told(checkChange(block('foo,foo'), quoted('foo,foo')))).toEqual(['unchanged foo', 'unchanged foo']);
});
