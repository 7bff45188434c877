import type { Finding, Problem, TreeName } from '../model/finding.ts';
import { configurationDifferences } from './configuration-differences.ts';
import { invalidConfiguration } from './invalid-configuration.ts';
import { ConfigurationInvalid, readConfiguration, type ReadConfiguration } from './read-configuration.ts';

export interface ConfigurationText {
  readonly name: string;
  readonly text: string;
}

/** The configuration as both trees hold it; undefined where a tree has none. */
export interface ConfigurationTexts {
  readonly head: ConfigurationText | undefined;
  readonly base: ConfigurationText | undefined;
  /** There is a base, and head's file is part of what is compared with it. */
  readonly comesFromBase: boolean;
}

export interface ChosenConfiguration extends ReadConfiguration {
  readonly notices: readonly Problem[];
  /** What does not validate in head's configuration, beside a base whose configuration holds. */
  readonly invalid: readonly Finding[];
}

const nothing: ReadConfiguration = {
  configuration: {},
  patterns: [],
  overrides: [],
  inventory: [],
  labels: new Map(),
};

/**
 * With a base, the configuration is the base's, so that a change cannot loosen the rules it is judged by; head's is only
 * validated, and what differs is said. Throws `ConfigurationInvalid` when the one that holds does not validate.
 */
export function chooseConfiguration({ head, base, comesFromBase }: ConfigurationTexts): ChosenConfiguration {
  if (!comesFromBase || base?.text === head?.text) return { ...read(head, 'head'), notices: [], invalid: [] };
  const used = read(base, 'base');
  const name = head?.name ?? base?.name ?? '';
  try {
    const { configuration } = read(head, 'head');
    const differences = configurationDifferences(used.configuration, configuration);
    return { ...used, notices: [changed(name, differences)], invalid: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error;
    return { ...used, notices: [changed(name, [])], invalid: error.faults.map(invalidConfiguration) };
  }
}

function read(text: ConfigurationText | undefined, tree: TreeName): ReadConfiguration {
  return text === undefined ? nothing : readConfiguration(text.text, text.name, tree);
}

function changed(name: string, differences: readonly string[]): Problem {
  const list = differences.length === 0 ? '' : `: ${differences.join('; ')}`;
  return {
    kind: 'configuration-changed',
    file: name,
    message: {
      en: `the configuration differs from base's, which was used; the new one counts once it is merged${list}`,
      zh: `配置与基线不同；本次使用基线的配置，新配置在合并后生效${list.replace(': ', '：')}`,
    },
    location: null,
  };
}
