import { expect } from 'vitest';
import type { ActionRun } from '../support/github/run-action.ts';
import type { CheckoutOptions } from '../support/github/checkout.ts';
import { openChange, right, said, warned, wrong } from './change.ts';
import { section } from './matrix.ts';

const base = {
  'k8s/edited.yaml': warned('edited'),
  'k8s/deleted.yaml': wrong('deleted'),
  'k8s/mended.yaml': wrong('mended'),
};
const later = {
  'k8s/gained.yaml': wrong('gained'),
  'k8s/edited.yaml': wrong('edited'),
  'k8s/deleted.yaml': null,
  'k8s/mended.yaml': right('mended'),
};

/** What the pull request's findings are when only its own change counts: none. */
async function moved(checkout: CheckoutOptions): Promise<ActionRun> {
  const story = await openChange({ base, change: { 'k8s/api.yaml': right() } });
  story.repository.commit('main', later);
  const result = await story.run(1, { checkout, inputs: { 'json-file': 'report.json' } });
  expect(result.outputs).toMatchObject({ 'new-findings': '0' });
  expect(result.summary).not.toContain('fixed</summary>');
  expect(said(story)).toEqual([]);
  return result;
}

section('The base branch moves on', {
  'moved-merge-full': () => moved({ depth: 0 }),
  'moved-merge-shallow': () => moved({}),
  'moved-merge-api': () => moved({ credentials: false }),
  'moved-head-full': () => moved({ style: 'head', depth: 0 }),
  'moved-head-shallow': () => moved({ style: 'head' }),
  'moved-head-api': () => moved({ style: 'head', credentials: false }),
  'moved-lines': async () => {
    const story = await openChange({
      base: { 'k8s/api.yaml': right() },
      change: { 'k8s/api.yaml': wrong() },
    });
    story.repository.commit('main', { 'k8s/api.yaml': `# one\n# two\n${right()}` });
    const result = await story.run(1, { checkout: { depth: 0 } });
    expect(said(story)).toEqual([
      expect.stringMatching(/^k8s\/api\.yaml:7 \*\*error\*\*/),
      'summary: ## Gate failed: 1 new finding of severity error or above.',
    ]);
    const head = story.repository.tip('change');
    expect(result.summary).toContain(`/blob/${head}/k8s/api.yaml#L7`);
    expect(result.stdout).toContain('::error file=k8s/api.yaml,line=7,');
    return result;
  },
});
