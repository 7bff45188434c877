import { key, step, text } from '../explanation.ts';
import { fromFaq, word, type SymptomFact } from './symptom.ts';

const byName = step(
  'Call the Service by its name inside the cluster, on a port that the pods answer as they are.',
  '集群内通过 Service 名称访问，并使用 Pod 原生支持的端口。',
);
const byHostName = step(
  `Or set ${key('hostname')} to a DNS name of yours (controller v2.3.0 or newer), so that traffic goes by the load balancer.`,
  `或设置 ${key('hostname')} 为自有域名（控制器 v2.3.0 及以上），使流量真正经过负载均衡。`,
);

/** Symptoms that the vendor's FAQ or the behaviour of the controller add. */
export const furtherSymptoms = {
  S13: {
    meaning: text('EXTERNAL-IP stays pending.', 'EXTERNAL-IP 一直为 pending。'),
    why: text(
      'The load balancer could not be made (money, quota, vSwitch, an annotation that is not understood), or nobody makes it: no controller runs, or loadBalancerClass or an annotation hands the Service to somebody else.',
      '负载均衡创建失败（余额、配额、虚拟交换机、注解无法解析），或无人创建：控制器未运行，或 loadBalancerClass、注解将 Service 交给了其他控制器。',
    ),
    steps: [
      step(
        'kubectl -n <namespace> describe svc <name>: a Warning of the controller names the cause; explain it.',
        'kubectl -n <命名空间> describe svc <名称>：控制器的 Warning 事件会指明原因。',
      ),
      step(
        'No event: remove loadBalancerClass, or set it to "alibabacloud.com/nlb"; remove service.beta.kubernetes.io/class.',
        '没有事件：删除 loadBalancerClass 或设为 "alibabacloud.com/nlb"；删除 service.beta.kubernetes.io/class。',
      ),
      step(
        'Still none: see that the pods of cloud-controller-manager in kube-system run.',
        '仍没有事件：确认 kube-system 中的 cloud-controller-manager 正常运行。',
      ),
    ],
    rules: ['load-balancer-class-not-served', 'class-annotation-opts-out', 'placeholder-value'],
    asked: [
      [/external[- ]?ip|service|svc|load ?balancer|\b[cn]lb\b|负载均衡/i, /pending|<none>/i],
      [/no external[- ]?ip|没有外部 ?ip|没有 ?external/i],
    ],
    source: fromFaq,
  },
  S14: {
    meaning: text('The Service shows no events.', 'Service 没有任何事件。'),
    why: text(
      'Controllers before v1.9.3.276 write none, and Kubernetes forgets events after an hour.',
      'v1.9.3.276 之前的控制器不产生事件；此外 Kubernetes 默认只保留一小时的事件。',
    ),
    steps: [
      step('Upgrade the cloud controller manager.', '升级 CCM 组件。'),
      step(
        'Touch an annotation of the Service and look again: a failing sync writes its event anew.',
        '改动一个注解后再次查看：同步失败会重新产生事件。',
      ),
    ],
    rules: ['controller-too-old'],
    asked: [
      [/no events?|without events?|events? (?:are )?(?:missing|empty)|没有事件|无事件|看不到事件|看不到 ?event/i],
    ],
    source: fromFaq,
  },
  S15: {
    meaning: text('A load balancer that the controller made was deleted by accident.', '误删了控制器创建的负载均衡。'),
    why: text(
      'Somebody deleted it in the console. The Service still shows its address (E04b, E24), and nothing is synced.',
      '有人在控制台将其删除。Service 仍显示原地址（E04b、E24），且不再同步。',
    ),
    steps: [
      step(
        'Clear status.loadBalancer of the Service: the controller makes a new load balancer with another address. Then change DNS and allow lists.',
        '清空 Service 的 status.loadBalancer：控制器会新建负载均衡，地址会改变，需同步修改 DNS 和白名单。',
      ),
      step(
        'If it was the load balancer of the API server, the cluster cannot be mended: make a new one.',
        '若误删的是 API Server 的负载均衡，集群无法修复，只能重建集群。',
      ),
    ],
    rules: [],
    asked: [[word.loadBalancer, /(?:accident|mistake)\w*|误删/i]],
    source: fromFaq,
  },
  S16: {
    meaning: text(
      'HTTPS to the load balancer fails inside the cluster with a TLS error.',
      '集群内通过 HTTPS 访问负载均衡报 TLS 错误。',
    ),
    why: text(
      'The load balancer ends TLS, but inside the cluster kube-proxy sends the connection straight to the pods, which speak plain HTTP.',
      'TLS 在负载均衡上终止，而集群内流量被 kube-proxy 直接转发到只提供 HTTP 的 Pod。',
    ),
    steps: [byName, byHostName],
    rules: ['in-cluster-needs-hostname'],
    asked: [[word.inside, /\bTLS\b|\bSSL\b|https|wrong version number/i], [/wrong version number/i]],
    source: fromFaq,
  },
  S17: {
    meaning: text(
      'Calls inside the cluster fail since the PROXY protocol is on.',
      '启用 Proxy Protocol 后集群内访问失败。',
    ),
    why: text(
      'Inside the cluster kube-proxy sends the connection straight to the pods, so nobody adds the PROXY header that they wait for.',
      '集群内流量被 kube-proxy 直接转发到 Pod，没有组件添加 Pod 所期待的 PROXY 头。',
    ),
    steps: [
      step(
        'Give callers inside the cluster a second Service (ClusterIP) on a port without the PROXY protocol.',
        '为集群内调用方提供另一个 ClusterIP Service，使用不带 Proxy Protocol 的端口。',
      ),
      byHostName,
    ],
    rules: ['in-cluster-needs-hostname', 'listener-recreated'],
    asked: [[/proxy[ -]?protocol|代理协议/i]],
    source: fromFaq,
  },
  S18: {
    meaning: text(
      'A pod cannot reach an internal load balancer whose backend runs on the same node.',
      'Pod 无法访问后端位于同一节点的私网负载均衡。',
    ),
    why: text(
      'A TCP or UDP listener cannot send a connection back to the machine that it came from.',
      '四层监听无法将连接转发回发起请求的机器。',
    ),
    steps: [
      step('Call the Service by its cluster address or name instead.', '改用 ClusterIP 或 Service 名称访问。'),
      step(
        'Or keep caller and backend on different nodes (pod anti-affinity), or use an http listener.',
        '或让调用方与后端分布在不同节点（Pod 反亲和），或使用七层监听。',
      ),
    ],
    rules: [],
    asked: [[/same node|own node|hairpin|loop ?back|同一节点|同节点|回环/i]],
    source: fromFaq,
  },
  S19: {
    meaning: text('Connections on the nodes fail at random.', '节点上的连接随机失败。'),
    why: text(
      'The range of node ports overlaps the range of local ports (net.ipv4.ip_local_port_range), so outgoing connections take ports of Services.',
      'NodePort 范围与本地端口范围（net.ipv4.ip_local_port_range）重叠，出站连接会占用 Service 的端口。',
    ),
    steps: [
      step(
        'Compare both ranges on a node, and move one of them; the default of node ports is 30000-32767.',
        '在节点上比较两个范围并调整其一；NodePort 默认范围为 30000-32767。',
      ),
    ],
    rules: [],
    asked: [
      [/node ?ports?/i, /random|intermittent|sporadic|overlap|conflict|随机|偶发|间歇|冲突/i],
      [/ip_local_port_range/i],
    ],
    source: fromFaq,
  },
  S20: {
    meaning: text('Backends follow minutes late after many changes.', '大批量变更后，后端更新延迟数分钟。'),
    why: text(
      'The controller works on three Services at a time, and the API limits its calls (E07).',
      '控制器同时只处理三个 Service，且 API 有调用频率限制（E07）。',
    ),
    steps: [
      step('Change fewer Services and nodes at a time.', '减少单次变更的 Service 和节点数量。'),
      step(
        'Mend Services that fail: each of their retries takes calls away from the others.',
        '修复报错的 Service：其每次重试都会占用 API 配额。',
      ),
      step(
        'Let pods live long enough after they leave: preStop and grace period must cover the delay.',
        '为退出的 Pod 留足时间：preStop 和优雅终止时间应覆盖该延迟。',
      ),
    ],
    rules: [],
    asked: [[/backends?|sync|members?|后端|同步/i, /slow|late|lag|delay|minutes|慢|延迟|滞后/i]],
    source: fromFaq,
  },
  S21: {
    meaning: text('A load balancer was left over and belongs to no Service.', '负载均衡泄漏，不属于任何 Service。'),
    why: text(
      'The finalizer service.k8s.alibaba/resources (CLB) or service.k8s.alibaba/nlb was removed by hand, or written in Git and taken out again.',
      'finalizer service.k8s.alibaba/resources（CLB）或 service.k8s.alibaba/nlb 被手动移除，或写入 Git 后又被删除。',
    ),
    steps: [
      step(
        'Find load balancers whose tag kubernetes.do.not.delete belongs to no Service of the cluster, and delete them by hand.',
        '查找 kubernetes.do.not.delete 标签不对应任何现有 Service 的负载均衡，手动删除。',
      ),
      step('Take finalizers of the controller out of the manifests.', '从清单中移除控制器的 finalizer。'),
    ],
    rules: ['ccm-owned-metadata'],
    asked: [[/leak|orphan|left ?over|泄漏|泄露|孤儿/i, word.loadBalancer], [/finalizers?/i]],
    source: fromFaq,
  },
  S22: {
    meaning: text('Weights of backends are not what was expected.', '后端权重与预期不符。'),
    why: text(
      'With externalTrafficPolicy Local the weight is the number of pods on the node (old controllers: 100, or a percentage). The annotation "weight" acts only together with vgroup-port and id.',
      'Local 模式下权重为节点上的 Pod 数（旧版控制器为 100 或百分比）。weight 注解仅与 vgroup-port 和 id 一起使用时生效。',
    ),
    steps: [
      step(
        `Use ${key('weight')} only with ${key('vgroup-port')} and ${key('id')}, as a whole number 0 to 100.`,
        `${key('weight')} 仅与 ${key('vgroup-port')} 和 ${key('id')} 一起使用，取值为 0 至 100 的整数。`,
      ),
      step(`Weights count only with ${key('scheduler')}: "wrr".`, `权重仅在 ${key('scheduler')}: "wrr" 时起作用。`),
    ],
    rules: ['vgroup-annotation-invalid', 'local-scheduler-not-wrr'],
    asked: [[/weights?|权重/i]],
    source: fromFaq,
  },
  S23: {
    meaning: text('After an upgrade of the controller a call is Forbidden.', '升级控制器后 API 调用报 Forbidden。'),
    why: text(
      'New versions make calls (from v2.11.2, and from v2.12.1) that the RAM role of the cluster does not allow yet.',
      '新版本（v2.11.2、v2.12.1 起）需要调用新的 API，而集群的 RAM 角色尚未授权。',
    ),
    steps: [
      step(
        'Grant the rights that the release notes of the version name, then wait for the next retry.',
        '按该版本发布说明补充授权，然后等待下次重试。',
      ),
    ],
    rules: [],
    asked: [[/forbidden|\bRAM\b|permissions?|unauthorized|权限/i, /upgrad|controller|ccm|\bRAM\b|升级|控制器/i]],
    source: fromFaq,
  },
  S24: {
    meaning: text('The application does not see the source address of clients.', '应用获取不到客户端源 IP。'),
    why: text(
      'With externalTrafficPolicy Cluster and nodes as members, the node replaces the source address (SNAT); http listeners replace it in any case.',
      'Cluster 模式且后端为节点时，节点会做 SNAT；HTTP/HTTPS 监听则总会替换源 IP。',
    ),
    steps: [
      step(
        'TCP and UDP: make pods the members (service.beta.kubernetes.io/backend-type: "eni", Terway), or set externalTrafficPolicy: Local with scheduler "wrr".',
        'TCP/UDP：使用 Pod 作为后端（service.beta.kubernetes.io/backend-type: "eni"，Terway），或设置 externalTrafficPolicy: Local 并使用 "wrr" 调度。',
      ),
      step('http and https: read X-Forwarded-For.', 'HTTP/HTTPS：读取 X-Forwarded-For。'),
    ],
    rules: ['traffic-policy-changed'],
    asked: [
      [
        /(?:source|client|real)[ -]?(?:ip|address)|源 ?ip|源地址|客户端 ?(?:ip|地址)|真实 ?ip/i,
        /lost|lose|missing|wrong|not|node|instead|丢|获取不到|拿不到|不对|看不到/i,
      ],
      [/\bSNAT\b/i],
    ],
    source: fromFaq,
  },
  S25: {
    meaning: text('loadBalancerSourceRanges does not keep anybody out.', 'loadBalancerSourceRanges 没有限制作用。'),
    why: text(
      'A CLB does not know it. An NLB does with controller v2.14.0 or newer, and only one that the controller made (N05).',
      'CLB 不支持该字段；NLB 需控制器 v2.14.0 及以上，且仅对控制器创建的实例生效（N05）。',
    ),
    steps: [
      step(
        `An access list: ${key('acl-status')}: "on", ${key('acl-id')}, ${key('acl-type')}: "white".`,
        `使用访问控制：${key('acl-status')}: "on"、${key('acl-id')}、${key('acl-type')}: "white"。`,
        'clb',
      ),
      step('A security group on the load balancer.', '为负载均衡绑定安全组。', 'nlb'),
    ],
    rules: ['source-ranges-ignored'],
    asked: [[/source ?ranges?|loadBalancerSourceRanges|源地址段|来源限制/i]],
    source: fromFaq,
  },
  S26: {
    meaning: text('A rollout hangs: pods run, but do not become ready.', '发布卡住：Pod 已运行但一直未就绪。'),
    why: text(
      'The pods wait for the readiness gate of a Service whose sync ends in an error, that does not exist, has another name, or does not select them.',
      'Pod 在等待某个 Service 的就绪门控，而该 Service 同步报错、不存在、名称不符，或没有选中这些 Pod。',
    ),
    steps: [
      step(
        'kubectl describe pod: under "Readiness Gates" see which gate is not true.',
        'kubectl describe pod：在 “Readiness Gates” 中查看哪个门控未通过。',
      ),
      step(
        'The gate is service.readiness.alibabacloud.com/<service>: the name must be that of a LoadBalancer Service in the same namespace that selects the pod.',
        '门控名称为 service.readiness.alibabacloud.com/<Service 名称>：必须是同命名空间中选中该 Pod 的 LoadBalancer Service。',
      ),
      step(
        'Explain and mend the events of that Service; its gate turns true after the next good sync.',
        '修复该 Service 的异常事件；下一次同步成功后门控即通过。',
      ),
    ],
    rules: ['readiness-gate-dangling', 'readiness-gate-missing'],
    asked: [[/readiness ?gates?|就绪门控|就绪门禁/i], [word.rollout, /\bhang|\bstuck|\bstall|卡住|卡在|不动/i]],
    source: fromFaq,
  },
  S27: {
    meaning: text('A Service stays in Terminating.', 'Service 一直处于 Terminating。'),
    why: text(
      'The controller cannot clean up (E41): mostly a listener that it does not own still uses a server group of the Service (E08).',
      '控制器无法完成清理（E41）：多数情况是不归它管理的监听仍在使用该 Service 的服务器组（E08）。',
    ),
    steps: [
      step(
        'kubectl -n <namespace> describe svc <name>: explain the CleanLoadBalancerFailed event.',
        'kubectl -n <命名空间> describe svc <名称>：查看 CleanLoadBalancerFailed 事件。',
      ),
      step(
        'Delete the listeners of the ports of this Service in the console; the Service goes at the next retry, at most 5 minutes later.',
        '在控制台删除该 Service 各端口的监听；最多 5 分钟后重试时 Service 会删除完成。',
      ),
      step(
        'Do not remove the finalizer: server groups, or the load balancer, would be left over.',
        '不要移除 finalizer，否则会残留服务器组或负载均衡。',
      ),
    ],
    rules: ['reused-listener-left-behind', 'service-removed-releases-ip'],
    asked: [
      [/terminating/i, /service|svc|stuck|stays|hang|load ?balancer|卡|一直/i],
      [/(?:service|svc)/i, /(?:cannot|can't|not) (?:be )?delete|删不掉|无法删除/i],
    ],
    source: fromFaq,
  },
  S28: {
    meaning: text('A change of bandwidth has no effect.', '修改带宽未生效。'),
    why: text(
      'bandwidth acts only on a public load balancer with charge-type "paybybandwidth".',
      'bandwidth 仅对公网且 charge-type 为 "paybybandwidth" 的负载均衡生效。',
    ),
    steps: [
      step(
        `Write ${key('charge-type')}: "paybybandwidth" beside ${key('bandwidth')}; under billing by use (CLCU) only paybytraffic is possible.`,
        `在 ${key('bandwidth')} 之外设置 ${key('charge-type')}: "paybybandwidth"；按使用量计费（CLCU）时只能使用 paybytraffic。`,
      ),
      step(`Else remove ${key('bandwidth')}.`, `否则删除 ${key('bandwidth')}。`),
    ],
    rules: ['bandwidth-billing-conflict'],
    asked: [[/bandwidth|带宽/i]],
    source: fromFaq,
  },
  S29: {
    meaning: text('The load balancer has members although no pod is there.', '没有 Pod，负载均衡却仍有后端。'),
    why: text(
      'With externalTrafficPolicy Cluster every node is a member, whatever the selector matches; only the health check of the node port fails.',
      'Cluster 模式下所有节点都是后端，与选择器是否匹配无关；只有 nodePort 的健康检查会失败。',
    ),
    steps: [
      step(
        'kubectl -n <namespace> get endpoints <name>: empty means that the selector matches no ready pod. Correct the selector.',
        'kubectl -n <命名空间> get endpoints <名称>：为空说明选择器没有匹配到就绪的 Pod，请修正选择器。',
      ),
    ],
    rules: ['selector-matches-no-workload'],
    asked: [[/no pods?|without pods?|没有 ?pod|无 ?pod/i, /backends?|members?|healthy|nodes?|后端|健康|节点/i]],
    source: fromFaq,
  },
} as const satisfies Record<string, SymptomFact>;
