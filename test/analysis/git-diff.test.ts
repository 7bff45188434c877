import { chmodSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gitDiffOptions, splitGitDiff } from '../../src/analysis/git-diff.ts';
import { parseHunks } from '../../src/analysis/hunks.ts';
import type { Files } from '../support/check-files.ts';
import { commit, git, repositoryOf, write } from '../support/gate.ts';

const text = Array.from({ length: 12 }, (_, at) => `line ${at}\n`).join('');
const changedText = text.replace('line 6', 'line six');
const binary = Uint8Array.of(0, 1, 2, 255);

/** What git prints between `main` and the branch, as our host asks it. */
function diffOf(folder: string): string {
  return git(folder, '-c', 'core.quotePath=false', 'diff', ...gitDiffOptions, 'main', 'HEAD');
}

/** A repository where something happened to these files since `main`. */
function changed(files: Files, change: (folder: string) => void): string {
  const folder = repositoryOf(files);
  change(folder);
  commit(folder);
  return folder;
}

describe('the files of a diff', () => {
  it('are told with their old name and their patch', () => {
    const files = {
      'edited.yaml': text,
      'gone.yaml': 'gone\n',
      'renamed.yaml': text.repeat(2),
      'moved.yaml': text.repeat(3),
    };
    const folder = changed(files, (folder) => {
      write(folder, { 'edited.yaml': changedText, 'new.yaml': 'a\nb\n', 'k8s/moved.yaml': text.repeat(3) });
      write(folder, { 'other.yaml': text.repeat(2).replace('line 6', 'line six') });
      for (const name of ['gone.yaml', 'renamed.yaml', 'moved.yaml']) rmSync(join(folder, name));
    });

    const edit = ' line 3\n line 4\n line 5\n-line 6\n+line six\n line 7\n line 8\n line 9';
    expect(splitGitDiff(diffOf(folder))).toEqual(
      new Map([
        ['edited.yaml', { previous: undefined, patch: `@@ -4,7 +4,7 @@ line 2\n${edit}` }],
        ['gone.yaml', { previous: undefined, patch: '@@ -1 +0,0 @@\n-gone' }],
        ['k8s/moved.yaml', { previous: 'moved.yaml', patch: undefined }],
        ['new.yaml', { previous: undefined, patch: '@@ -0,0 +1,2 @@\n+a\n+b' }],
        ['other.yaml', { previous: 'renamed.yaml', patch: `@@ -4,7 +4,7 @@ line 2\n${edit}` }],
      ]),
    );
  });

  it('have no patch where git shows none', () => {
    const files = { 'mode.yaml': text, 'image.png': binary, 'link.yaml': text, 'other.yaml': text };
    const folder = changed(files, (folder) => {
      chmodSync(join(folder, 'mode.yaml'), 0o755);
      write(folder, { 'image.png': Uint8Array.of(0, 7), 'empty.yaml': '' });
      rmSync(join(folder, 'link.yaml'));
      symlinkSync('other.yaml', join(folder, 'link.yaml'));
    });

    const found = splitGitDiff(diffOf(folder));
    expect([...found.keys()]).toEqual(['empty.yaml', 'image.png', 'link.yaml', 'mode.yaml']);
    expect([...found.values()].filter(({ previous, patch }) => previous !== undefined || patch !== undefined)).toEqual(
      [],
    );
  });

  it('are not told apart by what stands in them', () => {
    const lookAlike = 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n';
    const folder = changed({ 'a.yaml': `${lookAlike}-\n` }, (folder) => write(folder, { 'a.yaml': lookAlike }));

    expect([...splitGitDiff(diffOf(folder)).keys()]).toEqual(['a.yaml']);
  });

  it('are none in a text that is no diff', () => {
    expect(splitGitDiff('')).toEqual(new Map());
    expect(splitGitDiff('fatal: bad revision\n')).toEqual(new Map());
  });

  it('have the same names where git escapes all that is not ASCII', () => {
    const folder = changed({}, (folder) => write(folder, { '服务-é.yaml': text }));
    const diff = git(folder, '-c', 'core.quotePath=true', 'diff', ...gitDiffOptions, 'main', 'HEAD');

    expect(diff).toContain(String.raw`"b/\346`);
    expect([...splitGitDiff(diff).keys()]).toEqual(['服务-é.yaml']);
  });

  it('do not depend on the settings of the user', () => {
    const folder = changed(
      { 'a.yaml': text.replaceAll('line 5', ''), 'b.yaml': text.repeat(4), 'd.yaml': text.repeat(2) },
      (folder) => {
        write(folder, {
          'a.yaml': changedText.replaceAll('line 5', ''),
          'c.yaml': text.repeat(4),
          'b.yaml': 'other\n',
          'd.yaml': changedText.repeat(2),
        });
      },
    );
    const seen = (): unknown =>
      [...splitGitDiff(diffOf(folder))].map(([name, { previous, patch }]) => [name, previous, parseHunks(patch ?? '')]);
    const before = seen();
    const settings = {
      'color.ui': 'always',
      'diff.algorithm': 'histogram',
      'diff.context': '0',
      'diff.external': 'false',
      'diff.indentHeuristic': 'false',
      'diff.interHunkContext': '9',
      'diff.mnemonicPrefix': 'true',
      'diff.noprefix': 'true',
      'diff.renames': 'copies',
      'diff.submodule': 'log',
      'diff.suppressBlankEmpty': 'true',
    };
    for (const [key, value] of Object.entries(settings)) git(folder, 'config', key, value);

    expect(git(folder, 'diff', '--no-ext-diff', 'main', 'HEAD')).not.toContain('diff --git a/a.yaml');
    expect(seen()).toEqual(before);
  });
});

