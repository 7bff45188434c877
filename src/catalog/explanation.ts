import type { Bilingual } from '../model/finding.ts';
import { currentPrefix } from './annotation-keys.ts';

/** Facts about a Service on which it depends what to do next. */
export const conditions = {
  pending: { en: 'pending', zh: 'Service 为 pending' },
  live: { en: 'live Service', zh: 'Service 运行中' },
  terminating: { en: 'Service in Terminating', zh: 'Service 处于 Terminating' },
  own: { en: 'load balancer made by the controller', zh: '负载均衡由控制器创建' },
  reused: { en: 'reused load balancer', zh: '复用的负载均衡' },
  handMade: { en: 'listeners made by hand', zh: '手动创建的监听' },
  clb: { en: 'CLB', zh: 'CLB' },
  nlb: { en: 'NLB', zh: 'NLB' },
  eni: { en: 'ENI, pods as members', zh: 'ENI 模式' },
  nodes: { en: 'nodes as members', zh: '节点作为后端' },
  cluster: { en: 'externalTrafficPolicy: Cluster', zh: 'externalTrafficPolicy 为 Cluster' },
  local: { en: 'externalTrafficPolicy: Local', zh: 'externalTrafficPolicy 为 Local' },
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
