/**
 * `npm run oracle -- <folder>`: runs every recorded case of a folder through the model and compares: single Services
 * (`model-*`) and changes of live ones (`reconcile-*`). Prints the ids that differ, a readable difference of the first
 * ten, and last `N agree, M differ, K excluded`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { argv, exit, stderr, stdout } from 'node:process';
import { difference } from '../test/oracle/compare.ts';
import { casesIn } from '../test/oracle/recording.ts';
import { transitionDifference } from '../test/oracle/transition-compare.ts';
import { transitionsIn } from '../test/oracle/transition-recording.ts';

const exclusions = 'test/oracle/excluded.json';
const shown = 10;

const folder = argv[2] ?? 'test/oracle';
if (!existsSync(folder)) {
  stderr.write(`${folder}: there is no such folder.\n`);
  exit(2);
}
const excluded = existsSync(exclusions)
  ? new Set((JSON.parse(readFileSync(exclusions, 'utf8')) as { id: string }[]).map(({ id }) => id))
  : new Set<string>();
let agree = 0;
let left = 0;
const differing: { readonly id: string; readonly tag: string; readonly text: string }[] = [];
for (const { id, tag, compare } of comparisonsIn(folder)) {
  if (excluded.has(id)) {
    left++;
    continue;
  }
  const text = compare();
  if (text === undefined) agree++;
  else differing.push({ id, tag, text });
}
if (differing.length > 0) stdout.write(`differ: ${differing.map(({ id }) => id).join(' ')}\n`);
for (const { id, tag, text } of differing.slice(0, shown)) stdout.write(`\n${id} (${tag})\n${text}\n`);
stdout.write(`${agree} agree, ${differing.length} differ, ${left} excluded\n`);
if (agree + differing.length + left === 0)
  stderr.write(`${folder} holds no model-*.jsonl[.gz] and no reconcile-*.jsonl[.gz].\n`);
exit(differing.length > 0 || agree === 0 ? 1 : 0);

function comparisonsIn(
  folder: string,
): { readonly id: string; readonly tag: string; readonly compare: () => string | undefined }[] {
  return [
    ...casesIn(folder).map((one) => ({ id: one.id, tag: one.tag, compare: () => difference(one) })),
    ...transitionsIn(folder).map((one) => ({ id: one.id, tag: one.tag, compare: () => transitionDifference(one) })),
  ];
}
