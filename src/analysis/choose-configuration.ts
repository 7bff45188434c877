import type { Problem } from '../model/finding.ts';
import { readConfiguration, type ReadConfiguration } from './read-configuration.ts';

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
}

const nothing: ReadConfiguration = { configuration: {}, patterns: [], overrides: [] };

/**
 * With a base, the configuration is the base's, so that a change cannot loosen the rules it is judged by; head's is only
 * validated, and that it differs is said.
 */
export function chooseConfiguration({ head, base, comesFromBase }: ConfigurationTexts): ChosenConfiguration {
  const own = head === undefined ? nothing : readConfiguration(head.text, head.name, 'head');
  if (!comesFromBase || base?.text === head?.text) return { ...own, notices: [] };
  const name = head?.name ?? base?.name ?? '';
  const notice: Problem = {
    kind: 'configuration-changed',
    file: name,
    message: {
      en: `${name} differs from base; base's configuration was used, the new one counts once it is merged`,
      zh: `${name} 与基线不同；本次使用基线的配置，新配置在合并后生效`,
    },
    location: null,
  };
  const used = base === undefined ? nothing : readConfiguration(base.text, base.name, 'base');
  return { ...used, notices: [notice] };
}
