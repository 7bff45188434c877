import { Minimatch } from 'minimatch';
import type { Settings } from './settings.ts';

/** Compiles globs to one question; `*` does not match `/`, names with a leading dot match like others. */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  const compiled = globs.map(
    (glob) =>
      new Minimatch(glob.replace(/^\.\//, '').replace(/\/$/, '/**'), {
        dot: true,
        nonegate: true,
        nocomment: true,
        // A pattern of a few characters can stand for millions.
        noext: true,
        braceExpandMax: 1000,
      }),
  );
  return (path) => compiled.some((glob) => glob.match(path));
}

/** True for a pattern that can match a path below the working directory. */
export function isGlob(pattern: string): boolean {
  if (/^(?:$|[/!])/.test(pattern) || pattern.includes('\\')) return false;
  return !pattern.split('/').includes('..') && isBalanced(pattern);
}

/** What opens a set or a choice must close it; left open it would stand for itself and match nothing. */
function isBalanced(pattern: string): boolean {
  const rest = pattern.replaceAll(/\[[^\]/]*\]/g, '');
  let open = 0;
  for (const character of rest) {
    if (character === '[' || character === ']') return false;
    if (character === '{') open += 1;
    else if (character === '}') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** Whether findings in a file are reported, by the configuration's paths. */
export function reportedPaths({ include, exclude }: Pick<Settings, 'include' | 'exclude'>): (file: string) => boolean {
  const included = include.length === 0 ? () => true : pathMatcher(include);
  const excluded = pathMatcher(exclude);
  return (file) => included(file) && !excluded(file);
}
