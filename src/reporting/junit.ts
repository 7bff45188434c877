import { countedFindings, isApproved } from '../analysis/decide-outcome.ts';
import {
  compareSeverity,
  identityText,
  inLocale,
  type Bilingual,
  type Finding,
  type ResourceIdentity,
} from '../model/finding.ts';
import type { Judged } from './judged.ts';
import { severityWords, verdictLine } from './headline.ts';
import { escaped } from './html/escape.ts';

/** A message may quote a value of a megabyte; the JSON report has it in full. */
const longestText = 4000;

/**
 * The report as JUnit XML, for systems that show test results: a suite for each object (or file), a case for each finding.
 * What fails the gate is a failure; what does not count, or is below the severity that fails, passes or is skipped. Where
 * nothing was found, one case that passes says so.
 */
export function junitReport(result: Judged): string {
  const counted = new Set(countedFindings(result.findings, result.settings.gate));
  const suites = new Map<string, Finding[]>();
  for (const finding of result.findings) {
    if (finding.status === 'fixed') continue;
    const name = suiteName(finding);
    suites.set(name, [...(suites.get(name) ?? []), finding]);
  }
  const rendered = [...suites].map(([name, findings]) =>
    suiteOf(
      name,
      findings.map((finding) => caseOf(finding, counted, result)),
    ),
  );
  if (rendered.length === 0) {
    const verdict = xml(inLocale(verdictLine(result), result.settings.locale));
    rendered.push(
      suiteOf('ack-service-gate', [
        { kind: 'passed', text: `<testcase classname="ack-service-gate" name="${verdict}"/>` },
      ]),
    );
  }
  const lines = rendered.map(({ text }) => text);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ack-service-gate">\n${lines.join('\n')}\n</testsuites>\n`;
}

interface Case {
  readonly kind: 'failed' | 'skipped' | 'passed';
  readonly text: string;
}

function suiteOf(name: string, cases: readonly Case[]): { readonly text: string } {
  const count = (kind: Case['kind']): number => cases.filter((each) => each.kind === kind).length;
  const counts = `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`;
  const lines = cases.map(({ text }) => `    ${text}`);
  return { text: `  <testsuite name="${xml(name)}" ${counts}>\n${lines.join('\n')}\n  </testsuite>` };
}

function caseOf(finding: Finding, counted: ReadonlySet<Finding>, { settings }: Judged): Case {
  const { location, ruleId, severity, message, why, remedy, related, suppression } = finding;
  const say = (text: Bilingual): string => inLocale(text, settings.locale);
  const place = `${location.file}:${location.start.line}:${location.start.column}`;
  const word = say(severityWords[severity]);
  const open = `<testcase classname="${xml(ruleId)}" name="${xml(`${place} ${say(message)}`)}"`;
  const { failOn } = settings;
  if (!counted.has(finding)) {
    const reason = suppression === null ? notCounted : isApproved(finding) ? approved : suppressed;
    const because = suppression === null || suppression.reason === '' ? '' : `: ${suppression.reason}`;
    return { kind: 'skipped', text: `${open}><skipped message="${xml(`${say(reason)}${because}`)}"/></testcase>` };
  }
  const details = [
    `${place}: ${word} ${say(message)} [${ruleId}]`,
    `${say({ en: 'why: ', zh: '原因：' })}${say(why)}`,
    `${say({ en: 'fix: ', zh: '处理：' })}${say(remedy)}`,
    ...related.map(
      (each) =>
        `${say({ en: 'see: ', zh: '相关：' })}${each.location.file}:${each.location.start.line} ${say(each.message)}`,
    ),
  ];
  const text = details.map(xml).join('\n');
  const fails = failOn !== 'never' && compareSeverity(severity, failOn) >= 0;
  return fails
    ? {
        kind: 'failed',
        text: `${open}><failure type="${severity}" message="${xml(say(message))}">${text}</failure></testcase>`,
      }
    : { kind: 'passed', text: `${open}><system-out>${text}</system-out></testcase>` };
}

const notCounted: Bilingual = { en: 'base has it too, so that it does not count', zh: '基线中已存在，不计入结果' };
const approved: Bilingual = { en: 'approved by label', zh: '已由标签批准' };
const suppressed: Bilingual = { en: 'suppressed', zh: '已抑制' };

function suiteName({ resource, location, clusters }: Finding): string {
  const name = resource === null ? location.file : `${nameOf(resource)} (${location.file})`;
  return [name, ...clusters.map((cluster) => `@${cluster}`)].join(' ');
}

function nameOf(resource: ResourceIdentity): string {
  return `${resource.kind} ${identityText(resource)}`;
}

/** Escaped for texts and attributes; what XML cannot hold is visible as an escape. */
function xml(text: string): string {
  const shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return escaped(shown)
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll('\t', ' ');
}
