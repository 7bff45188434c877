import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../src/controller/surroundings.ts';
import { predictionOf, verdictLines, type Wish } from './support.ts';

const legacy = 'service.beta.kubernetes.io/alicloud-loadbalancer-';
const http = { 'protocol-port': 'http:80' };
const https = { 'protocol-port': 'https:80', 'cert-id': '1' };
const eni = { 'service.beta.kubernetes.io/backend-type': 'eni' };
const reused = { id: 'lb-1' };

/** Each situation with the verdict on its first annotation. From the annotation catalogue and the behaviour notes. */
const situations: readonly (readonly [string, string, Wish, Surroundings?])[] = [
  ['a plain setting', 'scheduler applied', { annotations: { scheduler: 'wrr' } }],
  [
    'nobody serves it',
    'scheduler ignored no-controller',
    { annotations: { scheduler: 'wrr', 'service.beta.kubernetes.io/class': 'x' } },
  ],
  [
    'what opts out acts',
    'service.beta.kubernetes.io/class applied',
    { annotations: { 'service.beta.kubernetes.io/class': 'x', scheduler: 'wrr' } },
  ],
  ['a key that nobody knows', 'schedular ignored unknown-key', { annotations: { schedular: 'wrr' } }],
  ['a removed key', 'region ignored removed-key', { annotations: { region: 'cn-hangzhou' } }],
  ['a CLB key on an NLB', 'acl-id ignored other-controller clb', { kind: 'nlb', annotations: { 'acl-id': 'acl-1' } }],
  ['an NLB key on a CLB', 'cps ignored other-controller nlb', { annotations: { cps: '1' } }],
  ['the legacy prefix', 'scheduler applied', { annotations: { [`${legacy}scheduler`]: 'wrr' } }],
  [
    'the legacy prefix beside the current',
    'scheduler ignored hidden scheduler',
    { annotations: { [`${legacy}scheduler`]: 'wrr', scheduler: 'rr' } },
  ],
  [
    'the legacy prefix beside an empty current one',
    'scheduler ignored hidden scheduler',
    { annotations: { [`${legacy}scheduler`]: 'wrr', scheduler: '' } },
  ],
  [
    'a key of a later version',
    'default-weight ignored too-new v2.14.0',
    { annotations: { 'default-weight': '1' } },
    { ccmVersion: 'v2.13.0' },
  ],
  [
    'a key of no version yet',
    'health-check-http-version ignored too-new after v2.14.0',
    { kind: 'nlb', annotations: { 'health-check-http-version': 'HTTP1.1' } },
  ],
  ['the type annotation', 'type ignored feature-gate', { annotations: { type: 'nlb' } }],
  ['an empty text', 'scheduler ignored empty', { annotations: { scheduler: '' } }],
  [
    'an empty list that is an order',
    'security-group-ids applied',
    { kind: 'nlb', annotations: { 'security-group-ids': '' } },
  ],
  ['a package detached', 'bandwidth-package-id applied', { kind: 'nlb', annotations: { 'bandwidth-package-id': '' } }],

  ['no integer', 'idle-timeout refused controller E28 freeze', { annotations: { 'idle-timeout': '30s' } }],
  [
    'no integer, though listeners are not touched',
    'idle-timeout refused controller E28 freeze',
    { annotations: { 'idle-timeout': '30s', ...reused } },
  ],
  [
    'protocol-port without a colon',
    'protocol-port refused controller E29 freeze',
    { annotations: { 'protocol-port': 'http80' } },
  ],
  [
    'forward-port without a target',
    'forward-port refused controller E30 freeze',
    { annotations: { 'forward-port': '80', ...http } },
  ],
  [
    'domain-extensions without a colon',
    'domain-extensions refused controller E31 freeze',
    { annotations: { 'domain-extensions': 'a.example', ...https } },
  ],
  [
    'vgroup-port without a colon',
    'vgroup-port refused controller E34 silent',
    { annotations: { 'vgroup-port': 'rsp-1', ...reused } },
  ],
  [
    'a weight of a group beyond 100',
    'weight refused controller E34 silent',
    { annotations: { weight: '101', 'vgroup-port': 'rsp-1:80', ...reused } },
  ],
  [
    'a default weight beyond 100',
    'default-weight refused controller E34 freeze',
    { annotations: { 'default-weight': '101' } },
  ],
  [
    'zone-maps without a colon',
    'zone-maps refused controller N02 freeze',
    { kind: 'nlb', annotations: { 'zone-maps': 'cn-hangzhou-i' } },
  ],
  [
    'a cross-zone flag',
    'cross-zone-enabled refused controller N03 freeze',
    { kind: 'nlb', annotations: { 'cross-zone-enabled': 'true' } },
  ],
  [
    'a group type',
    'server-group-type refused controller N08 freeze',
    { kind: 'nlb', annotations: { 'server-group-type': 'pod' } },
  ],
  [
    'a port range before nodes',
    'listener-port-range refused controller N07 freeze',
    { kind: 'nlb', annotations: { 'listener-port-range': '1-9:80' } },
    { backendMode: 'node' },
  ],
  [
    'a port range before pods',
    'listener-port-range applied',
    { kind: 'nlb', annotations: { 'listener-port-range': '1-9:80', ...eni } },
  ],

  [
    'listeners of a reused CLB',
    'scheduler ignored listeners-not-managed',
    { annotations: { scheduler: 'wrr', ...reused } },
  ],
  [
    'the same with override',
    'scheduler applied',
    { annotations: { scheduler: 'wrr', ...reused, 'force-override-listeners': 'true' } },
  ],
  [
    'groups of a reused NLB are its own all the same',
    'scheduler applied',
    { kind: 'nlb', annotations: { scheduler: 'wrr', id: 'nlb-1' } },
  ],
  [
    'but listeners are not',
    'cps ignored listeners-not-managed',
    { kind: 'nlb', annotations: { cps: '1', id: 'nlb-1' } },
  ],
  [
    'a named group keeps its settings',
    'scheduler ignored groups-not-managed',
    { kind: 'nlb', annotations: { scheduler: 'wrr', id: 'nlb-1', 'vgroup-port': 'sgp-1:80' } },
  ],
  ['a vSwitch of a reused CLB', 'vswitch-id ignored reused', { annotations: { 'vswitch-id': 'vsw-1', ...reused } }],
  [
    'a reused load balancer is never deleted',
    'preserve-lb-on-delete ignored reused',
    { annotations: { 'preserve-lb-on-delete': 'true', ...reused } },
  ],
  [
    'draining of an http listener',
    'connection-drain ignored no-such-listener tcp/udp',
    { annotations: { 'connection-drain': 'on', ...http } },
  ],
  [
    'draining of one of two listeners',
    'connection-drain refused incomplete connection-drain-timeout E37 degraded',
    { annotations: { 'connection-drain': 'on', ...http }, ports: [{}, { port: 81 }] },
  ],
  [
    'an HTTP check of an http listener is no wish',
    'health-check-type applied',
    { annotations: { 'health-check-type': 'http', ...http } },
  ],
  [
    'a tcp check of an http listener',
    'health-check-type ignored no-such-listener tcp',
    { annotations: { 'health-check-type': 'tcp', ...http } },
  ],
  [
    'bandwidth of an intranet CLB',
    'bandwidth ignored intranet',
    { annotations: { bandwidth: '5', 'address-type': 'intranet' } },
  ],
  [
    'node labels before pods',
    'backend-label ignored backend-mode eni',
    { annotations: { 'backend-label': 'a=b', ...eni } },
  ],
  ['node labels before unknown members', 'backend-label applied', { annotations: { 'backend-label': 'a=b' } }],
  [
    'default weights by pod count',
    'default-weight ignored backend-mode local',
    { annotations: { 'default-weight': '1' }, policy: 'Local' },
    { backendMode: 'node' },
  ],
  [
    'default weights beside a total',
    'default-weight ignored outranked weight',
    { annotations: { 'default-weight': '1', weight: '5', 'vgroup-port': 'rsp-1:80', ...reused } },
  ],
  [
    'an elastic address beside a host name',
    'external-ip-type ignored outranked hostname',
    { annotations: { 'external-ip-type': 'eip', hostname: 'a.example' } },
  ],

  ['an ACL that is not switched on', 'acl-id ignored needs acl-status', { annotations: { 'acl-id': 'acl-1' } }],
  [
    'an ACL that is switched on in capitals',
    'acl-id ignored needs acl-status',
    { annotations: { 'acl-id': 'acl-1', 'acl-status': 'ON' } },
  ],
  [
    'a cookie of the wrong sort',
    'cookie ignored needs sticky-session-type',
    { annotations: { cookie: 'a', 'sticky-session': 'on', 'sticky-session-type': 'insert', ...http } },
  ],
  [
    'an override of nothing',
    'force-override-listeners ignored needs id',
    { annotations: { 'force-override-listeners': 'true' } },
  ],
  ['groups of nothing', 'vgroup-port ignored needs id', { annotations: { 'vgroup-port': 'rsp-1:80' } }],
  [
    'a check address of a tcp check',
    'health-check-uri ignored needs health-check-type',
    { annotations: { 'health-check-uri': '/' } },
  ],
  [
    'a check address without checks',
    'health-check-uri ignored needs health-check-flag',
    { annotations: { 'health-check-uri': '/', ...http } },
  ],
  [
    'a check address of one of two listeners',
    'health-check-uri applied',
    { annotations: { 'health-check-uri': '/', 'health-check-type': 'http', ...http }, ports: [{}, { port: 81 }] },
  ],
  [
    'a threshold without checks',
    'healthy-threshold ignored needs health-check-switch',
    { annotations: { 'healthy-threshold': '3', 'health-check-switch': 'off' } },
  ],
  ['a threshold of default checks', 'healthy-threshold applied', { annotations: { 'healthy-threshold': '3' } }],
  [
    'a threshold of an NLB without the flag',
    'healthy-threshold ignored needs health-check-flag',
    { kind: 'nlb', annotations: { 'healthy-threshold': '3' } },
  ],
  [
    'a threshold of an NLB with the flag in capitals',
    'healthy-threshold applied',
    { kind: 'nlb', annotations: { 'healthy-threshold': '3', 'health-check-flag': 'ON' } },
  ],
  ['a specification', 'spec ignored needs instance-charge-type', { annotations: { spec: 'slb.s1.small' } }],
  [
    'a specification, before PayByCLCU',
    'spec applied',
    { annotations: { spec: 'slb.s1.small' } },
    { ccmVersion: 'v2.12.0' },
  ],
  [
    'a specification under PayByCLCU, before',
    'spec ignored needs instance-charge-type',
    { annotations: { spec: 'slb.s1.small', 'instance-charge-type': 'PayByCLCU' } },
    { ccmVersion: 'v2.12.0' },
  ],
  [
    'a specification under PayBySpec',
    'spec applied',
    { annotations: { spec: 'slb.s1.small', 'instance-charge-type': 'paybyspec' } },
  ],
  ['a specification of a reused CLB', 'spec applied', { annotations: { spec: 'slb.s1.small', ...reused } }],
  [
    'a vSwitch in the classic network',
    'vswitch-id ignored needs network-type',
    { annotations: { 'vswitch-id': 'vsw-1', 'network-type': 'classic' } },
  ],
  [
    'an address type of IPv6 without it',
    'ipv6-address-type ignored needs ip-version',
    { kind: 'nlb', annotations: { 'ipv6-address-type': 'internet' } },
  ],

  ['zero', 'idle-timeout ignored zero', { annotations: { 'idle-timeout': '0', ...http } }],
  ['a zero that is a value', 'persistence-timeout applied', { annotations: { 'persistence-timeout': '0' } }],
  [
    'below the range',
    'connection-drain-timeout refused value 10-900 E37 degraded',
    { annotations: { 'connection-drain-timeout': '9', 'connection-drain': 'on' } },
  ],
  [
    'at the edge',
    'connection-drain-timeout applied',
    { annotations: { 'connection-drain-timeout': '10', 'connection-drain': 'on' } },
  ],
  [
    'above the range',
    'connection-drain-timeout refused value 10-900 E37 degraded',
    { annotations: { 'connection-drain-timeout': '901', 'connection-drain': 'on' } },
  ],
  [
    'beyond 2^53',
    'idle-timeout refused value 1-60 E37 degraded',
    { annotations: { 'idle-timeout': '9007199254740993', ...http } },
  ],
  [
    'beyond 2^63',
    'idle-timeout refused controller E28 freeze',
    { annotations: { 'idle-timeout': '9223372036854775808', ...http } },
  ],
  [
    'a range by protocol',
    'idle-timeout refused value 10-20 E37 degraded',
    { kind: 'nlb', annotations: { 'idle-timeout': '60' }, ports: [{ protocol: 'UDP' }] },
  ],
  ['the same for tcp', 'idle-timeout applied', { kind: 'nlb', annotations: { 'idle-timeout': '60' } }],
  [
    'a range by the sort of check',
    'health-check-interval applied',
    {
      kind: 'nlb',
      annotations: { 'health-check-interval': '60', 'health-check-flag': 'on', 'health-check-type': 'udp' },
    },
  ],
  [
    'the same for tcp checks',
    'health-check-interval refused value 1-50 E37 degraded',
    { kind: 'nlb', annotations: { 'health-check-interval': '60', 'health-check-flag': 'on' } },
  ],
  [
    'a scheduler that the protocol does not have',
    'scheduler refused value sch E37 degraded',
    { annotations: { scheduler: 'sch', ...http } },
  ],
  ['the same for tcp', 'scheduler applied', { annotations: { scheduler: 'sch' } }],
  [
    'a word in capitals',
    'address-type refused value Intranet E37 freeze',
    { annotations: { 'address-type': 'Intranet' } },
  ],
  ['the same for an NLB', 'address-type applied', { kind: 'nlb', annotations: { 'address-type': 'Intranet' } }],
  [
    'a word in capitals, reused',
    'address-type refused value Intranet E37 degraded',
    { annotations: { 'address-type': 'Intranet', ...reused } },
  ],
  [
    'one code of a list',
    'health-check-httpcode refused value http_9xx E37 degraded',
    { annotations: { 'health-check-httpcode': 'http_2xx,http_9xx', 'health-check-flag': 'on', ...http } },
  ],
  [
    'a network type that never matches',
    'network-type refused value alibaba E22 degraded',
    { annotations: { 'network-type': 'alibaba' } },
  ],
  [
    'a flag that is off without a word',
    'proxy-protocol ignored value true',
    { annotations: { 'proxy-protocol': 'true' } },
  ],
  [
    'a backend type that means nodes',
    'service.beta.kubernetes.io/backend-type ignored value ENI',
    { annotations: { 'service.beta.kubernetes.io/backend-type': 'ENI' } },
  ],
  ['a default written out', 'backend-ip-version applied', { annotations: { 'backend-ip-version': 'ipv4' } }],
  [
    'a list that is not whole',
    'tls-cipher-policy applied',
    { kind: 'nlb', annotations: { 'tls-cipher-policy': 'tls-1', 'protocol-port': 'tcpssl:80', 'cert-id': '1' } },
  ],
  [
    'an ACL without its list',
    'acl-status refused incomplete acl-id E37 degraded',
    { annotations: { 'acl-status': 'on', 'acl-type': 'white' } },
  ],
  [
    'an ACL without its type',
    'acl-status refused incomplete acl-type E37 degraded',
    { annotations: { 'acl-status': 'on', 'acl-id': 'acl-1' } },
  ],
  [
    'pay by bandwidth under PayByCLCU',
    'charge-type refused conflict instance-charge-type E37 freeze',
    { annotations: { 'charge-type': 'paybybandwidth' } },
  ],
  [
    'the same, before',
    'charge-type applied',
    { annotations: { 'charge-type': 'paybybandwidth' } },
    { ccmVersion: 'v2.12.0' },
  ],
  ['the same of a reused CLB', 'charge-type applied', { annotations: { 'charge-type': 'paybybandwidth', ...reused } }],
  [
    'client addresses behind TLS',
    'preserve-client-ip refused conflict protocol-port E37 degraded',
    { kind: 'nlb', annotations: { 'preserve-client-ip': 'on', 'protocol-port': 'tcpssl:80', 'cert-id': '1' } },
  ],
  [
    'a TLS listener without its certificate',
    'protocol-port refused incomplete cert-id E37 degraded',
    { annotations: { 'protocol-port': 'https:80' } },
  ],
  [
    'the same on a reused CLB',
    'protocol-port ignored listeners-not-managed',
    { annotations: { 'protocol-port': 'https:80', ...reused } },
  ],
  [
    'draining for zero seconds',
    'connection-drain refused incomplete connection-drain-timeout E37 degraded',
    { annotations: { 'connection-drain': 'on', 'connection-drain-timeout': '0' } },
  ],
  [
    'ALPN without a policy',
    'alpn refused incomplete alpn-policy E37 degraded',
    { kind: 'nlb', annotations: { alpn: 'ON', 'protocol-port': 'tcpssl:80', 'cert-id': '1' } },
  ],
  ['an id with a blank', 'vswitch-id refused blank E37 freeze', { annotations: { 'vswitch-id': 'vsw-1 ' } }],
  ['an id of a load balancer with a blank', 'id refused blank E26 freeze', { annotations: { id: 'lb-1 ' } }],
  [
    'a forward to a port that is not there',
    'forward-port refused conflict protocol-port E37 degraded',
    { annotations: { 'forward-port': '80:443', ...http } },
  ],
  [
    'a forward to another http listener',
    'forward-port refused conflict protocol-port E37 degraded',
    { annotations: { 'forward-port': '80:81', 'protocol-port': 'http:80,http:81' }, ports: [{}, { port: 81 }] },
  ],
  [
    'a forward to an https listener',
    'forward-port applied',
    {
      annotations: { 'forward-port': '80:443', 'protocol-port': 'http:80,https:443', 'cert-id': '1' },
      ports: [{}, { port: 443 }],
    },
  ],
  [
    'a forward to a listener that may be made by hand',
    'forward-port applied',
    { annotations: { 'forward-port': '80:443', ...http, ...reused, 'force-override-listeners': 'true' } },
  ],
  [
    'a public CLB where none may be',
    'address-type refused controller E27 freeze',
    { annotations: { 'address-type': 'internet' } },
    { publicForbidden: true },
  ],
  [
    'an intranet CLB there',
    'address-type applied',
    { annotations: { 'address-type': 'intranet' } },
    { publicForbidden: true },
  ],
];

