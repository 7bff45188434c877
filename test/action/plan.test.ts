import { describe, expect, it } from 'vitest';
import { changeStory, serviceText } from '../support/change-story.ts';
import type { Changes } from '../support/github/repository.ts';
import { openChange } from './change.ts';

const base = { 'k8s/pay.yaml': serviceText({ name: 'pay' }) };
const removal: Changes = { 'k8s/pay.yaml': null };
const full = { checkout: { depth: 0 } } as const;

const gone =
  'Service `shop/pay` is deleted; its CLB is deleted, all traffic to it stops, and its address is lost for good.';

describe('the plan of a pull request', () => {
  it('stands in the summary comment and the job summary, with a link into base', async () => {
    const story = await openChange({ base, change: removal });
    const run = await story.run(1, full);
    const [comment] = story.server.pullRequest(1).comments;

    for (const text of [comment?.body, run.summary]) {
      expect(text).toContain('### Load balancer plan');
      expect(text).toContain(gone);
      expect(text).toMatch(/\[`k8s\/pay\.yaml:4`\]\([^)]*\/blob\/[0-9a-f]{40}\/k8s\/pay\.yaml#L4\) in base/);
    }
    expect(comment?.body.indexOf('### Findings')).toBeLessThan(comment?.body.indexOf('### Load balancer plan') ?? 0);
  });

  it('is left out where nobody wants it', async () => {
    const story = await openChange({ base, change: removal });
    const run = await story.run(1, { ...full, inputs: { plan: 'false' } });
    const [comment] = story.server.pullRequest(1).comments;

    for (const text of [comment?.body, run.summary]) {
      expect(text).toContain('### Findings');
      expect(text).not.toContain('Load balancer plan');
    }
  });

  it('is folded when it is long', async () => {
    const before = Object.fromEntries(Object.keys(changeStory.base).map((path) => [path, null]));
    const story = await openChange({ base: changeStory.base, change: { ...before, ...changeStory.head } });
    await story.run(1, full);
    const [comment] = story.server.pullRequest(1).comments;

    expect(comment?.body).toContain('<details><summary>the plan in full</summary>');
  });

  it('costs no comment of its own where the gate passes', async () => {
    const quiet = { 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-scheduler': 'wrr' };
    const story = await openChange({
      base,
      change: { 'k8s/pay.yaml': serviceText({ name: 'pay', annotations: quiet }) },
    });
    const run = await story.run(1, { ...full, inputs: { 'fail-on': 'never' } });

    expect(story.server.pullRequest(1).comments).toEqual([]);
    expect(run.summary).toContain('### Load balancer plan');
  });
});
