import { expect, it } from 'vitest';
import { quotaTerm, remediesOf, sumOf, type QuotaTerm } from '../../src/controller/backends/quota-sum.ts';
import { remediesInChinese, remediesInEnglish } from '../../src/rules/quota-words.ts';

const limit = 200;

/** A Service of 60 members in 3 groups. */
function term(service: string, mode: QuotaTerm['mode']): QuotaTerm {
  const exactly = (count: number): QuotaTerm['members'] => ({ least: count, most: count });
  const counts = { groups: 3, members: exactly(60), servers: exactly(180), chooses: false };
  return quotaTerm({ service, mode, ...counts, pods: 60, nodes: 60 }, true);
}

it.each([
  [
    'pods beside servers of others',
    [term('shop/web', 'eni')],
    80,
    'One of: (1) have the quota raised to 260 or more; (2) externalTrafficPolicy: Local and backend-label would change nothing here; (3) a load balancer of its own, which comes to 180.',
    '任选其一：（1）申请将配额提升到 260 以上；（2）此处设置 externalTrafficPolicy: Local 或 backend-label 不起作用；（3）为该 Service 使用单独的负载均衡，共 180 个。',
  ],
  [
    'nodes with a pod beside servers of others',
    [term('shop/web', 'local')],
    80,
    'One of: (1) have the quota raised to 260 or more; (2) a backend-label that leaves at most 40 nodes; (3) a load balancer of its own, which comes to 180.',
    '任选其一：（1）申请将配额提升到 260 以上；（2）用 backend-label 将节点限制在 40 个以内；（3）为该 Service 使用单独的负载均衡，共 180 个。',
  ],
  [
    'nodes with a pod where others fill it',
    [term('shop/web', 'local')],
    200,
    'One of: (1) have the quota raised to 380 or more; (2) no backend-label leaves so few nodes that they fit; (3) a load balancer of its own, which comes to 180.',
    '任选其一：（1）申请将配额提升到 380 以上；（2）即使用 backend-label 减少节点也无法满足配额；（3）为该 Service 使用单独的负载均衡，共 180 个。',
  ],
  [
    'several Services',
    [term('shop/web', 'cluster'), term('shop/api', 'local')],
    0,
    'One of: (1) have the quota raised to 360 or more; (2) externalTrafficPolicy: Local, which comes to 360, still too many, or a backend-label that leaves at most 6 nodes; (3) a load balancer for each Service, the largest with 180.',
    '任选其一：（1）申请将配额提升到 360 以上；（2）设置 externalTrafficPolicy: Local，共 360 个，仍然超出，或用 backend-label 将节点限制在 6 个以内；（3）每个 Service 使用单独的负载均衡，最大的有 180 个。',
  ],
])('%s', (_, terms, foreign, en, zh) => {
  const remedies = remediesOf(terms, sumOf('clb', terms, foreign, limit), foreign);
  expect(remediesInEnglish(remedies, limit)).toBe(en);
  expect(remediesInChinese(remedies, limit)).toBe(zh);
});
