import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { CannotEvaluate } from '../analysis/failure.ts';
import { pathMatcher } from '../analysis/match-paths.ts';
import type { PatternPlace } from '../analysis/read-configuration.ts';
import type { Bilingual, Problem } from '../model/finding.ts';
import type { Base } from './base-tree.ts';
import { escapeOf, relativePath, rootOf } from './file-system.ts';
import { openGit } from './git.ts';
import { decoded } from './input-text.ts';

/** Which exports are asked for, and what they must not come from. */
export interface ExportRequest {
  readonly directory: string;
  /** Files and globs of the command line or an input, in place of those of the configuration. */
  readonly named: readonly string[] | undefined;
  readonly configured: readonly PatternPlace[];
  /** What is compared with, where a change must not bring what it is judged by. */
  readonly base: Pick<Base, 'read' | 'paths' | 'isOwn'> | undefined;
}

/** What is exported: how errors and problems call it, and how much of it is read. */
export interface ExportKind {
  readonly name: 'inventory' | 'events';
  readonly noun: Bilingual;
  /** What is not done for want of a file. */
  readonly undone: Bilingual;
  /** Bytes of the largest file, and of all together. */
  readonly longestFile: number;
  readonly longestOfAll: number;
}

/** An export that may be read. */
export interface ExportFile {
  readonly file: string;
  /** The file that its text was read from, where `file` is a link. */
  readonly target: string;
  readonly text: string;
  /** The day on which it was written, where that is known. */
  readonly modified: string | undefined;
}

/** Entries of folders that a glob may lead through. */
const mostEntries = 100_000;

/**
 * Finds exports, in the order of their names. With a base, what git tracks is read as base has it, and only what git does
 * not know is read from the working directory. Throws `CannotEvaluate` where a file that is named is not there, or where
 * there is too much.
 */
export function findExports(
  request: ExportRequest,
  kind: ExportKind,
): { readonly files: readonly ExportFile[]; readonly notices: readonly Problem[] } {
  const { directory } = request;
  const patterns = request.named ?? request.configured.map(({ pattern }) => pattern);
  const found = new Map<string, Found>();
  const notices: Problem[] = [];
  const search: Search = { ...request, kind, root: rootOf(openGit(directory), directory, directory) };
  for (const [at, pattern] of patterns.entries()) {
    const matches = isGlobPattern(pattern) ? globbed(pattern, search) : literal(pattern, search);
    if (matches.length === 0)
      notices.push(unmatched(pattern, request.named === undefined ? request.configured[at] : undefined, kind));
    for (const match of matches) found.set(match.file, match);
  }
  const all = [...found.values()].sort((one, other) => (one.file < other.file ? -1 : 1));
  const files = all.flatMap(({ text, ...each }) => {
    if (text !== undefined) return [{ ...each, text }];
    notices.push(ignored(each.file, kind));
    return [];
  });
  if (files.reduce((sum, { text }) => sum + bytesOf(text), 0) > kind.longestOfAll)
    throw new CannotEvaluate(
      `The ${kind.name} files have more than ${kind.longestOfAll} bytes in all.`,
      'Name fewer files.',
    );
  for (const { file } of all.filter((each) => each.differs)) notices.push(differing(file, kind));
  return { files, notices };
}

interface Search extends ExportRequest {
  readonly kind: ExportKind;
  /** What links must not lead out of. Git is asked for it once, not for each file. */
  readonly root: string;
}

interface Found extends Omit<ExportFile, 'text'> {
  /** undefined for a file that is not read, because the change may have brought it. */
  readonly text: string | undefined;
  /** The working directory has another text than the one that is read. */
  readonly differs: boolean;
}

