import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles } from '../../src/host/file-system.ts';
import { folderOf, git, repositoryOf, temporaryFolder, write } from '../support/gate.ts';

/** Path and content of what is offered; the kind of the reason where it cannot be read, and where a link leads. */
function listed(path: string, directory: string): Record<string, string> {
  const files = listFiles(path, directory).map((file) => {
    if (file.linkTo !== undefined) return [file.path, `-> ${file.linkTo}`];
    const content = file.read();
    return [file.path, 'kind' in content ? content.kind : Buffer.from(content).toString()];
  });
  return Object.fromEntries(files) as Record<string, string>;
}

describe('listFiles outside of git', () => {
  it('gives all files, sorted, without node_modules and .git, whatever .gitignore says', () => {
    const folder = folderOf({
      'b.yaml': 'b',
      'a/c.yaml': 'c',
      'a/.hidden/d.yaml': 'd',
      '.gitignore': '*.yaml',
      'node_modules/x.yaml': 'x',
      'a/node_modules/x.yaml': 'x',
      'a/.git/x.yaml': 'x',
    });

    expect(listed('.', folder)).toEqual({
      '.gitignore': '*.yaml',
      'a/.hidden/d.yaml': 'd',
      'a/c.yaml': 'c',
      'b.yaml': 'b',
    });
    expect(Object.keys(listed('.', folder))).toEqual(Object.keys(listed('.', folder)).toSorted());
    expect(listed('a', folder)).toEqual({ 'a/.hidden/d.yaml': 'd', 'a/c.yaml': 'c' });
    expect(listed('a/c.yaml', folder)).toEqual({ 'a/c.yaml': 'c' });
  });

  it('does not wait for a pipe', () => {
    const folder = folderOf({ 'a.yaml': 'a' });
    expect(spawnSync('mkfifo', [join(folder, 'pipe.yaml')]).status).toBe(0);

    expect(listed('.', folder)).toEqual({ 'a.yaml': 'a' });
  });

  it('ends where links go round', () => {
    const folder = folderOf({ 'a/b.yaml': 'b' });
    symlinkSync('..', join(folder, 'a/up'));
    symlinkSync('self.yaml', join(folder, 'self.yaml'));

    expect(listed('.', folder)).toEqual({ 'a/b.yaml': 'b', 'a/up': '-> .' });
    expect(listed('a', folder)).toEqual({ 'a/b.yaml': 'b', 'a/up/a/b.yaml': 'b' });
  });

  it('the working directory is the root that links may not leave', () => {
    const folder = folderOf({ 'in/a.yaml': 'a', 'beside/b.yaml': 'b' });
    symlinkSync('../beside/b.yaml', join(folder, 'in/link.yaml'));
    symlinkSync('../beside', join(folder, 'in/folder'));

    expect(listed('in', folder)).toEqual({ 'in/a.yaml': 'a', 'in/folder/b.yaml': 'b', 'in/link.yaml': 'b' });
    expect(listed('.', join(folder, 'in'))).toEqual({
      'a.yaml': 'a',
      folder: 'outside-root',
      'link.yaml': 'outside-root',
    });
    expect(listed('in/link.yaml', folder)).toEqual({ 'in/link.yaml': 'b' });
    expect(listed('link.yaml', join(folder, 'in'))).toEqual({ 'link.yaml': 'outside-root' });
  });

  it('a file below a link that leaves the root is not read', () => {
    const outside = folderOf({ 'a.yaml': 'secret' });
    const folder = temporaryFolder();
    symlinkSync(outside, join(folder, 'link'));

    expect(listed('link/a.yaml', folder)).toEqual({ 'link/a.yaml': 'outside-root' });
    expect(listed('link', folder)).toEqual({ link: 'outside-root' });
    expect(listed(outside, folder)).toEqual({ [`../${basename(outside)}/a.yaml`]: 'secret' });
  });

  it.skipIf(process.getuid?.() === 0)('a folder that may not be read is told', () => {
    const folder = folderOf({ 'a.yaml': 'a' });
    mkdirSync(join(folder, 'locked'));
    chmodSync(join(folder, 'locked'), 0);

    expect(listed('.', folder)).toEqual({ 'a.yaml': 'a', locked: 'unavailable' });
    chmodSync(join(folder, 'locked'), 0o700);
  });
});

