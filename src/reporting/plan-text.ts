import type { PlanResult } from '../analysis/plan.ts';
import type { Planned } from '../analysis/planned.ts';
import type { ServerGroup } from '../controller/backends/groups.ts';
import type { ClbListener } from '../controller/clb/listeners.ts';
import type { NlbListener } from '../controller/nlb/listeners.ts';
import type { ClbPrediction, NlbPrediction, NoPrediction } from '../controller/prediction.ts';
import type { SubjectPort } from '../controller/subject.ts';
import type { Verdict } from '../controller/verdicts.ts';
import { isPlaceholderValue, type Value } from '../controller/values.ts';
import { identityText, inLocale, type Bilingual } from '../model/finding.ts';
import { annotationFact } from '../catalog/annotations.ts';
import { paint, type Paint } from './paint.ts';
import { notServedWords } from './prediction-words.ts';
import { visible } from './show-text.ts';
import { table } from './table.ts';
import { reach, verdictText } from './verdict-text.ts';

export interface PlanTextOptions {
  readonly colour: boolean;
  /** Leaves out notes and assumptions. */
  readonly quiet: boolean;
  /** Adds every default. */
  readonly verbose: boolean;
}

type Served = ClbPrediction | NlbPrediction;

type Refusal = Pick<NonNullable<ClbPrediction['error']>, 'event' | 'failure'>;

/** The server groups by the port that they are for. */
interface Members {
  readonly groups: ReadonlyMap<SubjectPort, ServerGroup>;
  readonly withoutGroup: ReadonlySet<number>;
}

/** What will be made for each LoadBalancer Service, as tables for people. */
export function planText(result: PlanResult, options: PlanTextOptions): string {
  return new PlanText(result, options).lines().join('\n');
}

/** Defaults that a reader wants to see; the others are shown when verbose. */
const tellingDefaults = new Set(['addressType', 'instanceChargeType', 'loadBalancerSpec']);

class PlanText {
  readonly #result: PlanResult;
  readonly #options: PlanTextOptions;
  readonly #paint: Paint;

  constructor(result: PlanResult, options: PlanTextOptions) {
    this.#result = result;
    this.#options = options;
    this.#paint = paint(options.colour);
  }

