import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { historySchema, type History } from '../../src/reporting/history/history-schema.ts';
import type { ActionRun } from '../support/github/run-action.ts';
import type { Changes } from '../support/github/repository.ts';
import { begin, type Audit, type AuditOptions, type Story, type StoryOptions } from '../support/github/story.ts';
import { standing, wrong } from './change.ts';

export const history = 'out/history.json';
export const inputs = { 'audit-issue': 'Load balancers', 'history-file': history };
export const mayWrite = { permissions: { contents: 'read', issues: 'write' } } as const;

/** A repository in which `main` has one error. */
export async function start(files: Changes = {}, options: StoryOptions = {}): Promise<Story> {
  return begin({ ...standing, 'k8s/api.yaml': wrong(), ...files }, { ...mayWrite, ...options });
}

export async function audit(story: Story, { inputs: more, ...options }: AuditOptions = {}): Promise<Audit> {
  return story.audit({ ...options, inputs: { ...inputs, ...more } });
}

/** Audits once, and again with the history of the first audit after what happened between them. */
export async function twice(
  files: Changes,
  between: (story: Story, first: Audit) => void,
  {
    options,
    carryAlso = [],
    ...second
  }: AuditOptions & { readonly options?: StoryOptions; readonly carryAlso?: readonly string[] } = {},
): Promise<{ readonly story: Story; readonly run: ActionRun; readonly folder: string }> {
  const story = await start(files, options);
  const first = await audit(story);
  between(story, first);
  const { run, folder } = await audit(story, {
    carry: { from: first.folder, paths: [history, ...carryAlso] },
    ...second,
  });
  return { story, run, folder };
}

export function keptIn(folder: string): History {
  return historySchema.parse(JSON.parse(readFileSync(join(folder, history), 'utf8')));
}

/** All issues, in a few words. */
export function issues({ server }: Story): string[] {
  return server.issues.map(({ number, title, state, stateReason }) => `#${number} ${title}: ${stateReason ?? state}`);
}

export const one = ['#1 Load balancers: open'];

export function bodyOf({ server }: Story, number = 1): string {
  return server.issue(number).body;
}

/** Runs one audit that leaves the issues as they were, and says this in the log. */
export async function leaves(story: Story, said: string, options: AuditOptions = {}): Promise<ActionRun> {
  const before = issues(story);
  const { run } = await audit(story, options);
  expect(issues(story)).toEqual(before);
  expect(run.stdout).toContain(said);
  expect(run.outputs['audit-issue-number']).toBe('');
  return run;
}
