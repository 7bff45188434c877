import { describe, expect, it } from 'vitest';
import type { Observation, Observed, ServiceName } from '../../src/analysis/explain/observation.ts';
import { joinEvents, unexplainedNotice } from '../../src/analysis/failing-now.ts';
import type { Finding } from '../../src/model/finding.ts';
import { auditOf } from '../../src/reporting/audit.ts';
import { failingWords } from '../../src/reporting/failing-words.ts';
import { jsonReport } from '../../src/reporting/json.ts';
import { judgedFrom, readReport } from '../../src/reporting/read-report.ts';
import { textReport } from '../../src/reporting/text.ts';
import { serviceText } from '../support/change-story.ts';
import { checkFiles } from '../support/check-files.ts';

const bandwidth = 'Error syncing load balancer [lb-1]: bandwidth must be integer, got [5M]';
const throttled = 'Error syncing load balancer [lb-1]: Message: Request was denied due to user flow control.';
const ensured = 'Ensured load balancer [lb-1]';
const web: ServiceName = { namespace: 'shop', name: 'web' };

function said(message: string, more: Partial<Observation> = {}): Observation {
  return { message, reason: undefined, service: web, count: 1, lastSeen: undefined, ...more };
}

const at = (time: string): Partial<Observation> => ({ lastSeen: `2026-01-31T${time}` });

/** The findings about a Service `web` whose bandwidth is no integer. */
function findings(text = serviceText({ name: 'web', annotations: { bandwidth: '5M' } })): readonly Finding[] {
  return checkFiles({ 'service.yaml': text }).findings;
}

const withoutNamespace = serviceText({ name: 'web', annotations: { bandwidth: '5M' } }).replace(
  / {2}namespace.*\n/,
  '',
);

function join(observations: readonly Observation[], found = findings(), more: Partial<Observed> = {}): string[] {
  const { findings: joined, unexplained } = joinEvents(found, { observations, services: [], passedOver: 0, ...more });
  const note = unexplainedNotice(unexplained);
  return [
    ...joined.flatMap((finding) => {
      const words = failingWords(finding);
      return words === undefined ? [] : [`${finding.ruleId}: ${words.en}`];
    }),
    ...(note === undefined ? [] : [note.message.en]),
  ];
}

const failing = (words: string): string => `annotation-not-integer: failing now: ${words}`;
const open = (list: string): string => `1 Service has events that no finding explains: ${list}`;

