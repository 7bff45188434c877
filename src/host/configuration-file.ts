import { resolve } from 'node:path';
import type { ChosenConfiguration, ConfigurationText, ConfigurationTexts } from '../analysis/choose-configuration.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import type { Base } from './base-tree.ts';
import { relativePath } from './file-system.ts';
import type { TextFiles } from './text-files.ts';

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

/** The configuration of a run that reads none. */
const noConfiguration: ChosenConfiguration = {
  configuration: {},
  patterns: [],
  overrides: [],
  inventory: [],
  labels: new Map(),
  notices: [],
  invalid: [],
};

export interface ConfigurationPlace {
  /** The file that was asked for; false for none, undefined for the default names. */
  readonly named: string | false | undefined;
  readonly base: Pick<Base, 'read' | 'isUntracked'> | undefined;
  /** The folder whose default names go before those of the directory. */
  readonly folder?: string;
}

/** Reads the configuration that holds. Throws `CannotEvaluate` where the file named is not there, or is not valid. */
export async function loadConfiguration(files: TextFiles, place: ConfigurationPlace): Promise<ChosenConfiguration> {
  const texts = findConfiguration(files, place);
  if (texts === undefined) return noConfiguration;
  // Loaded only when there is something to read: the schema library costs start-up time.
  const { chooseConfiguration } = await import('../analysis/choose-configuration.ts');
  return chooseConfiguration(texts);
}

/** Head's configuration and base's may have different names, or a change could put its own before base's. */
function findConfiguration(
  files: TextFiles,
  { named, base, folder = '.' }: ConfigurationPlace,
): ConfigurationTexts | undefined {
  if (named === false) return undefined;
  const { directory } = files;
  const candidates =
    named === undefined ? configurationNames(folder) : [relativePath(directory, resolve(directory, named))];
  const head = firstOf(candidates, (name) => readText(files, name));
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

function readText(files: TextFiles, name: string): string | undefined {
  const found = files.find(name);
  if (found === undefined || 'text' in found) return found?.text;
  throw new CannotEvaluate(`${name} is not read: ${found.unfit}.`);
}
