import type { ReportingDescriptor, Result } from 'sarif';
import { invalidConfigurationId, invalidConfigurationTexts } from '../../analysis/invalid-configuration.ts';
import { inLocale, type Bilingual, type Locale, type Severity } from '../../model/finding.ts';
import { rules } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { events, type EventId } from '../../catalog/events.ts';

type Level = NonNullable<Result['level']>;

export function levelOf(severity: Severity): Level {
  return severity === 'info' ? 'note' : severity;
}

/** Every rule with its help, in the order of the catalogue; the last one is for configurations that do not validate. */
export function sarifRules(locale: Locale): ReportingDescriptor[] {
  const say = (text: Bilingual): string => inLocale(text, locale);
  const { message, why } = invalidConfigurationTexts;
  return [
    ...rules.map((rule) => descriptorOf(rule, say)),
    {
      id: invalidConfigurationId.ruleId,
      shortDescription: { text: say(message) },
      help: { text: say(why), markdown: say(why) },
      defaultConfiguration: { level: 'error' },
      properties: propertiesOf('error', 'high'),
    },
  ];
}

function descriptorOf(rule: Rule, say: (text: Bilingual) => string): ReportingDescriptor {
  const { id, summary, why, severity, conditional } = rule;
  return {
    id,
    shortDescription: { text: say(summary) },
    fullDescription: { text: say(why) },
    help: { text: helpText(rule, say), markdown: helpMarkdown(rule, say) },
    defaultConfiguration: { level: levelOf(severity) },
    properties: propertiesOf(severity, conditional === true ? 'medium' : 'high'),
  };
}

/** Code scanning reads `precision` and `problem.severity`, and keeps ten tags. */
function propertiesOf(severity: Severity, precision: 'high' | 'medium'): ReportingDescriptor['properties'] {
  return {
    tags: ['alibaba-cloud', 'kubernetes', 'load-balancer'],
    precision,
    'problem.severity': severity === 'info' ? 'recommendation' : severity,
  };
}

function helpText({ why, remedy, source }: Rule, say: (text: Bilingual) => string): string {
  return [say(why), say(remedy), `${source.note}: ${source.url}`].join('\n\n');
}

/** All of it is ours: nothing of a manifest stands in it. */
function helpMarkdown({ why, remedy, source, events: ids }: Rule, say: (text: Bilingual) => string): string {
  const followed = ids.map((id) => {
    return isEventId(id) ? `\`${id}\` ${say(events[id].meaning)}` : `\`${id}\``;
  });
  const title = (en: string, zh: string): string => `## ${say({ en, zh })}`;
  return [
    `${title('Why', '原因')}\n\n${say(why)}`,
    `${title('What to do', '处理')}\n\n${say(remedy)}`,
    ...(followed.length === 0
      ? []
      : [`${title('Events and symptoms', '事件与现象')}\n\n${followed.map((line) => `- ${line}`).join('\n')}`]),
    `${say({ en: 'Source', zh: '来源' })}: [${source.note}](${source.url}) (${source.checked})`,
  ].join('\n\n');
}

function isEventId(id: string): id is EventId {
  return Object.hasOwn(events, id);
}