describe('events of a Service with a finding', () => {
  const rows: readonly [title: string, readonly Observation[], readonly string[]][] = [
    ['once, by an age', [said(bandwidth, { lastSeen: '3m' })], [failing('E28, once')]],
    [
      'several of one kind: counted, with the last time of all',
      [
        said(bandwidth, { count: 2, ...at('08:00:00Z') }),
        said(bandwidth.replace('lb-1', 'lb-2'), at('09:30:00.123456Z')),
      ],
      [failing('E28, 3 times, last 2026-01-31T09:30:00Z')],
    ],
    ['of another namespace', [said(bandwidth, { service: { ...web, namespace: 'pay' } })], [open('pay/web (E28)')]],
    ['of another name', [said(bandwidth, { service: { ...web, name: 'api' } })], [open('shop/api (E28)')]],
    [
      'of no namespace that is known',
      [said(bandwidth, { service: { namespace: undefined, name: 'web' } })],
      [failing('E28, once')],
    ],
    ['of nobody', [said(bandwidth, { service: undefined })], []],
    ['that the finding does not explain', [said(throttled)], [open('shop/web (E07)')]],
    ['of both kinds', [said(bandwidth), said(throttled)], [failing('E28, once'), open('shop/web (E07)')]],
    [
      'that nobody knows',
      [said('Error syncing load balancer [lb-1]: the moon is full')],
      [open('shop/web (a message that is not known)')],
    ],
    ['that tell of no trouble', [said(ensured, { reason: 'EnsuredLoadBalancer' })], []],
    [
      'before the last success',
      [said(bandwidth, at('08:00:00Z')), said(ensured, { reason: 'EnsuredLoadBalancer', ...at('08:05:00Z') })],
      [],
    ],
    [
      'since the last success',
      [said(bandwidth, at('08:05:00Z')), said(ensured, { reason: 'EnsuredLoadBalancer', ...at('08:00:00Z') })],
      [failing('E28, once, last 2026-01-31T08:05:00Z')],
    ],
    [
      'before a success of another Service',
      [
        said(bandwidth, at('08:00:00Z')),
        said(ensured, { reason: 'EnsuredLoadBalancer', service: { ...web, name: 'api' }, ...at('08:05:00Z') }),
      ],
      [failing('E28, once, last 2026-01-31T08:00:00Z')],
    ],
  ];

  it.each(rows)('%s', (_, observations, expected) => {
    expect(join(observations)).toEqual(expected);
  });

  it('are joined by the rule that the catalogue names, too', () => {
    const [first] = findings().filter(({ ruleId }) => ruleId === 'annotation-not-integer');
    if (first === undefined) throw new Error('The rule found nothing.');
    expect(join([said(bandwidth)], [{ ...first, events: [] }])).toEqual([failing('E28, once')]);
    expect(join([said(bandwidth)], [{ ...first, events: ['E28'], ruleId: 'other' }])).toEqual([
      'other: failing now: E28, once',
    ]);
    expect(join([said(bandwidth)], [{ ...first, events: [], ruleId: 'other' }])).toEqual([open('shop/web (E28)')]);
    expect(join([said(bandwidth)], [{ ...first, status: 'fixed' }])).toEqual([open('shop/web (E28)')]);
  });

  it('are those of the only Service of a name, where the manifest has no namespace', () => {
    const found = findings(withoutNamespace);
    const other = said(ensured, { reason: 'EnsuredLoadBalancer', service: { namespace: 'pay', name: 'web' } });
    expect(join([said(bandwidth)], found)).toEqual([failing('E28, once')]);
    expect(join([said(bandwidth), other], found)).toEqual([open('shop/web (E28)')]);
  });

  it('leave everything else of a finding as it is', () => {
    const found = findings();
    const { findings: joined } = joinEvents(found, { observations: [said(bandwidth)], services: [], passedOver: 0 });
    expect(joined.map((finding) => ({ ...finding, failingNow: undefined }))).toEqual(found);
  });
});

it('the text report says it below the line, in both languages, and a report that is read again has it, too', () => {
  for (const [locale, words] of [
    ['en', 'failing now: E28, once, last 2026-01-31T08:00:00Z'],
    ['zh-CN', '当前正在报错：E28，1 次，最近一次 2026-01-31T08:00:00Z'],
  ] as const) {
    const text = serviceText({ name: 'web', annotations: { bandwidth: '5M' } });
    const result = checkFiles({ 'service.yaml': text }, { locale });
    const observed = { observations: [said(bandwidth, at('08:00:00Z'))], services: [], passedOver: 0 };
    const audit = auditOf({ ...result, findings: joinEvents(result.findings, observed).findings });
    const shown = textReport(audit, { colour: false, quiet: true, verbose: false });
    expect(shown.split('\n').filter((line) => line.includes('E28,') || line.includes('E28，'))).toEqual([`  ${words}`]);
    const again = judgedFrom(readReport(jsonReport(audit, { version: '1', durationMs: 0 })), locale);
    expect(again.findings.map(({ failingNow }) => failingNow)).toEqual(
      audit.findings.map(({ failingNow }) => failingNow),
    );
  }
});

it('a status is as good as an event, where the finding names what it shows', () => {
  const found = findings().map((finding): Finding => ({ ...finding, events: ['S13'] }));
  const services = [{ service: web, situation: { hasAddress: false, isTerminating: false } }];
  expect(join([], found.slice(0, 1), { services })).toEqual([expect.stringMatching(/: failing now: S13, once$/)]);
});

it('the note names ten Services at most, and no name at more length than one can have', () => {
  const many = Array.from({ length: 12 }, (_, at) =>
    said(throttled, { service: { namespace: 'shop', name: `${'x'.repeat(300)}${at}` } }),
  );
  const services = Array.from({ length: 12 }, (_, at) =>
    said(throttled, { service: { namespace: 'shop', name: `s${at + 10}` } }),
  );
  const [note = ''] = join(services);
  expect(note).toMatch(
    /^12 Services have events that no finding explains: shop\/s10 \(E07\), .*, shop\/s19 \(E07\) and 2 more$/,
  );
  expect((join(many)[0] ?? '').length).toBeLessThan(10 * 300);
});