/** What is special to git, to its diffs or to us; none of it holds a dot. */
const pieces = String.raw`a.b./. . b/.x b/x.".\.\n. => .-.{.rename to .é.服务.🚀`.split('.');
const piece = fc.constantFrom(
  ...pieces,
  '.yaml',
  '\t',
  '\n',
  '\r',
  '\u0001',
  '\u007F',
  '\u2028',
  '\ndiff --git a/x b/x',
);
const name = fc
  .array(piece, { minLength: 1, maxLength: 6 })
  .map((pieces) =>
    pieces
      .join('')
      .replace(/\/+/g, '/')
      .replace(/^\/|\/$/g, ''),
  )
  .filter((name) => name !== '');
const fates = ['edited', 'gone', 'moved', 'moved and edited', 'executable', 'binary', 'as it was'] as const;

it('names and line counts are those that git tells in its other formats', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ name, to: name, fate: fc.constantFrom(...fates) }), { minLength: 3, maxLength: 8 }),
      (cases) => {
        const own = (at: number): string =>
          Array.from({ length: 12 }, (_, line) => `file ${at} line ${line}\n`).join('');
        const files = cases.map((each, at) => ({
          ...each,
          from: `old-${at}/${each.name}`,
          to: `new-${at}/${each.to}`,
        }));
        const folder = changed(Object.fromEntries(files.map(({ from }, at) => [from, own(at)])), (folder) => {
          for (const [at, { from, to, fate }] of files.entries()) {
            const edited = own(at).replace('line 5', 'line five');
            if (fate === 'edited') write(folder, { [from]: edited });
            if (fate === 'binary') write(folder, { [from]: binary });
            if (fate === 'executable') chmodSync(join(folder, from), 0o755);
            if (fate === 'moved' || fate === 'moved and edited') {
              write(folder, { [to]: '' });
              renameSync(join(folder, from), join(folder, to));
            }
            if (fate === 'moved and edited') write(folder, { [to]: edited });
            if (fate === 'gone') rmSync(join(folder, from));
          }
        });

        const fields = git(folder, 'diff', '--find-renames', '--numstat', '-z', 'main', 'HEAD').split('\0');
        const expected = [];
        for (let at = 0; at < fields.length - 1; at++) {
          const [added, deleted, path] = /^(.+?)\t(.+?)\t(.*)$/s.exec(fields[at] ?? '')?.slice(1) ?? [];
          const isMoved = path === '';
          const counts = added === '-' || `${added} ${deleted}` === '0 0' ? 'no patch' : `${added} ${deleted}`;
          expected.push(isMoved ? [fields[at + 2], fields[at + 1], counts] : [path, undefined, counts]);
          if (isMoved) at += 2;
        }
        const found = [...splitGitDiff(diffOf(folder))].map(([path, { previous, patch }]) => {
          const hunks = parseHunks(patch ?? '');
          const count = (side: 'added' | 'deleted'): number => hunks.reduce((sum, hunk) => sum + hunk[side].size, 0);
          return [path, previous, patch === undefined ? 'no patch' : `${count('added')} ${count('deleted')}`];
        });
        expect(found).toEqual(expected);
      },
    ),
    { seed: 20261126, numRuns: 15 },
  );
});
