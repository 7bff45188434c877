import { Minimatch } from 'minimatch';

/** Compiles globs to one question; `*` does not match `/`, names with a leading dot match like others. */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  const compiled = globs.map(
    (glob) =>
      new Minimatch(glob.replace(/^\.\//, '').replace(/\/$/, '/**'), { dot: true, nonegate: true, nocomment: true }),
  );
  return (path) => compiled.some((glob) => glob.match(path));
}

/** True for a pattern that can match a path below the working directory. */
export function isGlob(pattern: string): boolean {
  return pattern !== '' && !pattern.startsWith('/') && !pattern.includes('\\') && !pattern.split('/').includes('..');
}
