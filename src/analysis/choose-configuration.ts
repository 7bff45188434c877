import type { Problem } from '../model/finding.ts';
import { readConfiguration, type ReadConfiguration } from './read-configuration.ts';

/** One configuration file as both trees hold it. */
export interface ConfigurationTexts {
  readonly name: string;
  /** As it stands in the working directory; undefined when it is not there. */
  readonly head: string | undefined;
  /** As base has it; undefined when base has none. */
  readonly base: string | undefined;
  /** There is a base, and git tracks the file. */
  readonly comesFromBase: boolean;
}

export interface ChosenConfiguration extends ReadConfiguration {
  readonly notices: readonly Problem[];
}

const nothing: ReadConfiguration = { configuration: {}, patterns: [] };

/**
 * With a base, the configuration is the base's, so that a change cannot loosen the rules it is judged by; head's is only
 * validated, and that it differs is said. A file that git does not track was made by whoever runs the gate, and counts.
 */
export function chooseConfiguration({ name, head, base, comesFromBase }: ConfigurationTexts): ChosenConfiguration {
  const own = head === undefined ? nothing : readConfiguration(head, name, 'head');
  if (!comesFromBase || base === head) return { ...own, notices: [] };
  const notice: Problem = {
    kind: 'configuration-changed',
    file: name,
    message: {
      en: `${name} differs from base; base's configuration was used, the new one counts once it is merged`,
      zh: `${name} 与基线不同;本次使用基线的配置,新配置在合并后生效`,
    },
    location: null,
  };
  const used = base === undefined ? nothing : readConfiguration(base, name, 'base');
  return { ...used, notices: [notice] };
}
