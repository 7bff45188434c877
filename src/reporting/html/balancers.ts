import type { PlanEntry } from '../../analysis/plan-entry.ts';
import {
  identityText,
  inLocale,
  type Bilingual,
  type Locale,
  type Location,
  type ResourceIdentity,
} from '../../model/finding.ts';
import type { Prediction } from '../audit.ts';
import { planCondition, planTitle, actionSigns } from '../plan-words.ts';
import { notServedWords } from '../prediction-words.ts';
import { visible } from '../show-text.ts';
import type { PageBalancer, PagePlace, PageQuota, PageSetting } from './page-data.ts';

export interface BalancerOptions {
  readonly locale: Locale;
  placeOf(this: void, location: Pick<Location, 'file' | 'start' | 'tree'>): PagePlace;
  groupOf(this: void, resource: ResourceIdentity, file: string): number | null;
  blocksOf(this: void, prediction: Prediction): readonly string[];
}

/**
 * The load balancers of head, each with what the change does to it, and those that the change takes away. First those of
 * which nothing comes, then those with the gravest findings.
 */
export function pageBalancers(
  predictions: readonly Prediction[],
  plan: readonly PlanEntry[],
  options: BalancerOptions,
): PageBalancer[] {
  const entries = new Map(plan.map((entry) => [keyOf(entry), entry]));
  const standing = predictions.map((prediction): PageBalancer => {
    const entry = entries.get(keyOf(prediction));
    entries.delete(keyOf(prediction));
    return new Card(prediction, entry, options).balancer();
  });
  const gone = [...entries.values()].map((entry) => goneBalancer(entry, options));
  return [...gone, ...standing].sort(
    (one, other) => rankOf(one) - rankOf(other) || (one.group ?? Infinity) - (other.group ?? Infinity) || 0,
  );
}

function rankOf({ tone, plan }: PageBalancer): number {
  if (tone !== 'made') return 0;
  return plan === undefined ? 2 : 1;
}

/** One object of one cluster. */
function keyOf({ resource, scope, clusters }: Pick<PlanEntry, 'resource' | 'scope' | 'clusters'>): string {
  return JSON.stringify([resource.kind, resource.namespace, resource.name, scope, clusters]);
}

class Card {
  readonly #prediction: Prediction;
  readonly #entry: PlanEntry | undefined;
  readonly #options: BalancerOptions;

  constructor(prediction: Prediction, entry: PlanEntry | undefined, options: BalancerOptions) {
    this.#prediction = prediction;
    this.#entry = entry;
    this.#options = options;
  }

  balancer(): PageBalancer {
    const { resource, clusters, location, assumes, controller, loadBalancer } = this.#prediction;
    const refusal = refusalOf(this.#prediction);
    const blocks = this.#options.blocksOf(this.#prediction);
    const quotas = this.#quotas();
    return {
      title: visible(identityText(resource)),
      clusters: clusters.map(visible),
      place: this.#options.placeOf({
        tree: location.tree,
        file: location.file,
        start: { line: location.startLine, column: location.startColumn },
      }),
      group: this.#options.groupOf(resource, location.file),
      kind: controller === 'none' ? '–' : controller.toUpperCase(),
      tone: controller === 'none' ? 'none' : refusal === undefined ? 'made' : 'refused',
      headline: visible(this.#say(refusal === undefined ? this.#headline() : refusedWords(refusal))),
      ...(this.#entry === undefined ? {} : { plan: planOf(this.#entry, this.#options.locale) }),
      ...(assumes.length === 0 ? {} : { assumes: assumes.map(visible) }),
      listeners: this.#listeners(),
      settings: (loadBalancer?.attributes ?? []).map(settingOf),
      ...(quotas.length === 0 ? {} : { quotas }),
      ...(blocks.length === 0 ? {} : { blocks }),
    };
  }

  #say(text: Bilingual): string {
    return inLocale(text, this.#options.locale);
  }

  #headline(): Bilingual {
    const { controller, reason, loadBalancer } = this.#prediction;
    if (controller === 'none' || loadBalancer === null) {
      const why = notServedWords(reason ?? 'type');
      return { en: `no load balancer: ${why.en}`, zh: `不创建负载均衡：${why.zh}` };
    }
    if (loadBalancer.action === 'reuse') {
      const id = loadBalancer.id ?? '?';
      return loadBalancer.listenersManaged
        ? { en: `reuses ${id}, its listeners are overwritten`, zh: `复用 ${id}，覆盖其监听` }
        : { en: `reuses ${id}, its listeners are left alone`, zh: `复用 ${id}，不修改其监听` };
    }
    const address = loadBalancer.attributes.find(({ name }) => name === 'addressType');
    const exposure = exposureWords[textOf(address?.value).toLowerCase()] ?? { en: '', zh: '' };
    const byDefault = address?.from === 'default' ? { en: ' by default', zh: '（默认）' } : { en: '', zh: '' };
    return exposure.en === ''
      ? { en: 'made by the controller', zh: '由控制器创建' }
      : { en: `${exposure.en}${byDefault.en}`, zh: `${exposure.zh}${byDefault.zh}` };
  }

