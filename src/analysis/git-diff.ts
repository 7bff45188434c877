/** What `git diff` prints about one file. */
export interface FileDiff {
  /** The old name of a file that has another one now. */
  readonly previous: string | undefined;
  /** The hunks, without file header; undefined where git shows none: binary files, changes of mode or name alone. */
  readonly patch: string | undefined;
}

/**
 * The options of `git diff` that `splitGitDiff` relies on. Settings of the user or of the machine would change what git
 * prints without them.
 */
export const gitDiffOptions: readonly string[] = [
  '--patch',
  '--unified=3',
  '--inter-hunk-context=0',
  '--find-renames',
  '--diff-algorithm=default',
  '--indent-heuristic',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
  '--ignore-submodules=none',
  '--no-relative',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
];

/**
 * The files that `git diff` prints with these options, by their new name, or by their only name where they are gone. A
 * file that became something else (a link, say) is printed as two; it has no patch.
 */
export function splitGitDiff(diff: string): Map<string, FileDiff> {
  const files = new Map<string, FileDiff>();
  for (const section of diff.split(sectionStart)) {
    if (!section.startsWith(marker)) continue;
    const hunksAt = section.indexOf('\n@@ ');
    const header = hunksAt < 0 ? section : section.slice(0, hunksAt);
    const patch = hunksAt < 0 ? undefined : section.slice(hunksAt + 1).replace(/\n$/, '');
    const lines = header.split('\n');
    const previous = valueOf(lines, 'rename from ');
    const name = valueOf(lines, 'rename to ') ?? onlyName(lines[0] ?? '');
    files.set(name, files.has(name) ? { previous: undefined, patch: undefined } : { previous, patch });
  }
  return files;
}

const marker = 'diff --git ';
const sectionStart = /(?<=^|\n)(?=diff --git )/;

function valueOf(lines: readonly string[], key: string): string | undefined {
  const line = lines.find((each) => each.startsWith(key));
  return line === undefined ? undefined : unquoted(line.slice(key.length));
}

/** Names with blanks leave no mark between the two names of the first line; where they are one name, each has half. */
function onlyName(line: string): string {
  const names = line.slice(marker.length);
  return unquoted(names.slice((names.length + 1) / 2)).slice('b/'.length);
}

const letters: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A name without the quotes and escapes that git gives to one that holds control characters, quotes or backslashes. */
function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  return name
    .slice(1, -1)
    .replace(/(?:\\[0-7]{3})+|\\(.)/gu, (escape, letter: string | undefined) =>
      letter === undefined ? decoded(escape) : (letters[letter] ?? letter),
    );
}

function decoded(octal: string): string {
  const bytes = octal.split('\\').slice(1);
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 8)));
}
