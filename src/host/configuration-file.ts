import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigurationText, ConfigurationTexts } from '../analysis/choose-configuration.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import type { Base } from './base-tree.ts';
import { exists, relativePath, skippedText, whyUnfit } from './file-system.ts';

const defaultNames = [
  '.github/ack-service-gate.yml',
  '.github/ack-service-gate.yaml',
  'ack-service-gate.yml',
  'ack-service-gate.yaml',
];

/** The default names: those of a folder before those of the directory. */
export function configurationNames(folder: string): readonly string[] {
  return folder === '.' ? defaultNames : [...defaultNames.map((name) => `${folder}/${name}`), ...defaultNames];
}

/**
 * The configuration of a directory and that of its base: the file that is named, else the first of the default names that
 * each of them has. The two may have different names, or a change could put its own before base's.
 */
export function findConfiguration(
  directory: string,
  named: string | undefined,
  base: Pick<Base, 'read' | 'isUntracked'> | undefined,
  folder = '.',
): ConfigurationTexts | undefined {
  const candidates =
    named === undefined ? configurationNames(folder) : [relativePath(directory, resolve(directory, named))];
  const head = firstOf(candidates, (name) => readText(directory, name));
  const ofBase = base === undefined ? undefined : firstOf(candidates, (name) => base.read(name));
  if (head === undefined && ofBase === undefined) {
    if (named === undefined) return undefined;
    throw new CannotEvaluate(`${named}: there is no such configuration file.`);
  }
  // A file that is named and that git does not know was made by whoever runs the gate.
  const isOwn = named !== undefined && head !== undefined && base?.isUntracked(head.name) === true;
  return { head, base: ofBase, comesFromBase: base !== undefined && !isOwn };
}

function firstOf(names: readonly string[], read: (name: string) => string | undefined): ConfigurationText | undefined {
  for (const name of names) {
    const text = read(name);
    if (text !== undefined) return { name, text };
  }
  return undefined;
}

function readText(directory: string, name: string): string | undefined {
  if (!exists(name, directory)) return skippedText(directory, name);
  try {
    const unfit = whyUnfit(directory, name);
    if (unfit !== undefined) throw new CannotEvaluate(`${name} is not read: ${unfit}.`);
    return readFileSync(resolve(directory, name), 'utf8');
  } catch (error) {
    if (error instanceof CannotEvaluate) throw error;
    throw new CannotEvaluate(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
}