  lines(): string[] {
    const lines = this.#result.planned.flatMap((planned) => [...this.#service(planned), '']);
    if (!this.#options.quiet) lines.push(...this.#notes());
    return [...lines, this.#summary(), ''];
  }

  #word(en: string, zh: string): string {
    return inLocale({ en, zh }, this.#result.settings.locale);
  }

  #say(text: Bilingual): string {
    return visible(inLocale(text, this.#result.settings.locale));
  }

  #service(planned: Planned): string[] {
    const { loadBalancer, location } = planned;
    const { prediction, service } = loadBalancer;
    const { cluster, identity } = service.resource;
    const title = visible(`${identityText(identity)}${cluster === undefined ? '' : `@${cluster}`}`);
    const place = this.#paint.dim(`${visible(location.file)}:${location.start.line}:${location.start.column}`);
    const { sign, headline } = this.#headline(prediction, loadBalancer);
    const unless =
      service.resource.partialBecause === undefined
        ? ''
        : this.#word(
            `, unless ${visible(service.resource.partialBecause)} changes it`,
            `，除非 ${visible(service.resource.partialBecause)} 会修改它`,
          );
    const lines = [`${sign} ${this.#paint.bold(title)}  ${headline}${unless}  ${place}`];
    if (prediction.controller !== 'none') {
      lines.push(...this.#instance(prediction, planned), ...this.#listeners(prediction, planned));
    }
    return [...lines, ...this.#annotations(planned)];
  }

  #headline(
    prediction: Served | NoPrediction,
    loadBalancer: Planned['loadBalancer'],
  ): { sign: string; headline: string } {
    const { red, yellow, green, blue } = this.#paint;
    const { service } = loadBalancer;
    if (prediction.controller === 'none') {
      const why = this.#say(notServedWords(prediction.reason, service.loadBalancerClass?.text));
      return { sign: red('-'), headline: red(this.#word(`no load balancer: ${why}`, `不创建负载均衡：${why}`)) };
    }
    const kind = prediction.controller.toUpperCase();
    const refusal = refusalOf(loadBalancer);
    if (refusal !== undefined) {
      const { event, failure } = refusal;
      const what = this.#say(reach[failure]);
      return {
        sign: red('!'),
        headline: red(this.#word(`${kind} refused (${event}): ${what}`, `${kind} 被拒绝（${event}）：${what}`)),
      };
    }
    const type = this.#addressType(prediction);
    if (!prediction.userManaged)
      return { sign: green('+'), headline: this.#word(`a new ${kind}, ${type}`, `新建 ${kind}，${type}`) };
    const id = this.#value(prediction.context.annotations.text('id'));
    const listeners = prediction.listenersManaged
      ? this.#word('its listeners are overwritten', '覆盖其监听')
      : yellow(this.#word('its listeners are left alone', '不修改其监听'));
    return { sign: blue('~'), headline: `${this.#word(`reuses ${kind} ${id}, `, `复用 ${kind} ${id}，`)}${listeners}` };
  }

  #addressType({ instance, create }: Served): string {
    const stated = instance['addressType' as keyof typeof instance];
    const value = stated ?? create?.defaults['addressType'];
    const text = this.#value(value).toLowerCase();
    const words: Readonly<Record<string, string>> = {
      internet: this.#word('internet-facing', '公网'),
      intranet: this.#word('intranet', '私网'),
    };
    const byDefault = stated === undefined ? this.#word(' by default', '（默认）') : '';
    return `${words[text] ?? text}${byDefault}`;
  }

  #instance({ instance, create }: Served, { loadBalancer: { verdicts } }: Planned): string[] {
    const dead = new Set(
      verdicts.filter(({ outcome }) => outcome === 'ignored').map(({ annotation }) => annotation.text),
    );
    const mark = (value: Value | undefined): string =>
      typeof value === 'string' && dead.has(value) ? this.#paint.yellow(this.#word('ignored', '忽略')) : '';
    const rows = [
      ...Object.entries(instance).map(([name, value]) => [name, this.#value(value), mark(value)]),
      ...Object.entries(create?.defaults ?? {})
        .filter(([name]) => this.#options.verbose || tellingDefaults.has(name))
        .map(([name, value]) => [name, this.#value(value), this.#paint.dim(this.#word('default', '默认'))]),
    ].filter(([name]) => name !== 'loadBalancerId');
    return table(rows);
  }

  #listeners(prediction: Served, planned: Planned): string[] {
    const { listeners, listenersManaged } = prediction;
    if (listeners.length === 0) return [];
    const title = listenersManaged
      ? [
          this.#word('PORT', '端口'),
          this.#word('PROTOCOL', '协议'),
          this.#word('TO', '后端'),
          this.#word('SETTINGS', '设置'),
        ]
      : [this.#word('PORT', '端口'), '', this.#word('TO', '后端'), ''];
    const { backends } = prediction;
    const members: Members = {
      groups: new Map(backends.groups.map((group) => [group.servicePort, group])),
      withoutGroup: new Set(backends.portsWithoutGroup),
    };
    const acting = planned.loadBalancer.verdicts
      .filter(
        ({ outcome, shortKey }) => (outcome === 'applied' || outcome === 'unknown') && shortKey !== 'protocol-port',
      )
      .map(({ annotation, shortKey }) => ({
        protocols: annotationFact(annotation.key)?.protocols?.[prediction.controller] ?? [],
        said: `${shortKey} ${visible(short(annotation.written))}`,
      }));
    const rows = listeners.map((listener) => [
      this.#port(listener),
      listenersManaged ? (listener.protocol ?? '?').toLowerCase() : '',
      this.#members(prediction, listener.servicePort, members),
      listenersManaged ? this.#settings(listener, acting) : '',
    ]);
    return table([title.map((text) => this.#paint.dim(text)), ...rows]);
  }

  #port(listener: ClbListener | NlbListener): string {
    if ('range' in listener && listener.range !== undefined) return `${listener.range.start}-${listener.range.end}`;
    return String(listener.port ?? '?');
  }

  #members({ backends }: Served, port: SubjectPort, { groups, withoutGroup }: Members): string {
    const group = groups.get(port);
    if (port.port !== undefined && withoutGroup.has(port.port))
      return this.#paint.red(this.#word('no server group', '没有服务器组'));
    const named = group?.id === undefined ? '' : this.#word(` in group ${group.id}`, `，服务器组 ${group.id}`);
    const target = String(port.targetPort ?? '?');
    const nodePort = port.nodePort === undefined ? this.#word('the node port', '节点端口') : String(port.nodePort);
    const words: Readonly<Record<string, string>> = {
      eni: this.#word(`pods, port ${target}`, `Pod 端口 ${target}`),
      local: this.#word(`nodes with a pod, ${nodePort} → ${target}`, `有 Pod 的节点，${nodePort} → ${target}`),
      cluster: this.#word(`all nodes, ${nodePort} → ${target}`, `所有节点，${nodePort} → ${target}`),
      unknown: this.#word(`pods or nodes → ${target}`, `Pod 或节点 → ${target}`),
    };
    return visible(`${words[backends.mode ?? 'unknown']}${named}`);
  }

  /** Annotations that act on this listener, by their short keys, and its defaults. */
  #settings(
    listener: ClbListener | NlbListener,
    acting: readonly { readonly protocols: readonly string[]; readonly said: string }[],
  ): string {
    const { protocol } = listener;
    const own = acting
      .filter(({ protocols }) => protocol !== undefined && protocols.includes(protocol))
      .map(({ said }) => said);
    const defaults = 'createDefaults' in listener ? Object.entries(listener.createDefaults) : [];
    const telling = defaults.filter(
      ([name]) => this.#options.verbose || name === 'healthCheck' || name === 'scheduler',
    );
    const words = telling.map(([name, value]) => this.#paint.dim(`${name} ${this.#value(value)}`));
    return [...own, ...words].join(', ');
  }

  #annotations({ loadBalancer, locate }: Planned): string[] {
    const { red, yellow, dim } = this.#paint;
    const rows = loadBalancer.verdicts.flatMap((verdict) => {
      const text = verdictText(verdict);
      if (text === undefined) return [];
      const isRefused = verdict.outcome === 'refused';
      const label = isRefused ? red(this.#word('refused', '拒绝')) : yellow(this.#word('ignored', '忽略'));
      const after = isRefused ? this.#say(reach[verdict.failure]) : '';
      const event = isRefused ? this.#word(` (${verdict.event}, ${after})`, `（${verdict.event}，${after}）`) : '';
      const { located, written } = verdict.annotation;
      const line =
        located === undefined ? '' : dim(`:${locate({ node: located.node, range: located.node.range }).start.line}`);
      return [[label, `${verdict.shortKey}: ${JSON.stringify(short(written))}`, `${this.#say(text)}${event}`, line]];
    });
    return table(rows.map((row) => row.map((cell) => (cell.includes('\u001B') ? cell : visible(cell)))));
  }

  #notes(): string[] {
    const { planned, problems } = this.#result;
    const lines: string[] = [];
    const assumed = planned.flatMap(({ assumes }) => assumes);
    const versions = assumed.filter((one) => one.startsWith('cluster.ccmVersion'));
    if (versions.length > 0) {
      lines.push(
        this.#word(
          'cluster.ccmVersion is not known; the newest behaviour is shown. Tell it with --set cluster.ccmVersion=v2.14.0 or in the configuration.',
          '未知 cluster.ccmVersion，按最新版本的行为显示。可通过 --set cluster.ccmVersion=v2.14.0 或配置文件指定。',
        ),
      );
    }
    if (
      planned.some(
        ({ loadBalancer: { prediction } }) =>
          prediction.controller !== 'none' && prediction.backends.mode === undefined,
      )
    )
      lines.push(
        this.#word(
          'cluster.backendMode is not known; backends are pods (eni) or nodes (node).',
          '未知 cluster.backendMode，后端可能是 Pod（eni）或节点（node）。',
        ),
      );
    if (assumed.includes('render=unchanged'))
      lines.push(
        this.#word(
          'Patches, transformers or templates that were not rendered may still change some of these.',
          '尚未渲染的补丁、转换器或模板仍可能改变其中一部分。',
        ),
      );
    if (problems.length > 0)
      lines.push(
        this.#word(
          `${problems.length} ${problems.length === 1 ? 'note' : 'notes'} on what was not read; check --verbose lists them.`,
          `另有 ${problems.length} 条未读取内容的说明；check --verbose 可列出。`,
        ),
      );
    return lines.length === 0 ? [] : [...lines, ''];
  }

  #summary(): string {
    const { planned, summary } = this.#result;
    if (planned.length === 0)
      return this.#word(
        `No LoadBalancer Service of Alibaba Cloud in ${summary.files} ${summary.files === 1 ? 'file' : 'files'}.`,
        `${summary.files} 个文件中没有阿里云的 LoadBalancer Service。`,
      );
    const counts = { made: 0, reused: 0, refused: 0, none: 0 };
    for (const { loadBalancer } of planned) {
      const { prediction } = loadBalancer;
      if (prediction.controller === 'none') counts.none += 1;
      else if (refusalOf(loadBalancer) !== undefined) counts.refused += 1;
      else if (prediction.userManaged) counts.reused += 1;
      else counts.made += 1;
    }
    const verdicts = planned.flatMap(({ loadBalancer }) => loadBalancer.verdicts);
    const ignored = verdicts.filter(({ outcome }) => outcome === 'ignored').length;
    const refused = verdicts.filter(({ outcome }) => outcome === 'refused').length;
    const en = `Plan: ${counts.made} to make, ${counts.reused} reused, ${counts.refused} refused, ${counts.none} not served; ${ignored} ${ignored === 1 ? 'annotation' : 'annotations'} ignored, ${refused} refused.`;
    const zh = `计划：新建 ${counts.made}，复用 ${counts.reused}，拒绝 ${counts.refused}，不处理 ${counts.none}；忽略注解 ${ignored} 个，拒绝注解 ${refused} 个。`;
    return this.#paint.bold(this.#word(en, zh));
  }

  #value(value: Value | undefined): string {
    if (value === undefined) return '';
    if (isPlaceholderValue(value)) return visible(value.placeholder);
    return visible(short(inWords(value)));
  }
}

/** What keeps the whole Service from being synced: the controller's own complaint, or the cloud's about the instance. */
function refusalOf({ prediction, verdicts }: Planned['loadBalancer']): Refusal | undefined {
  if (prediction.controller === 'none') return undefined;
  if (prediction.error !== undefined) return prediction.error;
  return verdicts.find(
    (verdict): verdict is Verdict & Refusal =>
      verdict.outcome === 'refused' && verdict.failure === 'freeze' && verdict.why.because !== 'controller',
  );
}

/** A list by commas; parts of an element by colons, as in `zone:vSwitch`; a map as `key=value`. */
function inWords(value: Value): string {
  if (isPlaceholderValue(value)) return value.placeholder;
  if (Array.isArray(value))
    return value
      .map((each: Value) => (isRecord(each) ? Object.values(each).map(inWords).join(':') : inWords(each)))
      .join(', ');
  if (typeof value !== 'object') return String(value);
  if (!isRecord(value)) return '';
  return Object.entries(value)
    .map(([name, each]) => `${name}=${inWords(each)}`)
    .join(', ');
}

function isRecord(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && !Array.isArray(value) && !isPlaceholderValue(value);
}

/** Long values are cut; the manifest has them in full. */
function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
