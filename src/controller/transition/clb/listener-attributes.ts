import type { Value } from '../../values.ts';
import type { AttributeMap } from '../cloud/state.ts';
import { canonical } from '../cloud/state.ts';

const four = ['tcp', 'udp'];
const seven = ['http', 'https'];
const all = [...four, ...seven];
const notUdp = ['tcp', ...seven];

/**
 * On which listeners an attribute of the Service is compared with what the cloud has. An empty wish is not compared,
 * but for the certificate, which stands in a rule of its own. Source: `isNeedUpdate` of the controller, v2.14.0.
 */
const compared: Readonly<Record<string, readonly string[]>> = {
  scheduler: all,
  persistenceTimeout: ['tcp'],
  establishedTimeout: ['tcp'],
  enableProxyProtocolV2: four,
  enableHttp2: ['https'],
  tLSCipherPolicy: ['https'],
  aclStatus: all,
  idleTimeout: seven,
  requestTimeout: seven,
  stickySession: seven,
  stickySessionType: seven,
  cookie: seven,
  cookieTimeout: seven,
  connectionDrain: four,
  xForwardedForProto: seven,
  xForwardedForSLBPort: seven,
  xForwardedForClientSrcPort: seven,
  healthCheckConnectPort: all,
  healthCheckInterval: all,
  healthyThreshold: all,
  unhealthyThreshold: all,
  healthCheckType: ['tcp'],
  healthCheckDomain: notUdp,
  healthCheckURI: notUdp,
  healthCheckHttpCode: notUdp,
  healthCheckConnectTimeout: four,
  healthCheckSwitch: four,
  healthCheck: seven,
  healthCheckTimeout: seven,
  healthCheckMethod: seven,
};

/** Attributes that a request for a new listener, or for a change of one, carries beside port, group and description. */
const common = [
  'aclId',
  'aclType',
  'aclStatus',
  'bandwidth',
  'scheduler',
  'healthCheckConnectPort',
  'healthCheckInterval',
  'healthyThreshold',
  'unhealthyThreshold',
];
const ofFour = [
  'healthCheckConnectTimeout',
  'connectionDrain',
  'connectionDrainTimeout',
  'healthCheckSwitch',
  'enableProxyProtocolV2',
];
const ofSeven = [
  'healthCheck',
  'healthCheckHttpCode',
  'healthCheckURI',
  'healthCheckDomain',
  'healthCheckTimeout',
  'healthCheckMethod',
  'cookie',
  'cookieTimeout',
  'stickySession',
  'stickySessionType',
  'xForwardedForProto',
  'xForwardedForSLBPort',
  'xForwardedForClientSrcPort',
  'idleTimeout',
  'requestTimeout',
];
const sent: Readonly<Record<string, readonly string[]>> = {
  tcp: [
    ...common,
    ...ofFour,
    'persistenceTimeout',
    'establishedTimeout',
    'healthCheckHttpCode',
    'healthCheckURI',
    'healthCheckType',
    'healthCheckDomain',
  ],
  udp: [...common, ...ofFour],
  http: [...common, ...ofSeven],
  https: [...common, ...ofSeven, 'certId', 'enableHttp2', 'tLSCipherPolicy'],
};

/** What a listener has that was never asked for. Source: the cloud's own documentation of its listener calls. */
const byDefault: Readonly<Record<string, AttributeMap>> = {
  tcp: {
    persistenceTimeout: 0,
    establishedTimeout: 900,
    connectionDrain: 'off',
    healthCheckSwitch: 'on',
    healthCheckType: 'tcp',
    healthyThreshold: 3,
    unhealthyThreshold: 3,
    healthCheckConnectTimeout: 5,
    healthCheckInterval: 2,
    aclStatus: 'off',
    enableProxyProtocolV2: false,
  },
  udp: {
    connectionDrain: 'off',
    healthCheckSwitch: 'on',
    healthyThreshold: 3,
    unhealthyThreshold: 3,
    healthCheckConnectTimeout: 10,
    healthCheckInterval: 5,
    aclStatus: 'off',
    enableProxyProtocolV2: false,
  },
  http: {
    idleTimeout: 15,
    requestTimeout: 60,
    stickySession: 'off',
    healthCheck: 'off',
    xForwardedForProto: 'off',
    xForwardedForSLBPort: 'off',
    xForwardedForClientSrcPort: 'off',
    listenerForward: 'off',
    aclStatus: 'off',
  },
  https: {
    idleTimeout: 15,
    requestTimeout: 60,
    stickySession: 'off',
    healthCheck: 'off',
    xForwardedForProto: 'off',
    xForwardedForSLBPort: 'off',
    xForwardedForClientSrcPort: 'off',
    enableHttp2: 'on',
    tLSCipherPolicy: 'tls_cipher_policy_1_0',
    aclStatus: 'off',
  },
};

/** The attributes that a request for a listener carries. */
export function sentFor(protocol: string, attributes: Readonly<AttributeMap>): AttributeMap {
  return Object.fromEntries(
    (sent[protocol] ?? []).flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])),
  );
}

/** The attributes of a listener that was made with these. */
export function settledAs(protocol: string, attributes: Readonly<AttributeMap>): AttributeMap {
  return { scheduler: 'wrr', ...byDefault[protocol], ...attributes };
}

/** The attributes that are to change, and what they become. */
export function changesOf(
  protocol: string,
  wanted: Readonly<AttributeMap>,
  found: Readonly<AttributeMap>,
): AttributeMap {
  const changes: AttributeMap = {};
  for (const [name, on] of Object.entries(compared)) {
    const value = wanted[name];
    if (value === undefined || !on.includes(protocol)) continue;
    // What the cloud does not tell counts as off.
    const has = found[name] ?? (name === 'enableProxyProtocolV2' ? false : undefined);
    if (!isSame(value, has)) changes[name] = value;
  }
  if (protocol === 'https' && !isSame(wanted['certId'] ?? '', found['certId'] ?? ''))
    changes['certId'] = wanted['certId'] ?? '';
  if (wanted['aclStatus'] === 'on') {
    if (wanted['aclId'] !== undefined && !isSame(listOf(wanted['aclId']), listOf(found['aclId'])))
      changes['aclId'] = wanted['aclId'];
    if (wanted['aclType'] !== undefined && !isSame(wanted['aclType'], found['aclType']))
      changes['aclType'] = wanted['aclType'];
  }
  const drain = wanted['connectionDrainTimeout'];
  if (four.includes(protocol) && wanted['connectionDrain'] === 'on' && drain !== undefined)
    if (!isSame(drain, found['connectionDrainTimeout'])) changes['connectionDrainTimeout'] = drain;
  return changes;
}

function listOf(value: Value | undefined): Value | undefined {
  return typeof value === 'string' ? [...new Set(value.split(','))].sort() : value;
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  return canonical(a) === canonical(b);
}
