import { key, step, text } from '../explanation.ts';
import { fromGuide, word, type SymptomFact } from './symptom.ts';

/** Symptoms of the vendor's guide: how traffic arrives. */
export const trafficSymptoms = {
  S01: {
    meaning: text('The load is spread unevenly over the backends.', '负载均衡的后端负载不均。'),
    why: text(
      'With externalTrafficPolicy Local the controller gives each node the number of its pods as weight, but round robin (rr, the default) does not look at weights. Long-lived connections stay where they are as well.',
      'Local 模式下，控制器按节点上的 Pod 数设置权重，但默认的轮询算法（rr）不看权重。长连接也会一直停留在原后端。',
    ),
    steps: [
      step(
        `With externalTrafficPolicy: Local set ${key('scheduler')}: "wrr".`,
        `externalTrafficPolicy: Local 时设置 ${key('scheduler')}: "wrr"。`,
      ),
      step(
        'With long-lived connections, close and reopen them from time to time on the client or in the application; the guide once named the scheduler "wlc", and has dropped that.',
        '长连接业务：由客户端或应用定期断开重连。排查文档早期建议使用 "wlc" 调度，新版已移除该建议。',
      ),
      step(
        'Removing the annotation later does not bring the old scheduler back; write the one that you want.',
        '之后删除该注解不会恢复原调度算法，请显式写出所需的值。',
      ),
    ],
    rules: ['local-scheduler-not-wrr', 'traffic-policy-changed'],
    asked: [
      [/uneven|unbalanced|imbalance|not (?:even|balanced)|不均|不均衡|倾斜/i],
      [/(?:one|single|same) (?:pod|node|backend)/i, /(?:all|most) (?:of )?(?:the )?(?:traffic|load|requests)/i],
    ],
    source: fromGuide,
  },
  S02: {
    meaning: text('Users see 503 while an application is updated.', '应用更新过程中访问负载均衡出现 503。'),
    why: text(
      'A pod that ends is cut off before it has answered, or a pod that starts gets requests before it can answer: connection draining, preStop, readinessProbe or the grace period is missing or too short.',
      '退出中的 Pod 在响应完成前被切断，或新 Pod 在就绪前就收到请求：缺少连接优雅中断、preStop、readinessProbe，或优雅终止时间过短。',
    ),
    steps: [
      step(
        `On the Service (TCP and UDP listeners): ${key('connection-drain')}: "on" and ${key('connection-drain-timeout')}: "30".`,
        `Service（TCP/UDP 监听）：${key('connection-drain')}: "on" 和 ${key('connection-drain-timeout')}: "30"。`,
      ),
      step(
        'On the container that serves: a readinessProbe that is true only when requests can be answered.',
        '提供服务的容器：配置 readinessProbe，仅在能处理请求时才就绪。',
      ),
      step(
        'On the same container: lifecycle.preStop that waits as long as open requests take, such as exec sleep "30".',
        '同一容器：配置 lifecycle.preStop，等待时间为处理完剩余请求所需的时间，如 exec sleep "30"。',
      ),
      step(
        'On the pod: terminationGracePeriodSeconds of the preStop time plus 30 or more (60 for the example above). The default of 30 includes preStop and leaves nothing.',
        'Pod：terminationGracePeriodSeconds 不小于 preStop 时间加 30 秒（上例为 60）。默认 30 秒包含 preStop，没有余量。',
      ),
      step(
        'Also a readiness gate service.readiness.alibabacloud.com/<service>, so that an old pod goes only when its successor is in the load balancer.',
        '另外配置就绪门控 service.readiness.alibabacloud.com/<Service 名称>，使新 Pod 挂载到负载均衡后旧 Pod 才退出。',
        'eni',
      ),
    ],
    rules: [
      'connection-drain-not-enabled',
      'connection-drain-timeout-missing',
      'prestop-missing',
      'grace-period-too-short',
      'readiness-probe-missing',
      'readiness-probe-unsane',
      'drain-exceeds-grace',
      'prestop-arg-not-string',
      'health-check-disabled',
      'prestop-too-short',
      'rollout-leaves-no-backend',
      'readiness-gate-missing',
      'prestop-sleep-needs-version',
    ],
    asked: [
      [/\b50[234]\b|\b5xx\b|connection reset|resets|dropped|interrupt|报错|断开|中断|丢/i, word.rollout],
      [/\b50[234]\b|\b5xx\b/i, /during|while|when|期间|过程|时/i, word.rollout],
    ],
    source: fromGuide,
  },
  S03: {
    meaning: text(
      'The address of the load balancer does not answer inside the cluster.',
      '集群内无法访问负载均衡的地址。',
    ),
    why: text(
      'With externalTrafficPolicy Local kube-proxy answers the address of the load balancer on each node itself, and drops packets where no pod of the Service runs. The packets never reach the load balancer.',
      'externalTrafficPolicy 为 Local 时，kube-proxy 在节点上直接处理发往负载均衡地址的流量，若该节点没有对应的 Pod 就会丢弃。流量根本不会到达负载均衡。',
    ),
    steps: [
      step(
        'Call the Service by its name inside the cluster: <service>.<namespace>.svc (the ingress controller: nginx-ingress-lb.kube-system).',
        '集群内通过 Service 名称访问：<Service>.<命名空间>.svc（Ingress Controller 为 nginx-ingress-lb.kube-system）。',
      ),
      step(
        'Terway: externalTrafficPolicy: Cluster with service.beta.kubernetes.io/backend-type: "eni" answers everywhere and keeps the source address.',
        'Terway：设置 externalTrafficPolicy: Cluster 和 service.beta.kubernetes.io/backend-type: "eni"，既可访问又保留源 IP。',
      ),
      step(
        'Else externalTrafficPolicy: Cluster; applications then no longer see the source address.',
        '否则改为 externalTrafficPolicy: Cluster，但应用将看不到源 IP。',
      ),
      step(
        `Or ${key('hostname')} with a DNS name of yours (controller v2.3.0 or newer): kube-proxy then leaves the traffic alone.`,
        `或设置 ${key('hostname')} 为自有域名（控制器 v2.3.0 及以上）：kube-proxy 将不再截获流量。`,
      ),
    ],
    rules: ['local-policy-in-cluster-access', 'eni-with-local-policy', 'traffic-policy-changed'],
    asked: [[word.inside, word.unreachable]],
    source: fromGuide,
  },
  S04: {
    meaning: text('The load balancer does not answer from outside the cluster.', '集群外无法访问负载均衡。'),
    why: text(
      'An access list keeps the client out, the server group is empty, the health check fails, the load balancer is internal, or the sync failed.',
      '访问控制拒绝了客户端、服务器组为空、健康检查失败、负载均衡为私网类型，或同步失败。',
    ),
    steps: [
      step(
        'kubectl -n <namespace> describe svc <name>: explain its events first.',
        'kubectl -n <命名空间> describe svc <名称>：先处理其中的异常事件。',
      ),
      step(
        `Access lists (${key('acl-status')}, ${key('acl-id')}, ${key('acl-type')}): a white list must hold the client, a black list must not. An empty white list lets everybody in.`,
        `访问控制（${key('acl-status')}、${key('acl-id')}、${key('acl-type')}）：白名单须包含客户端 IP，黑名单不得包含。空白名单放行所有来源。`,
      ),
      step(
        'Server group empty in the console: see that the selector matches pods and that they are ready (E03).',
        '控制台中服务器组为空：确认选择器匹配到 Pod 且 Pod 已就绪（E03）。',
      ),
      step(
        'Health check abnormal in the console: see that the pod answers on the checked port and path.',
        '控制台中健康检查异常：确认 Pod 在被检查的端口和路径上有响应。',
      ),
      step(
        `${key('address-type')}: "intranet" answers inside the VPC only.`,
        `${key('address-type')}: "intranet" 只能在 VPC 内访问。`,
      ),
    ],
    rules: [
      'selector-matches-no-workload',
      'acl-incomplete',
      'health-check-disabled',
      'explicit-address-type',
      'shared-clb-port-collision',
      'reused-clb-mismatch',
      'workload-on-excluded-nodes',
    ],
    asked: [
      [word.outside, word.unreachable],
      [word.loadBalancer, word.unreachable],
    ],
    source: fromGuide,
  },
  S05: {
    meaning: text(
      '"The plain HTTP request was sent to HTTPS port": the HTTPS backend is not reached.',
      '“The plain HTTP request was sent to HTTPS port”：无法连接到后端 HTTPS 服务。',
    ),
    why: text(
      'The load balancer ends TLS on an https listener and speaks plain HTTP to the pods, but targetPort is the TLS port of the pod.',
      'HTTPS 监听在负载均衡上解密，之后以 HTTP 访问 Pod，而 targetPort 却是 Pod 的 TLS 端口。',
    ),
    steps: [
      step(
        'Set targetPort of the https port to the plain HTTP port of the pod (nginx: port 443, targetPort 80).',
        '将 HTTPS 端口的 targetPort 改为 Pod 的 HTTP 端口（如 nginx：port 443，targetPort 80）。',
      ),
      step(
        `Or let the pods end TLS: take the port out of ${key('protocol-port')}, so that its listener is TCP.`,
        `或由 Pod 终止 TLS：从 ${key('protocol-port')} 中去掉该端口，使监听为 TCP。`,
      ),
    ],
    rules: ['https-target-is-tls-port'],
    asked: [
      [/plain HTTP request was sent to HTTPS port/i],
      [/https/i, /backend|\b400\b|pod|后端/i, /cannot|can't|fail|error|400|无法|失败|报错/i],
    ],
    source: fromGuide,
  },
} as const satisfies Record<string, SymptomFact>;
