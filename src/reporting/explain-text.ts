import type { ExplainResult } from '../analysis/explain/explain.ts';
import type { Explained, ManifestAnswer, Occurrence, UnknownMessage } from '../analysis/explain/occurrence.ts';
import type { Explanation } from '../analysis/explain/explanation.ts';
import type { ServiceName } from '../analysis/explain/observation.ts';
import type { Foresight } from '../catalog/explanation.ts';
import { inLocale, type Bilingual, type Locale } from '../model/finding.ts';
import { paint, type Paint } from './paint.ts';
import { visible } from './show-text.ts';

interface TextOptions {
  readonly locale: Locale;
  readonly colour: boolean;
  readonly notices: readonly Bilingual[];
}

/** How many are shown of a kind, and characters of a message; JSON has all. */
const shown = { occurrences: 8, unknown: 20, rules: 8, message: 400 };

/** Explanations for people: what happened, why, what to do next, and what would have told earlier. */
export function explainText(result: ExplainResult, options: TextOptions): string {
  const words = new Words(options.locale, paint(options.colour));
  const { explained, unknown } = result;
  const left = unknown.length - shown.unknown;
  const blocks = [
    ...explained.map((each) => words.explained(each)),
    ...unknown.slice(0, shown.unknown).map((each) => words.unknown(each)),
    ...(left > 0
      ? [[words.word(`… and ${left} more messages that are not known.`, `…… 另有 ${left} 条未知消息。`)]]
      : []),
    ...options.notices.map((notice) => [
      `${words.word('note: ', '说明：')}${visible(inLocale(notice, options.locale))}`,
    ]),
    words.summary(result),
  ].filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** One line for each symptom. */
export function symptomList(explanations: readonly Explanation[], locale: Locale, colour: boolean): string {
  const { bold, dim } = paint(colour);
  const hint = inLocale(
    {
      en: 'ack-service-gate explain <id> says what to do; so does explain with words of your own.',
      zh: 'ack-service-gate explain <id> 显示处理方法；也可以用自己的话描述现象。',
    },
    locale,
  );
  const lines = explanations.map(({ id, meaning }) => `${bold(id)}  ${inLocale(meaning, locale)}`);
  return `${lines.join('\n')}\n\n${dim(hint)}\n`;
}

class Words {
  readonly #locale: Locale;
  readonly #paint: Paint;

  constructor(locale: Locale, paint: Paint) {
    this.#locale = locale;
    this.#paint = paint;
  }

  word(en: string, zh: string): string {
    return inLocale({ en, zh }, this.#locale);
  }

  #say(text: Bilingual): string {
    return visible(inLocale(text, this.#locale));
  }

  explained({ explanation, occurrences }: Explained): string[] {
    const { bold, dim } = this.#paint;
    const { id, meaning, why, effect, steps, rules, source } = explanation;
    const label = (en: string, zh: string): string => dim(this.word(`${en}:`.padEnd(11), `${zh}：`));
    const left = occurrences.length - shown.occurrences;
    return [
      `${bold(id)}  ${bold(this.#say(meaning))}${this.#failure(explanation)}`,
      ...occurrences.slice(0, shown.occurrences).flatMap((each) => this.#occurrence(each)),
      ...(left > 0 ? [`  ${this.word(`… and ${left} more`, `…… 另有 ${left} 处`)}`] : []),
      `  ${label('why', '原因')}${this.#say(why)}`,
      ...(effect === null ? [] : [`  ${label('effect', '影响')}${this.#say(effect)}`]),
      `  ${dim(this.word('what to do:', '处理：'))}`,
      ...steps.map(({ text, when }, at) => `    ${at + 1}. ${this.#condition(when)}${this.#say(text)}`),
      `  ${label('caught by', '预检')}${this.#foreseen(rules, explanation)}`,
      `  ${label('source', '来源')}${source.url} ${dim(this.word(`(${source.note}; checked ${source.checked})`, `（核对于 ${source.checked}）`))}`,
    ];
  }

  #failure({ failure }: Explanation): string {
    if (failure === null) return '';
    const { red, yellow } = this.#paint;
    const names = {
      freeze: red(this.word('sync stopped', '停止同步')),
      degraded: yellow(this.word('sync ends in error', '同步报错')),
      silent: yellow(this.word('silent', '静默失效')),
    };
    return `  [${names[failure]}]`;
  }

  #occurrence({ service, loadBalancer, message, count, lastSeen, manifests }: Occurrence): string[] {
    const { dim } = this.#paint;
    const facts = [
      service === undefined ? '' : this.#name(service),
      loadBalancer === undefined ? '' : visible(cut(loadBalancer)),
      this.#times(count, lastSeen),
    ].filter((fact) => fact !== '');
    return [
      ...(facts.length === 0 ? [] : [`  ${facts.join('  ')}`]),
      ...(message === undefined ? [] : [dim(`  > ${visible(cut(message))}`)]),
      ...(manifests ?? []).slice(0, shown.occurrences).map((each) => `  ${this.#manifest(each)}`),
    ];
  }

  #times(count: number, lastSeen: string | undefined): string {
    const times = count > 1 ? this.word(`${count} times`, `${count} 次`) : '';
    const last = lastSeen === undefined ? '' : `${this.word('last ', '最近 ')}${visible(cut(lastSeen))}`;
    return [times, last].filter((each) => each !== '').join(this.word(', ', '，'));
  }

  #manifest({ location, verdict, message, ruleId }: ManifestAnswer): string {
    const { red, yellow, green, dim } = this.#paint;
    const verdicts = {
      causes: red(this.word('still causes it', '当前清单仍会引发')),
      'may-cause': yellow(this.word('may still cause it', '当前清单可能仍会引发')),
      'no-longer': green(this.word('no longer causes it', '当前清单不再引发')),
      'not-seen': '',
    };
    const rule = ruleId === null ? '' : ` ${dim(`[${ruleId}]`)}`;
    const place = `${visible(location.file)}:${location.start.line}:${location.start.column}`;
    const answer = [verdicts[verdict], cut(this.#say(message))].filter((each) => each !== '');
    return `${place}: ${answer.join(this.word(': ', '：'))}${rule}`;
  }

  #condition(when: readonly Bilingual[]): string {
    if (when.length === 0) return '';
    const all = when.map((each) => this.#say(each)).join(this.word(', ', '，'));
    return this.#paint.bold(this.word(`(${all}) `, `（${all}）`));
  }

  #foreseen(rules: readonly string[], { foresight }: Explanation): string {
    if (rules.length > 0) {
      const needsBase = foresight.includes('change') && !foresight.includes('manifest');
      const named = rules.length > shown.rules ? [...rules.slice(0, shown.rules), '…'] : rules;
      return `${named.join(', ')}${needsBase ? this.word(' (check --base)', '（check --base）') : ''}`;
    }
    const means = foresight.map((each) => this.#say(foresightWords[each])).join(this.word(', ', '、'));
    return means === '' || means === this.#say(foresightWords.runtime)
      ? this.word('no rule: it shows only in the cluster', '没有规则：只有运行时才能发现')
      : this.word(`no rule yet; it takes ${means}`, `暂无规则；需要${means}`);
  }

  unknown({ message, service, count, lastSeen, closest }: UnknownMessage): string[] {
    const { bold, dim } = this.#paint;
    const facts = [service === undefined ? '' : this.#name(service), this.#times(count, lastSeen)].filter(
      (fact) => fact !== '',
    );
    return [
      bold(this.word('Not known: no event and no symptom matches this.', '未知：没有匹配的事件或现象。')),
      ...(facts.length === 0 ? [] : [`  ${facts.join('  ')}`]),
      dim(`  > ${visible(cut(message))}`),
      closest === undefined
        ? `  ${this.word('Nothing known reads like it. explain --symptom lists symptoms.', '也没有相近的已知消息。explain --symptom 可列出所有现象。')}`
        : `  ${this.word(`The closest known message is that of ${closest.event}: `, `最接近的已知消息属于 ${closest.event}：`)}${closest.message}`,
    ];
  }

  summary({ explained, unknown, read, passedOver, leftOut, services }: ExplainResult): string[] {
    const isBare = read <= 1 && services === 0 && passedOver === 0 && leftOut === 0;
    if (isBare && explained.length + unknown.length > 0) return [];
    if (isBare)
      return [
        this.word(
          'Nothing to explain: no event and no LoadBalancer Service.',
          '没有需要解释的内容：没有事件，也没有 LoadBalancer Service。',
        ),
      ];
    const occurrences = explained.reduce((total, each) => total + each.occurrences.length, 0);
    const what = [
      ...(read > 0 ? [this.word(`${read} ${read === 1 ? 'event' : 'events'} read`, `读取 ${read} 个事件`)] : []),
      ...(services > 0
        ? [
            this.word(
              `${services} LoadBalancer ${services === 1 ? 'Service' : 'Services'}`,
              `${services} 个 LoadBalancer Service`,
            ),
          ]
        : []),
      this.word(`${occurrences} to explain`, `${occurrences} 处异常`),
      ...(unknown.length > 0 ? [this.word(`${unknown.length} not known`, `${unknown.length} 条未知`)] : []),
      ...(passedOver > 0
        ? [
            this.word(
              `${passedOver} passed over (no trouble, or not of this controller)`,
              `${passedOver} 个已略过（无异常，或与该控制器无关）`,
            ),
          ]
        : []),
      ...(leftOut > 0 ? [this.word(`${leftOut} left out (of other ids)`, `${leftOut} 处未列出（其他编号）`)] : []),
    ];
    return [`${what.join(this.word(', ', '，'))}${this.word('.', '。')}`];
  }

  #name({ namespace, name }: ServiceName): string {
    return this.#paint.bold(visible(cut(namespace === undefined ? name : `${namespace}/${name}`)));
  }
}

const foresightWords: Readonly<Record<Foresight, Bilingual>> = {
  manifest: { en: 'the manifest', zh: '清单' },
  workload: { en: 'the workload', zh: '工作负载' },
  change: { en: 'a base to compare with', zh: '对比基准' },
  cluster: { en: 'facts about the cluster', zh: '集群信息' },
  inventory: { en: 'a list of what the cloud has', zh: '云资源清单' },
  runtime: { en: 'the cluster itself', zh: '运行时' },
};

function cut(text: string): string {
  return text.length > shown.message ? `${text.slice(0, shown.message)} …` : text;
}