it.each(situations.map(([name, expected, wish, surroundings = {}]) => ({ name, expected, wish, surroundings })))(
  '$name: $expected',
  ({ expected, wish, surroundings }) => {
    expect(verdictLines(wish, surroundings)[0]).toBe(expected);
  },
);

describe('verdicts', () => {
  it('pass annotations of others by', () => {
    expect(verdictLines({ annotations: { 'shop.example/owner': 'a', 'prometheus.io/scrape': 'true' } })).toEqual([]);
  });

  it('come in the order in which annotations are written', () => {
    const lines = verdictLines({ annotations: { spec: 'slb.s1.small', 'address-type': 'intranet', scheduler: 'wrr' } });
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['spec', 'address-type', 'scheduler']);
  });

  it('refuse a public CLB by default, too, and one that is named without a word, but no NLB', () => {
    const errorOf = (wish: Wish) => {
      const prediction = predictionOf(wish, { publicForbidden: true });
      return prediction.controller === 'none' ? undefined : prediction.error?.event;
    };
    expect(errorOf({})).toBe('E27');
    expect(errorOf({ kind: 'nlb' })).toBeUndefined();
    expect(errorOf({ annotations: { id: 'lb-1' } })).toBe('E27');
    expect(errorOf({ annotations: { id: 'lb-1', 'address-type': 'intranet' } })).toBeUndefined();
  });
});
