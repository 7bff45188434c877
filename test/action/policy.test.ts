import { expect } from 'vitest';
import type { ActionRun } from '../support/github/run-action.ts';
import { openChange, said, warned, wrong, type ChangeOptions } from './change.ts';
import { section } from './matrix.ts';

const full = { checkout: { depth: 0 } } as const;
const file = '.github/ack-service-gate.yml';
const off = 'rules:\n  annotation-not-string: off\n';
const service = { 'k8s/api.yaml': wrong() };
const workflow = (step: string): string => `on: pull_request\njobs:\n  gate:\n    steps:\n      - uses: ${step}\n`;

/** Runs a change that must say this first, and have this summary comment; an empty one stands for none. */
async function run(
  options: ChangeOptions,
  notice: string,
  comment: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const story = await openChange(options);
  const result = await story.run(1, { ...full, inputs });
  expect(result.summary).toContain(notice);
  if (notice.includes('configuration-') || notice.includes('workflow-changed')) {
    const [, first = ''] = result.summary.split('### ');
    expect(first).toContain(notice);
  }
  expect(said(story).filter((line) => line.startsWith('summary'))).toEqual(
    comment === '' ? [] : [`summary: ## ${comment}`],
  );
  return result;
}

const failed = 'Gate failed: 1 new finding of severity error or above.';

section('Policy', {
  'policy-bound': () =>
    run(
      {
        base: { [file]: 'policy:\n  failOn: warning\n' },
        change: { 'k8s/one.yaml': warned('one'), 'k8s/two.yaml': warned('two') },
      },
      '',
      'Gate failed: 2 new findings of severity warning or above.',
      { 'fail-on': 'error' },
    ),
  'configuration-loosened': () =>
    run(
      { base: { [file]: 'preset: recommended\n' }, change: { ...service, [file]: off } },
      "the configuration differs from base's, which was used; the new one counts once it is merged: preset: recommended `→ –`; `rules.annotation-not-string`: – `→` off `configuration-changed`",
      failed,
    ),
  'configuration-added': () => run({ change: { ...service, [file]: off } }, '`configuration-changed`', failed),
  'configuration-invalid-in-head': () =>
    run(
      { base: { [file]: 'preset: strict\n' }, change: { [file]: 'preset: strict\nruls: {}\n' } },
      'The configuration does not validate: unknown key "ruls". Did you mean "rules"?',
      failed,
    ),
  'configuration-invalid-in-base': async () => {
    const story = await openChange({ base: { [file]: 'ruls: {}\n' } });
    const result = await story.run(1, full);
    expect(result.stdout).toContain(
      `::error title=ack-service-gate::${file}:1:1: unknown key "ruls". Did you mean "rules"?%0A`,
    );
    return result;
  },
  'suppression-added': () =>
    run(
      { change: { 'k8s/api.yaml': `# ack-service-gate-ignore: annotation-not-string -- mine\n${wrong()}` } },
      '`new-suppression`',
      failed,
    ),
  'suppression-in-base': async () => {
    const ignored = `# ack-service-gate-ignore: annotation-not-string -- known\n${wrong()}`;
    const edited = ignored.replace(': on\n', ': yes\n');
    const result = await run(
      { base: { 'k8s/api.yaml': ignored }, change: { 'k8s/api.yaml': edited } },
      '1 suppressed',
      '',
    );
    expect(result.outputs).toMatchObject({ suppressed: '1', errors: '0' });
    return result;
  },
  unreadable: () =>
    run({ change: { 'k8s/api.yaml': wrong().replace('spec:', 'spec: "') } }, 'unreadable-manifest', failed),
  'workflow-changed': () =>
    run(
      {
        base: {
          '.github/workflows/gate.yml': workflow('acme/ack-service-gate@v1'),
          '.github/workflows/test.yml': workflow('x@v1'),
        },
        change: {
          '.github/workflows/gate.yml': workflow('nothing@v1'),
          '.github/workflows/test.yml': workflow('y@v1'),
        },
      },
      '- `.github/workflows/gate.yml`: this change alters a workflow that runs the gate; look at it yourself, the gate cannot protect it `workflow-changed`\n',
      '',
    ),
});
