import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, temporaryFolder, write } from '../support/gate.ts';
import { checkoutPullRequest, type CheckoutOptions } from '../support/github/checkout.ts';
import { pullRequestEvent } from '../support/github/events.ts';
import type { Changes } from '../support/github/repository.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import { openChange, said, wrong } from './change.ts';

/** It said that it looked at nothing. */
const isEarly = ({ summary }: ActionRun): boolean =>
  summary.includes('this change touches no manifest, kustomization, chart or configuration, so nothing was read');

interface Row {
  readonly title: string;
  /** What stands on `main` beside the usual manifests. */
  readonly base?: Changes;
  readonly change?: Changes;
  /** Renames that the pull request makes. */
  readonly move?: readonly [from: string, to: string];
  readonly inputs?: Readonly<Record<string, string>>;
  /** What an earlier step of the job left in the workspace. */
  readonly left?: Readonly<Record<string, string>>;
  /** A folder of it that is a repository of its own. */
  readonly cloned?: string;
  readonly checkout?: CheckoutOptions;
  readonly env?: Readonly<Record<string, string>>;
}

const text: Changes = { 'README.md': 'The shop\n' };
const chart: Changes = { 'charts/shop/Chart.yaml': 'name: shop\n', 'charts/shop/values.yaml': 'a: 1\n' };
const generator: Changes = {
  'overlay/kustomization.yaml': 'configMapGenerator: [{name: settings, envs: [../common/shop.env]}]\n',
  'common/shop.env': 'A=1\n',
  'common/pay.env': 'A=1\n',
};
const [one, other] = ['a'.repeat(40), 'b'.repeat(40)];

const early: readonly Row[] = [
  { title: 'a text file', change: text },
  { title: 'a picture', change: { 'logo.png': new Uint8Array([137, 80, 78, 71, 0, 1]) } },
  { title: 'nothing at all', change: {} },
  {
    title: 'names that only resemble',
    change: { 'k8s/api.yaml.bak': wrong(), 'k8s/yaml': 'x\n', 'kustomization.txt': 'x\n' },
  },
  {
    title: 'a text file beside a chart',
    base: chart,
    change: { 'charts/notes.txt': 'x\n', 'charts/shop-notes.txt': 'x\n' },
  },
  { title: 'a file that no kustomization names', base: generator, change: { 'common/pay.env': 'A=2\n' } },
  { title: 'a text file beside a submodule', base: { vendor: { submodule: one } }, change: text },
  { title: 'a text file beside a configuration', base: { 'ack-service-gate.yml': 'preset: strict\n' }, change: text },
  { title: 'a text file that an earlier step left', change: text, left: { 'build.log': 'x\n' } },
  {
    title: 'a manifest that git ignores',
    base: { '.gitignore': '/tmp/\n' },
    change: text,
    left: { 'tmp/a.yaml': wrong() },
  },
  { title: 'a text file, where base comes from the API', change: text, checkout: { credentials: false } },
  {
    title: 'a text file, where exports cannot be read',
    base: { 'events.txt': 'no events\n', 'inventory.txt': 'no export\n' },
    change: text,
    inputs: { 'events-file': 'events.txt', inventory: 'inventory.txt' },
  },
  {
    title: 'a text file, where exports are missing',
    base: { 'ack-service-gate.yml': 'inventory: [cloud/*.json]\n' },
    change: text,
    inputs: { 'events-file': 'events.txt' },
  },
  {
    title: 'a text file, where an earlier step made the export',
    change: text,
    left: { 'events.txt': 'no events\n' },
    inputs: { 'events-file': 'events.txt' },
  },
];

