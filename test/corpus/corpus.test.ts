import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { CheckReport } from '../../src/reporting/report-schema.ts';

/**
 * Real manifests from public repositories, which are not part of this one. The counts per rule are committed, so that a
 * change of a rule shows its reach in the diff.
 */
const corpus = resolve(process.env['ACK_SERVICE_GATE_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus'));
const isThere = existsSync(corpus);

function checkCorpus(): CheckReport {
  const cli = join(import.meta.dirname, '../../dist/cli.js');
  const args = [cli, 'check', '--no-config', '--locale', 'en', '--format', 'json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: corpus,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  return JSON.parse(stdout) as CheckReport;
}

describe.skipIf(!isThere)(`corpus of real manifests (${isThere ? 'found' : 'not there'})`, () => {
  const report = isThere ? checkCorpus() : undefined;
  const findings = report?.findings ?? [];

  it('gives the findings counted in summary.txt', async () => {
    await expect(summaryOf(report)).toMatchFileSnapshot(join(import.meta.dirname, 'summary.txt'));
  });

  it('gives each unreadable document one finding', () => {
    const places = findings
      .filter(({ ruleId }) => ruleId === 'unreadable-manifest')
      .map(({ location: { file, document } }) => `${file} ${document}`);
    expect(places.length).toBeGreaterThan(0);
    expect(new Set(places).size).toBe(places.length);
  });

  it('overlooks no broken file that names a Service or a workload', () => {
    const told = new Set([
      ...findings.filter(({ ruleId }) => ruleId === 'unreadable-manifest').map(({ location }) => location.file),
      ...(report?.problems ?? []).filter(({ kind }) => kind === 'unrendered-template').map(({ file }) => file),
    ]);
    const overlooked = filesBelow(corpus).filter((file) => isBroken(file) && !told.has(file));
    // Its quoted lines are indented as little as their key, which is no YAML 1.2 and which Kubernetes takes.
    expect(overlooked).toEqual(['apache+dubbo-samples/10-task/dubbo-samples-shop/deploy/All.yml']);
  });

  it('has findings that somebody without knowledge of the code judged right', () => {
    const [, ...rows] = readFileSync(join(import.meta.dirname, 'review.tsv'), 'utf8')
      .trimEnd()
      .split('\n');
    const reviewed = rows.map((row) => row.split('\t'));
    const current = new Map(
      findings.map(({ location: { file, startLine }, ruleId, severity }) => [
        `${file}:${startLine} ${ruleId}`,
        severity,
      ]),
    );
    expect(reviewed.filter(([place, rule]) => !current.has(`${place} ${rule}`))).toEqual([]);
    // What was judged wrong and mended since stays listed, but proves nothing until it is judged again.
    const judged = reviewed.filter(([, , verdict]) => verdict !== 'mended');
    expect(judged.length).toBeGreaterThanOrEqual(60);
    const wrong = judged.filter(([, , verdict]) => verdict === 'wrong');
    expect(wrong.filter(([place, rule]) => current.get(`${place} ${rule}`) === 'error')).toEqual([]);
    expect(judged.filter(([, , verdict]) => verdict === 'right').length).toBeGreaterThanOrEqual(judged.length * 0.95);
  });

  it('has a verdict on the rollouts of every workload behind a load balancer, judged from its manifest', () => {
    const [, ...rows] = readFileSync(join(import.meta.dirname, 'rollouts.tsv'), 'utf8')
      .trimEnd()
      .split('\n');
    const reviewed = rows.map((row) => row.split('\t'));
    const current = (report?.rollouts ?? []).flatMap(rolloutRow);

    expect(current).toEqual(reviewed.map((row) => row.slice(0, -2).join('\t')));
    expect(reviewed.filter((row) => row.at(-2) !== 'right' || row.at(-1) === '')).toEqual([]);
  });
});

type ReportRollout = NonNullable<CheckReport['rollouts']>[number];

/** A pair as rollouts.tsv has it; none where no workload is here. */
function rolloutRow({ location, workload, service, verdicts, verdict }: ReportRollout): string[] {
  if (workload === null) return [];
  const nameOf = ({ kind, namespace, name }: typeof service): string => `${kind} ${namespace ?? '-'}/${name}`;
  const { newConnections, openConnections, backends, readiness } = verdicts;
  const phases = [newConnections, openConnections, backends, readiness].map(inWords);
  const place = `${location.file}:${location.startLine}`;
  return [[place, nameOf(workload), nameOf(service), ...phases, verdict].join('\t')];
}

function inWords(verdict: ReportRollout['verdicts']['backends']): string {
  if (verdict.verdict === 'safe') return 'safe';
  if (verdict.verdict === 'unknown') return `unknown ${verdict.because}`;
  return `unsafe ${verdict.causes.map(({ why, seconds }) => `${seconds ?? '-'} ${why}`).join(' + ')}`;
}

function summaryOf(report: CheckReport | undefined): string {
  if (report === undefined) return '';
  const { summary, findings, notEvaluated, problems } = report;
  const totals = [
    'files',
    'documents',
    'scopes',
    'services',
    'loadBalancerServices',
    'foreignLoadBalancers',
    'workloads',
  ] as const;
  return [
    ...totals.map((name) => `${name} ${summary[name]}`),
    '',
    'findings',
    ...counted(
      findings.map(({ severity, ruleId, messageId, certainty }) => `${ruleId}/${messageId} ${severity} ${certainty}`),
    ),
    '',
    'not evaluated',
    ...counted(notEvaluated.map(({ ruleId, missing }) => `${ruleId} for want of ${missing.join(', ')}`)),
    '',
    'problems',
    ...counted(problems.map(({ kind }) => kind)),
    '',
  ].join('\n');
}

function counted(keys: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, count]) => `${count}  ${key}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ya?ml|json)$/.test(file));
}

/** Asks the parser for the whole file, without our own splitting and skipping. */
function isBroken(file: string): boolean {
  const text = readFileSync(join(corpus, file), 'utf8');
  if (!/^["']?kind["']?:\s*["']?(?:Service|Deployment|StatefulSet|DaemonSet|Pod)["']?\s*$/m.test(text)) return false;
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', prettyErrors: false });
  return Array.isArray(documents) && documents.some(({ errors }) => errors.length > 0);
}
