import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitDiffOptions, splitGitDiff } from '../../../src/analysis/git-diff.ts';
import { loadTree } from '../../../src/analysis/load-tree.ts';
import { openGit } from '../../../src/host/git.ts';
import type { Finding, Location, TreeName } from '../../../src/model/finding.ts';
import { DiffCanvas } from '../../../src/reporting/review/diff-canvas.ts';
import { planReview, type Place } from '../../../src/reporting/review/plan-review.ts';
import { TreeLines } from '../../../src/reporting/review/tree-lines.ts';
import type { Tree } from '../../../src/world/tree.ts';
import type { Files } from '../../support/check-files.ts';
import { commit, git, repositoryOf, write } from '../../support/gate.ts';
import { diff } from '../../support/github/diff.ts';
import { whyRefused } from '../../support/github/threads.ts';

interface Change {
  /** What stands where the branch begins. */
  readonly before: Files;
  readonly change: (folder: string) => void;
  /** What the base branch does meanwhile. */
  readonly meanwhile?: Files;
  /** What is judged: the head commit, or its test merge. Default `head`. */
  readonly checkout?: 'head' | 'merge';
}

/** Thirty lines, `line 1` to `line 30`, of which some are others. */
function text(other: Readonly<Record<number, string | null>> = {}): string {
  const lines = Array.from({ length: 30 }, (_, at) => (at + 1 in other ? other[at + 1] : `line ${at + 1}`));
  return lines.flatMap((line) => (line === null ? [] : [`${line}\n`])).join('');
}

/** A pull request in a real repository, as it is judged. */
class Pull {
  readonly canvas: DiffCanvas;
  readonly #trees: Readonly<Record<TreeName, Tree>>;
  readonly #refusals: (place: Place) => string[];

