import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import { CannotEvaluate } from '../analysis/failure.ts';

/**
 * The text of a file that somebody else made, or of the one file that a folder holds. Throws `CannotEvaluate` when it is
 * anything else than one plain file of at most `most` bytes.
 */
export function readArtifact(directory: string, path: string, most: number): string {
  const given = resolve(directory, path);
  const folder = statsOf(given, path);
  const names = folder.isDirectory() ? readdirSync(given) : [];
  if (folder.isDirectory() && names.length !== 1)
    throw new CannotEvaluate(`${path} must hold exactly one file, and holds ${names.length}.`);
  const file = join(given, ...names);
  const stats = statsOf(file, path);
  if (!stats.isFile()) throw new CannotEvaluate(`${path} is no plain file.`);
  if (stats.size > most)
    throw new CannotEvaluate(`${path} has ${stats.size} bytes; a report of more than ${most} is not read.`);
  return readFileSync(file, 'utf8');
}

function statsOf(file: string, shown: string): Stats {
  try {
    // A link could lead to anything that this run can read.
    return lstatSync(file);
  } catch {
    throw new CannotEvaluate(`${shown}: there is no such file.`);
  }
}