  /** How much of the default quotas is used; what others put into the same load balancer is in it. */
  #quotas(): PageQuota[] {
    const { services = 1, servers = null, listeners = null } = this.#prediction.quotas ?? {};
    const shared =
      services < 2 ? noWords : { en: `, with ${services} Services`, zh: `（${services} 个 Service 合计）` };
    return [[servers, serverWords] as const, [listeners, listenerWords] as const].flatMap(([use, words]) => {
      if (use === null) return [];
      const { used, limit, isLeast } = use;
      const label = {
        en: `${words.en}: ${isLeast ? 'at least ' : ''}${used} of ${limit}${shared.en}`,
        zh: `${words.zh}：${isLeast ? '至少 ' : ''}${used} / ${limit}${shared.zh}`,
      };
      return [[this.#say(label), used / limit] as const];
    });
  }

  #listeners(): PageBalancer['listeners'] {
    const { listeners, backends } = this.#prediction;
    return listeners.map(({ port, portRange, protocol }) => {
      const group = backends?.groups.find(({ servicePort }) => servicePort === port);
      const isWithout = port !== null && backends?.portsWithoutGroup.includes(port) === true;
      const to = isWithout ? withoutGroup : membersWords(backends?.mode ?? null, group?.backendPort ?? null);
      const named = group?.id == null ? '' : ` (${group.id})`;
      return {
        port: visible(portRange ?? String(port ?? '?')),
        protocol: visible((protocol ?? '?').toUpperCase()),
        to: visible(`${this.#say(to)}${named}`),
      };
    });
  }
}

const serverWords: Bilingual = { en: 'backend servers', zh: '后端服务器' };
const listenerWords: Bilingual = { en: 'listeners', zh: '监听' };
const noWords: Bilingual = { en: '', zh: '' };

const exposureWords: Readonly<Record<string, Bilingual>> = {
  internet: { en: 'internet-facing', zh: '公网' },
  intranet: { en: 'intranet', zh: '私网' },
};

const withoutGroup: Bilingual = { en: 'no server group', zh: '没有服务器组' };

type Mode = NonNullable<Prediction['backends']>['mode'];

function membersWords(mode: Mode, backendPort: number | string | null): Bilingual {
  const port = backendPort === null || backendPort === 0 ? '' : String(backendPort);
  switch (mode) {
    case 'eni':
      return { en: `pods${port && `, port ${port}`}`, zh: `Pod${port && ` 端口 ${port}`}` };
    case 'local':
      return { en: `nodes with a pod${port && `, port ${port}`}`, zh: `有 Pod 的节点${port && `，端口 ${port}`}` };
    case 'cluster':
      return { en: `all nodes${port && `, port ${port}`}`, zh: `所有节点${port && `，端口 ${port}`}` };
    case null:
      return { en: 'pods or nodes', zh: 'Pod 或节点' };
  }
}

interface Refusal {
  readonly event: string;
  readonly message: string;
}

/** What keeps the whole Service from being synced: the controller's own complaint, or the cloud's about an annotation. */
function refusalOf({ error, annotations }: Prediction): Refusal | undefined {
  if (error !== null) return error;
  const refused = annotations.find(
    ({ outcome, failure, because }) => outcome === 'refused' && failure === 'freeze' && because !== 'controller',
  );
  return refused === undefined ? undefined : { event: refused.event ?? '', message: refused.message ?? '' };
}

function refusedWords({ event, message }: Refusal): Bilingual {
  return { en: `refused (${event}): ${message}`, zh: `被拒绝（${event}）：${message}` };
}

const origins = { annotation: 'stated', default: 'byDefault', unknown: 'undecided' } as const;

function settingOf({ name, value, from }: NonNullable<Prediction['loadBalancer']>['attributes'][number]): PageSetting {
  return [name, visible(textOf(value)), origins[from]];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

function planOf(entry: PlanEntry, locale: Locale): NonNullable<PageBalancer['plan']> {
  const condition = planCondition(entry);
  const more = condition === undefined ? '' : inLocale({ en: ` (${condition.en})`, zh: `（${condition.zh}）` }, locale);
  return { sign: actionSigns[entry.action].trim(), summary: visible(`${inLocale(entry.summary, locale)}${more}`) };
}

/** A load balancer of base that head has no Service for. */
function goneBalancer(entry: PlanEntry, { locale, placeOf, groupOf }: BalancerOptions): PageBalancer {
  const { before, clusters, location } = entry;
  return {
    title: visible(planTitle({ ...entry, clusters: [] })),
    clusters: clusters.map(visible),
    place: placeOf(location),
    group: groupOf(entry.resource, location.file),
    kind: before === null ? '–' : before.kind.toUpperCase(),
    tone: 'gone',
    headline: inLocale({ en: 'no load balancer in head', zh: '变更后没有负载均衡' }, locale),
    plan: planOf(entry, locale),
    listeners: [],
    settings: [],
  };
}
