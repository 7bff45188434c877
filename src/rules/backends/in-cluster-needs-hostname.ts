import { guide } from '../../catalog/sources.ts';
import { annotation } from '../../controller/annotations.ts';
import { isOn } from '../../controller/load-balancer.ts';
import { partOf } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { annotationSpot, list, portsInWords, portsOf } from '../support.ts';

interface Ports {
  readonly ports: readonly number[];
}

export const inClusterNeedsHostname = defineRule({
  id: 'in-cluster-needs-hostname',
  severity: 'info',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S16'],
  summary: {
    en: 'Pods of the cluster bypass what the load balancer adds.',
    zh: '集群内的 Pod 会绕过负载均衡所做的处理。',
  },
  why: {
    en: 'kube-proxy sends calls from inside the cluster straight to the pods when the Service shows an IP address. They meet a pod that speaks plain HTTP or waits for a PROXY header, and fail (S16, S17).',
    zh: 'Service 状态为 IP 地址时，kube-proxy 会把集群内的访问直接转发到 Pod。对端是明文 HTTP 或等待 PROXY 头的 Pod，因此访问失败（S16、S17）。',
  },
  remedy: {
    en: 'If pods call this address, set the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-hostname to the domain name that resolves to the load balancer; else nothing needs to be done.',
    zh: '如果有 Pod 访问该地址，请设置注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-hostname，值为解析到该负载均衡的域名；否则无需处理。',
  },
  source: guide('symptom rows on in-cluster access; kube-proxy short-circuits addresses in the status'),
  messages: {
    tls: {
      en: ({ ports }: Ports) =>
        `TLS of ${portsInWords(ports)} ends at the load balancer, which calls from inside the cluster never reach.`,
      zh: ({ ports }) => `端口 ${list(ports, '、')} 的 TLS 在负载均衡上终止，而集群内的访问不会经过负载均衡。`,
    },
    'proxy-protocol': {
      en: ({ ports }: Ports) =>
        `Listeners of ${portsInWords(ports)} expect a PROXY header, which calls from inside the cluster do not carry.`,
      zh: ({ ports }) => `端口 ${list(ports, '、')} 需要 PROXY 头，而集群内的访问不携带该头。`,
      events: ['S17'],
    },
  },
  *check(loadBalancer) {
    const { service, controller, managesListeners, protocolPort, protocolPortElements } = loadBalancer;
    // An NLB shows a host name by itself.
    if (controller !== 'clb' || !managesListeners || annotation(service, 'hostname') !== undefined) return;
    const tls = portsOf(loadBalancer, ['https']);
    const element = protocolPortElements.find(({ port }) => tls.includes(Number(port)));
    if (protocolPort?.node.kind === 'scalar' && element !== undefined)
      yield {
        at: partOf(protocolPort.node, element.start, element.end),
        message: 'tls',
        data: { ports: tls },
        value: list(tls, ','),
      };
    const proxied = annotation(service, 'proxy-protocol');
    const l4 = portsOf(loadBalancer, ['tcp', 'udp']);
    if (proxied !== undefined && isOn(proxied, controller) === true && l4.length > 0)
      yield { at: annotationSpot(proxied), message: 'proxy-protocol', data: { ports: l4 } };
  },
});
