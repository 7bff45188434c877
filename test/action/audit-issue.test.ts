import { expect } from 'vitest';
import { audit, bodyOf, history, issues, leaves, mayWrite, one, start, twice } from './audit.ts';
import { configured, right, wrong } from './change.ts';
import { section } from './matrix.ts';

const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 'YYYY-MM-DD'.length);
const override = configured(
  `overrides:\n  - paths: [k8s/api.yaml]\n    rules: { annotation-not-string: off }\n    reason: moves soon\n    expires: ${inTenDays}\n`,
);

/** More than are read. */
const many = Array.from({ length: 1001 }, (_, at) => ({ title: `Other ${at}`, body: 'Something else.' }));

section('The issue of audits', {
  'issue-other-checkout': async () => {
    const story = await start();
    story.repository.branch('release');
    const release = story.repository.commit('release', { 'k8s/pay.yaml': wrong('pay') });
    await audit(story);
    const before = bodyOf(story);
    const said = `the default branch alone: it was left as it is, because ${release.slice(0, 7)} is checked out.`;
    const run = await leaves(story, said, { branch: 'release' });
    expect(bodyOf(story)).toBe(before);
    return run;
  },
  'issue-moved-on': async () => {
    const story = await start();
    const event = story.repository.tip('main');
    story.repository.commit('main', { 'k8s/pay.yaml': wrong('pay') });
    const { run } = await audit(story, { env: { GITHUB_SHA: event } });
    expect(issues(story)).toEqual(one);
    return run;
  },
  'issue-older-checkout': async () => {
    const story = await start();
    story.repository.branch('v1');
    const event = story.repository.commit('main', { 'k8s/pay.yaml': wrong('pay') });
    return leaves(story, 'is checked out.', { branch: 'v1', checkout: { depth: 0 }, env: { GITHUB_SHA: event } });
  },
  'issue-without-git': async () =>
    leaves(await start(), 'it was left as it is, because no commit is checked out.', { checkout: { path: 'beside' } }),
  'issue-override-alone': async () => {
    const story = await start(override);
    const { run } = await audit(story);
    expect(issues(story)).toEqual(one);
    expect(bodyOf(story)).toContain('**Overrides end soon or have ended**: this issue stays open');
    expect(bodyOf(story)).toMatch(/### Overrides that end\n\n- \[`ack-service-gate\.yml:\d+`\].*in 10 days/);
    return run;
  },
  'issue-override-reopens': async () => {
    const story = await start();
    const first = await audit(story);
    story.repository.commit('main', { 'k8s/api.yaml': right() });
    const second = await audit(story, { carry: { from: first.folder, paths: [history] } });
    expect(issues(story)).toEqual(['#1 Load balancers: completed']);
    story.repository.commit('main', override);
    const { run } = await audit(story, { carry: { from: second.folder, paths: [history] } });
    expect(issues(story)).toEqual(['#1 Load balancers: reopened']);
    return run;
  },
  'issue-paths-sorted': async () => {
    const story = await start({ 'charts/pay.yaml': wrong('pay') });
    await audit(story, { inputs: { paths: 'k8s\ncharts' } });
    const { run } = await audit(story, { inputs: { paths: 'charts\nk8s' } });
    expect(issues(story)).toEqual(one);
    return run;
  },
  'issue-among-many': async () => {
    const { run, story } = await twice({}, ({ server }) => {
      server.options.createdByMissesPrograms = true;
      for (const other of many) server.as('alice').openIssue(other);
      server.as('github-actions[bot]').openIssue({ title: 'A release', body: '' });
    });
    expect(issues(story).filter((issue) => issue.includes('Load balancers'))).toEqual(one);
    expect(run.outputs['audit-issue-number']).toBe('1');
    return run;
  },
  'issue-first-among-many': async () => {
    const story = await start();
    story.repository.branch('bump');
    story.repository.commit('bump', { 'README.md': 'Version 2\n' });
    story.server.openPullRequest({ head: 'bump', author: 'github-actions[bot]' });
    for (const other of many) story.server.as('alice').openIssue(other);
    const { run } = await audit(story);
    expect(issues(story).at(-1)).toBe('#1003 Load balancers: open');
    return run;
  },
  'issue-among-many-own': async () => {
    const story = await start();
    for (const other of many) story.server.as('github-actions[bot]').openIssue(other);
    return leaves(story, 'There are more issues than are read; none is opened');
  },
  'issue-closed-meanwhile': async () => {
    const story = await start();
    const another = async (): Promise<void> => {
      await audit(story, { token: story.server.token(mayWrite) });
    };
    story.server.before({ method: 'POST', path: /\/issues$/ }, async () => {
      await another();
      // The next one sees both before this run does.
      story.server.before({ path: /graphql/ }, another);
    });
    const { run } = await audit(story);
    expect(issues(story)).toEqual(['#1 Load balancers: open', '#2 Load balancers: duplicate']);
    expect(run.outputs['audit-issue-number']).toBe('1');
    return run;
  },
  'issue-duplicate-stays': async () => {
    const { run } = await twice({}, ({ server }) => {
      server.as('github-actions[bot]').openIssue({ title: 'Again', body: server.issue(1).body });
      server.fail({ method: 'PATCH', path: /\/issues\/2$/, status: 422 });
    });
    expect(run.stdout).toContain(
      'The audit issue #1 tells how things stand, but #2 tells it, too, and was not closed:',
    );
    expect(run.outputs['audit-issue-number']).toBe('1');
    return run;
  },
  'issue-list-again-502': async () => {
    const story = await start();
    story.server.before({ method: 'POST', path: /\/issues$/ }, () =>
      story.server.fail({ path: /graphql/, status: 502 }),
    );
    const { run } = await audit(story);
    expect(issues(story)).toEqual(one);
    expect(run.stdout).toContain(
      'The audit issue #1 was opened; whether another run opened one too could not be seen:',
    );
    expect(run.outputs['audit-issue-number']).toBe('1');
    return run;
  },
});
