import { key, step, text } from '../explanation.ts';
import { failed, fromGuide, fromSource, type EventFact } from './event.ts';

const mendGroup = [
  step(
    `Correct ${key('weight')} and ${key('vgroup-port')}: weights are whole numbers 0 to 100, groups are "<group id>:<port>", made by hand, of the load balancer that ${key('id')} names.`,
    `修正 ${key('weight')} 和 ${key('vgroup-port')}：权重为 0 至 100 的整数；服务器组写为 "<服务器组 ID>:<端口>"，须为手动创建且属于 ${key('id')} 所指的负载均衡。`,
    'reused',
  ),
  step(
    'A Service without a selector: give each of its endpoints a nodeName, or make pods the members.',
    '没有选择器的 Service：为每个 endpoint 填写 nodeName，或使用 ENI 模式。',
    'nodes',
  ),
];
const ofGroups = [
  'vgroup-annotation-invalid',
  'annotation-not-integer',
  'annotation-out-of-range',
  'selectorless-node-backend',
];

/** Server groups and their members. */
export const backendEvents = {
  E01: {
    says: ['The backend server number has reached to the quota limit of this load balancers'],
    meaning: text('The load balancer has no room for more backend servers.', '负载均衡的后端服务器配额已用完。'),
    why: text(
      'A load balancer takes 200 backend servers by default, all its server groups and all Services that share it added up. With externalTrafficPolicy Cluster every node counts once for each port, with ENI every pod once for each port.',
      '单个负载均衡默认最多 200 个后端服务器，所有服务器组以及共用它的所有 Service 累加计算。Cluster 模式下每个节点按端口计数，ENI 模式下每个 Pod 按端口计数。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['workload', 'cluster', 'inventory'],
    steps: [
      step(
        'Set externalTrafficPolicy: Local, so that only nodes with pods of the Service count. In-cluster access by the external address then only works from those nodes (S03).',
        '设置 externalTrafficPolicy: Local，只计入运行该 Service 的 Pod 的节点。此后集群内只有这些节点能通过外部地址访问（S03）。',
        'nodes',
        'cluster',
      ),
      step(
        `Or keep Cluster and name the nodes that take traffic: ${key('backend-label')}: "<key>=<value>".`,
        `或保留 Cluster 模式，并指定承接流量的节点：${key('backend-label')}: "<key>=<value>"。`,
        'nodes',
        'cluster',
      ),
      step(
        `Only nodes with pods of the Service count already. Run its pods on fewer nodes, or name the nodes that take traffic: ${key('backend-label')}: "<key>=<value>".`,
        `目前只计入运行该 Service 的 Pod 的节点。将 Pod 集中到更少的节点，或指定承接流量的节点：${key('backend-label')}: "<key>=<value>"。`,
        'nodes',
        'local',
      ),
      step(
        'Fewer replicas or fewer ports count less; spread large workloads over several Services with a load balancer each.',
        '减少副本数或端口数；将大型工作负载拆分为多个各自使用独立负载均衡的 Service。',
        'eni',
      ),
      step(
        'Give this Service a load balancer of its own: on a shared one all Services add up.',
        '为该 Service 使用独立的负载均衡：共用时所有 Service 的后端数累加。',
        'reused',
      ),
      step('Or ask for a higher quota in the quota center.', '或在配额中心申请提升配额。'),
    ],
    rules: ['backend-quota-exceeded', 'traffic-policy-changed'],
    source: fromGuide,
  },
  E02: {
    says: ['The loadbalancer does not support backend servers of eni type'],
    meaning: text('This load balancer takes no network interfaces as backends.', '该负载均衡不支持 ENI 类型的后端。'),
    why: text(
      'A shared-performance CLB cannot have pods as members, and the Service uses ENI mode (or runs pods on virtual nodes).',
      '共享型 CLB 不支持 ENI 后端，而该 Service 使用 ENI 模式（或 Pod 运行在虚拟节点上）。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['inventory'],
    steps: [
      step(
        'In the console, change the load balancer to a guaranteed-performance specification, or its billing to CLCU, as far as that is offered for it. From CLCU there is no way back.',
        '在控制台将该负载均衡变更为性能保障型规格，或改为按使用量计费（CLCU），以控制台支持的方式为准。改为 CLCU 后不可逆。',
      ),
      step(
        'Or name another load balancer that is not of the shared type, on a new Service: a live one cannot move.',
        '或新建 Service 引用非共享型的负载均衡：运行中的 Service 不能更换。',
        'reused',
      ),
      step(
        `The guide's ${key('spec')}: "slb.s1.small" only acts on a load balancer that is billed by specification.`,
        `排查文档给出的 ${key('spec')}: "slb.s1.small" 仅对按规格计费的实例有效。`,
      ),
    ],
    rules: ['reused-clb-mismatch'],
    source: fromGuide,
  },
  E03: {
    says: ['There are no available nodes for LoadBalancer', 'There are no available nodes for NetworkLoadBalancer'],
    meaning: text(
      'No backend is available for a port: nobody answers there.',
      '某个端口没有可用的后端，访问该端口会失败。',
    ),
    why: text(
      'The list of members came out empty. With ENI or externalTrafficPolicy Local no ready pod is selected; with Cluster no node may take traffic.',
      '计算出的后端列表为空。ENI 或 Local 模式：没有就绪的 Pod 被选中；Cluster 模式：没有可承接流量的节点。',
    ),
    reason: 'UnAvailableLoadBalancer',
    class: 'none',
    effect: text(
      'Whoever calls that port gets no answer. The sync itself goes on, and members join as soon as there are any.',
      '访问该端口得不到响应。同步本身不受影响，一旦有可用后端就会加入。',
    ),
    foresight: ['workload', 'runtime'],
    steps: [
      step(
        'kubectl -n <namespace> get endpoints <name>: empty means that the selector matches no ready pod. Compare the selector with the labels of the pods, letter by letter.',
        'kubectl -n <命名空间> get endpoints <名称>：为空说明选择器没有匹配到就绪的 Pod。请逐字核对选择器与 Pod 标签。',
      ),
      step(
        'Pods there, but not ready: look at their events and readiness probe.',
        '有 Pod 但未就绪：查看 Pod 事件和就绪探针。',
      ),
      step(
        'A named targetPort: the container must declare a port of that name.',
        'targetPort 为名称时：容器必须声明同名端口。',
      ),
      step(
        'Pods ready, but on control-plane nodes or on nodes excluded from load balancers: move them to worker nodes.',
        'Pod 已就绪，但位于控制面节点或被排除在负载均衡之外的节点：将其迁移到 Worker 节点。',
        'nodes',
      ),
      step(
        `With ${key('backend-label')}: some node must carry all of its labels.`,
        `使用 ${key('backend-label')} 时：必须有节点具备其中的全部标签。`,
        'nodes',
      ),
    ],
    rules: [
      'selector-matches-no-workload',
      'named-target-port-unresolved',
      'workload-on-excluded-nodes',
      'backend-label-invalid',
      'rollout-leaves-no-backend',
    ],
    source: fromGuide,
  },
  E08: {
    says: ['Status Code: 400 Code: RspoolVipExist Message: there are vips associating with this vServer group.'],
    meaning: text('A server group cannot go while a listener uses it.', '服务器组仍被监听使用，无法删除。'),
    why: text(
      'The controller wants to delete a server group that it made, but a listener that it does not own still points there: one made by hand on a reused load balancer, or left from the time before force-override-listeners was taken away.',
      '控制器要删除自己创建的服务器组，但仍有不归它管理的监听指向该组：复用的负载均衡上手动创建的监听，或取消 force-override-listeners 后遗留的监听。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['change', 'inventory'],
    steps: [
      step(
        'Delete the listeners of the ports of this Service in the console. The Service then goes by itself at the next retry (at most 5 minutes).',
        '在控制台删除该 Service 各端口对应的监听。下次重试（最多 5 分钟）时 Service 会自动删除完成。',
        'terminating',
      ),
      step(
        'A port was removed: delete its leftover listener in the CLB console.',
        '移除了端口：在 CLB 控制台删除该端口遗留的监听。',
        'live',
      ),
      step(
        'targetPort, nodePort or backend type changed: point the leftover listener at the new server group of this Service in the CLB console (its name begins with k8s/), after a look that it has members.',
        '修改了 targetPort、nodePort 或后端类型：确认新服务器组（名称以 k8s/ 开头）已有后端后，在 CLB 控制台将遗留的监听指向它。',
        'live',
      ),
      step(
        `Or let the controller own the listeners: ${key('force-override-listeners')}: "true". It then overwrites what was set by hand on these ports.`,
        `或由控制器管理监听：${key('force-override-listeners')}: "true"。它会覆盖这些端口上的手动配置。`,
        'reused',
        'handMade',
        'live',
      ),
    ],
    rules: [
      'reused-listener-left-behind',
      'listener-ownership-toggled',
      'service-removed-releases-ip',
      'immutable-attribute-changed',
    ],
    source: fromGuide,
  },
  E09: {
    says: ['Status Code: 400 Code: NetworkConflict Message: There are network conflicts in specified parameter'],
    meaning: text('The load balancer lives in another network.', '负载均衡与集群不在同一网络。'),
    why: text(
      'An internal load balancer takes members of its own VPC only, and the one that is named is in another VPC than the cluster.',
      '私网负载均衡只能挂载同一 VPC 的后端，而所引用的实例与集群不在同一 VPC。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['inventory'],
    needs: ['id'],
    steps: [
      step(
        `Name an internal load balancer in the VPC of the cluster: ${key('id')}.`,
        `改用集群所在 VPC 的私网负载均衡：${key('id')}。`,
        'pending',
      ),
      step(
        'It cannot move: make a second Service that names a load balancer in the VPC of the cluster, move the clients, then remove this one.',
        '不能更换实例：新建一个引用同 VPC 实例的 Service，迁移客户端后再删除当前 Service。',
        'live',
      ),
    ],
    rules: ['reused-clb-mismatch', 'vswitch-unusable'],
    source: fromGuide,
  },
  E11: {
    says: ['The specified Port must be between 1 and 65535.'],
    meaning: text('A backend port is not between 1 and 65535.', '后端端口不在 1 至 65535 之间。'),
    why: text(
      'The port came out as 0: a targetPort given by name in ENI mode on a controller before v2.0.1, or no node port, because allocateLoadBalancerNodePorts is false while nodes are the members.',
      '后端端口被解析为 0：v2.0.1 之前的控制器在 ENI 模式下不支持字符串 targetPort；或后端为节点但 allocateLoadBalancerNodePorts 为 false，没有 nodePort。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['manifest', 'cluster'],
    steps: [
      step(
        'Write targetPort as a number, or upgrade the controller to v2.0.1 or newer.',
        '将 targetPort 改为数字，或将控制器升级到 v2.0.1 及以上。',
        'eni',
      ),
      step(
        'Remove allocateLoadBalancerNodePorts: false, or make pods the members: service.beta.kubernetes.io/backend-type: "eni" (Terway).',
        '删除 allocateLoadBalancerNodePorts: false，或使用 Pod 作为后端：service.beta.kubernetes.io/backend-type: "eni"（Terway）。',
        'nodes',
      ),
    ],
    rules: ['eni-string-target-port-old-ccm', 'node-ports-disabled-without-eni'],
    source: fromGuide,
  },
  E32: {
    says: ['parse backend label: xxx, [k1=v1,k2=v2]'],
    meaning: text('backend-label is not understood.', 'backend-label 无法解析。'),
    why: text(
      'A part of it has no equals sign. It is read in every mode, with pods as members too, where it has no effect.',
      '其中某一项缺少等号。任何模式下都会解析该注解，即使在 ENI 模式下它不起作用。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    needs: ['backend-label'],
    steps: [
      step(
        `Write ${key('backend-label')} as "key=value,key2=value2", without blanks.`,
        `将 ${key('backend-label')} 写为 "key=value,key2=value2"，不含空格。`,
      ),
      step('Or remove it: it has no effect here.', '或删除该注解：此模式下不起作用。', 'eni'),
    ],
    rules: ['backend-label-invalid'],
    source: fromSource,
  },
  E33: {
    says: ["vgroupid and protocol format must be like 'vsp-xxx:443' with colon separated"],
    meaning: text('vgroup-port is not understood.', 'vgroup-port 无法解析。'),
    why: text('A part of it has no colon.', '其中某一项缺少冒号。'),
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    needs: ['vgroup-port'],
    steps: [
      step(
        `Write ${key('vgroup-port')} as "rsp-…:80,rsp-…:443": the id of a server group made by hand, a colon, the port of the Service.`,
        `将 ${key('vgroup-port')} 写为 "rsp-…:80,rsp-…:443"：手动创建的服务器组 ID、冒号、Service 端口。`,
      ),
    ],
    rules: ['vgroup-annotation-invalid'],
    source: fromSource,
  },
  E34: {
    says: [
      'weight must be integer in range [0,100]',
      'can not find vgroupId xxx in lb',
      'can not reuse a ccm created vgroup',
      'add ecs backends error: NodeName is nil',
    ],
    meaning: text(
      'A server group could not be described (weight, group id, node).',
      '服务器组描述有误（权重、组 ID 或节点）。',
    ),
    why: text(
      'A weight is no whole number from 0 to 100, the group is not one that was made by hand on this load balancer, or endpoints that were written by hand name no node. A CLB controller from v2.12 on says nothing of it, and takes all members of this Service out of the group.',
      '权重不是 0 至 100 的整数、服务器组不是该负载均衡上手动创建的，或手写的 Endpoints 没有 nodeName。自 v2.12 起 CLB 控制器不再报告该错误，并会移除该 Service 在组中的全部后端。',
    ),
    reason: failed,
    class: 'varies',
    foresight: ['manifest', 'workload', 'inventory'],
    steps: mendGroup,
    rules: ofGroups,
    source: fromSource,
  },
  E35: {
    says: ['merge listener: find vservergroup error: can not find vgroup by name k8s/80/web/default/c1'],
    meaning: text('A listener has no server group, which follows from E34.', '监听找不到服务器组，由 E34 引起。'),
    why: text(
      'The server group of the port was left out because it could not be described; the error that says why is not shown by controllers from v2.12 on.',
      '该端口的服务器组因描述有误被略过；自 v2.12 起，控制器不再显示具体原因。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['manifest', 'workload', 'inventory'],
    steps: mendGroup,
    rules: ofGroups,
    source: fromSource,
  },
} as const satisfies Record<string, EventFact>;
