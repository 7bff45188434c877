import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CheckReport } from '../../src/reporting/report-schema.ts';
import { serviceText } from '../support/change-story.ts';
import { write } from '../support/gate.ts';
import { checkoutBranch, checkoutPullRequest } from '../support/github/checkout.ts';
import { pullRequestEvent, scheduleEvent } from '../support/github/events.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import { openChange } from './change.ts';
import { section } from './matrix.ts';

const misread = 'Error syncing load balancer [lb-1]: bandwidth must be integer, got [5M]';
const throttled = 'Error syncing load balancer [lb-2]: Message: Request was denied due to user flow control.';

function event(name: string, message: string, count: number): object {
  return {
    kind: 'Event',
    involvedObject: { kind: 'Service', namespace: 'shop', name },
    type: 'Warning',
    reason: 'SyncLoadBalancerFailed',
    message,
    count,
    lastTimestamp: '2026-01-31T08:00:00Z',
  };
}

const events = JSON.stringify({
  kind: 'List',
  items: [event('web', misread, 3), event('pay', throttled, 1)],
});
/** What `kubectl get svc` prints is no manifest of the repository: nothing is found in it. */
const services = JSON.stringify({
  kind: 'List',
  items: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'dump', namespace: 'shop', annotations: { a: 1 } },
      spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    },
  ],
});
const faulty = { 'k8s/web.yaml': serviceText({ name: 'web', annotations: { bandwidth: '5M' } }) };
const failing = '**failing now: E28, 3 times, last `2026-01-31T08:00:00Z`**';
const unexplained = '1 Service has events that no finding explains: `shop/pay` (E07) `events-unexplained`';

interface Run {
  readonly run: ActionRun;
  readonly report: CheckReport | undefined;
}

/** Runs the action in an audit of `main`. */
async function audit(written: Readonly<Record<string, string>>, eventsFile: string): Promise<Run> {
  const { server, token } = await openChange({ base: faulty, change: {} });
  const { folder } = checkoutBranch(server);
  return runIn(folder, written, eventsFile, { server, token, event: scheduleEvent(server) });
}

/** Runs the action in a pull request that adds the Service, and these files, after a step that wrote others. */
async function change(
  added: Readonly<Record<string, string>>,
  written: Readonly<Record<string, string>>,
  eventsFile: string,
  base: Readonly<Record<string, string>> = {},
  link?: readonly [at: string, target: string],
): Promise<Run> {
  const { server, token } = await openChange({
    base: { 'k8s/web.yaml': null, ...base },
    change: { ...faulty, ...added },
  });
  const { folder } = checkoutPullRequest(server, 1, { depth: 0 });
  if (link !== undefined) symlinkSync(link[1], join(folder, link[0]));
  return runIn(folder, written, eventsFile, { server, token, event: pullRequestEvent(server, 1) });
}

async function runIn(
  folder: string,
  written: Readonly<Record<string, string>>,
  eventsFile: string,
  options: Pick<Parameters<typeof runAction>[0], 'server' | 'token' | 'event'>,
): Promise<Run> {
  write(folder, written);
  const inputs = { 'events-file': eventsFile, 'json-file': 'gate.json', 'html-file': 'gate.html' };
  const run = await runAction({ ...options, in: folder, inputs });
  if (run.status === 2) return { run, report: undefined };
  const report = JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8')) as CheckReport;
  const page = readFileSync(join(folder, 'gate.html'), 'utf8');
  expect(page.includes('failing now: E28, 3 times, last 2026-01-31T08:00:00Z')).toBe(run.summary.includes(failing));
  return { run, report };
}

const joined = ({ report }: Run): unknown[] =>
  (report?.findings ?? []).flatMap(({ ruleId, failingNow }) => (failingNow === undefined ? [] : [ruleId, failingNow]));

const bare = (finding: CheckReport['findings'][number]): object => ({ ...finding, failingNow: undefined });

/** What the pull request is told without events: with them it is told the same. */
async function expectSame({ report }: Run): Promise<void> {
  const { report: plain } = await change({}, {}, 'none/*.json');
  expect(report?.findings.map(bare)).toEqual(plain?.findings);
  expect(report?.outcome).toEqual(plain?.outcome);
}

section('Events', {
  'events-in-audit': async () => {
    const result = await audit({ 'out/events.json': events, 'out/services.json': services }, 'out/*.json');
    const { run, report } = result;
    expect(joined(result)).toEqual([
      'annotation-not-integer',
      [{ event: 'E28', count: 3, last: '2026-01-31T08:00:00Z' }],
    ]);
    expect(run.summary).toContain(failing);
    expect(run.summary).toContain(unexplained);
    expect(report?.findings.filter(({ location }) => location.file.startsWith('out/'))).toEqual([]);
    // The same without events: nothing else changes.
    const { report: plain } = await audit({}, 'none/*.json');
    expect(report?.findings.map(bare)).toEqual(plain?.findings);
    expect(report?.outcome).toEqual(plain?.outcome);
    return run;
  },
  'events-of-step': async () => {
    const result = await change({}, { 'events.json': events }, 'events.json');
    expect(joined(result)).toHaveLength(2);
    expect(result.run.summary).toContain(failing);
    expect(result.run.summary).not.toContain('events-unexplained');
    return result.run;
  },
  'events-in-base': async () => {
    const base = { 'out/events.json': events, 'out/services.json': services };
    const result = await change({}, {}, 'out/*.json', base);
    expect(joined(result)).toHaveLength(2);
    await expectSame(result);
    return result.run;
  },
  'events-changed': async () => {
    const base = { 'out/events.json': events, 'out/services.json': services };
    const other = services.replace('"dump"', '"other"');
    const result = await change({ 'out/services.json': other }, {}, 'out/*.json', base);
    expect(joined(result)).toHaveLength(2);
    expect(result.run.summary).toContain(
      "- `out/services.json`: this file of events differs from base's, which was used; the new one counts once it is merged `events-changed`",
    );
    await expectSame(result);
    return result.run;
  },
  'events-by-link': async () => {
    const written = { 'events.json': events, 'out/1.json': services };
    const link = ['latest.json', 'out/1.json'] as const;
    const result = await change({}, written, '{events,latest}.json', {}, link);
    expect(joined(result)).toHaveLength(2);
    await expectSame(result);
    return result.run;
  },
  'events-added': async () => {
    const result = await change({ 'events.json': events }, {}, 'events.json');
    expect(joined(result)).toEqual([]);
    expect(result.run.summary).toContain(
      '- `events.json`: this file of events is not in base, so the change may have brought it: it was not read, and counts once it is merged `events-ignored`',
    );
    return result.run;
  },
  'events-missing': async () => {
    const { run } = await audit({}, 'events.json');
    expect(run.stdout).toContain('events.json: there is no such events file.');
    return run;
  },
  'events-optional': async () => {
    const { run } = await audit({}, 'out/*.json');
    expect(run.summary).toContain('no file of events matches "`out/*.json`"');
    return run;
  },
  'events-of-nobody': async () => {
    const { run } = await audit({ 'events.txt': misread }, 'events.txt');
    expect(run.stdout).toContain('events.txt: this names no Service, so that no finding can be joined to it.');
    return run;
  },
});
