import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { lintWorkflow, type ActionInputs } from '../support/workflow-lint.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'examples/workflows');

export const readme = readFileSync(join(folder, 'README.md'), 'utf8');

/** The text of every recipe, by file name. */
export const recipes: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);

/** All that the recipes may do with the job's token, and no more. */
const permissions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'advisory.yml': { contents: 'read', 'pull-requests': 'write' },
  'code-scanning.yml': { actions: 'read', contents: 'read', 'security-events': 'write' },
  'fork-evaluate.yml': { contents: 'read' },
  'fork-publish.yml': { actions: 'read', contents: 'read', 'pull-requests': 'write' },
  'html-report.yml': { contents: 'read' },
  'monorepo.yml': { contents: 'read', 'pull-requests': 'write' },
  'organisation-audit.yml': { contents: 'read' },
  'required-check.yml': { contents: 'read', 'pull-requests': 'write' },
  'sharded-audit.yml': { contents: 'read' },
  'scheduled-audit.yml': { actions: 'read', contents: 'read', issues: 'write' },
};

/** Recipes whose job is made to be required before merging. */
const required = new Set(['monorepo.yml', 'required-check.yml']);

/** How our own action is written in a recipe; README.md of the folder says what to put there. */
export const ownAction = 'OWNER/ack-service-gate@COMMIT_SHA';
const ownComment = 'see README.md of this folder';

const choices: Readonly<Record<string, readonly string[]>> = {
  mode: ['auto', 'pull-request', 'audit', 'publish'],
  preset: ['recommended', 'strict'],
  'fail-on': ['error', 'warning', 'info', 'never'],
  gate: ['new', 'all'],
  comments: ['review', 'summary', 'off'],
  'comment-when': ['always', 'on-failure'],
};

const optional = (names: string): ActionInputs => Object.fromEntries(names.split(' ').map((name) => [name, false]));

/** The inputs that the actions of others take at the releases that the recipes pin. */
const inputsOfOthers: Readonly<Record<string, ActionInputs>> = {
  'actions/checkout': optional(
    'repository ref token ssh-key ssh-known-hosts ssh-strict ssh-user persist-credentials path clean filter sparse-checkout sparse-checkout-cone-mode fetch-depth fetch-tags show-progress lfs submodules set-safe-directory github-server-url',
  ),
  'actions/upload-artifact': {
    ...optional('name if-no-files-found retention-days compression-level overwrite include-hidden-files archive'),
    path: true,
  },
  'actions/create-github-app-token': {
    ...optional('client-id owner repositories permission-contents permission-metadata'),
    'private-key': true,
  },
  'github/codeql-action/upload-sarif': optional('sarif_file checkout_path ref sha token category wait-for-processing'),
  'actions/download-artifact': optional(
    'name artifact-ids path pattern merge-multiple github-token repository run-id skip-decompress digest-mismatch',
  ),
};

/** The text of our own `action.yml`. */
export const ownActionText = readFileSync(join(root, 'action.yml'), 'utf8');

const ownInputs = optional(Object.keys((parse(ownActionText) as { inputs: object }).inputs).join(' '));

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly name?: string;
  readonly permissions?: unknown;
  readonly strategy?: unknown;
  readonly 'timeout-minutes'?: unknown;
  readonly steps: readonly Step[];
}
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  readonly permissions?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress'?: boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

export const workflowOf = (text: string): Workflow => parse(text) as Workflow;
export const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => steps);

/** All that is wrong with the text of a recipe of this name: what GitHub would refuse, and what we promise users. */
export async function faultsOf(name: string, text: string): Promise<string[]> {
  const refused = await lintWorkflow(text, (action) =>
    action === 'OWNER/ack-service-gate' ? ownInputs : inputsOfOthers[action],
  );
  // What is no workflow keeps no promises either.
  return refused.length > 0 ? refused : brokenPromises(name, text);
}