const late: readonly Row[] = [
  // Who follows the links of all others to see that none leads there gains little.
  {
    title: 'a text file where there is any link',
    base: { 'a.txt': 'x\n', 'b.txt': { link: 'a.txt' } },
    change: text,
  },
  { title: 'a manifest', change: { 'k8s/note.yaml': 'a: 1\n' } },
  { title: 'a manifest with an ending in capitals', change: { 'k8s/note.YML': 'a: 1\n' } },
  { title: 'JSON', change: { 'k8s/note.json': '{}\n' } },
  { title: 'a manifest that goes', base: { 'k8s/note.yaml': 'a: 1\n' }, change: { 'k8s/note.yaml': null } },
  {
    title: 'a manifest that becomes a text file',
    base: { 'k8s/note.yaml': 'a: 1\n' },
    move: ['k8s/note.yaml', 'k8s/note.txt'],
  },
  {
    title: 'a text file that becomes a manifest',
    base: { 'k8s/note.txt': 'a: 1\n' },
    move: ['k8s/note.txt', 'k8s/note.yaml'],
  },
  { title: "a chart's helpers", base: chart, change: { 'charts/shop/templates/_helpers.tpl': 'x\n' } },
  { title: "a chart's values without their ending", base: chart, change: { 'charts/shop/values-prod.txt': 'a: 2\n' } },
  {
    title: 'a file of a chart that goes with it',
    base: { ...chart, 'charts/shop/files/a.txt': 'x\n' },
    change: { 'charts/shop/Chart.yaml': null, 'charts/shop/files/a.txt': null },
  },
  { title: 'a file of a chart at the top', base: { 'Chart.yaml': 'name: shop\n' }, change: text },
  {
    title: 'a file that a kustomization of another folder names',
    base: generator,
    change: { 'common/shop.env': 'A=2\n' },
  },
  { title: 'a kustomization without ending', change: { 'k8s/Kustomization': 'resources: []\n' } },
  { title: 'the list of submodules', change: { '.gitmodules': '' } },
  { title: 'a submodule that moves', base: { vendor: { submodule: one } }, change: { vendor: { submodule: other } } },
  { title: 'a submodule that comes', change: { vendor: { submodule: one } } },
  {
    title: 'a file that becomes a link',
    base: { 'a.txt': 'x\n', 'b.txt': 'y\n' },
    change: { 'b.txt': { link: 'a.txt' } },
  },
  {
    title: 'a link that becomes a file',
    base: { 'a.txt': 'x\n', 'b.txt': { link: 'a.txt' } },
    change: { 'b.txt': 'y\n' },
  },
  {
    title: 'a text file that a manifest is a link to',
    base: { 'a.txt': 'a: 1\n', 'k8s/a.yaml': { link: '../a.txt' } },
    change: { 'a.txt': 'a: 2\n' },
  },
  { title: 'the default configuration', change: { 'ack-service-gate.yml': 'preset: strict\n' } },
  {
    title: 'a named configuration without the usual ending',
    base: { 'gate.conf': 'preset: strict\n' },
    change: { 'gate.conf': 'preset: recommended\n' },
    inputs: { config: 'gate.conf' },
  },
  { title: 'a workflow', change: { '.github/workflows/test.yml': 'on: push\n' } },
  { title: 'a manifest that an earlier step made', change: text, left: { 'rendered/api.yaml': wrong() } },
  {
    title: 'a manifest that an earlier step cloned',
    change: text,
    left: { 'tools/api.yaml': wrong() },
    cloned: 'tools',
  },
  { title: 'a manifest that an earlier step edited', change: text, left: { 'k8s/web.yaml': wrong('web') } },
  { title: 'a text file, where all findings count', change: text, inputs: { gate: 'all' } },
  {
    title: 'a text file, where the policy says that all findings count',
    base: { 'ack-service-gate.yml': 'policy: { gate: all }\n' },
    change: text,
  },
  {
    title: 'a new file of events without the usual ending',
    change: { 'events.txt': 'x\n' },
    inputs: { 'events-file': 'events.txt' },
  },
  {
    title: 'a configured inventory without the usual ending',
    base: { 'ack-service-gate.yml': 'inventory: [cloud/*.export]\n' },
    change: { 'cloud/lb.export': 'x\n' },
  },
  {
    title: 'a manifest, where base comes from the API',
    change: { 'k8s/note.yaml': 'a: 1\n' },
    checkout: { credentials: false },
  },
];