describe('listFiles in a git checkout', () => {
  it('gives tracked files whatever .gitignore says, and untracked ones that it does not name', () => {
    const folder = repositoryOf({
      'tracked/a.yaml': 'a',
      '.gitignore': 'tracked/\nignored/\n',
      'node_modules/x.yaml': 'x',
    });
    write(folder, { 'ignored/b.yaml': 'b', 'c.yaml': 'c', 'tracked/d.yaml': 'd' });

    expect(listed('.', folder)).toEqual({
      '.gitignore': 'tracked/\nignored/\n',
      'c.yaml': 'c',
      'node_modules/x.yaml': 'x',
      'tracked/a.yaml': 'a',
    });
    expect(listed('ignored/b.yaml', folder)).toEqual({ 'ignored/b.yaml': 'b' });
  });

  it('reads a link to a file that is not read itself, and names the others', () => {
    const folder = repositoryOf({ 'payload.txt': 'p', 'a.yaml': 'a' });
    symlinkSync('payload.txt', join(folder, 'hidden.yaml'));
    symlinkSync('a.yaml', join(folder, 'also.yaml'));

    expect(listed('.', folder)).toEqual({
      'a.yaml': 'a',
      'also.yaml': '-> a.yaml',
      'hidden.yaml': 'p',
      'payload.txt': 'p',
    });
  });

  it('reads from git what a sparse checkout leaves out', () => {
    const folder = repositoryOf({ 'k8s/a.yaml': 'a', 'docs/b.yaml': 'b' });
    git(folder, 'sparse-checkout', 'set', 'docs');

    expect(listed('.', folder)).toEqual({ 'docs/b.yaml': 'b', 'k8s/a.yaml': 'a' });
  });

  it('takes no file for another whose name only looks like it', () => {
    const folder = repositoryOf({ 'a\uFFFD.yaml': 'a' });
    write(folder, { 'b.yaml': 'b' });
    // Not valid UTF-8, which shows as the name above.
    const blob = git(folder, 'hash-object', '-w', 'b.yaml').trim();
    const entry = Buffer.concat([Buffer.from(`100644 ${blob}\ta`), Buffer.from([0xff]), Buffer.from('.yaml\0')]);
    expect(spawnSync('git', ['update-index', '-z', '--index-info'], { cwd: folder, input: entry }).status).toBe(0);

    expect(listFiles('.', folder).map(({ path, mustRead }) => [path, mustRead])).toEqual([
      ['a\uFFFD.yaml', undefined],
      ['b.yaml', undefined],
      ['a\uFFFD.yaml', true],
    ]);
  });

  it('does not take a tracked folder for a repository with settings of its own', () => {
    const folder = repositoryOf({
      'k8s/a.yaml': 'a',
      'k8s/HEAD': 'ref: refs/heads/main\n',
      'k8s/config': '[core]\n\tbare = true\n',
    });
    mkdirSync(join(folder, 'k8s/objects'));
    mkdirSync(join(folder, 'k8s/refs'));

    expect(listed('k8s', folder)).toMatchObject({ 'k8s/a.yaml': 'a' });
  });

  it('a path seen from elsewhere', () => {
    const folder = repositoryOf({ 'a/b.yaml': 'b', 'c/d.yaml': 'd' });

    expect(listed('../a', join(folder, 'c'))).toEqual({ '../a/b.yaml': 'b' });
    expect(listed(folder, join(folder, 'c'))).toEqual({ '../a/b.yaml': 'b', '../c/d.yaml': 'd' });
  });
});
