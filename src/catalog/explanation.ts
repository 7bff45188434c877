import type { Bilingual } from '../model/finding.ts';
import { currentPrefix } from './annotation-keys.ts';

/** Facts about a Service on which it depends what to do next. */
export const conditions = {
  pending: { en: 'the Service has no address yet', zh: 'Service 尚无地址（pending）' },
  live: { en: 'the Service has an address and stays', zh: 'Service 已有地址且仍需保留' },
  terminating: { en: 'the Service is being deleted', zh: 'Service 正在删除（Terminating）' },
  own: { en: 'the controller made the load balancer', zh: '负载均衡由控制器创建' },
  reused: { en: 'the Service names a load balancer by its id', zh: 'Service 通过 ID 复用负载均衡' },
  overridden: { en: 'the controller owns the listeners', zh: '监听由控制器管理' },
  handMade: { en: 'the listeners are made by hand', zh: '监听为手动创建' },
  clb: { en: 'it is a CLB', zh: '负载均衡为 CLB' },
  nlb: { en: 'it is an NLB', zh: '负载均衡为 NLB' },
  eni: { en: 'the members are pods (ENI)', zh: '后端为 Pod（ENI 模式）' },
  nodes: { en: 'the members are nodes', zh: '后端为节点' },
} as const satisfies Record<string, Bilingual>;

export type Condition = keyof typeof conditions;

/** One thing to do; with conditions it is for those Services only that meet all of them. */
export interface Step extends Bilingual {
  readonly when: readonly Condition[];
}

/** What can tell of it before it happens. */
export type Foresight = 'manifest' | 'workload' | 'change' | 'cluster' | 'inventory' | 'runtime';

export const text = (en: string, zh: string): Bilingual => ({ en, zh });

/** What to do, in the order of a list. */
export const step = (en: string, zh: string, ...when: readonly Condition[]): Step => ({ en, zh, when });

/** The whole key of an annotation, to be copied. */
export const key = (short: string): string => currentPrefix + short;
