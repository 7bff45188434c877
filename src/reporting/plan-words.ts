import {
  gravityOf,
  type PlanAction,
  type PlanEffect,
  type PlanEffectKind,
  type PlanEntry,
} from '../analysis/plan-entry.ts';
import { controllerPace, manyServices } from '../catalog/controller-pace.ts';
import { identityText, type Bilingual, type Location, type Problem } from '../model/finding.ts';

/** Words and signs that a plan has in every report for people. */

export const actionSigns: Readonly<Record<PlanAction, string>> = {
  create: '+',
  delete: '-',
  replace: '-/+',
  update: '~',
  refuse: '!',
  orphan: '-',
  ignore: ' ',
  unknown: '?',
};

const effectSigns: Readonly<Record<PlanEffectKind, string>> = {
  'load-balancer-created': '+',
  'load-balancer-deleted': '-',
  'load-balancer-orphaned': '-',
  'load-balancer-left': '-',
  'load-balancer-changed': '~',
  'exposure-changed': '~',
  'listener-created': '+',
  'listener-taken-over': '~',
  'listener-contested': '!',
  'listener-deleted': '-',
  'listener-recreated': '-/+',
  'listener-changed': '~',
  'listener-not-made': '!',
  'listeners-released': '!',
  'backends-changed': '~',
  'status-changed': '~',
  'members-changed': '~',
  'not-rendered': '?',
  refused: '!',
  unnoticed: '!',
  'not-accepted': '!',
  ignored: ' ',
};

const effectWords: Readonly<Record<PlanEffectKind, Bilingual>> = {
  'load-balancer-created': { en: 'load balancer', zh: '负载均衡' },
  'load-balancer-deleted': { en: 'load balancer', zh: '负载均衡' },
  'load-balancer-orphaned': { en: 'load balancer stays without a Service', zh: '负载均衡保留但不再被 Service 使用' },
  'load-balancer-left': { en: 'reused load balancer given up', zh: '不再使用所复用的负载均衡' },
  'load-balancer-changed': { en: 'load balancer', zh: '负载均衡' },
  'exposure-changed': { en: 'load balancer', zh: '负载均衡' },
  'listener-created': { en: 'listener', zh: '监听' },
  'listener-taken-over': { en: 'listener', zh: '监听' },
  'listener-contested': { en: 'listener', zh: '监听' },
  'listener-deleted': { en: 'listener', zh: '监听' },
  'listener-recreated': { en: 'listener', zh: '监听' },
  'listener-changed': { en: 'listener', zh: '监听' },
  'listener-not-made': { en: 'no listener for port', zh: '端口没有监听' },
  'listeners-released': { en: 'listeners no longer looked after', zh: '监听不再维护' },
  'backends-changed': { en: 'backends', zh: '后端' },
  'status-changed': { en: 'status of the Service', zh: 'Service 状态' },
  'members-changed': { en: 'members of server groups', zh: '服务器组成员' },
  'not-rendered': { en: 'not rendered', zh: '未渲染' },
  refused: { en: 'refused', zh: '被拒绝' },
  unnoticed: { en: 'not noticed', zh: '不被处理' },
  'not-accepted': { en: 'refused by the API server', zh: '被 API server 拒绝' },
  ignored: { en: 'no effect', zh: '不起作用' },
};

/** One line of a plan below its entry. */
export interface PlanRow {
  readonly sign: string;
  readonly what: Bilingual;
  readonly target: string;
  readonly name: string;
  /** Empty where it is not known. */
  readonly from: string;
  readonly to: string;
  readonly places: readonly Location[];
}

/** The lines of an entry: one for each setting that changes, or one for what comes or goes. */
export function planRows({ effects, event }: Pick<PlanEntry, 'effects' | 'event'>): PlanRow[] {
  return effects.flatMap((effect) => {
    const row = rowOf(effect, event);
    if (effect.attributes.length === 0) return [row];
    return effect.attributes.map(({ name, from, to }) => ({ ...row, name, from: from ?? '', to: to ?? '' }));
  });
}

