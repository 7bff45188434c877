import { expect } from 'vitest';
import type { ActionRun } from '../support/github/run-action.ts';
import type { Failing } from '../support/github/trouble.ts';
import { openChange, right, said, wrong, type ChangeOptions } from './change.ts';
import { section } from './matrix.ts';
import type { Story } from '../support/github/story.ts';
import type { CheckoutOptions } from '../support/github/checkout.ts';

const summary = 'summary: ## Gate failed: 1 new finding of severity error or above.';
const inline = expect.stringMatching(/^k8s\/api\.yaml:7 \*\*error\*\*/) as string;

interface Trouble {
  readonly at: 'state' | 'review' | 'edits' | 'files' | 'compare' | 'tree' | 'blobs' | 'check-run' | 'everything';
  readonly status: Failing;
  readonly headers?: Readonly<Record<string, string>>;
  readonly times?: number;
  /** What is said in the pull request all the same. */
  readonly said?: readonly unknown[];
  readonly checkout?: CheckoutOptions;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly options?: ChangeOptions;
  readonly prepare?: (story: Story) => void;
}

const places = {
  state: { operation: 'GateState' },
  review: { method: 'POST', path: /\/reviews$/ },
  edits: { operation: 'GateEdits' },
  files: { path: /\/pulls\/1\/files$/ },
  compare: { path: /\/compare\// },
  tree: { path: /\/git\/trees\// },
  blobs: { operation: 'GateBlobs' },
  'check-run': { path: /\/check-runs$/ },
  everything: {},
} as const;

/** The verdict of a run never depends on what GitHub does not do. */
async function trouble({ at, status, headers, times, said: expected = [], ...more }: Trouble): Promise<ActionRun> {
  const { checkout = { depth: 0 }, inputs = {}, options = {}, prepare } = more;
  const story = await openChange(options);
  prepare?.(story);
  story.server.fail({
    ...places[at],
    status,
    ...(headers === undefined ? {} : { headers }),
    ...(times === undefined ? {} : { times }),
  });
  const result = await story.run(1, { checkout, inputs });
  expect(said(story)).toEqual(expected);
  return result;
}

const hour = { 'retry-after': '3600' };
const shallow = { credentials: false } as const;
const edited = { change: { 'k8s/api.yaml': wrong(), 'k8s/web.yaml': `# ours\n${right('web')}` } };

section('What fails', {
  'state-403': () => trouble({ at: 'state', status: 403 }),
  'state-404': () => trouble({ at: 'state', status: 404 }),
  'state-429': () => trouble({ at: 'state', status: 429, headers: hour }),
  'state-429-short': () =>
    trouble({ at: 'state', status: 429, headers: { 'retry-after': '1' }, times: 1, said: [inline, summary] }),
  'state-502': () => trouble({ at: 'state', status: 502 }),
  'state-502-once': () => trouble({ at: 'state', status: 502, times: 1, said: [inline, summary] }),
  'state-hangs': () => trouble({ at: 'state', status: 'hang' }),
  'state-html': () => trouble({ at: 'state', status: 'html' }),
  'review-403': () => trouble({ at: 'review', status: 403 }),
  'review-403-rate': () => trouble({ at: 'review', status: 403, headers: hour }),
  'review-404': () => trouble({ at: 'review', status: 404 }),
  'review-409': () => trouble({ at: 'review', status: 409, said: [summary] }),
  'review-422': async () => {
    const story = await openChange();
    story.server.fail({ ...places.review, status: 422, times: 1 });
    const result = await story.run(1, { checkout: { depth: 0 } });
    expect(said(story)).toEqual([summary]);
    const [review] = story.server.pullRequest(1).reviews;
    expect(review?.body).toContain('GitHub refused comments beside the diff:\n\n- [`k8s/api.yaml:7`](');
    // What was said so is not said again.
    const next = await story.run(1, { checkout: { depth: 0 } });
    expect(next).toMatchObject({ writes: 0, outputs: { 'comment-status': 'unchanged' } });
    return result;
  },
  'review-429': () => trouble({ at: 'review', status: 429, headers: hour }),
  'review-500': () => trouble({ at: 'review', status: 500, said: [summary] }),
  'review-502': () => trouble({ at: 'review', status: 502, said: [summary] }),
  'review-502-applied': () => trouble({ at: 'review', status: 'applied-502', said: [inline, summary] }),
  'summary-403': () => trouble({ at: 'edits', status: 403, said: [inline] }),
  'summary-500': () => trouble({ at: 'edits', status: 500, said: [inline] }),
  'summary-502': () => trouble({ at: 'edits', status: 502, said: [inline] }),
  'list-again-502': () =>
    trouble({
      at: 'check-run',
      status: 502,
      said: [inline, summary],
      prepare: ({ server }) => {
        server.before(places.edits, () => server.fail({ ...places.state, status: 502 }));
      },
    }),
  'files-404': () => trouble({ at: 'files', status: 404, said: [summary], checkout: {} }),
  'files-502': () => trouble({ at: 'files', status: 502, said: [summary], checkout: {} }),
  'compare-404': () =>
    trouble({ at: 'compare', status: 404, said: [unproved()], checkout: { ...shallow, style: 'head' } }),
  'tree-404': () => trouble({ at: 'tree', status: 404, said: [unproved()], checkout: shallow }),
  'tree-truncated': async () => {
    const story = await openChange();
    story.server.options.truncateTreesAt = 1;
    const result = await story.run(1, { checkout: shallow });
    expect(said(story)).toEqual([unproved()]);
    return result;
  },
  'blobs-403': () => trouble({ at: 'blobs', status: 403, checkout: shallow, options: edited }),
  'check-run-403': () =>
    trouble({ at: 'check-run', status: 403, said: [inline, summary], inputs: { 'check-run': 'load balancers' } }),
  'everything-403': () => trouble({ at: 'everything', status: 403 }),
  'everything-502': () => trouble({ at: 'everything', status: 502 }),
  'passing-state-502': () => trouble({ at: 'state', status: 502, options: { change: { 'k8s/api.yaml': right() } } }),
  'summary-file-missing': async () => {
    const story = await openChange();
    const env = { GITHUB_STEP_SUMMARY: '/nonexistent/summary' };
    const result = await story.run(1, { checkout: { depth: 0 }, env });
    expect(result.stdout).toContain('::warning title=ack-service-gate::The job summary cannot be written.');
    return result;
  },
});

function unproved(): string {
  return 'summary: ## Gate failed: 1 finding of severity error or above.';
}
