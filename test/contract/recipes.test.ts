import { describe, expect, it } from 'vitest';
import { lintAction } from '../support/workflow-lint.ts';
import { bringsGate, faultsOf, ownActionText, readme, recipes, stepsOf, workflowOf } from './recipes.ts';

const recipe = (name: string): string => recipes[name] ?? '';

/** The recipe for several clusters as it is with the jobs that it offers in comments instead of its own. */
function separateJobs(): string {
  const [head = '', comments = ''] = recipe('monorepo.yml').split(/^ {2}# Instead: .*\n(?: {2}# .*\n)*/m);
  return head.replace(/^ {2}gate:\n(?: {4}.*\n)+/m, '') + comments.replaceAll(/^ {2}# ?/gm, '  ');
}

describe('recipes', () => {
  it('are those that the README of their folder tells about', () => {
    const told = [...readme.matchAll(/^\| .*?`([\w-]+\.yml)`/gm)].map(([, name]) => name);

    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told)).toEqual(new Set(Object.keys(recipes)));
  });

  it.each(Object.entries(recipes))('%s is sound and keeps its promises', async (name, text) => {
    expect(await faultsOf(name, text)).toEqual([]);
    expect(stepsOf(workflowOf(text)).some(bringsGate)).toBe(true);
  });

  it('for several clusters are as sound with the other form', async () => {
    const text = separateJobs();
    const { jobs } = workflowOf(text);

    expect(await faultsOf('monorepo.yml', text)).toEqual([]);
    expect(Object.keys(jobs)).toEqual(['prod', 'staging']);
  });

  it('for forks hand over exactly one file', () => {
    const [evaluate, publish] = [workflowOf(recipe('fork-evaluate.yml')), workflowOf(recipe('fork-publish.yml'))];
    const [, judge, upload] = stepsOf(evaluate);
    const [download, post] = stepsOf(publish);

    expect(publish.on['workflow_run']?.['workflows']).toEqual([evaluate.name]);
    expect(upload).toMatchObject({ if: 'always()', with: { path: judge?.with?.['json-file'] } });
    expect(download?.with?.['name']).toBe(upload?.with?.['name']);
    expect(post?.with).toEqual({ mode: 'publish', 'report-artifact-path': download?.with?.['path'] });
  });

  it('use an action that is sound itself', async () => {
    expect(await lintAction(ownActionText)).toEqual([]);
  });
});

/** A recipe, what is broken in it, and what the linter says then. */
const broken: readonly (readonly [string, RegExp, string, RegExp])[] = [
  ['required-check.yml', /^jobs:$/m, 'jobs: [', /^\d+: /],
  ['required-check.yml', /runs-on/, 'run-on', /Unexpected value 'run-on'/],
  ['required-check.yml', /github\.ref/, 'gitub.ref', /Unrecognized named-value: 'gitub'/],
  ['required-check.yml', /contents: read/, 'contents: reed', /Unexpected value 'reed'/],
  ['required-check.yml', /opened,/, 'openend,', /Unexpected value 'openend'/],
  ['required-check.yml', /preset:/, 'presets:', /Invalid action input 'presets'/],
  ['required-check.yml', /fetch-depth/, 'depth', /Invalid action input 'depth'/],
  ['required-check.yml', /preset: strict/, 'preset: strickt', /^preset cannot be strickt$/],
  ['required-check.yml', /actions\/checkout/, 'someone/checkout', /Unable to resolve action/],
  ['required-check.yml', /checkout@\S+ # v.*/, 'checkout@v7', /^not pinned: actions\/checkout@v7$/],
  ['required-check.yml', /checkout@\S+ # v7\.0\.1/, '$& or later', /^not pinned: /],
  ['required-check.yml', /COMMIT_SHA/, 'main', /^not pinned: OWNER\/ack-service-gate@main/],
  ['required-check.yml', /pull_request:/, 'pull_request_target:', /^runs on pull_request_target$/],
  ['required-check.yml', /pull_request:/, "$&\n    paths: ['k8s/**']", /pending for ever$/],
  ['required-check.yml', / labeled,/, '', /^does not run on .*\blabeled, unlabeled\b/],
  ['monorepo.yml', / unlabeled,/, '', /^does not run on /],
  ['required-check.yml', / {2}merge_group:\n/, '', /^lets a merge queue wait/],
  ['required-check.yml', / {4}runs-on/, '    strategy: {matrix: {n: [1]}}\n$&', /^has a matrix$/],
  ['required-check.yml', / {4}name: .*\n/, '', /^has a job without a fixed name$/],
  ['required-check.yml', / {2}cancel-in-progress: true\n/, '', /^lets two pushes race$/],
  ['required-check.yml', /contents: read/, 'contents: write', /^has other permissions/],
  ['required-check.yml', /permissions:\n(?: {2}.*\n)+/, '', /^has other permissions/],
  ['required-check.yml', / {4}runs-on/, '    permissions: write-all\n$&', /^gate: has permissions of its own$/],
  ['required-check.yml', / {4}timeout-minutes: 10\n/, '', /^gate: may run for hours$/],
  ['required-check.yml', / +persist-credentials: false\n/, '', /^leaves the token/],
  ['required-check.yml', /# Set in the repository:/, '# Also:', /^tells neither/],
  ['fork-publish.yml', /download-artifact@.*/, 'checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', /Invalid/],
  ['fork-publish.yml', / {4}steps:\n/, '$&      - uses: actions/checkout@v7\n', /^checks out code/],
  ['fork-evaluate.yml', / +path: .*\n/, '', /Missing required input `path`/],
  ['sharded-audit.yml', /ref: COMMIT_SHA/, 'ref: main', /^runs the gate of no certain commit$/],
  ['sharded-audit.yml', /needs: part/, 'needs: parts', /unknown|does not exist|not found|depends on/i],
  ['organisation-audit.yml', /permission-contents: read/, 'permission-content: read', /Invalid action input/],
  ['organisation-audit.yml', / +private-key: .*\n/, '', /Missing required input `private-key`/],
  ['code-scanning.yml', /sarif_file/, 'sarif-file', /Invalid action input/],
  ['code-scanning.yml', /upload-sarif@\S+ # v.*/, 'upload-sarif@v4', /^not pinned: /],
  ['scheduled-audit.yml', /23 4/, '99 4', /Invalid cron/],
  ['scheduled-audit.yml', /name: \$\{\{ env\./, 'name: ${{ envs.', /Unrecognized named-value: 'envs'/],
];

describe('the linter of recipes', () => {
  it.each(broken)('finds in %s that %s became %j', async (name, sought, replacement, message) => {
    const text = recipe(name).replace(sought, replacement);

    expect(text).not.toBe(recipe(name));
    expect(await faultsOf(name, text)).toContainEqual(expect.stringMatching(message));
  });
});
