import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { expect } from 'vitest';
import { checkoutBranch, checkoutPullRequest } from '../support/github/checkout.ts';
import { pullRequestEvent, scheduleEvent } from '../support/github/events.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import { readReport } from '../support/gate.ts';
import { openChange, right, wrong, type ChangeOptions } from './change.ts';
import { section } from './matrix.ts';

const inputs = { 'json-file': 'out/gate.json', 'sarif-file': 'out/gate.sarif', 'html-file': 'out/gate.html' };
const written = { 'report-json': 'out/gate.json', 'sarif-file': 'out/gate.sarif', 'html-file': 'out/gate.html' };

/** Runs the action on a pull request in a checkout of its own. */
async function runOnChange(change?: ChangeOptions, more = inputs): Promise<{ run: ActionRun; workspace: string }> {
  const { server, token } = await openChange(change);
  const { folder } = checkoutPullRequest(server, 1, { depth: 0 });
  const run = await runAction({ server, token, event: pullRequestEvent(server, 1), in: folder, inputs: more });
  return { run, workspace: folder };
}

/** The three reports of a run are there and agree on what was found. */
function expectReports(run: ActionRun, workspace: string): void {
  expect(run.outputs).toMatchObject(written);
  const read = (name: string): string => readFileSync(join(workspace, 'out', name), 'utf8');
  const { findings } = readReport(read('gate.json'));
  const results = (JSON.parse(read('gate.sarif')) as Log).runs[0]?.results;
  expect(results?.map(({ ruleId }) => ruleId)).toEqual(findings.map(({ ruleId }) => ruleId));
  expect(read('gate.html')).toMatch(/^<!doctype html>/);
  for (const { message } of findings) expect(read('gate.html')).toContain(JSON.stringify(message).slice(1, -1));
}

section('Report files', {
  'reports-of-change': async () => {
    const { run, workspace } = await runOnChange();
    expectReports(run, workspace);
    return run;
  },
  'reports-of-audit': async () => {
    const { server, token } = await openChange({ base: { 'k8s/api.yaml': wrong() }, change: {} });
    const { folder } = checkoutBranch(server, 'main');
    const run = await runAction({ server, token, event: scheduleEvent(server), in: folder, inputs });
    expectReports(run, folder);
    return run;
  },
  'reports-when-clean': async () => {
    const change = { base: { 'k8s/api.yaml': right() }, change: { 'k8s/api.yaml': `${right()}# x\n` } };
    const { run, workspace } = await runOnChange(change);
    expectReports(run, workspace);
    return run;
  },
  'report-unwritable': async () => {
    const unwritable = { ...inputs, 'sarif-file': 'k8s', 'html-file': 'k8s/api.yaml/gate.html' };
    const { run } = await runOnChange({}, unwritable);
    expect(run.outputs).toMatchObject({ 'report-json': 'out/gate.json', 'sarif-file': '', 'html-file': '' });
    expect(run.stdout).toContain('::warning title=ack-service-gate::sarif-file: k8s cannot be written: EISDIR.');
    expect(run.stdout).toContain(
      '::warning title=ack-service-gate::html-file: k8s/api.yaml/gate.html cannot be written: ',
    );
    return run;
  },
});
