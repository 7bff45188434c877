import type { BackendMode } from '../catalog/backend-modes.ts';
import type { Remedies } from '../controller/backends/quota-sum.ts';

/** A term of the sum, as a message shows it. */
export interface Term {
  readonly service: string;
  readonly mode: BackendMode;
  readonly members: number;
  readonly groups: number;
}

const words = {
  en: { eni: 'pods', local: 'nodes with a pod', cluster: 'nodes', others: 'of others' },
  zh: { eni: '个 Pod', local: '个有 Pod 的节点', cluster: '个节点', others: '（其他）' },
} as const;

/** `shop/web 60 nodes × 4 = 240, 80 of others`. */
export function sumInWords(terms: readonly Term[], foreign: number, language: 'en' | 'zh'): string {
  const parts = terms.map(({ service, mode, members, groups }) =>
    language === 'en'
      ? `${service} ${mode === 'local' ? 'up to ' : ''}${members} ${words.en[mode]} × ${groups} = ${members * groups}`
      : `${service} ${mode === 'local' ? '最多 ' : ''}${members} ${words.zh[mode]} × ${groups} = ${members * groups}`,
  );
  return [...parts, ...(foreign > 0 ? [`${foreign} ${words[language].others}`] : [])].join(
    language === 'en' ? ', ' : '，',
  );
}

/** The three ways of the guide, each with what it comes to. */
export function remediesInEnglish({ quota, mode, local, labelled, alone, services }: Remedies, limit: number): string {
  const still = (number: number): string => (number > limit ? ', still too many' : '');
  const label = labelled === undefined ? undefined : `a backend-label that leaves at most ${labelled} nodes`;
  const fewer = {
    cluster: `externalTrafficPolicy: Local, ${local === undefined ? 'where only nodes with a pod count' : `which comes to ${local}${still(local)}`}${label === undefined ? '' : `, or ${label}`}`,
    local: label ?? 'no backend-label leaves so few nodes that they fit',
    eni: 'externalTrafficPolicy: Local and backend-label would change nothing here',
  }[mode];
  const own =
    alone === undefined
      ? 'a load balancer of its own it has already'
      : services > 1
        ? `a load balancer for each Service, the largest with ${alone}${still(alone)}`
        : `a load balancer of its own, which comes to ${alone}${still(alone)}`;
  return `One of: (1) have the quota raised to ${quota} or more; (2) ${fewer}; (3) ${own}.`;
}

export function remediesInChinese({ quota, mode, local, labelled, alone, services }: Remedies, limit: number): string {
  const still = (number: number): string => (number > limit ? '，仍然超出' : '');
  const label = labelled === undefined ? undefined : `用 backend-label 将节点限制在 ${labelled} 个以内`;
  const fewer = {
    cluster: `设置 externalTrafficPolicy: Local，${local === undefined ? '此时只计有 Pod 的节点' : `共 ${local} 个${still(local)}`}${label === undefined ? '' : `，或${label}`}`,
    local: label ?? '即使用 backend-label 减少节点也无法满足配额',
    eni: '此处设置 externalTrafficPolicy: Local 或 backend-label 不起作用',
  }[mode];
  const own =
    alone === undefined
      ? '已使用单独的负载均衡，无需再拆分'
      : services > 1
        ? `每个 Service 使用单独的负载均衡，最大的有 ${alone} 个${still(alone)}`
        : `为该 Service 使用单独的负载均衡，共 ${alone} 个${still(alone)}`;
  return `任选其一：（1）申请将配额提升到 ${quota} 以上；（2）${fewer}；（3）${own}。`;
}
