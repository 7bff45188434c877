import { key, step, text } from '../explanation.ts';
import { failed, fromGuide, fromSource, type EventFact } from './event.ts';

const gone = text(
  'The status of the Service names an address, but the controller finds no load balancer for it: by id, by its tag, or by its name. Mostly the id annotation was removed from a live Service, or somebody deleted or retagged the load balancer in the console.',
  'Service 状态中已有地址，但控制器按 ID、标签和名称都找不到对应的负载均衡。常见原因：从运行中的 Service 移除了 ID 注解，或有人在控制台删除了负载均衡、改动了其标签。',
);
const afterLoss = [
  step(
    'Search the CLB console, in the region of the cluster, for the EXTERNAL-IP of the Service.',
    '在负载均衡控制台的集群所在地域中，按 Service 的 EXTERNAL-IP 搜索负载均衡。',
  ),
  step(
    `It is there and was made by hand: put ${key('id')} back, with its id.`,
    `能搜到且为手动创建：重新添加注解 ${key('id')}，取值为该实例的 ID。`,
  ),
  step(
    'It is there and the controller made it: put the tag kubernetes.do.not.delete back, with the value that the controller gave it (a and the uid of the Service without dashes).',
    '能搜到且由控制器创建：补回标签 kubernetes.do.not.delete，值为控制器当初设置的值（a 加上去掉短横线的 Service UID）。',
  ),
  step(
    'It is gone and the Service is needed: clear status.loadBalancer of the Service, and the controller makes a new one. The address will be another one: change DNS and allow lists with it.',
    '搜不到且仍需该 Service：清空 Service 的 status.loadBalancer，控制器会新建负载均衡。地址会改变，需同步修改 DNS 和白名单。',
  ),
  step('It is gone and the Service is not needed: delete the Service.', '搜不到且不再需要该 Service：删除该 Service。'),
];

const lost = {
  why: gone,
  reason: failed,
  class: 'freeze',
  foresight: ['change', 'inventory', 'runtime'],
  steps: afterLoss,
  rules: ['loadbalancer-id-changed'],
  source: fromGuide,
} as const;

