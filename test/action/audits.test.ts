import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { serviceText } from '../support/change-story.ts';
import { audit, bodyOf, history, inputs, issues, keptIn, leaves, mayWrite, one, start, twice } from './audit.ts';
import { configured, openChange, right, warned, wrong } from './change.ts';
import { section } from './matrix.ts';

section('Audits', {
  'audit-first': async () => {
    const story = await start();
    const { run, folder } = await audit(story);
    expect(issues(story)).toEqual(one);
    expect(bodyOf(story)).toContain('**There is no earlier audit** to compare with: the next one tells');
    expect(run.outputs).toMatchObject({ 'audit-issue-number': '1', 'new-findings': '1' });
    expect(keptIn(folder)).toMatchObject({
      schemaVersion: 1,
      repository: 'acme/shop',
      audits: [{ commit: story.repository.tip('main'), result: 'fail', compared: null }],
      open: [{ ruleId: 'annotation-not-string', file: 'k8s/api.yaml', severity: 'error' }],
    });
    return run;
  },
  'audit-clean': async () => {
    const story = await start({ 'k8s/api.yaml': right() });
    const { run, folder } = await audit(story);
    expect(issues(story)).toEqual([]);
    expect(keptIn(folder).open).toEqual([]);
    return run;
  },
  'audit-clean-closed': async () => {
    const story = await start();
    const first = await audit(story);
    story.repository.commit('main', { 'k8s/api.yaml': right() });
    const second = await audit(story, { carry: { from: first.folder, paths: [history] } });
    const closed = bodyOf(story);
    const third = await audit(story, { carry: { from: second.folder, paths: [history] } });
    expect(issues(story)).toEqual(['#1 Load balancers: completed']);
    expect(bodyOf(story)).toBe(closed);
    return third.run;
  },
  'audit-issue-off': async () => {
    const story = await start();
    const { run, folder } = await audit(story, { inputs: { 'audit-issue': 'off' } });
    expect(issues(story)).toEqual([]);
    expect(keptIn(folder).open).toHaveLength(1);
    return run;
  },
  'audit-fail-false': async () => {
    const { run } = await audit(await start(), { inputs: { 'audit-fail': 'false' } });
    return run;
  },
  'audit-new-first': async () => {
    const { run } = await audit(await start(), { inputs: { gate: 'new' } });
    expect(run.summary).toContain('no earlier audit is known, so every finding counts (gate all)');
    return run;
  },
  'audit-new-again': async () => {
    const { run } = await twice({}, () => {}, { inputs: { gate: 'new' } });
    expect(run.summary).toContain('## Gate passed: no new finding of severity error or above.');
    expect(run.summary).toContain(' – 0 new, 1 still open, 0 fixed since the audit of ');
    expect(run.summary).toContain('1 finding that the last audit had too, and that does not count');
    return run;
  },
  'audit-new-worse': async () => {
    const { run, story } = await twice(
      { 'k8s/api.yaml': warned() },
      ({ repository }) => repository.commit('main', configured('preset: strict\n')),
      { inputs: { gate: 'new' } },
    );
    expect(bodyOf(story)).toMatch(/^\| \*\*error\*\* \| Connection draining .* \(worse than before\) \|/m);
    return run;
  },
  'audit-without-history': async () => {
    const story = await start();
    await audit(story, { inputs: { 'history-file': '' } });
    const { run } = await audit(story, { inputs: { 'history-file': '' } });
    expect(issues(story)).toEqual(one);
    expect(bodyOf(story)).toContain('**There is no earlier audit** to compare with: with `history-file`');
    expect(bodyOf(story)).not.toContain('Trend');
    return run;
  },
  'audit-history-broken': async () => {
    const { run, story, folder } = await twice({}, (_, { folder: from }) =>
      writeFileSync(join(from, history), '{"schemaVersion": 1, "audits": ['),
    );
    expect(run.summary).toContain('this history of earlier audits is not used, and it is left as it is: it is no JSON');
    expect(bodyOf(story)).toContain('**There is no earlier audit**');
    expect(readFileSync(join(folder, history), 'utf8')).toBe('{"schemaVersion": 1, "audits": [');
    return run;
  },
  'audit-history-foreign': async () => {
    const { run, folder } = await twice({}, (_, { folder: from }) => {
      const file = join(from, history);
      writeFileSync(file, readFileSync(file, 'utf8').replace('acme/shop', 'acme/pay'));
    });
    expect(run.summary).toContain('not used, and it is left as it is: it is that of `acme/pay`');
    expect(keptIn(folder).audits).toHaveLength(1);
    return run;
  },
  'audit-unreadable-file': async () => {
    const { run, story, folder } = await twice({}, ({ repository }) =>
      repository.commit('main', { 'k8s/api.yaml': `${wrong()}  broken: "\n` }),
    );
    expect(bodyOf(story)).toContain('1 new, 0 fixed, 0 still open, 1 could not be looked at.');
    expect(bodyOf(story)).toMatch(/### Could not be looked at.*\n\n- `annotation-not-string` `Service shop\/api`/);
    expect(keptIn(folder).open?.map(({ ruleId }) => ruleId)).toEqual(['unreadable-manifest', 'annotation-not-string']);
    return run;
  },
  'audit-silenced': async () => {
    const { run, story, folder } = await twice({}, ({ repository }) =>
      repository.commit('main', {
        'k8s/api.yaml': `# ack-service-gate-ignore: annotation-not-string -- it is on\n${wrong()}`,
      }),
    );
    expect(issues(story)).toEqual(['#1 Load balancers: completed']);
    expect(bodyOf(story)).toContain('0 new, 0 fixed, 0 still open, 1 no longer asked for.');
    expect(keptIn(folder).open).toEqual([]);
    return run;
  },
  'audit-override-ends': async () => {
    const expires = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 'YYYY-MM-DD'.length);
    const override = `overrides:\n  - paths: [k8s/old.yaml]\n    rules: { annotation-not-string: off }\n    reason: moves soon\n    expires: ${expires}\n`;
    const story = await start({
      'k8s/old.yaml': wrong('old'),
      ...configured(override),
    });
    const { run } = await audit(story);
    expect(bodyOf(story)).toMatch(/### Overrides that end\n\n- \[`ack-service-gate\.yml:\d+`\].*in 10 days/);
    return run;
  },
  'audit-other-branch': async () => {
    const story = await start();
    story.repository.branch('later');
    return leaves(story, 'The audit issue tells of the default branch alone', { branch: 'later', event: 'push' });
  },
  'audit-dispatch': async () => {
    const story = await start();
    const { run } = await audit(story, { event: 'workflow_dispatch' });
    expect(issues(story)).toEqual(one);
    return run;
  },
  'audit-of-a-change': async () => {
    const first = await audit(await start());
    const text = readFileSync(join(first.folder, history), 'utf8');
    const story = await openChange({ ...mayWrite, change: { 'k8s/api.yaml': wrong(), [history]: text } });
    const run = await story.run(1, { inputs: { ...inputs, mode: 'audit', gate: 'new' }, checkout: { depth: 0 } });
    expect(story.server.issues).toEqual([]);
    expect(run.summary).toContain(
      'not used, and it is left as it is: what is judged is a change, which may have brought it',
    );
    return run;
  },
  'audit-forbidden': async () => {
    const story = await start({}, { permissions: { contents: 'read' } });
    return leaves(story, 'The audit issue was not brought up to date (it takes the permission issues: write): POST');
  },
  'audit-without-token': async () =>
    leaves(await start(), 'The audit issue was left as it is, because there is no token.', {
      inputs: { 'github-token': '' },
    }),
  'audit-issues-disabled': async () => leaves(await start({}, { hasIssues: false }), '410'),
  'audit-502': async () => {
    const story = await start();
    story.server.fail({ method: 'POST', path: /\/issues$/, status: 502 });
    return leaves(story, 'The audit issue was not brought up to date: POST');
  },
  'audit-createdby-misses': async () => {
    const { run, story } = await twice({}, ({ server }) => {
      server.options.createdByMissesPrograms = true;
    });
    expect(issues(story)).toEqual(one);
    return run;
  },
  'audit-two-at-once': async () => {
    const story = await start();
    story.server.before({ method: 'POST', path: /\/issues$/ }, async () => {
      const other = story.server.token(mayWrite);
      await audit(story, { token: other });
    });
    const { run } = await audit(story);
    expect(issues(story)).toEqual(['#1 Load balancers: open', '#2 Load balancers: duplicate']);
    expect(bodyOf(story, 2)).toBe('The audit is told in #1.');
    expect(run.outputs['audit-issue-number']).toBe('1');
    const next = await audit(story);
    expect(issues(story)).toEqual(['#1 Load balancers: open', '#2 Load balancers: duplicate']);
    expect(next.run.outputs['audit-issue-number']).toBe('1');
    return run;
  },
  'audit-two-issues': async () => {
    const { run, story } = await twice({}, ({ server }) => {
      server.as('github-actions[bot]').openIssue({ title: 'Again', body: server.issue(1).body });
    });
    expect(issues(story)).toEqual(['#1 Load balancers: open', '#2 Again: duplicate']);
    return run;
  },
  'audit-closed-by-a-person': async () => {
    const { run, story } = await twice({}, ({ server }) => {
      server.as('alice').commentOnIssue(1, 'Not now.');
      server.as('alice').closeIssue(1, 'not_planned');
    });
    expect(issues(story)).toEqual(['#1 Load balancers: reopened']);
    expect(story.server.issue(1).comments.map(({ body }) => body)).toEqual(['Not now.']);
    return run;
  },
  'audit-renamed': async () => {
    const { run, story } = await twice(
      {},
      ({ server }) => void server.as('mallory').openIssue({ title: 'Mine', body: server.issue(1).body }),
      { inputs: { 'audit-issue': 'Audit of load balancers' } },
    );
    expect(issues(story)).toEqual(['#1 Audit of load balancers: open', '#2 Mine: open']);
    return run;
  },
  'audit-history-of-paths': async () => {
    const { run, story, folder } = await twice({}, () => {}, { inputs: { paths: 'k8s' } });
    // What other paths find is told in another issue.
    expect(issues(story)).toEqual([...one, '#2 Load balancers: open']);
    expect(bodyOf(story, 2)).toContain('to compare with (it is that of an audit of other paths,');
    expect(bodyOf(story, 2)).toContain('mend or remove the file that `history-file` names.');
    expect(run.stdout).toContain('::warning title=ack-service-gate::history-file: this history of earlier audits');
    expect(keptIn(folder).audits).toHaveLength(1);
    return run;
  },
  'audit-history-renamed': async () => {
    const id = { env: { GITHUB_REPOSITORY_ID: '7' } };
    const story = await start();
    const first = await audit(story, id);
    const file = join(first.folder, history);
    writeFileSync(file, readFileSync(file, 'utf8').replace('acme/shop', 'acme/old-name'));
    const { run } = await audit(story, { ...id, carry: { from: first.folder, paths: [history] } });
    expect(bodyOf(story)).toContain('0 new, 0 fixed, 1 still open.');
    return run;
  },
  'audit-history-folder': async () => {
    const { run, folder } = await twice({}, (_, first) => {
      rmSync(join(first.folder, history));
      mkdirSync(join(first.folder, history));
      writeFileSync(join(first.folder, history, 'a.json'), '{}');
    });
    expect(run.summary).toContain('not used, and it is left as it is: it is no plain file');
    expect(readdirSync(join(folder, history))).toEqual(['a.json']);
    return run;
  },
  'audit-unjudged': async () => {
    const { run, story } = await twice({}, ({ repository }, { folder }) => {
      rmSync(join(folder, history));
      repository.commit('main', {
        'k8s/api.yaml': null,
        'api/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
        'api/templates/api.yaml': wrong().replace('web', '{{ .Values.name }}'),
      });
    });
    expect(issues(story)).toEqual(one);
    expect(bodyOf(story)).toContain('1 file was not judged');
    return run;
  },
  'audit-failing-now': async () => {
    const message = 'Error syncing load balancer [lb-1]: bandwidth must be integer, got [5M]';
    const item = {
      kind: 'Event',
      involvedObject: { kind: 'Service', namespace: 'shop', name: 'api' },
      type: 'Warning',
      reason: 'SyncLoadBalancerFailed',
      message,
      count: 1,
    };
    const { run, folder } = await twice(
      { 'k8s/api.yaml': serviceText({ name: 'api', annotations: { bandwidth: '5M' } }) },
      (_, first) => {
        const file = join(first.folder, history);
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/"since":"[^"]*"/g, '"since":"2025-01-01"'));
        writeFileSync(join(first.folder, 'out/events.json'), JSON.stringify({ kind: 'List', items: [item] }));
      },
      { inputs: { 'events-file': 'out/events.json' }, carryAlso: ['out/events.json'] },
    );
    expect(run.summary).toContain('**failing now: E28');
    expect(new Set(keptIn(folder).open?.map(({ since }) => since))).toEqual(new Set(['2025-01-01']));
    return run;
  },
  'audit-history-cut': async () => {
    const { run, story, folder } = await twice({}, (_, first) => {
      const file = join(first.folder, history);
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.slice(0, text.length / 2));
    });
    expect(run.summary).toContain('is not used, and a new one takes its place: it is no JSON');
    expect(bodyOf(story)).toContain(
      '**There is no earlier audit** to compare with (it is no JSON): the next one tells',
    );
    expect(keptIn(folder).open).toHaveLength(1);
    return run;
  },
  'audit-base': async () => {
    const story = await start();
    story.repository.commit('main', { 'README.md': 'The shop\n' });
    return leaves(story, 'base is for changes', {
      inputs: { 'history-file': '', base: 'HEAD~1' },
      checkout: { depth: 0 },
    });
  },
  'audit-base-and-history': async () => {
    const story = await start();
    story.repository.commit('main', { 'README.md': 'The shop\n' });
    return leaves(story, 'base is for changes', {
      inputs: { 'audit-issue': 'off', base: 'HEAD~1' },
      checkout: { depth: 0 },
    });
  },
});
