/** The kinds of listener that the table asks about, as one small Service and its workload each. */
export const kinds = [
  'CLB tcp',
  'CLB udp',
  'CLB http',
  'CLB https',
  'NLB tcp',
  'NLB udp',
  'NLB tcpssl',
  'reused without override',
  'reused with override',
  'ENI',
  'node',
] as const;
export type Kind = (typeof kinds)[number];

/** What a rule is provoked with: each part replaces a healthy one. */
export interface Provocation {
  /** Listener protocol on the last four kinds, which are CLBs of any protocol. */
  readonly protocol?: 'tcp' | 'https';
  readonly annotations?: (annotations: Record<string, string | undefined>, kind: Kind) => void;
  readonly policy?: 'Local';
  readonly targetPort?: string;
  readonly selector?: string;
  readonly grace?: number;
  readonly preStop?: string;
  readonly readiness?: string;
  /** What is known about the cluster, as `--set` takes it. */
  readonly set?: readonly string[];
  /** What exists in the cloud, as the answers of its command line. */
  readonly inventory?: readonly object[];
  /** Changes the whole text at the end. */
  readonly text?: (text: string) => string;
}

const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

/** A Service of one kind and the Deployment behind it, healthy but for the provocation. */
export function situation(kind: Kind, provocation: Provocation): string {
  const [controller = '', listener = ''] = kind.split(' ');
  const isNlb = controller === 'NLB';
  const protocol = controller === 'CLB' || isNlb ? listener : (provocation.protocol ?? 'tcp');
  const port = protocol === 'https' || protocol === 'tcpssl' ? 443 : 80;
  const annotations: Record<string, string | undefined> = {
    [`${prefix}address-type`]: '"intranet"',
  };
  // Draining is of connections.
  if (protocol !== 'http' && protocol !== 'https') {
    annotations[`${prefix}connection-drain`] = '"on"';
    annotations[`${prefix}connection-drain-timeout`] = '"30"';
  }
  if (isNlb) annotations[`${prefix}zone-maps`] = '"cn-hangzhou-i:vsw-1,cn-hangzhou-j:vsw-2"';
  if (!['tcp', 'udp'].includes(protocol)) annotations[`${prefix}protocol-port`] = `"${protocol}:${port}"`;
  if (port === 443) annotations[`${prefix}cert-id`] = '"14286042"';
  if (protocol === 'http' || protocol === 'https') {
    annotations[`${prefix}health-check-flag`] = '"on"';
    annotations[`${prefix}health-check-uri`] = '"/healthz"';
  }
  if (protocol === 'https') annotations[`${prefix}hostname`] = '"web.shop.example.com"';
  if (kind.startsWith('reused')) annotations[`${prefix}id`] = '"lb-bp1ygoza2bxurr2g5jz8y"';
  // Its listeners are made by hand, and so are their groups.
  if (kind === 'reused without override') annotations[`${prefix}vgroup-port`] = `"rsp-bp1d4x7c:${port}"`;
  if (kind === 'reused with override') annotations[`${prefix}force-override-listeners`] = '"true"';
  if (kind === 'ENI') annotations['service.beta.kubernetes.io/backend-type'] = '"eni"';
  provocation.annotations?.(annotations, kind);
  const written = Object.entries(annotations).filter(([, value]) => value !== undefined);
  const text = `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations:
${written.map(([key, value]) => `    ${key}: ${value}`).join('\n')}
spec:
  type: LoadBalancer
${isNlb ? '  loadBalancerClass: alibabacloud.com/nlb\n' : ''}  externalTrafficPolicy: ${provocation.policy ?? 'Cluster'}
  selector:
    app: ${provocation.selector ?? 'web'}
  ports:
    - name: main
      port: ${port}
      targetPort: ${provocation.targetPort ?? '8080'}
      protocol: ${protocol === 'udp' ? 'UDP' : 'TCP'}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      terminationGracePeriodSeconds: ${provocation.grace ?? 90}
      containers:
        - name: web
          image: registry.cn-hangzhou.aliyuncs.com/shop/web:1.4.2
          ports:
            - containerPort: 8080
              protocol: ${protocol === 'udp' ? 'UDP' : 'TCP'}
${provocation.readiness ?? '          readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 5, timeoutSeconds: 2 }\n'}${provocation.preStop ?? '          lifecycle: { preStop: { exec: { command: [sleep, "30"] } } }\n'}`;
  return provocation.text?.(text) ?? text;
}