function isGlobPattern(pattern: string): boolean {
  return /[*?[{]/.test(pattern);
}

function literal(path: string, search: Search): Found[] {
  const { directory, base, kind } = search;
  const file = relativePath(directory, resolve(directory, path));
  const isThere = existsSync(resolve(directory, path));
  if (!isThere && base?.read(file) === undefined) {
    if (search.named === undefined) return [];
    throw new CannotEvaluate(
      `${path}: there is no such ${kind.name} file.`,
      'A glob may match nothing: name a glob where the export is not always made.',
    );
  }
  return [find(file, isThere, search)];
}

function globbed(pattern: string, search: Search): Found[] {
  const { directory, base } = search;
  const relative = isAbsolute(pattern) ? relativePath(directory, pattern) : pattern;
  const matches = pathMatcher([relative]);
  const own = new Set(listed(relative, directory).filter(matches));
  const all = new Set([...own, ...(base?.paths() ?? []).filter(matches)]);
  return [...all].map((file) => find(file, own.has(file), search));
}

/** What stands below the folder that a glob begins with; links are not followed. */
function listed(pattern: string, directory: string): string[] {
  const steps = pattern.split('/');
  const folder = steps.slice(0, Math.min(steps.findIndex(isGlobPattern), steps.length - 1)).join('/');
  const files: string[] = [];
  let entries = 0;
  const walk = (below: string): void => {
    for (const entry of entriesOf(resolve(directory, below))) {
      entries += 1;
      if (entries > mostEntries)
        throw new CannotEvaluate(`${pattern}: there are more than ${mostEntries} files to look at.`, 'Name a folder.');
      if (entry.name === '.git' || entry.name === 'node_modules') continue;
      const path = below === '' ? entry.name : join(below, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (existsSync(resolve(directory, path))) files.push(relativePath(directory, resolve(directory, path)));
    }
  };
  walk(folder);
  return files;
}

function entriesOf(folder: string): { name: string; isDirectory(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function find(file: string, isThere: boolean, search: Search): Found {
  const { directory, base, kind } = search;
  const own = (): { text: string; modified: string } => readOwn(file, search);
  const real = (): string => relativePath(realpathSync(directory), realpathSync(resolve(directory, file)));
  if (base === undefined) return { file, ...own(), target: real(), differs: false };
  const ofBase = base.read(file)?.replace(/^\u{FEFF}/u, '');
  if (ofBase !== undefined) {
    const differs = !isThere || own().text !== ofBase;
    return { file, target: file, text: fitting(file, ofBase, kind), modified: undefined, differs };
  }
  // By whatever way the path leads there: a link that the change brings must not lead to a file that it brings.
  const target = real();
  if (!base.isOwn(file) || !base.isOwn(target))
    return { file, target, text: undefined, modified: undefined, differs: false };
  return { file, ...own(), target, differs: false };
}

function readOwn(file: string, { directory, root, kind: { longestFile } }: Search): { text: string; modified: string } {
  const absolute = resolve(directory, file);
  const unread = (why: string): CannotEvaluate => new CannotEvaluate(`${file} is not read: ${why}.`);
  try {
    if (escapeOf(absolute, directory, root) !== undefined) throw unread('it is a link that leads out of the checkout');
    const stats = statSync(absolute);
    if (!stats.isFile()) throw unread('it is no plain file');
    if (stats.size > longestFile) throw unread(`it has more than ${longestFile} bytes`);
    const modified = stats.mtime.toISOString().slice(0, 'YYYY-MM-DD'.length);
    return { text: decoded(readFileSync(absolute), file), modified };
  } catch (error) {
    if (error instanceof CannotEvaluate) throw error;
    throw unread(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

function fitting(file: string, text: string, { longestFile }: ExportKind): string {
  if (bytesOf(text) > longestFile)
    throw new CannotEvaluate(`${file} is not read: it has more than ${longestFile} bytes.`);
  return text;
}

/** As UTF-8, whatever the file is written in. */
function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function ignored(file: string, { name, noun }: ExportKind): Problem {
  return {
    kind: `${name}-ignored`,
    file,
    message: {
      en: `this ${noun.en} is not in base, so the change may have brought it: it was not read, and counts once it is merged`,
      zh: `该${noun.zh}不在基线中，可能由本次变更带入：未读取，合并后生效`,
    },
    location: null,
  };
}

function differing(file: string, { name, noun }: ExportKind): Problem {
  return {
    kind: `${name}-changed`,
    file,
    message: {
      en: `this ${noun.en} differs from base's, which was used; the new one counts once it is merged`,
      zh: `该${noun.zh}与基线不同；本次使用基线的版本，新版本在合并后生效`,
    },
    location: null,
  };
}

function unmatched(pattern: string, place: PatternPlace | undefined, { name, noun, undone }: ExportKind): Problem {
  return {
    kind: `${name}-missing`,
    file: place?.location.file ?? '',
    message: {
      en: `no ${noun.en} matches "${pattern}", so ${undone.en}`,
      zh: `没有${noun.zh}匹配 "${pattern}"，因此${undone.zh}`,
    },
    location: place?.location ?? null,
  };
}
