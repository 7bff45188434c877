import type { Files } from './check-files.ts';

const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

export interface ServiceText {
  readonly name: string;
  readonly namespace?: string;
  readonly type?: string;
  /** By short keys; a key with a slash stands as it is. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Lines of `spec`, without a closing line end. */
  readonly spec?: string;
  /** `80` or `443:8443`, port and targetPort. */
  readonly ports?: readonly string[];
}

/** A Service of type LoadBalancer in the namespace `shop` with one port, as far as nothing else is said. */
export function serviceText({
  name,
  namespace = 'shop',
  type = 'LoadBalancer',
  annotations = { 'address-type': 'internet' },
  spec,
  ports = ['80'],
}: ServiceText): string {
  const lines = Object.entries(annotations).map(
    ([key, value]) => `    ${key.includes('/') ? key : prefix + key}: ${JSON.stringify(value)}`,
  );
  const entries = ports.map((text) => {
    const [port, target = '8080'] = text.split(':');
    return `    - { name: p${port}, port: ${port}, targetPort: ${target} }`;
  });
  return [
    'apiVersion: v1',
    'kind: Service',
    'metadata:',
    `  name: ${name}`,
    `  namespace: ${namespace}`,
    ...(lines.length === 0 ? [] : ['  annotations:', ...lines]),
    'spec:',
    `  type: ${type}`,
    ...(spec === undefined ? [] : [spec]),
    `  selector: { app: ${name.replace(/-v\d+$/, '')} }`,
    '  ports:',
    ...entries,
    '',
  ].join('\n');
}

const internet = { 'address-type': 'internet' };

/** A change with every action of a plan, and Services that it leaves alone. */
export const changeStory: { readonly base: Files; readonly head: Files } = {
  base: {
    'k8s/gone.yaml': serviceText({ name: 'gone' }),
    'k8s/kept-on.yaml': serviceText({ name: 'kept-on', annotations: { ...internet, 'preserve-lb-on-delete': 'true' } }),
    'k8s/old.yaml': serviceText({ name: 'shop-v1', ports: ['80', '443:8443'] }),
    'k8s/tls.yaml': serviceText({ name: 'tls', ports: ['443:8080'] }),
    'k8s/tuned.yaml': serviceText({
      name: 'tuned',
      annotations: { ...internet, scheduler: 'rr' },
      ports: ['80', '81'],
    }),
    'k8s/fixed.yaml': serviceText({ name: 'fixed' }),
    'k8s/quiet.yaml': serviceText({ name: 'quiet' }),
    'k8s/still.yaml': serviceText({
      name: 'still',
      annotations: { 'address-type': 'intranet', 'vswitch-id': 'vsw-a' },
    }),
    'k8s/same.yaml': serviceText({ name: 'same' }),
    'k8s/inside.yaml': serviceText({ name: 'inside', type: 'ClusterIP', annotations: {} }),
    'k8s/prefixed.yaml': serviceText({ name: 'prefixed' }),
    'k8s/overlay/kustomization.yaml': 'resources: [../prefixed.yaml]\nnamePrefix: a-\n',
  },
  head: {
    'k8s/new.yaml': serviceText({ name: 'new', annotations: { 'address-type': 'intranet' } }),
    'k8s/old.yaml': serviceText({ name: 'shop-v2', ports: ['80', '443:8443'] }),
    'k8s/tls.yaml': serviceText({
      name: 'tls',
      annotations: { ...internet, 'protocol-port': 'https:443', 'cert-id': 'cert-1' },
      ports: ['443:8080'],
    }),
    'k8s/tuned.yaml': serviceText({ name: 'tuned', annotations: { ...internet, scheduler: 'wrr' } }),
    'k8s/fixed.yaml': serviceText({ name: 'fixed', annotations: { 'address-type': 'intranet' } }),
    'k8s/quiet.yaml': serviceText({
      name: 'quiet',
      annotations: { ...internet, 'service.beta.kubernetes.io/class': 'other' },
    }),
    'k8s/still.yaml': serviceText({
      name: 'still',
      annotations: { 'address-type': 'intranet', 'vswitch-id': 'vsw-b' },
    }),
    'k8s/same.yaml': `# A comment changes nothing.\n${serviceText({ name: 'same' })}`,
    'k8s/inside.yaml': serviceText({ name: 'inside', type: 'ClusterIP', annotations: {}, ports: ['81'] }),
    'k8s/prefixed.yaml': serviceText({ name: 'prefixed' }),
    'k8s/overlay/kustomization.yaml': 'resources: [../prefixed.yaml]\nnamePrefix: b-\n',
  },
};