function brokenPromises(name: string, text: string): string[] {
  const workflow = workflowOf(text);
  const jobs = Object.entries(workflow.jobs);
  return [
    ...unless(/^# Take .*\n(?:#.*\n)*# Set in the repository:.*\n/m.test(text), 'tells neither when nor what to set'),
    ...unless(!('pull_request_target' in workflow.on), 'runs on pull_request_target'),
    ...unless(isDeepStrictEqual(workflow.permissions, permissions[name]), 'has other permissions than it needs'),
    ...jobs.flatMap(([id, job]) => [
      ...unless(job.permissions === undefined, `${id}: has permissions of its own`),
      ...unless(typeof job['timeout-minutes'] === 'number', `${id}: may run for hours`),
    ]),
    ...unpinned(text),
    ...stepsOf(workflow).flatMap((step) => wrongStep(workflow, step)),
    ...(required.has(name) ? unfitToBeRequired(workflow) : []),
  ];
}

function unpinned(text: string): string[] {
  return [...text.matchAll(/\buses: *(.*)/g)]
    .map(([, use = '']) => use)
    .filter(
      (use) =>
        use !== `${ownAction} # ${ownComment}` &&
        !/^(?:actions|github\/codeql-action)\/\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use),
    )
    .map((use) => `not pinned: ${use}`);
}

function wrongStep(workflow: Workflow, { uses = '', with: inputs = {} }: Step): string[] {
  const isCheckout = uses.startsWith('actions/checkout@');
  return [
    ...unless(!isCheckout || inputs['persist-credentials'] === false, 'leaves the token in the checkout'),
    ...unless(!isCheckout || !('workflow_run' in workflow.on), 'checks out code where the token may write'),
    ...unless(!runsOurs(inputs) || inputs['ref'] === 'COMMIT_SHA', 'runs the gate of no certain commit'),
    ...(uses === ownAction ? Object.entries(inputs) : [])
      .filter(([key, value]) => choices[key]?.includes(String(value)) === false)
      .map(([key, value]) => `${key} cannot be ${String(value)}`),
  ];
}

/** A checkout of the gate itself, for its command line. */
function runsOurs(inputs: Readonly<Record<string, unknown>>): boolean {
  return inputs['repository'] === 'OWNER/ack-service-gate';
}

/** True for a step that brings the gate: as an action, or checked out for its command line. */
export function bringsGate({ uses, with: inputs = {} }: Step): boolean {
  return uses === ownAction || runsOurs(inputs);
}

/** What changes the verdict on a pull request, or makes one that was not asked for. */
const reactsTo = ['opened', 'synchronize', 'reopened', 'labeled', 'unlabeled', 'ready_for_review'];

function unfitToBeRequired({ on, jobs, concurrency }: Workflow): string[] {
  const filters = ['paths', 'paths-ignore', 'branches', 'branches-ignore'];
  const isFiltered = filters.some((filter) => filter in (on['pull_request'] ?? {}));
  const names = Object.values(jobs).map(({ name }) => name ?? '');
  const types = on['pull_request']?.['types'];
  const isTold = reactsTo.every((type) => Array.isArray(types) && types.includes(type));
  return [
    ...unless(isTold, `does not run on ${reactsTo.join(', ')}`),
    ...unless(!isFiltered, 'is skipped by a filter and then pending for ever'),
    ...unless('merge_group' in on, 'lets a merge queue wait for ever'),
    ...unless(
      Object.values(jobs).every(({ strategy }) => strategy === undefined),
      'has a matrix',
    ),
    ...unless(
      names.every((name) => name !== '' && !name.includes('${{')),
      'has a job without a fixed name',
    ),
    ...unless(
      concurrency?.['cancel-in-progress'] === true && /pull_request\.number \|\| github\.ref/.test(concurrency.group),
      'lets two pushes race',
    ),
  ];
}

const unless = (holds: boolean, fault: string): string[] => (holds ? [] : [fault]);
