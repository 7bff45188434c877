import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, type CheckInput, type CheckResult } from '../../src/analysis/check.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import type { LastAudit } from '../../src/analysis/earlier-finding.ts';
import { pathOf, type ScalarNode, type ValueNode } from '../../src/model/node.ts';
import { today, treeOf, type Files } from '../support/check-files.ts';
import { leave } from '../support/last-audit.ts';
import { badFixtures, flagsOf, inventoryOf } from '../support/rule-fixtures.ts';

const rules = join(import.meta.dirname, '../rules');

interface Story {
  readonly files: Files;
  readonly audit: (files: Files, lastAudit?: LastAudit) => CheckResult;
}

/** The documents of a fixture, each in a file of its own, and what its rule says of them. */
function storyOf(path: string): Story {
  const text = readFileSync(join(rules, path), 'utf8');
  const inventory: CheckInput['inventory'] = inventoryOf(text, dirname(join(rules, path)));
  const documents = text.split(/^---\n/m).filter((document) => document.trim() !== '');
  const files = Object.fromEntries(documents.map((document, at) => [`k8s/object-${at}.yaml`, document]));
  const audit = (head: Files, lastAudit?: LastAudit): CheckResult => {
    const requested = { ...flagsOf(text), rule: [dirname(path)] };
    const settings = resolveSettings(requested, {}, false, 'en', lastAudit !== undefined);
    return check({ settings, head: treeOf(head), inventory, today, lastAudit });
  };
  return { files, audit };
}

function scalarsOf(node: ValueNode): readonly ScalarNode[] {
  if (node.kind === 'scalar') return [node];
  if (node.kind === 'sequence') return node.items.flatMap(scalarsOf);
  return node.kind === 'map' ? [...node.entries.values()].flatMap(({ value }) => scalarsOf(value)) : [];
}

/** What is called fixed. A text that takes the place of a number mends that it was none, and a template can be read. */
const fixedIn = (result: CheckResult): string[] =>
  result.since?.fixed
    .map(({ ruleId, file }) => `${ruleId} in ${file}`)
    .filter((found) => !/^(?:annotation-not-string|unreadable-manifest) /.test(found)) ?? ['nothing was compared'];

/** Trying every value of every fixture takes long. */
const thoroughly: ReadonlySet<string> = new Set(badFixtures.filter((_, at) => at % 3 === 0));

describe.each(badFixtures)('%s', (path) => {
  const { files, audit } = storyOf(path);
  const before = leave(audit(files));

  it('is not fixed because an object became a template or cannot be read', () => {
    const wrong: Record<string, string[]> = {};
    for (const [file, text] of Object.entries(files)) {
      const others = Object.fromEntries(Object.entries(files).filter(([path]) => path !== file));
      const template = {
        ...others,
        'c/Chart.yaml': 'name: c\n',
        'c/templates/object.yaml': `${String(text)}\n# {{ x }}\n`,
      };
      wrong[`${file} became a template`] = fixedIn(audit(template, before));
      wrong[`${file} cannot be read`] = fixedIn(audit({ ...others, [file]: `${String(text)}\nbroken: "\n` }, before));
    }
    expect(Object.entries(wrong).filter(([, fixed]) => fixed.length > 0)).toEqual([]);
  });

  if (thoroughly.has(path))
    it('is not fixed because a value is filled in elsewhere', () => {
      const wrong: Record<string, string[]> = {};
      for (const [file, manifest] of treeOf(files).manifests) {
        for (const { root } of manifest.resources) {
          for (const node of scalarsOf(root)) {
            const at = pathOf(node, root);
            // Of another kind it is another object; and an address that is not written any more is not used any more.
            if (at === 'kind' || at === 'apiVersion' || at.endsWith('env[WEB_HOST].value')) continue;
            const { start, end } = node.written ?? node.range;
            const { text } = manifest;
            const head = { ...files, [file]: `${text.slice(0, start)}"\${X}"${text.slice(end)}` };
            wrong[`${file} ${at}`] = fixedIn(audit(head, before));
          }
        }
      }
      expect(Object.entries(wrong).filter(([, fixed]) => fixed.length > 0)).toEqual([]);
    });

  it('is fixed when all is gone, whatever other template came', () => {
    const other = {
      'z/Chart.yaml': 'name: z\n',
      'z/templates/config.yaml': 'kind: ConfigMap\ndata: { a: {{ .b }} }\n',
    };
    const now = audit(other, before);
    expect([now.since?.fixed.length, now.since?.unseen.length]).toEqual([before.open.length, 0]);
  });
});