  constructor({ before, change, meanwhile, checkout = 'head' }: Change) {
    const folder = repositoryOf(before);
    change(folder);
    commit(folder);
    const head = git(folder, 'rev-parse', 'HEAD').trim();
    git(folder, 'switch', '--quiet', 'main');
    if (meanwhile !== undefined) {
      write(folder, meanwhile);
      commit(folder);
    }
    const mergeBase = git(folder, 'merge-base', 'main', head).trim();
    if (checkout === 'merge') git(folder, 'merge', '--quiet', '--no-ff', '--message=merge', head);
    const [judged, base] = checkout === 'merge' ? ['HEAD', 'HEAD^1'] : [head, mergeBase];
    this.#trees = { head: treeAt(folder, judged, 'head'), base: treeAt(folder, base, 'base') };
    const headTexts = treeAt(folder, head, 'head').manifests;
    const files = splitGitDiff(git(folder, 'diff', ...gitDiffOptions, mergeBase, head));
    this.canvas = new DiffCanvas(files, new TreeLines(this.#trees, (path) => headTexts.get(path)?.text));
    this.#refusals = ({ path, side, line, startLine }) => {
      const start = startLine === undefined ? {} : { start_line: startLine, start_side: side };
      return whyRefused({ path, side, line, ...start }, diff(folder, mergeBase, head));
    };
  }

  /** From the line that reads so in a tree to the one that reads `last`, or to its own end. */
  readonly location = (tree: TreeName, file: string, first: string, last = first): Location => {
    const lines = (this.#trees[tree].manifests.get(file)?.text ?? '').split('\n');
    const [from, to] = [lines.indexOf(first) + 1, lines.indexOf(last) + 1];
    expect(Math.min(from, to), `${file} of ${tree} has "${first}" and "${last}"`).toBeGreaterThan(0);
    const [start, end] = [
      { line: from, column: 1 },
      { line: to, column: last.length + 1 },
    ];
    return { tree, file, document: 0, path: '', start, end, startOffset: 0, endOffset: 0 };
  };

  /** Where a comment on it stands, `LEFT file:1-2`; one that GitHub would refuse fails the test. */
  readonly place = (...where: Parameters<Pull['location']>): string =>
    this.shown(this.canvas.place(this.location(...where)));

  readonly shown = (place: Place | undefined): string => {
    if (place === undefined) return 'nowhere';
    expect(this.#refusals(place)).toEqual([]);
    const { path, side, line, startLine } = place;
    return `${side} ${path}:${startLine === undefined ? '' : `${startLine}-`}${line}`;
  };
}

function treeAt(folder: string, revision: string, name: TreeName): Tree {
  const repository = openGit(folder);
  if (repository === undefined) throw new Error(`${folder} is no repository.`);
  const files = repository.filesAt(revision);
  const contents = repository.contents(files.map(({ blob }) => blob));
  return loadTree(
    name,
    files.map(({ path }, at) => ({ path, read: () => contents[at] ?? new Uint8Array() })),
  );
}

const edit =
  (files: Files): Change['change'] =>
  (folder) =>
    write(folder, files);

describe('a place of head', () => {
  const pull = (): Pull =>
    new Pull({
      before: { 'a.yaml': text(), 'b.yaml': text() },
      change: edit({ 'a.yaml': text({ 10: 'line ten', 20: null }), 'c.yaml': text() }),
    });

  it('stands on the right, at a changed line or at one that the diff shows around it', () => {
    const { place } = pull();
    expect(place('head', 'a.yaml', 'line ten')).toBe('RIGHT a.yaml:10');
    expect(place('head', 'a.yaml', 'line 7')).toBe('RIGHT a.yaml:7');
    expect(place('head', 'a.yaml', 'line 13')).toBe('RIGHT a.yaml:13');
    expect(place('head', 'a.yaml', 'line 21')).toBe('RIGHT a.yaml:20');
    expect(place('head', 'c.yaml', 'line 30')).toBe('RIGHT c.yaml:30');
  });

  it('is nowhere outside of the hunks, and in a file that the change does not touch', () => {
    const { place } = pull();
    expect(place('head', 'a.yaml', 'line 6')).toBe('nowhere');
    expect(place('head', 'a.yaml', 'line 14')).toBe('nowhere');
    expect(place('head', 'a.yaml', 'line 30')).toBe('nowhere');
    expect(place('head', 'b.yaml', 'line 10')).toBe('nowhere');
  });

  it('has several lines where they are 2 to 10 and lie in one hunk, else its first one', () => {
    const { place } = pull();
    expect(place('head', 'a.yaml', 'line ten', 'line 11')).toBe('RIGHT a.yaml:10-11');
    expect(place('head', 'a.yaml', 'line 7', 'line 13')).toBe('RIGHT a.yaml:7-13');
    expect(place('head', 'a.yaml', 'line 7', 'line 14')).toBe('RIGHT a.yaml:7');
    expect(place('head', 'a.yaml', 'line 13', 'line 17')).toBe('RIGHT a.yaml:13');
    expect(place('head', 'c.yaml', 'line 5', 'line 14')).toBe('RIGHT c.yaml:5-14');
    expect(place('head', 'c.yaml', 'line 5', 'line 15')).toBe('RIGHT c.yaml:5');
    // What lies in the hunk from its second line on begins outside.
    expect(place('head', 'a.yaml', 'line 6', 'line 8')).toBe('nowhere');
  });

  it('that ends where the next line begins does not take that line along', () => {
    const { canvas, location, shown } = pull();
    const from = location('head', 'c.yaml', 'line 5', 'line 6');
    const end = { line: from.end.line + 1, column: 1 };
    expect(shown(canvas.place({ ...from, end }))).toBe('RIGHT c.yaml:5-6');
    expect(shown(canvas.place({ ...from, end: { line: 6, column: 1 } }))).toBe('RIGHT c.yaml:5');
  });
});

describe('a deletion', () => {
  it('stands on the left, at the line of the old file', () => {
    const { place } = new Pull({
      before: { 'a.yaml': text() },
      change: edit({ 'a.yaml': text({ 3: 'line 3\nmore', 10: null, 11: null }) }),
    });
    expect(place('base', 'a.yaml', 'line 10')).toBe('LEFT a.yaml:10');
    expect(place('base', 'a.yaml', 'line 10', 'line 11')).toBe('LEFT a.yaml:10-11');
    expect(place('base', 'a.yaml', 'line 13')).toBe('LEFT a.yaml:13');
    expect(place('base', 'a.yaml', 'line 25')).toBe('nowhere');
  });

  it('of a whole file stands in the file that is gone', () => {
    const { place } = new Pull({
      before: { 'a.yaml': text(), 'b.yaml': text({ 1: 'other' }) },
      change: (folder) => rmSync(join(folder, 'a.yaml')),
    });
    expect(place('base', 'a.yaml', 'line 30')).toBe('LEFT a.yaml:30');
    expect(place('base', 'a.yaml', 'line 2', 'line 4')).toBe('LEFT a.yaml:2-4');
    expect(place('base', 'b.yaml', 'line 30')).toBe('nowhere');
  });

  it('in a renamed file stands under the new name', () => {
    const { place } = new Pull({
      before: { 'a.yaml': text() },
      change: (folder) => {
        rmSync(join(folder, 'a.yaml'));
        write(folder, { 'k8s/new name.yaml': text({ 10: null }) });
      },
    });
    expect(place('base', 'a.yaml', 'line 10')).toBe('LEFT k8s/new name.yaml:10');
    expect(place('head', 'k8s/new name.yaml', 'line 11')).toBe('RIGHT k8s/new name.yaml:10');
  });

  it('in a renamed file whose old name another file took stands in each under its own name', () => {
    const { place } = new Pull({
      before: { 'a.yaml': text(), 'b.yaml': text({ 1: 'b', 2: 'b', 3: 'b', 20: 'gone' }) },
      change: (folder) => {
        renameSync(join(folder, 'b.yaml'), join(folder, 'c.yaml'));
        write(folder, { 'a.yaml': text({ 10: null }), 'c.yaml': text({ 1: 'b', 2: 'b', 3: 'b', 20: null }) });
      },
    });
    expect(place('base', 'a.yaml', 'line 10')).toBe('LEFT a.yaml:10');
    expect(place('base', 'b.yaml', 'gone')).toBe('LEFT c.yaml:20');
  });
});

describe('in a test merge, where base has moved on', () => {
  const moved = (): Pull =>
    new Pull({
      before: { 'a.yaml': text(), 'gone.yaml': text({ 1: 'gone' }) },
      change: (folder) => {
        write(folder, { 'a.yaml': text({ 20: null, 25: 'line twenty-five' }) });
        rmSync(join(folder, 'gone.yaml'));
      },
      meanwhile: { 'a.yaml': text({ 1: 'line 1\none more\nand one more', 5: null }) },
      checkout: 'merge',
    });

  it('a place of head is counted as the head commit counts', () => {
    const { place } = moved();
    expect(place('head', 'a.yaml', 'line twenty-five')).toBe('RIGHT a.yaml:24');
    expect(place('head', 'a.yaml', 'line 24', 'line twenty-five')).toBe('RIGHT a.yaml:23-24');
  });

  it('a deletion is counted as the commit counts that GitHub compares with', () => {
    const { place } = moved();
    expect(place('base', 'a.yaml', 'line 20')).toBe('LEFT a.yaml:20');
    expect(place('base', 'gone.yaml', 'line 12')).toBe('LEFT gone.yaml:12');
  });

  it('a line that only the base branch has is nowhere', () => {
    const { place } = moved();
    expect(place('head', 'a.yaml', 'one more')).toBe('nowhere');
    expect(place('base', 'a.yaml', 'and one more')).toBe('nowhere');
  });

  it('lines that the base branch put others between are not one place', () => {
    const { place } = new Pull({
      before: { 'a.yaml': text() },
      change: edit({ 'a.yaml': text({ 10: 'line ten', 20: 'line twenty' }) }),
      meanwhile: { 'a.yaml': text({ 12: 'line 12\nbetween', 15: 'line 15\nbetween, too' }) },
      checkout: 'merge',
    });
    expect(place('head', 'a.yaml', 'line ten', 'line 11')).toBe('RIGHT a.yaml:10-11');
    expect(place('head', 'a.yaml', 'line 11', 'line 13')).toBe('RIGHT a.yaml:11');
    expect(place('head', 'a.yaml', 'line 13', 'line 17')).toBe('RIGHT a.yaml:13');
    expect(place('head', 'a.yaml', 'line twenty')).toBe('RIGHT a.yaml:20');
  });
});

describe('what git shows no lines of', () => {
  it.each<[string, Change['change'], Files]>([
    ['a file that only has another name', (folder) => renameSync(join(folder, 'a.yaml'), join(folder, 'b.yaml')), {}],
    ['a file that git takes for bytes', edit({ 'b.yaml': text({ 30: '\0' }) }), { 'b.yaml': text() }],
  ])('%s has no place', (_, change, before) => {
    const pull = new Pull({ before: { 'a.yaml': text(), ...before }, change });
    expect(pull.place('head', 'b.yaml', 'line 10')).toBe('nowhere');
    expect(pull.place('base', before['b.yaml'] === undefined ? 'a.yaml' : 'b.yaml', 'line 10')).toBe('nowhere');
    expect(pull.canvas.hunksOf('b.yaml')).toEqual([]);
  });

  it('a file with lone carriage returns has none, since GitHub counts its lines otherwise', () => {
    const pull = new Pull({
      before: { 'a.yaml': text() },
      change: edit({ 'a.yaml': text({ 1: 'line 1\rline 1b', 10: 'line ten' }) }),
    });
    expect(pull.place('head', 'a.yaml', 'line ten')).toBe('nowhere');
  });

  it('a file whose line ends are others has all its lines changed', () => {
    const pull = new Pull({
      before: { 'a.yaml': text() },
      change: edit({ 'a.yaml': text().replaceAll('\n', '\r\n') }),
    });
    expect(pull.place('head', 'a.yaml', 'line 30\r')).toBe('RIGHT a.yaml:30');
  });
});

describe('a finding', () => {
  /** A new error at one place, with others that explain it. */
  const finding = (location: Location, ...related: readonly Location[]): Finding =>
    ({
      ruleId: 'rule',
      scope: 'k8s',
      severity: 'error',
      status: 'new',
      suppression: null,
      resource: null,
      fingerprint: 'f',
      location,
      related: related.map((each) => ({ location: each, message: { en: '', zh: '' } })),
    }) as unknown as Finding;
  const settings = { gate: 'new', failOn: 'error', locale: 'en', preset: 'recommended' } as const;
  const planned = ({ canvas, shown }: Pull, one: Finding): string[] =>
    planReview({ findings: [one], settings, hasBase: true }, canvas, new Set()).map(({ place, location }) =>
      [shown(place), ...(location === one.location ? [] : ['for another place'])].join(' '),
    );
  const pull = (): Pull =>
    new Pull({
      before: { 'a.yaml': text(), 'b.yaml': text() },
      change: edit({ 'a.yaml': text({ 10: 'line ten' }), 'c.yaml': text() }),
    });

  it('is said at its own place where the diff shows that', () => {
    const change = pull();
    const [own, other] = [change.location('head', 'c.yaml', 'line 3'), change.location('head', 'a.yaml', 'line ten')];
    expect(planned(change, finding(own, other))).toEqual(['RIGHT c.yaml:3']);
  });

  it('is said at the first of its related places that the diff shows, where it does not show its own', () => {
    const change = pull();
    const own = change.location('head', 'b.yaml', 'line 3');
    const related = ['line 30', 'line ten', 'line 9'].map((line) => change.location('head', 'a.yaml', line));
    expect(planned(change, finding(own, ...related))).toEqual(['RIGHT a.yaml:10 for another place']);
    const removed = change.location('base', 'a.yaml', 'line 10');
    expect(planned(change, finding(own, removed, ...related))).toEqual(['LEFT a.yaml:10 for another place']);
  });

  it('is left to the summary where the diff shows none of its places', () => {
    const change = pull();
    const [own, other] = [change.location('head', 'b.yaml', 'line 3'), change.location('head', 'a.yaml', 'line 30')];
    expect(planned(change, finding(own, other))).toEqual([]);
  });
});
