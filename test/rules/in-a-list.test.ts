import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFiles, treeOf } from '../support/check-files.ts';
import { badFixtures, flagsOf } from '../support/rule-fixtures.ts';

/** The documents of a manifest as the items of one list. */
function listOf(text: string): string {
  const items = text.split(/^---\n/m).map((document) => `- ${document.trim().replaceAll('\n', '\n  ')}\n`);
  return `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`;
}

it('no finding goes by the place of its object in a list', () => {
  let found = 0;
  const wrong = badFixtures.flatMap((path) => {
    const text = readFileSync(join(import.meta.dirname, path), 'utf8').replaceAll('\r', '');
    const list = listOf(text.replaceAll(/^#.*\n/gm, ''));
    if (treeOf({ 'list.yaml': list }).manifests.get('list.yaml')?.unreadable.length !== 0) return [];
    const { findings } = checkFiles({ 'list.yaml': list }, flagsOf(text));
    found += findings.length;
    return findings.flatMap(({ parts }) => (parts.path.includes('items[') ? [`${path}: ${parts.path}`] : []));
  });
  expect(found).toBeGreaterThan(1000);
  expect(wrong).toEqual([]);
});
