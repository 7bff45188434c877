import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scopeOf, separate, type ScopeMember } from '../../src/world/scopes.ts';
import { checkFiles, type Files } from '../support/check-files.ts';

function membersOf(members: readonly string[]): ScopeMember[] {
  return members.map((member) => {
    const [file = '', key = ''] = member.split(': ');
    return { file, key };
  });
}

describe('scopes', () => {
  it.each([
    ['different objects', ['a/x: one', 'b/y: two'], []],
    ['copies in two folders', ['k8s/prod/x: one', 'k8s/staging/x: one'], ['k8s/prod', 'k8s/staging']],
    ['the highest folders that separate them', ['a/k8s/web/x: one', 'b/k8s/web/x: one'], ['a', 'b']],
    ['copies in one folder', ['k8s/x: one', 'k8s/y: one'], []],
    ['one above the other', ['k8s/x: one', 'k8s/prod/x: one'], ['k8s/prod']],
    [
      'three deep',
      ['e/prod/a/x: one', 'e/prod/b/x: one', 'e/test/x: one'],
      ['e/prod', 'e/prod/a', 'e/prod/b', 'e/test'],
    ],
  ])('%s', (_, members, folders) => {
    expect([...separate(membersOf(members)).folders].toSorted()).toEqual(folders);
  });

  const environments = ['k8s/prod/x: one', 'k8s/staging/x: one', 'k8s/base/y: two', 'k8s/prod/db/z: three'];

  it.each([
    ['two environments', 'k8s/prod', 'k8s/staging/web', 'apart'],
    ['below one environment', 'k8s/prod/web', 'k8s/prod/db', 'one side'],
    ['the folder above', 'k8s', 'k8s/prod/web', 'one side'],
    ['a neighbour of environments', 'k8s/base', 'k8s/prod', 'perhaps'],
    ['somewhere else', 'tools', 'k8s/prod', 'perhaps'],
    ['two folders of one side', 'k8s/base', 'k8s/other', 'one side'],
    ['itself', 'k8s/prod', 'k8s/prod', 'one side'],
  ])('%s', (_, one, two, relation) => {
    const separation = separate(membersOf(environments));
    for (const pair of [
      [one, two],
      [two, one],
    ] as const) {
      expect([separation.areApart(...pair), separation.areOnOneSide(...pair)]).toEqual([
        relation === 'apart',
        relation === 'one side',
      ]);
    }
  });

  it('folders that only share their names with a third go together', () => {
    const separation = separate(membersOf(['app/x: one', 'db/x: two', 'copy/app/x: one', 'copy/db/x: two']));
    expect([separation.areApart('app', 'db'), separation.areOnOneSide('app', 'db')]).toEqual([false, true]);
    expect([separation.areApart('app', 'copy/db'), separation.areApart('copy/app', 'copy/db')]).toEqual([true, false]);
  });

  it.each([
    ['k8s/prod/web/x.yaml', 'k8s/prod'],
    ['k8s/x.yaml', '.'],
    ['k8s/production/x.yaml', '.'],
    ['x.yaml', '.'],
    ['../other/x.yaml', '.'],
  ])('scopeOf %s', (file, scope) => {
    expect(scopeOf(file, new Set(['k8s/prod', 'k8s/staging']))).toBe(scope);
  });
});

const rules = join(import.meta.dirname, '../rules');
const fixtures = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));

function said(files: Files, below: string): string[] {
  return checkFiles(files)
    .findings.filter(({ location }) => location.file.startsWith(below))
    .map(({ ruleId, messageId, severity, message, location: { file, startOffset, endOffset } }) =>
      [file, startOffset, endOffset, ruleId, messageId, severity, message.en].join(' '),
    )
    .sort();
}

describe('an unrelated environment beside', () => {
  it('changes no finding, whether it holds copies or other things', () => {
    const environment = fc.uniqueArray(fc.constantFrom(...fixtures), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(environment, environment, fc.constantFrom('staging', 'a', 'z'), (own, others, name) => {
        const place = (folder: string, chosen: readonly string[]): Files =>
          Object.fromEntries(
            chosen.map((fixture) => [
              `k8s/${folder}/${fixture.replaceAll('/', '-')}`,
              readFileSync(join(rules, fixture)),
            ]),
          );
        const alone = place('prod', own);
        expect(said({ ...alone, ...place(name, own) }, 'k8s/prod/')).toEqual(said(alone, 'k8s/prod/'));
        // Other things go to a cluster of their own; in one cluster they would share names and namespaces by chance.
        expect(said({ ...alone, ...renamed(place(name, others)) }, 'k8s/prod/')).toEqual(said(alone, 'k8s/prod/'));
      }),
      { seed: 20261125, numRuns: 200 },
    );
  });
});

/** The same manifests in another namespace, on load balancers of their own. */
function renamed(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([file, bytes]) => [
      file,
      Buffer.from(bytes)
        .toString('utf8')
        .replaceAll(/^(\s*namespace:\s*).*$/gm, '$1elsewhere')
        .replaceAll(/\b(?:lb|nlb|alb)-[a-z0-9]{6,}/g, 'lb-of-the-other'),
    ]),
  );
}
