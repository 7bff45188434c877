import type { Finding } from '../model/finding.ts';
import { fingerprintOf } from '../model/fingerprint.ts';
import type { Texts } from './finding-texts.ts';
import type { ConfigurationInvalid } from './read-configuration.ts';

export const invalidConfigurationId = { ruleId: 'invalid-configuration', messageId: 'invalid' } as const;

/** What is said of every fault, without what is wrong in the one at hand. */
export const invalidConfigurationTexts: Texts = {
  message: { en: 'The configuration does not validate.', zh: '配置无效。' },
  why: {
    en: 'Once this is merged, no run can be evaluated: every pull request fails with exit code 2.',
    zh: '合并后所有运行都无法评估：每个拉取请求都会以退出码 2 失败。',
  },
  remedy: {
    en: 'Mend the configuration; schema/config.schema.json describes its keys.',
    zh: '请修正配置；schema/config.schema.json 描述了可用的键。',
  },
  events: [],
};

/**
 * A fault of head's configuration as a finding. It is no rule: nothing switches it off, since it would break every run
 * after the merge.
 */
export function invalidConfiguration({ message, location }: ConfigurationInvalid['faults'][number]): Finding {
  const parts = {
    ...invalidConfigurationId,
    scope: '.',
    resource: location.file,
    other: '',
    path: message,
  };
  return {
    ruleId: parts.ruleId,
    messageId: parts.messageId,
    severity: 'error',
    ...invalidConfigurationTexts,
    message: { en: `The configuration does not validate: ${message}`, zh: `配置无效：${message}` },
    data: { fault: message },
    unless: null,
    removesProtection: false,
    resource: null,
    scope: parts.scope,
    clusters: [],
    files: [location.file],
    location,
    related: [],
    certainty: 'certain',
    assumes: [],
    status: 'new',
    worsened: false,
    inDiff: true,
    suppression: null,
    fingerprint: fingerprintOf(parts),
    parts,
    measure: null,
    value: null,
    proposed: null,
  };
}
