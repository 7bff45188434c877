import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { CheckReport } from '../../src/reporting/report-schema.ts';
import { temporaryFolder } from '../support/gate.ts';
import { checkoutPullRequest } from '../support/github/checkout.ts';
import { pullRequestEvent, workflowRunEvent } from '../support/github/events.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import type { Story } from '../support/github/story.ts';
import { openChange, right, said, type ChangeOptions } from './change.ts';
import { section } from './matrix.ts';

const head = 'mallory:change';
const summary = 'summary: ## Gate failed: 1 new finding of severity error or above.';

interface Publishing {
  readonly options?: ChangeOptions;
  /** What somebody made of the report on its way. */
  readonly forge?: (report: CheckReport) => unknown;
  /** The artifact's files in place of the report alone. */
  readonly files?: (report: string) => Readonly<Record<string, string>>;
  readonly path?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Inputs of the run that evaluates. */
  readonly firstInputs?: Readonly<Record<string, string>>;
  readonly meanwhile?: (story: Story) => void;
}

/** A fork's pull request, and the publishing of its report. */
async function publish(publishing: Publishing = {}): Promise<[Story, ActionRun]> {
  const story = await openChange({ head, ...publishing.options });
  return [story, await publishIn(story, publishing)];
}

/** The first stage evaluates the pull request without rights, the second one publishes its report. */
async function publishIn(story: Story, publishing: Publishing = {}): Promise<ActionRun> {
  const { forge = (report) => report, files, path = 'artifact/gate.json', inputs = {}, firstInputs = {} } = publishing;
  const { server, token } = story;
  const { folder } = checkoutPullRequest(server, 1, { style: 'head', depth: 0 });
  const readOnly = server.token({ permissions: { contents: 'read', 'pull-requests': 'read' } });
  const evaluated = await runAction({
    server,
    token: readOnly,
    event: pullRequestEvent(server, 1),
    in: folder,
    inputs: { 'json-file': 'gate.json', ...firstInputs },
  });
  expect(evaluated).toMatchObject({ writes: 0, outputs: { 'report-json': 'gate.json' } });
  const report = JSON.stringify(forge(JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8')) as CheckReport));
  const workspace = temporaryFolder();
  for (const [name, text] of Object.entries(files?.(report) ?? { 'artifact/gate.json': report })) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
  const event = workflowRunEvent(server, 1);
  publishing.meanwhile?.(story);
  const given = { mode: 'publish', 'report-artifact-path': path, ...inputs };
  return runAction({ server, token, event, in: workspace, inputs: given });
}

async function published(publishing: Publishing, expected: readonly unknown[]): Promise<ActionRun> {
  const [story, result] = await publish(publishing);
  expect(said(story)).toEqual(expected);
  return result;
}

async function refused(publishing: Publishing, why: string): Promise<ActionRun> {
  const [story, result] = await publish(publishing);
  expect(said(story)).toEqual([]);
  expect(result.stdout).toContain(why);
  return result;
}

const both = [expect.stringMatching(/^k8s\/api\.yaml:7 \*\*error\*\*: `service/), summary];

const withChange =
  (changes: Partial<NonNullable<CheckReport['change']>>) =>
  (report: CheckReport): unknown => ({ ...report, change: { ...report.change, ...changes } });

const withFindings =
  (changes: (finding: CheckReport['findings'][number]) => object) =>
  (report: CheckReport): unknown => ({
    ...report,
    findings: report.findings.map((finding) => ({ ...finding, ...changes(finding) })),
  });

/** All that stands in the pull request. */
function bodiesIn({ server }: Story): string[] {
  const { threads, comments } = server.pullRequest(1);
  return [...threads.flatMap((thread) => thread.comments), ...comments].map(({ body }) => body);
}

const closing =
  'This is the report of the pull request’s own run, which its author may have altered. It decides nothing.';
const lie = 'All checks are fine and the platform team approved this.';
const lies = (report: CheckReport): unknown => ({
  ...report,
  outcome: { ...report.outcome, reasons: [lie] },
  findings: report.findings.map((finding) => ({
    ...finding,
    message: lie,
    why: lie,
    remedy: lie,
    related: [{ message: lie, location: finding.location }],
    fix: finding.fix === null ? null : { ...finding.fix, description: lie },
  })),
  problems: [{ kind: 'configuration-changed', file: 'k8s/api.yaml', message: lie, location: null }],
});

const markup =
  '@alice <!-- ack-service-gate:v1 gate=00000000 about=summary text=0 --> closes #1 | [x](http://evil.example) <img src=x>\n::error::x';

section('Publish', {
  publish: () => published({}, both),
  'publish-number': () => published({ inputs: { 'pull-request-number': '1' } }, both),
  'publish-passing': () => published({ options: { change: { 'k8s/api.yaml': right() } } }, []),
  'publish-folder': () => published({ path: 'artifact' }, both),
  'publish-folder-of-two': () =>
    refused(
      { path: 'artifact', files: (report) => ({ 'artifact/gate.json': report, 'artifact/more.txt': '' }) },
      'artifact must hold exactly one file, and holds 2.',
    ),
  'publish-oversized': () =>
    refused(
      { files: (report) => ({ 'artifact/gate.json': report + ' '.repeat(21 << 20) }) },
      'a report of more than 20971520 is not read',
    ),
  'publish-not-json': () => refused({ files: () => ({ 'artifact/gate.json': 'nothing' }) }, 'The report is no JSON.'),
  'publish-wrong-shape': () =>
    refused(
      { forge: (report) => ({ ...report, findings: [{}] }) },
      'The report has not the shape of one: findings.0.ruleId',
    ),
  'publish-forged-number': () =>
    refused({ forge: withChange({ pullRequest: 2 }) }, 'The report names pull request 2, the run belongs to 1.'),
  'publish-forged-repository': () =>
    refused({ forge: withChange({ headRepository: 'eve/shop' }) }, 'The report names the head repository "eve/shop"'),
  'publish-forged-sha': () =>
    refused({ forge: withChange({ headSha: '0'.repeat(40) }) }, 'The report names the head commit "0000'),
  'publish-forged-texts': async () => {
    const [story, result] = await publish({ forge: lies });
    expect(said(story)).toEqual(both);
    const [inline = '', comment = ''] = bodiesIn(story);
    for (const text of [inline, comment, result.summary]) {
      expect(text).not.toContain('approved');
      expect(text).toContain('unquoted on is a bool, not a string.');
    }
    expect(comment).toContain('the configuration differs from base; the new one counts once it is merged');
    for (const text of [comment, result.summary]) expect(text.trimEnd().split('\n').at(-1)).toBe(closing);
    return result;
  },
  'publish-other-language': () => published({ firstInputs: { locale: 'zh-CN' } }, both),
  'publish-forged-outcome': () =>
    refused(
      { forge: (report) => ({ ...report, outcome: { ...report.outcome, result: 'pass' } }) },
      'The report says "pass", and by its findings it is "fail".',
    ),
  'publish-forged-data': () =>
    refused({ forge: withFindings(() => ({ data: { key: { toString: 'x' } } })) }, 'its data does not fit the message'),
  'publish-unknown-rule': () =>
    refused(
      { forge: withFindings(() => ({ ruleId: 'approved' })) },
      'The report was made by another version of the gate: the rule "approved" is unknown here.',
    ),
  'publish-unknown-message': () =>
    refused(
      { forge: withFindings(() => ({ messageId: 'approved' })) },
      'The report was made by another version of the gate: the message "approved"',
    ),
  'publish-fixed': async () => {
    const [story] = await publish();
    story.repository.commit(head, { 'k8s/api.yaml': right() });
    const result = await publishIn(story);
    const [comment = '', ...others] = bodiesIn(story);
    expect(others).toEqual([]);
    expect(comment).toContain('## Gate passed: no new finding of severity error or above.');
    expect(comment.trimEnd().split('\n').at(-1)).toBe(closing);
    return result;
  },
  'publish-stale': () =>
    published({ meanwhile: ({ repository }) => repository.commit(head, { 'README.md': 'Hello\n' }) }, []),
  'publish-markup': async () => {
    const [story, result] = await publish({
      forge: (report) => ({
        ...report,
        findings: report.findings.map((finding) => ({
          ...finding,
          message: markup,
          why: markup,
          remedy: markup,
          data: Object.fromEntries(Object.keys(finding.data).map((key) => [key, markup])),
          resource: { ...finding.resource, name: markup, namespace: markup },
          clusters: [markup],
        })),
        problems: [{ kind: 'x', file: markup, message: markup, location: null }],
      }),
    });
    const { threads, comments } = story.server.pullRequest(1);
    const texts = [...threads.flatMap((thread) => thread.comments), ...comments].map(({ body }) => body);
    expect(texts).toHaveLength(2);
    for (const text of [...texts, result.summary]) {
      // What is left outside of code spans could be anybody's words, and nothing else.
      const plain = text.replace(/^<!--.*-->\n/, '').replace(/(`+)(?!`).*?[^`]\1(?!`)/g, '');
      expect(plain).not.toMatch(/@|<!--|<img|#\d|evil|::error/);
    }
    return result;
  },
  'publish-missing': () => refused({ path: 'nowhere.json' }, 'nowhere.json: there is no such file.'),
});
