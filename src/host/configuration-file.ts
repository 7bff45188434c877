import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfigurationTexts } from '../analysis/choose-configuration.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import type { Base } from './base-tree.ts';
import { relativePath } from './file-system.ts';

const defaultNames = [
  '.github/ack-service-gate.yml',
  '.github/ack-service-gate.yaml',
  'ack-service-gate.yml',
  'ack-service-gate.yaml',
];

/** The configuration file of a directory and of its base: the one that is named, else the first that either has. */
export function findConfiguration(
  directory: string,
  named: string | undefined,
  base: Base | undefined,
): ConfigurationTexts | undefined {
  const candidates = named === undefined ? defaultNames : [named];
  const isThere = (name: string): boolean => existsSync(resolve(directory, name)) || base?.read(name) !== undefined;
  const name = candidates.find(isThere);
  if (name === undefined) {
    if (named === undefined) return undefined;
    throw new CannotEvaluate(`--config ${named}: there is no such file.`);
  }
  const path = resolve(directory, name);
  return {
    name: relativePath(directory, path),
    head: existsSync(path) ? readText(path, name) : undefined,
    base: base?.read(name),
    comesFromBase: base !== undefined && !base.isUntracked(name),
  };
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CannotEvaluate(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
}
