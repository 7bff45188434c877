import { clbAnnotations } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { partOf } from '../../model/node.ts';
import { defineRule } from '../rule.ts';
import { list, portsInWords } from '../support.ts';

interface Ports {
  readonly ports: readonly number[];
}

export const httpsListenerNeedsCert = defineRule({
  id: 'https-listener-needs-cert',
  severity: 'error',
  firesOn: 'absence',
  subject: 'loadBalancer',
  events: ['E37'],
  summary: { en: 'TLS listener without a certificate.', zh: 'TLS 监听缺少证书。' },
  why: {
    en: 'The load balancer API refuses a TLS listener without a certificate (E37): the port is never opened, while the event names the listener only.',
    zh: '负载均衡 API 会拒绝没有证书的 TLS 监听（E37）：端口始终不会开放，而事件仅指出监听失败。',
  },
  remedy: {
    en: 'Add the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id with the id of a certificate of the load balancer console.',
    zh: '添加注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id，值为负载均衡控制台中的证书 ID。',
  },
  source: clbAnnotations('cert-id is required for every https entry of protocol-port'),
  messages: {
    https: {
      en: ({ ports }: Ports) => `${isOrAre(ports, 'an https')}, but there is no cert-id.`,
      zh: ({ ports }) => `端口 ${list(ports, '、')} 为 https 监听，但缺少 cert-id。`,
    },
    tcpssl: {
      en: ({ ports }: Ports) => `${isOrAre(ports, 'a tcpssl')}, but there is no cert-id.`,
      zh: ({ ports }) => `端口 ${list(ports, '、')} 为 tcpssl 监听，但缺少 cert-id。`,
      remedy: {
        en: () =>
          'Add the annotation service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id with the id of a certificate of the Certificate Management Service.',
        zh: () =>
          '添加注解 service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id，值为数字证书管理服务中的证书 ID。',
      },
    },
  },
  *check({ service, controller, managesListeners, listeners, protocolPort, protocolPortElements }) {
    if (!managesListeners || controller === 'none' || annotation(service, 'cert-id') !== undefined) return;
    const protocol = controller === 'nlb' ? 'tcpssl' : 'https';
    const ports = listeners
      .filter((listener) => listener.protocol === protocol)
      .flatMap(({ port }) => (port.port === undefined ? [] : [port.port]));
    if (ports.length === 0) return;
    const { node } = protocolPort ?? {};
    const elements = protocolPortElements.filter(
      (element) => element.protocol === protocol && ports.includes(Number(element.port)),
    );
    const related =
      node?.kind !== 'scalar'
        ? []
        : elements.map(({ start, end }) => ({
            at: partOf(node, start, end),
            resource: service.resource,
            message: { en: 'TLS is asked for here', zh: '此处要求使用 TLS' },
          }));
    yield { at: missingAnnotationSpot(service, 'cert-id'), message: protocol, data: { ports }, related };
  },
});

/** `Port 443 is an https listener`, `Ports 443 and 8443 are https listeners`. */
function isOrAre(ports: readonly number[], listener: string): string {
  const many = `${listener.replace(/^an? /, '')} listeners`;
  return `P${portsInWords(ports).slice(1)} ${ports.length === 1 ? `is ${listener} listener` : `are ${many}`}`;
}
