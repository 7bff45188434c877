import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findExports, type ExportKind, type ExportRequest } from '../../src/host/export-files.ts';
import { openBase } from '../../src/host/base-tree.ts';
import { folderOf, repositoryOf, temporaryFolder } from '../support/gate.ts';

const kind: ExportKind = {
  name: 'inventory',
  noun: { en: 'inventory', zh: '资源清单' },
  undone: { en: 'nothing was checked', zh: '未核对' },
  longestFile: 9,
  longestOfAll: 12,
};

/** The texts that were found, or why none were. */
function found(request: Pick<ExportRequest, 'directory' | 'base'>): readonly string[] | string {
  try {
    return findExports({ ...request, named: ['*.json'], configured: [] }, kind).files.map(({ text }) => text);
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the limits of exports count bytes', () => {
  it.each<[title: string, files: Record<string, string>, expected: readonly string[] | string]>([
    ['files that just fit', { 'a.json': '一二三', 'b.json': '四' }, ['一二三', '四']],
    ['a file of few characters', { 'a.json': '一二三四' }, 'a.json is not read: it has more than 9 bytes.'],
    [
      'files of few characters',
      { 'a.json': '一二三', 'b.json': '四五' },
      'The inventory files have more than 12 bytes in all.',
    ],
  ])('%s', (_, files, expected) => {
    expect(found({ directory: folderOf(files), base: undefined })).toEqual(expected);
    const directory = repositoryOf(files);
    expect(found({ directory, base: openBase('main', directory) })).toEqual(expected);
  });
});

it('asks git as often for forty exports as for one', () => {
  const gitProcesses = (exports: number): number => {
    const files = Object.fromEntries(Array.from({ length: exports }, (_, at) => [`${at}.json`, '']));
    const directory = folderOf(files);
    const trace = join(temporaryFolder(), 'trace');
    process.env['GIT_TRACE2_EVENT'] = trace;
    try {
      expect(found({ directory, base: undefined })).toHaveLength(exports);
    } finally {
      delete process.env['GIT_TRACE2_EVENT'];
    }
    return readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"event":"start"')).length;
  };
  expect(gitProcesses(40)).toBe(gitProcesses(1));
});
