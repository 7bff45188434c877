import { describe, expect, it } from 'vitest';
import { answerOf } from './compare.ts';
import { casesIn, type OracleCase, type OracleInput } from './recording.ts';

/**
 * Recorded inputs, changed: the answers must change as the controller's rules say. A model that looked recordings up
 * would keep its answers.
 */
const cases = casesIn('test/oracle');
const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

interface Answer {
  readonly controller: string;
  readonly error?: { readonly stage: string; readonly message: string };
  readonly listeners?:
    | readonly {
        readonly port: number;
        readonly protocol: string;
        readonly attributes: Readonly<Record<string, unknown>>;
      }[]
    | null;
  readonly backends?: {
    readonly groups: readonly { readonly port: number; readonly servers: readonly unknown[] }[] | null;
  };
  readonly instance?: Readonly<Record<string, unknown>>;
  readonly listenersManaged?: boolean;
}

const answer = (input: OracleInput): Answer => answerOf(input) as Answer;

function withAnnotations({ input }: OracleCase, changes: Readonly<Record<string, string>>): OracleInput {
  const { metadata } = input.service;
  const annotations = {
    ...metadata.annotations,
    ...Object.fromEntries(Object.entries(changes).map(([key, text]) => [prefix + key, text])),
  };
  return { ...input, service: { ...input.service, metadata: { ...metadata, annotations } } };
}

function annotationOf({ input }: OracleCase, key: string): string | undefined {
  return input.service.metadata.annotations?.[prefix + key];
}

const healthy = cases.filter(({ input }) => answer(input).listeners !== undefined && answer(input).listeners !== null);
const clb = healthy.filter(({ input }) => answer(input).controller === 'clb');
const nlb = healthy.filter(({ input }) => answer(input).controller === 'nlb');

describe('a changed input changes the answer', () => {
  it('another Service port', () => {
    expect(healthy.length).toBeGreaterThan(600);
    for (const { input } of healthy) {
      const before = answer(input);
      const ports = (input.service.spec.ports ?? []).map((port, at) => (at === 0 ? { ...port, port: 12_345 } : port));
      const changed: OracleInput = {
        ...input,
        service: { ...input.service, spec: { ...input.service.spec, ports } },
      };
      const after = answer(changed);
      expect(after).not.toEqual(before);
      const listener = after.listeners?.[0];
      if (after.error === undefined && listener !== undefined && listener.port !== 0)
        expect(listener.port).toBe(12_345);
    }
  });

  it('another node port, where nodes are members', () => {
    let seen = 0;
    for (const { input } of healthy) {
      const [group] = answer(input).backends?.groups ?? [];
      const servers = (group?.servers ?? []) as { port: number; type: string }[];
      if (servers.length === 0 || !servers.every(({ type }) => type.toLowerCase() === 'ecs')) continue;
      const ports = (input.service.spec.ports ?? []).map((port) =>
        port.port === group?.port ? { ...port, nodePort: 31_999 } : port,
      );
      const after = answer({ ...input, service: { ...input.service, spec: { ...input.service.spec, ports } } });
      const moved = after.backends?.groups?.[0]?.servers as { port: number }[];
      expect(moved.map(({ port }) => port)).toEqual(servers.map(() => 31_999));
      seen++;
    }
    expect(seen).toBeGreaterThan(200);
  });

  it.each(['7', '+7', '007'])('a drain timeout of %s is the number 7', (text) => {
    for (const one of clb) {
      const after = answer(withAnnotations(one, { 'connection-drain-timeout': text }));
      for (const { attributes } of after.listeners ?? []) expect(attributes['connectionDrainTimeout']).toBe(7);
    }
  });

  it.each(['30s', '3.5', ' 30', '1,000', '0x1e', '1e3', '٣', '--1', '1_000'])(
    'a drain timeout of %j ends the sync',
    (text) => {
      for (const one of clb) {
        const after = answer(withAnnotations(one, { 'connection-drain-timeout': text }));
        expect(after.error?.stage).toBe('listeners');
        expect(after.error?.message).toContain(`must be integer, but got [${text}]`);
      }
    },
  );

  it('a number past 64 bits is out of range, one past 53 bits is not', () => {
    const [one] = clb;
    if (one === undefined) throw new Error('no recording');
    const over = answer(withAnnotations(one, { bandwidth: '9223372036854775808' }));
    expect(over.error?.message).toBe(
      'build lb attribute error: bandwidth must be integer, got [9223372036854775808], ' +
        'error: strconv.Atoi: parsing "9223372036854775808": value out of range',
    );
    expect(answer(withAnnotations(one, { bandwidth: '9223372036854775807' })).error).toBeUndefined();
  });

  it('the proxy protocol flag: CLB takes "on" alone, NLB any letter case', () => {
    for (const [text, onClb, onNlb] of [
      ['on', true, true],
      ['On', false, true],
      ['true', false, false],
    ] as const) {
      for (const one of clb)
        for (const { attributes } of answer(withAnnotations(one, { 'proxy-protocol': text })).listeners ?? [])
          expect(attributes['enableProxyProtocolV2']).toBe(onClb);
      for (const one of nlb)
        for (const { attributes } of answer(withAnnotations(one, { 'proxy-protocol': text })).listeners ?? [])
          expect(attributes['proxyProtocolEnabled']).toBe(onNlb);
    }
  });

  it('the override flag: only "true" takes the listeners over', () => {
    const reused = healthy.filter((one) => (annotationOf(one, 'id') ?? '') !== '');
    expect(reused.length).toBeGreaterThan(100);
    for (const one of reused) {
      expect(answer(withAnnotations(one, { 'force-override-listeners': 'true' })).listenersManaged).toBe(true);
      for (const text of ['True', '1', 'on', ' true', ''])
        expect(answer(withAnnotations(one, { 'force-override-listeners': text })).listenersManaged).toBe(false);
    }
  });

  it('protocol-port: each port gets its protocol, a broken list ends the sync', () => {
    for (const one of clb) {
      const port = one.input.service.spec.ports?.[0]?.port;
      const after = answer(withAnnotations(one, { 'protocol-port': `https:${port}`, 'forward-port': '' }));
      expect(after.listeners?.[0]?.protocol).toBe('https');
      const broken = answer(withAnnotations(one, { 'protocol-port': `HTTPS:${port}` }));
      expect(broken.error?.message).toContain('protocol not supported wit [HTTPS]');
    }
    for (const one of nlb) {
      const port = one.input.service.spec.ports?.[0]?.port;
      const after = answer(withAnnotations(one, { 'protocol-port': `tcpSSL:${port}` }));
      if (after.error === undefined) expect(after.listeners?.[0]?.protocol).toBe('TCPSSL');
      else expect(after.error.message).toContain('overlaps');
    }
  });

  it('an address type is passed on by CLB and spelled by NLB', () => {
    for (const one of clb)
      expect(answer(withAnnotations(one, { 'address-type': 'InTranet' })).instance?.['addressType']).toBe('InTranet');
    for (const one of nlb)
      expect(answer(withAnnotations(one, { 'address-type': 'InTranet' })).instance?.['addressType']).toBe('Intranet');
  });

  it('no node left, no node as member', () => {
    for (const { input } of healthy) {
      const after = answer({ ...input, cluster: { ...input.cluster, nodes: [] } });
      for (const { servers } of after.backends?.groups ?? [])
        for (const { type } of servers as { type: string }[]) expect(type.toLowerCase()).not.toBe('ecs');
    }
  });
});