const nothing = '';
const gateFor = (service: string): string =>
  `      readinessGates: [{ conditionType: service.readiness.alibabacloud.com/${service} }]\n`;

/** For each rule the situation that it exists for. */
export const provocations: Readonly<Record<string, Provocation>> = {
  'annotation-not-string': { annotations: (all) => (all['shop.example/owner'] = '443') },
  'duplicate-key': {
    text: (text) => text.replace('  type: LoadBalancer\n', '  type: LoadBalancer\n  type: LoadBalancer\n'),
  },
  'duplicate-resource': {
    text: (text) => `${text}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\n`,
  },
  'unreadable-manifest': { text: (text) => `${text}---\napiVersion: v1\nkind: Service\nmetadata: { name: "web\n` },
  'https-listener-needs-cert': { protocol: 'https', annotations: (all) => (all[`${prefix}cert-id`] = undefined) },
  'https-target-is-tls-port': { protocol: 'https', targetPort: '8443' },
  'protocol-port-syntax': { annotations: (all) => (all[`${prefix}protocol-port`] = '"tcp80"') },
  'protocol-port-unmatched': {
    annotations: (all) => {
      const own = all[`${prefix}protocol-port`]?.slice(1, -1);
      all[`${prefix}protocol-port`] = `"${own === undefined ? '' : `${own},`}tcp:8088"`;
    },
  },
  'eni-with-local-policy': { policy: 'Local' },
  'local-policy-in-cluster-access': { policy: 'Local', annotations: (all) => (all[`${prefix}hostname`] = undefined) },
  'local-scheduler-not-wrr': { policy: 'Local' },
  'named-target-port-unresolved': { targetPort: 'admin' },
  'selector-matches-no-workload': { selector: 'wep' },
  'connection-drain-not-enabled': {
    annotations: (all) => {
      all[`${prefix}connection-drain`] = undefined;
      all[`${prefix}connection-drain-timeout`] = undefined;
    },
  },
  'connection-drain-timeout-missing': { annotations: (all) => (all[`${prefix}connection-drain-timeout`] = undefined) },
  'drain-exceeds-grace': { annotations: (all) => (all[`${prefix}connection-drain-timeout`] = '"120"') },
  'grace-period-too-short': { grace: 45 },
  'prestop-arg-not-string': { preStop: '          lifecycle: { preStop: { exec: { command: [sleep, 30] } } }\n' },
  'prestop-missing': { preStop: nothing },
  'prestop-sleep-needs-version': {
    preStop: '          lifecycle: { preStop: { sleep: { seconds: 30 } } }\n',
    set: ['cluster.kubernetesVersion=1.28'],
  },
  'prestop-too-short': { preStop: '          lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }\n' },
  'readiness-gate-dangling': {
    text: (text) => text.replace('      terminationGrace', `${gateFor('old')}      terminationGrace`),
  },
  'readiness-gate-missing': { set: ['cluster.ccmVersion=v2.14.0', 'cluster.kubernetesVersion=1.32'] },
  'readiness-probe-missing': { readiness: nothing },
  'readiness-probe-unsane': {
    readiness: '          readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 2, timeoutSeconds: 5 }\n',
  },
  'rollout-leaves-no-backend': { text: (text) => text.replace('replicas: 2', 'replicas: 1') },
  'workload-on-excluded-nodes': {
    text: (text) =>
      text.replace(
        '      terminationGrace',
        '      nodeSelector: { node-role.kubernetes.io/master: "" }\n      terminationGrace',
      ),
  },
  'ccm-owned-metadata': {
    text: (text) => text.replace('metadata:\n', 'metadata:\n  finalizers: [service.k8s.alibaba/resources]\n'),
  },
  'load-balancer-type-annotation-ignored': { annotations: (all) => (all[`${prefix}type`] = '"nlb"') },
  'class-annotation-opts-out': { annotations: (all) => (all['service.beta.kubernetes.io/class'] = '"edge"') },
  'load-balancer-class-not-served': {
    text: (text) =>
      text
        .replace('  loadBalancerClass: alibabacloud.com/nlb\n', '')
        .replace('  type: LoadBalancer\n', '  type: LoadBalancer\n  loadBalancerClass: shop.example/edge\n'),
  },
  'controller-too-old': { set: ['cluster.ccmVersion=v1.9.3.105-gfd4e547-aliyun'] },
  'unknown-annotation-key': { annotations: (all) => (all[`${prefix}bandwith`] = '"50"') },
  'annotation-on-wrong-object': {
    text: (text) =>
      text.replace(
        'kind: Deployment\nmetadata:\n',
        `kind: Deployment\nmetadata:\n  annotations: { ${prefix}bandwidth: "50" }\n`,
      ),
  },
  'placeholder-value': { annotations: (all) => (all[`${prefix}address-type`] = '"${ADDRESS_TYPE}"') },
  'annotation-not-integer': { annotations: (all) => (all[`${prefix}connection-drain-timeout`] = '"30s"') },
  'annotation-out-of-range': {
    annotations: (all) => {
      const isL7 = /"https?:/.test(all[`${prefix}protocol-port`] ?? '');
      all[`${prefix}${isL7 ? 'idle-timeout' : 'connection-drain-timeout'}`] = '"1000"';
    },
  },
  'annotation-flag-not-canonical': {
    annotations: (all) => {
      const isL7 = /"https?:/.test(all[`${prefix}protocol-port`] ?? '');
      all[`${prefix}${isL7 ? 'health-check-flag' : 'proxy-protocol'}`] = '"true"';
    },
  },
  'annotation-value-not-allowed': { annotations: (all) => (all[`${prefix}scheduler`] = '"random"') },
  'annotation-needs-newer-ccm': {
    annotations: (all) => (all[`${prefix}ignore-weight-update`] = '"on"'),
  },
  'legacy-annotation-prefix': {
    annotations: (all) => {
      all[`${prefix.replace('alibaba-cloud', 'alicloud')}address-type`] = all[`${prefix}address-type`];
      all[`${prefix}address-type`] = undefined;
    },
  },
  'preserve-flag-any-value': { annotations: (all) => (all[`${prefix}preserve-lb-on-delete`] = '"false"') },
  'annotation-wrong-layer': {
    annotations: (all) => {
      const isL7 = /"https?:/.test(all[`${prefix}protocol-port`] ?? '');
      all[`${prefix}${isL7 ? 'connection-drain' : 'sticky-session'}`] = '"on"';
    },
  },
  'explicit-address-type': { annotations: (all) => (all[`${prefix}address-type`] = undefined) },
  'bandwidth-billing-conflict': {
    annotations: (all) => {
      all[`${prefix}address-type`] = '"internet"';
      all[`${prefix}instance-charge-type`] = '"PayByCLCU"';
      all[`${prefix}charge-type`] = '"paybybandwidth"';
      all[`${prefix}bandwidth`] = '"200"';
    },
  },
  'network-placement-conflict': {
    annotations: (all) => {
      all[`${prefix}address-type`] = '"internet"';
      all[`${prefix}vswitch-id`] = '"vsw-bp1i7w2q"';
    },
  },
  'nlb-zone-maps-invalid': { annotations: (all) => (all[`${prefix}zone-maps`] = undefined) },
  'pay-by-spec-discontinued': { annotations: (all) => (all[`${prefix}instance-charge-type`] = '"PayBySpec"') },
  'reuse-without-override': {
    annotations: (all) => {
      all[`${prefix}id`] = '"lb-bp1k3vq7m0d5r"';
      all[`${prefix}vgroup-port`] = undefined;
      all[`${prefix}force-override-listeners`] = undefined;
    },
  },
  'spec-ignored-under-clcu': {
    annotations: (all) => {
      all[`${prefix}spec`] = '"slb.s1.small"';
      all[`${prefix}instance-charge-type`] = '"PayByCLCU"';
    },
  },
  'health-check-disabled': {
    annotations: (all, kind) => {
      const isL7 = /"https?:/.test(all[`${prefix}protocol-port`] ?? '');
      if (isL7) all[`${prefix}health-check-flag`] = undefined;
      else all[`${prefix}health-check-${kind.startsWith('NLB') ? 'flag' : 'switch'}`] = '"off"';
    },
  },
  'in-cluster-needs-hostname': {
    annotations: (all) => {
      all[`${prefix}hostname`] = undefined;
      if (!/"https?:/.test(all[`${prefix}protocol-port`] ?? '')) all[`${prefix}proxy-protocol`] = '"on"';
    },
  },
  'acl-incomplete': { annotations: (all) => (all[`${prefix}acl-status`] = '"on"') },
  'sticky-session-incomplete': { annotations: (all) => (all[`${prefix}sticky-session`] = '"on"') },
  'forward-port-incoherent': {
    annotations: (all) => {
      const port = all[`${prefix}cert-id`] === undefined ? 80 : 443;
      all[`${prefix}forward-port`] = `"${port}:${port}"`;
    },
  },
  'port-name-missing': { text: (text) => text.replace('  ports:\n', '  ports:\n    - port: 9100\n') },
  'nlb-listener-ports-invalid': {
    annotations: (all) => (all[`${prefix}protocol-port`] = '"tcp:80,tcpssl:443"'),
    text: (text) => text.replace(/( {4}- name: main\n {6}port: (\d+)\n[^]*?protocol: )(TCP|UDP)\n/, twice),
  },
  'health-check-timing': {
    annotations: (all) => {
      const isL7 = /"https?:/.test(all[`${prefix}protocol-port`] ?? '');
      all[`${prefix}health-check-interval`] = '"10"';
      all[`${prefix}health-check-${isL7 ? 'timeout' : 'connect-timeout'}`] = '"5"';
    },
  },
  'eni-on-flannel': { annotations: (all) => (all['service.beta.kubernetes.io/backend-type'] = '"eni"') },
  'eni-string-target-port-old-ccm': {
    targetPort: 'http',
    text: (text) => text.replace('- containerPort: 8080', '- name: http\n              containerPort: 8080'),
  },
  'node-ports-disabled-without-eni': {
    text: (text) =>
      text.replace('  type: LoadBalancer\n', '  type: LoadBalancer\n  allocateLoadBalancerNodePorts: false\n'),
  },
  'backend-label-invalid': { annotations: (all) => (all[`${prefix}backend-label`] = '"pool=edge, arch=amd64"') },
  'vgroup-annotation-invalid': {
    annotations: (all) => (all[`${prefix}vgroup-port`] = '"rsp-bp1c3k8dq0m7t"'),
  },
  'source-ranges-ignored': {
    text: (text) =>
      text.replace('  type: LoadBalancer\n', '  type: LoadBalancer\n  loadBalancerSourceRanges: ["203.0.113.0/24"]\n'),
  },
  'ignored-service-field': {
    text: (text) => text.replace('  type: LoadBalancer\n', '  type: LoadBalancer\n  sessionAffinity: ClientIP\n'),
  },
  'shared-clb-port-collision': { text: (text) => `${besides(text)}---\n${text}` },
  'shared-clb-attribute-conflict': {
    annotations: (all) => (all[`${prefix}delete-protection`] = '"on"'),
    text: (text) => {
      const other = besides(text).replace('protection: "on"', 'protection: "off"');
      return `${other.replace(/port: (\d+)/, 'port: 1$1').replaceAll(/([a-z:])(80|443)"/g, '$11$2"')}---\n${text}`;
    },
  },
  'backend-quota-exceeded': { set: ['cluster.nodeCount=500'] },
  'reused-clb-mismatch': {
    inventory: [
      {
        LoadBalancers: { LoadBalancer: [{ LoadBalancerId: 'lb-bp1ygoza2bxurr2g5jz8y', AddressType: 'internet' }] },
      },
    ],
  },
  'vswitch-unusable': {
    annotations: (all, kind) => {
      if (!kind.startsWith('NLB')) all[`${prefix}vswitch-id`] = '"vsw-1"';
    },
    inventory: [{ VSwitches: { VSwitch: [{ VSwitchId: 'vsw-1', AvailableIpAddressCount: 0 }] } }],
  },
  'selectorless-node-backend': { text: (text) => text.replace('  selector:\n    app: web\n', '') },
};

/** The Service of the text, once more under another name and with another server group. */
function besides(text: string): string {
  const [service = ''] = text.split('---\n');
  return service.replace('name: web\n', 'name: api\n').replace('rsp-bp1d4x7c', 'rsp-bp1z9y8x');
}

/** The port again with the other transport protocol, which protocol-port makes one protocol. */
function twice(entry: string, _start: string, port: string, protocol: string): string {
  const other = protocol === 'TCP' ? 'UDP' : 'TCP';
  return `${entry}    - name: other\n      port: ${port}\n      targetPort: 8080\n      protocol: ${other}\n`;
}
