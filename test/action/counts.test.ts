import { expect } from 'vitest';
import type { ActionRun } from '../support/github/run-action.ts';
import { openChange, right, wrong } from './change.ts';
import { section } from './matrix.ts';

/** So many Services with one error each: comments beside the diff, and what the summary lists. */
async function count(
  findings: number,
  beside: number,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const services = Array.from({ length: findings }, (_, at) => [`k8s/${at}.yaml`, wrong(`s${at}`)] as const);
  const story = await openChange({
    change: findings === 0 ? { 'k8s/api.yaml': right() } : Object.fromEntries(services),
  });
  const result = await story.run(1, { checkout: { depth: 0 }, inputs });
  const { threads, comments, reviews } = story.server.pullRequest(1);
  expect(threads).toHaveLength(beside);
  expect(reviews).toHaveLength(beside === 0 ? 0 : 1);
  expect(comments).toHaveLength(findings === 0 ? 0 : 1);
  const [summary] = comments;
  const rows = summary?.body.match(/^\| \*\*error\*\*/gm) ?? [];
  expect(rows).toHaveLength(Math.min(findings, 50));
  expect(summary?.body.includes(`**${findings - 50} more findings**`) ?? false).toBe(findings > 50);
  expect(result.summary.match(/^\| \*\*error\*\*/gm) ?? []).toHaveLength(findings);
  expect(result.stdout.match(/^::error /gm) ?? []).toHaveLength(Math.min(findings, 9));
  expect(result.outputs).toMatchObject({ errors: String(findings), 'new-findings': String(findings) });
  return result;
}

section('Number of findings', {
  'findings-0': () => count(0, 0),
  'findings-1': () => count(1, 1),
  'findings-19': () => count(19, 19),
  'findings-20': () => count(20, 20),
  'findings-21': () => count(21, 20),
  'findings-200': () => count(200, 20),
  'inline-none': () => count(2, 0, { 'max-inline-comments': '0' }),
});