async function runRow({
  base = {},
  change = {},
  move,
  inputs = {},
  left = {},
  cloned,
  checkout = { depth: 0 },
  env = {},
}: Row): Promise<ActionRun> {
  const story = await openChange({ base, change });
  if (move !== undefined) story.repository.move('change', ...move);
  const { server, token } = story;
  const { folder } = checkoutPullRequest(server, 1, checkout);
  write(folder, left);
  if (cloned !== undefined) git(join(folder, cloned), 'init', '--quiet');
  const run = await runAction({ server, token, event: pullRequestEvent(server, 1), in: folder, inputs, env });
  expect(run.stderr).toBe('');
  return run;
}

describe('nothing is read where the change is', () => {
  it.each(early)('$title', async (row) => {
    const run = await runRow(row);
    expect(run.summary).toMatch(/^## Gate passed: /);
    expect(isEarly(run), run.summary).toBe(true);
    expect(run).toMatchObject({ status: 0, writes: 0, outputs: { outcome: 'pass', 'comment-status': 'unchanged' } });
  });
});

describe('everything is read where the change is, or comes with', () => {
  it.each(late)('$title', async (row) => {
    const run = await runRow(row);
    expect(run.summary, run.stdout).toMatch(/^## Gate /);
    expect(isEarly(run), run.summary).toBe(false);
  });
});

it.each([{ base: { vendor: { submodule: one } } }, {}])(
  'a submodule that is not checked out fails: $base',
  async (row) => {
    const run = await runRow({ title: '', change: { vendor: { submodule: other } }, ...row });
    expect(run).toMatchObject({ status: 1, outputs: { outcome: 'fail', 'comment-status': 'posted' } });
    expect(run.summary).toContain('the submodule is not checked out');
  },
);

describe('what fails is found though the change itself is a text file', () => {
  it.each<[title: string, row: Omit<Row, 'title'>, base: Changes]>([
    ['a manifest that an earlier step made', { left: { 'rendered/api.yaml': wrong() } }, {}],
    ['a manifest that an earlier step cloned', { left: { 'tools/api.yaml': wrong() }, cloned: 'tools' }, {}],
    ['an old error, where all findings count', { inputs: { gate: 'all' } }, { 'k8s/old.yaml': wrong('old') }],
  ])('%s', async (title, row, base) => {
    const run = await runRow({ title, change: text, base, ...row });
    expect(run).toMatchObject({ status: 1, outputs: { outcome: 'fail', errors: '1' } });
  });
});

it('what was said of an earlier push is brought up to date though nothing is read', async () => {
  const story = await openChange();
  await story.run(1, { checkout: { depth: 0 } });
  expect(said(story)).toHaveLength(2);

  story.repository.reset('change', 'main');
  story.repository.commit('change', text);
  const run = await story.run(1, { checkout: { depth: 0 } });
  expect(isEarly(run)).toBe(true);
  expect(run).toMatchObject({ status: 0, reads: 1, writes: 1, outputs: { 'comment-status': 'posted' } });
  expect(said(story)).toEqual(['summary: ## Gate passed: no new finding of severity error or above.']);
});

it.each([
  ['a text file', text],
  ['a manifest', { 'k8s/note.yaml': 'a: 1\n' }],
])('%s starts as many git processes among forty kustomizations as beside one', async (title, change) => {
  const gitProcesses = async (kustomizations: number): Promise<number> => {
    const folders = Array.from({ length: kustomizations }, (_, at) => `apps/${at}/kustomization.yaml`);
    const base = Object.fromEntries(folders.map((path) => [path, 'resources: [web.yaml]\n']));
    const trace = join(temporaryFolder(), 'trace');
    await runRow({ title, base, change, env: { GIT_TRACE2_EVENT: trace } });
    return readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"event":"start"')).length;
  };
  const beside = await gitProcesses(1);
  expect(beside).toBeGreaterThan(5);
  expect(await gitProcesses(40)).toBe(beside);
});