function rowOf({ kind, target, causes }: PlanEffect, event: PlanEntry['event']): PlanRow {
  const bare = { name: '', from: '', to: '' };
  return {
    sign: effectSigns[kind],
    what: effectWords[kind],
    target: (kind === 'refused' ? event : target) ?? '',
    ...bare,
    places: causes,
  };
}

/** `shop/web`, of a renamed one `shop/old → shop/web`, with the cluster where there are several. */
export function planTitle({ resource, formerly, clusters }: PlanEntry): string {
  const name = formerly === null ? identityText(resource) : `${identityText(formerly)} → ${identityText(resource)}`;
  return `${name}${clusters.map((cluster) => `@${cluster}`).join('')}`;
}

/** What the entry rests on, and what comes of it otherwise; undefined where nothing was taken for granted. */
export function planCondition({ assumes, otherwise }: PlanEntry): Bilingual | undefined {
  if (assumes.length === 0) return undefined;
  const rest = otherwise.map(({ assumes: others, action }) => ({
    en: `; ${actionWords[action].en} if ${others.join(', ')}`,
    zh: `；若 ${others.join('、')}，则${actionWords[action].zh}`,
  }));
  return {
    en: `assumes ${assumes.join(', ')}${rest.map(({ en }) => en).join('')}`,
    zh: `假定 ${assumes.join('、')}${rest.map(({ zh }) => zh).join('')}`,
  };
}

const actionWords: Readonly<Record<PlanAction | 'none', Bilingual>> = {
  none: { en: 'nothing happens', zh: '没有变化' },
  create: { en: 'it is created', zh: '会被创建' },
  delete: { en: 'it is deleted', zh: '会被删除' },
  replace: { en: 'it is replaced', zh: '会被替换' },
  update: { en: 'it is updated', zh: '会被更新' },
  refuse: { en: 'it is refused', zh: '会被拒绝' },
  orphan: { en: 'it stays without a Service', zh: '保留但不再被 Service 使用' },
  ignore: { en: 'the edit has no effect', zh: '修改不起作用' },
  unknown: { en: 'it is not known', zh: '结果未知' },
};

/** False where a part of the change could not be read. */
export function isWhole(problems: readonly Problem[]): boolean {
  return problems.every(({ kind }) => !kind.startsWith('unreadable-'));
}

/** `Plan: 1 to create, 0 to delete, …. Worst: shop/web loses its address.` */
export function planCounts(entries: readonly PlanEntry[], whole: boolean): Bilingual {
  const [worst] = entries;
  if (worst === undefined)
    return whole
      ? { en: 'Plan: no load balancer changes.', zh: '计划：没有负载均衡发生变化。' }
      : {
          en: 'Plan: no load balancer changes in what could be read.',
          zh: '计划：在可读取的内容中没有负载均衡发生变化。',
        };
  const count = (action: PlanAction): number => entries.filter((entry) => entry.action === action).length;
  const consequence = consequenceOf(worst);
  const left = count('orphan');
  const ignored = count('ignore');
  const unknown = count('unknown');
  const pace = paceOf(entries);
  return {
    en: `Plan: ${count('create')} to create, ${count('update')} to update, ${count('replace')} to replace, ${count('delete')} to delete, ${count('refuse')} refused${left === 0 ? '' : `, ${left} left without a Service`}${ignored === 0 ? '' : `, ${ignored} without effect`}${unknown === 0 ? '' : `, ${unknown} not known`}. Worst: ${consequence.en}.${pace.en}`,
    zh: `计划：新建 ${count('create')}，更新 ${count('update')}，替换 ${count('replace')}，删除 ${count('delete')}，拒绝 ${count('refuse')}${left === 0 ? '' : `，失去 Service ${left}`}${ignored === 0 ? '' : `，不起作用 ${ignored}`}${unknown === 0 ? '' : `，未知 ${unknown}`}。最严重：${consequence.zh}。${pace.zh}`,
  };
}

