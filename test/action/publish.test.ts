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
  readonly meanwhile?: (story: Story) => void;
}

/** The first stage evaluates a fork's pull request without rights, the second one publishes its report. */
async function publish(publishing: Publishing = {}): Promise<[Story, ActionRun]> {
  const { options = {}, forge = (report) => report, files, path = 'artifact/gate.json', inputs = {} } = publishing;
  const story = await openChange({ head, ...options });
  const { server, token } = story;
  const { folder } = checkoutPullRequest(server, 1, { style: 'head', depth: 0 });
  const readOnly = server.token({ permissions: { contents: 'read', 'pull-requests': 'read' } });
  const evaluated = await runAction({
    server,
    token: readOnly,
    event: pullRequestEvent(server, 1),
    in: folder,
    inputs: { 'json-file': 'gate.json' },
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
  return [story, await runAction({ server, token, event, in: workspace, inputs: given })];
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
