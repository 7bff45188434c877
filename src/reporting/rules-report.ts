import { inLocale, type Bilingual, type Locale } from '../model/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { paint } from './paint.ts';
import type { RulesReport } from './report-schema.ts';

/** The rules as JSON. */
export function rulesJson(rules: readonly Rule[], locale: Locale, version: string): string {
  const say = (text: Bilingual): string => inLocale(text, locale);
  const report: RulesReport = {
    schemaVersion: 1,
    tool: { name: 'ack-service-gate', version },
    rules: rules.map((rule) => ({
      id: rule.id,
      severity: rule.severity,
      strictSeverity: rule.strict ? 'error' : rule.severity,
      firesOn: rule.firesOn,
      summary: say(rule.summary),
      why: say(rule.why),
      remedy: say(rule.remedy),
      events: [...rule.events],
      facts: (rule.reads ?? []).map((fact) => `cluster.${fact}`),
      conditional: rule.conditional ?? false,
      options: Object.entries(rule.options ?? {}).map(([name, option]) => ({
        name,
        default: option.default,
        description: say(option.description),
      })),
      messages: Object.keys(rule.messages),
      source: rule.source,
      docsUrl: null,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** One line a rule. */
export function rulesList(rules: readonly Rule[], locale: Locale, colour: boolean): string {
  const { bold, dim } = paint(colour);
  const longest = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(
    (rule) => `${bold(rule.id.padEnd(longest))}  ${rule.severity.padEnd(7)}  ${inLocale(rule.summary, locale)}`,
  );
  const hint = inLocale(
    {
      en: 'ack-service-gate rules <id> shows one rule in full.',
      zh: 'ack-service-gate rules <id> 显示单条规则的完整说明。',
    },
    locale,
  );
  return `${lines.join('\n')}\n\n${dim(hint)}\n`;
}

/** One rule's page. */
export function rulePage(rule: Rule, locale: Locale, colour: boolean): string {
  const { bold, dim } = paint(colour);
  const word = (en: string, zh: string): string => inLocale({ en, zh }, locale);
  const severity = `${rule.severity}${rule.strict && rule.severity !== 'error' ? word(' (error with preset strict)', '（strict 预设下为 error）') : ''}`;
  const rows: [string, string][] = [
    [word('Severity', '级别'), severity],
    [
      word('Fires on', '触发条件'),
      rule.firesOn === 'presence' ? word('something written', '存在的内容') : word('something missing', '缺失的内容'),
    ],
    [word('Events', '事件'), rule.events.join(', ') || '–'],
    [word('Facts', '集群信息'), (rule.reads ?? []).map((fact) => `cluster.${fact}`).join(', ') || '–'],
    [word('Messages', '消息'), Object.keys(rule.messages).join(', ')],
    [
      word('Source', '来源'),
      `${rule.source.url}, ${rule.source.note} (${word('checked', '核对于')} ${rule.source.checked})`,
    ],
  ];
  const options = Object.entries(rule.options ?? {}).map(
    ([name, option]) => `  ${name}: ${option.default}  ${dim(inLocale(option.description, locale))}`,
  );
  return [
    bold(rule.id),
    inLocale(rule.summary, locale),
    '',
    `${bold(word('Why', '原因'))}  ${inLocale(rule.why, locale)}`,
    `${bold(word('Remedy', '处理'))}  ${inLocale(rule.remedy, locale)}`,
    '',
    ...rows.map(([name, value]) => `${name}: ${value}`),
    ...(options.length > 0 ? ['', `${word('Options', '选项')}:`, ...options] : []),
    '',
  ].join('\n');
}