/** Which load balancer belongs to a Service, and whether it may be taken. */
export const ownershipEvents = {
  E04a: {
    says: [
      "alicloud: not able to find loadbalancer named [%s] in openapi, but it's defined in service.loaderbalancer.ingress. this may happen when you removed loadbalancerid annotation",
    ],
    meaning: text(
      'The load balancer that the status names is not found (controllers before v2).',
      '找不到 Service 状态中记录的负载均衡（v2 之前的控制器）。',
    ),
    ...lost,
  },
  E04b: {
    says: ["alicloud: can not find loadbalancer, but it's defined in service"],
    meaning: text('The load balancer that the status names is not found.', '找不到 Service 状态中记录的负载均衡。'),
    ...lost,
  },
  E16: {
    says: ['the loadbalancer lb-xxx can not be reused, can not reuse loadbalancer created by kubernetes.'],
    meaning: text('A load balancer made by Kubernetes cannot be reused.', '不能复用由 Kubernetes 创建的负载均衡。'),
    why: text(
      'The id names a load balancer that carries a tag of the controller: one that it made for some Service, perhaps for this very one, or that of the API server.',
      'ID 指向的负载均衡带有控制器的标签：它由控制器为某个 Service（可能就是当前 Service）创建，或是 API Server 的负载均衡。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['change', 'inventory'],
    needs: ['id'],
    steps: [
      step(
        `Make a load balancer by hand in the VPC of the cluster, and set ${key('id')} to its id.`,
        `在集群所在 VPC 中手动创建负载均衡，并将 ${key('id')} 改为其 ID。`,
        'pending',
      ),
      step(
        `Compare the address of the load balancer that ${key('id')} names with the EXTERNAL-IP. The same: delete the annotation, the controller finds what it made without it.`,
        `比较 ${key('id')} 所指负载均衡的地址与 EXTERNAL-IP。一致：删除该注解即可，控制器无需它也能找到自己创建的实例。`,
        'live',
      ),
      step(
        'Another address: find the load balancer that has the EXTERNAL-IP in the console. If it was made by hand, name it instead; if the controller made it, delete the annotation.',
        '不一致：在控制台查找地址为 EXTERNAL-IP 的负载均衡。若为手动创建，将注解改为它的 ID；若由控制器创建，删除该注解。',
        'live',
      ),
      step(
        'No load balancer has the EXTERNAL-IP any more: name one made by hand, then delete and recreate the Service. Its address changes.',
        '已没有地址为 EXTERNAL-IP 的负载均衡：将注解改为手动创建的实例 ID，然后删除并重建 Service。地址会改变。',
        'live',
      ),
      step(
        'Remove the annotation, so that the controller cleans up what it made.',
        '移除该注解，让控制器清理自己创建的资源。',
        'terminating',
      ),
    ],
    rules: ['loadbalancer-id-changed', 'reused-clb-mismatch'],
    source: fromGuide,
  },
  E18: {
    says: [
      'the loadbalancer lb-xxxxx can not be reused, service has been associated with ip [x.x.x.x], cannot be bound to ip [x.x.x.x]',
    ],
    meaning: text(
      'The Service already has the address of another load balancer.',
      'Service 已绑定另一个负载均衡的地址。',
    ),
    why: text(
      'An id was added or replaced on a Service whose status shows an address. The controller never moves a Service to another load balancer.',
      '为状态中已有地址的 Service 添加或更换了 ID。控制器不会把 Service 切换到另一个负载均衡。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['change'],
    needs: ['id'],
    steps: [
      step(
        `To get syncing back now, put ${key('id')} back to what it was (the load balancer of the first address in the message; no annotation at all if the controller made it).`,
        `先恢复同步：将 ${key('id')} 恢复原值（报错中第一个地址所属的负载均衡；若由控制器创建，则删除该注解）。`,
      ),
      step(
        'To move to the other load balancer, make a second Service that names it, move the clients, then remove this one.',
        '若要更换负载均衡：新建一个引用它的 Service，迁移客户端后再删除当前 Service。',
      ),
      step(
        'Only where an outage and a new address are acceptable: delete and recreate this Service.',
        '仅在可接受中断和地址变化时：删除并重建当前 Service。',
      ),
    ],
    rules: ['loadbalancer-id-changed'],
    source: fromGuide,
  },
  E24: {
    says: ['alicloud: can not find loadbalancer by tag [kubernetes.do.not.delete:xxx]'],
    meaning: text('The load balancer with the tag of this Service is gone.', '带有该 Service 标签的负载均衡已不存在。'),
    why: text(
      'It was deleted or lost its tag while the Service was healthy: nothing in the manifest changed.',
      'Service 正常运行期间，负载均衡被删除或标签被移除；清单没有变化。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['inventory', 'runtime'],
    steps: afterLoss,
    rules: ['ccm-owned-metadata'],
    source: fromSource,
  },
  E25: {
    says: ['alicloud: find multiple loadbalances by tag', 'find multiple loadbalances by name'],
    meaning: text(
      'Several load balancers carry the tag or name of this Service.',
      '多个负载均衡带有该 Service 的标签或名称。',
    ),
    why: text(
      'Tag or name were copied by hand, so that the controller cannot tell which one is meant.',
      '标签或名称被手动复制，控制器无法判断应使用哪一个。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['inventory'],
    steps: [
      step(
        'List load balancers with the tag kubernetes.do.not.delete of this Service, and keep the one whose address is its EXTERNAL-IP.',
        '列出带有该 Service 的 kubernetes.do.not.delete 标签的负载均衡，保留地址为 EXTERNAL-IP 的那一个。',
      ),
      step('Remove the tag, or rename, on the others.', '移除其余实例上的标签，或修改其名称。'),
    ],
    rules: [],
    source: fromSource,
  },
  E26: {
    says: ['Message: The specified LoadBalancerId does not exist.', 'Code: InvalidLoadBalancerId.NotFound'],
    meaning: text('The load balancer does not exist.', '负载均衡不存在。'),
    why: text(
      'The id names no load balancer in the region of the cluster: a typing error, another region or account, or it was deleted.',
      '集群所在地域没有该 ID 的负载均衡：拼写错误、属于其他地域或账号，或已被删除。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['inventory'],
    needs: ['id'],
    steps: [
      step(
        `Compare ${key('id')} with the console, region of the cluster, letter by letter.`,
        `在控制台的集群所在地域中逐字核对 ${key('id')} 的取值。`,
      ),
      step('Set it to a load balancer that exists.', '改为一个存在的负载均衡 ID。', 'pending'),
      step(
        'If it was deleted, its address is lost: name another one, then delete and recreate the Service.',
        '若实例已被删除，原地址无法找回：改为其他实例的 ID，然后删除并重建 Service。',
        'live',
      ),
    ],
    rules: ['annotation-value-not-allowed', 'reused-clb-mismatch'],
    source: fromSource,
  },
} as const satisfies Record<string, EventFact>;