/** What a change of many Services asks of the controller and the account; empty for few. */
function paceOf(entries: readonly PlanEntry[]): Bilingual {
  const synced = entries.filter(({ calls }) => calls > 0);
  const calls = synced.reduce((sum, each) => sum + each.calls, 0);
  const { count } = controllerPace.workers;
  if (synced.length <= manyServices) return { en: '', zh: '' };
  return {
    en: ` ${synced.length} Services are synced at once, ${count} at a time, with ${calls} changing calls or more: backends lag meanwhile (S20), and an account that is throttled makes syncs start over (E07).`,
    zh: `共有 ${synced.length} 个 Service 同时需要同步，每次处理 ${count} 个，至少 ${calls} 次变更调用：期间后端更新滞后（S20），账号被限流时同步会重新开始（E07）。`,
  };
}

function consequenceOf(entry: PlanEntry): Bilingual {
  const name = identityText(entry.formerly ?? entry.resource);
  const isUnsure = entry.assumes.length > 0;
  const may = (en: string, sure: string): string => (isUnsure ? `may ${en}` : sure);
  const zhMay = isUnsure ? '可能' : '会';
  switch (gravityOf(entry)) {
    case 7:
      return { en: `${name} ${may('lose its address', 'loses its address')}`, zh: `${name} ${zhMay}失去其地址` };
    case 6:
      return {
        en: `${name} ${may('lose its address for a new one', 'loses its address for a new one')}`,
        zh: `${name} ${zhMay}失去其地址并得到新地址`,
      };
    case 5:
      return {
        en: `${name} ${may('take no traffic any more', 'takes no traffic any more')}`,
        zh: `${name} ${zhMay}不再接收流量`,
      };
    case 4:
      return { en: `traffic to ${name} ${may('be interrupted', 'is interrupted')}`, zh: `${name} 的流量${zhMay}中断` };
    case 3:
      if (entry.action === 'unknown')
        return {
          en: `what becomes of ${name} is not known before it is rendered`,
          zh: `渲染之前无法得知 ${name} 的结果`,
        };
      return {
        en: `${name} ${may('not be synced', 'is not synced')} as it stands`,
        zh: `${name} ${zhMay}无法按清单同步`,
      };
    case 2:
      return { en: updatedEn(entry, name, may), zh: updatedZh(entry, name, zhMay) };
    case 0:
      return {
        en: `what was edited of ${name} ${may('have no effect', 'has no effect')}`,
        zh: `对 ${name} 的修改${isUnsure ? '可能' : ''}不起作用`,
      };
    default:
      return entry.after?.exposure === 'internet'
        ? { en: `${name} ${may('open to the internet', 'opens to the internet')}`, zh: `${name} ${zhMay}对公网开放` }
        : { en: 'nothing that takes traffic today is touched', zh: '不影响现有流量' };
  }
}

function updatedEn({ effects }: PlanEntry, name: string, may: (en: string, sure: string) => string): string {
  const has = (kind: PlanEffectKind): boolean => effects.some((effect) => effect.kind === kind);
  if (has('listener-contested')) return `${name} ${may('fight', 'fights')} with another Service for a listener`;
  if (has('listener-taken-over')) return `a port of ${name} may be closed for a while`;
  if (has('listener-deleted')) return `${name} ${may('close a port', 'closes a port')}`;
  return `${name} ${may('change in place', 'changes in place')}`;
}

function updatedZh({ effects }: PlanEntry, name: string, may: string): string {
  const has = (kind: PlanEffectKind): boolean => effects.some((effect) => effect.kind === kind);
  if (has('listener-contested')) return `${name} ${may}与另一个 Service 争夺监听`;
  if (has('listener-taken-over')) return `${name} 的端口可能暂时关闭`;
  if (has('listener-deleted')) return `${name} ${may}关闭端口`;
  return `${name} ${may}原地更新`;
}
