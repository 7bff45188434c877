import { describe, expect, it } from 'vitest';
import { changeOf, type LoadBalancerChange } from '../../src/controller/change/change.ts';
import { keptSettings } from '../../src/controller/change/kept-settings.ts';
import type { Service } from '../../src/world/service.ts';
import { buildWorld } from '../../src/world/world.ts';
import { treeOf } from '../support/check-files.ts';

type Annotations = Readonly<Record<string, string>>;

interface Kind {
  readonly loadBalancerClass?: string;
  /** Says what holds without it; the rest says something else. */
  readonly redundant?: string;
  readonly annotations: Annotations;
}

/** Services that say a lot. */
const kinds: Readonly<Record<string, Kind>> = {
  'a CLB with tcp listeners': {
    annotations: {
      'address-type': 'intranet',
      'vswitch-id': 'vsw-aaa',
      name: 'shop',
      'delete-protection': 'off',
      'modification-protection': 'NonProtection',
      'additional-resource-tags': 'team=shop',
      'resource-group-id': 'rg-aaa',
      'ip-version': 'ipv6',
      scheduler: 'wrr',
      'persistence-timeout': '60',
      'established-timeout': '600',
      'connection-drain': 'on',
      'connection-drain-timeout': '30',
      'proxy-protocol': 'on',
      'acl-status': 'on',
      'acl-id': 'acl-aaa',
      'acl-type': 'white',
      'health-check-type': 'http',
      'health-check-uri': '/healthy',
      'health-check-connect-timeout': '8',
      'health-check-interval': '8',
      'healthy-threshold': '5',
    },
  },
  'a CLB with https listeners': {
    annotations: {
      'instance-charge-type': 'PayBySpec',
      spec: 'slb.s2.small',
      'charge-type': 'paybybandwidth',
      bandwidth: '20',
      'protocol-port': 'https:443,http:80',
      'forward-port': '80:443',
      'cert-id': 'cert-aaa',
      'tls-cipher-policy': 'tls_cipher_policy_1_2',
      'http2-enabled': 'off',
      'idle-timeout': '30',
      'request-timeout': '90',
      'sticky-session': 'on',
      'sticky-session-type': 'insert',
      'cookie-timeout': '1800',
      'xforwardedfor-proto': 'on',
      'health-check-flag': 'on',
      'health-check-uri': '/healthy',
    },
  },
  'an NLB': {
    loadBalancerClass: 'alibabacloud.com/nlb',
    redundant: 'health-check-flag',
    annotations: {
      'zone-maps': 'cn-hangzhou-h:vsw-aaa,cn-hangzhou-i:vsw-bbb',
      'address-type': 'intranet',
      name: 'shop',
      'security-group-ids': 'sg-aaa',
      'protocol-port': 'tcpssl:443',
      'cert-id': 'cert-aaa',
      'additional-cert-ids': 'cert-bbb',
      'tls-cipher-policy': 'tls_cipher_policy_1_2',
      'idle-timeout': '60',
      cps: '100',
      scheduler: 'sch',
      'connection-drain': 'on',
      'connection-drain-timeout': '30',
      'health-check-flag': 'on',
      'health-check-interval': '8',
    },
  },
};

/** The change of a Service from these annotations to those. */
function change({ loadBalancerClass }: Kind, before: Annotations, after: Annotations): LoadBalancerChange {
  const manifest = (annotations: Annotations): string =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'web',
        namespace: 'shop',
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, text]) => [
            `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-${key}`,
            text,
          ]),
        ),
      },
      spec: {
        type: 'LoadBalancer',
        ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
        selector: { app: 'web' },
        ports: [80, 443].map((port) => ({ name: `p${port}`, port, targetPort: 8000 + port })),
      },
    });
  const serviceIn = (annotations: Annotations): Service => {
    const tree = treeOf({ 'web.yaml': manifest(annotations) });
    const [service] = buildWorld(tree, { clusterOf: () => ({ name: undefined, facts: {} }) }).services;
    if (service === undefined) throw new Error('no Service');
    return service;
  };
  const pair = { base: serviceIn(before), head: serviceIn(after), became: 'changed', moved: undefined } as const;
  return changeOf(pair, {});
}

describe.each(Object.entries(kinds))('what %s keeps when an annotation is removed', (_, kind) => {
  it.each(Object.keys(kind.annotations))('%s', (key) => {
    const after = Object.fromEntries(Object.entries(kind.annotations).filter(([one]) => one !== key));
    const removal = change(kind, kind.annotations, after);
    const { result, mutations } = removal.transition.head;
    const doesNothing = result === 'ok' && mutations.length === 0;
    expect(removal.transition.base?.result).toBe('ok');
    expect(keptSettings(removal).map(({ shortKey }) => shortKey)).toEqual(
      doesNothing && key !== kind.redundant ? [key] : [],
    );
  });
});
