import { describe, expect, it } from 'vitest';
import type { PlannedMutation } from '../../src/controller/transition/transition.ts';
import { transitionAnswer, transitionDifference } from './transition-compare.ts';
import { transitionsIn, type RecordedInput, type TransitionCase } from './transition-recording.ts';

/**
 * Recorded changes, changed: a model that looked recordings up would keep its answers, and a comparison that compares
 * nothing would still be content.
 */
const cases = transitionsIn('test/oracle');
const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

type Service = NonNullable<RecordedInput['head']>;

function annotated(service: Service, changes: Readonly<Record<string, string | undefined>>): Service {
  const annotations = { ...service.metadata.annotations };
  for (const [key, text] of Object.entries(changes))
    if (text === undefined) delete annotations[prefix + key];
    else annotations[prefix + key] = text;
  return { ...service, metadata: { ...service.metadata, annotations } };
}

function annotationOf(service: Service | null, key: string): string | undefined {
  return service?.metadata.annotations?.[prefix + key];
}

/** A Service that the CLB controller serves and that base and head have in common, synced without trouble. */
const steady = cases.filter(({ input: { base, head }, expected }) => {
  if (base === null || head === null || base.metadata.uid !== head.metadata.uid) return false;
  return expected.head.controller === 'clb' && expected.head.result === 'ok' && expected.base?.result === 'ok';
});
const own = steady.filter(({ input }) =>
  [input.base, input.head].every((one) => annotationOf(one, 'id') === undefined),
);

function apisOf(mutations: readonly PlannedMutation[]): string[] {
  return [...new Set(mutations.map(({ api }) => api))].sort();
}

/** The recorded change with another head. */
function withHead({ input }: TransitionCase, head: Service | null): RecordedInput {
  return { ...input, head };
}

/** Nothing of base is removed or renamed by the change itself. */
function fromBase(one: TransitionCase): { readonly input: RecordedInput; readonly base: Service } {
  const { base } = one.input;
  if (base === null) throw new Error('no base');
  return { input: { ...one.input, headCluster: null }, base };
}

describe('a changed change', () => {
  it('is found in enough recordings', () => {
    expect(own.length).toBeGreaterThan(150);
  });

  it('nothing changed: nobody notices', () => {
    for (const one of own) {
      const { input, base } = fromBase(one);
      const { head } = transitionAnswer({ ...input, head: base });
      expect([head.result, head.enqueued, head.mutations]).toEqual(['ignored', [], []]);
    }
  });

  it('deleted: the load balancer goes, whatever protects it, and its address with it', () => {
    for (const one of own) {
      const { input, base } = fromBase(one);
      const { head, loadBalancers } = transitionAnswer({ ...input, head: null });
      const isPreserved = (annotationOf(base, 'preserve-lb-on-delete') ?? '') !== '';
      const isIpv6 = annotationOf(base, 'ip-version') === 'ipv6';
      if (isPreserved && isIpv6) continue;
      expect(head.result).toBe('ok');
      const made = loadBalancers.filter(({ id }) => id === 'lb-new-1');
      expect(made.map(({ fate, address }) => [fate, address])).toEqual([
        isPreserved ? ['orphaned', 'unused'] : ['deleted', 'lost'],
      ]);
    }
  });

  it.each(['true', 'false', 'off', 'no'])(
    'deleted with preserve-lb-on-delete %s: it stays, and its listeners go',
    (text) => {
      for (const one of own) {
        const { input, base } = fromBase(one);
        if (annotationOf(base, 'ip-version') === 'ipv6') continue;
        const kept = annotated(base, { 'preserve-lb-on-delete': text });
        const { after, loadBalancers } = transitionAnswer({ ...input, base: kept, head: null });
        expect(loadBalancers.find(({ id }) => id === 'lb-new-1')?.fate).toBe('orphaned');
        expect(after.clbs.find(({ id }) => id === 'lb-new-1')?.listeners).toEqual([]);
      }
    },
  );

  it('renamed: one goes, another comes, and the address is another one', () => {
    for (const one of own) {
      const { input, base } = fromBase(one);
      if ((annotationOf(base, 'preserve-lb-on-delete') ?? '') !== '') continue;
      const renamed = { ...base, metadata: { ...base.metadata, name: 'renamed', uid: 'b8f1-2' } };
      const { removal, head, loadBalancers } = transitionAnswer({ ...input, head: renamed, order: 'deleteFirst' });
      expect([removal?.result, head.result]).toEqual(['ok', 'ok']);
      expect(
        loadBalancers
          .map(({ fate }) => fate)
          .filter((fate) => fate !== 'kept')
          .sort(),
      ).toEqual(['created', 'deleted']);
    }
  });

  it('another address type: refused, and nothing is called', () => {
    let seen = 0;
    for (const one of own) {
      const { input, base } = fromBase(one);
      const type = annotationOf(base, 'address-type') === 'intranet' ? 'internet' : 'intranet';
      const { head } = transitionAnswer({ ...input, head: annotated(base, { 'address-type': type }) });
      expect(head.result).toBe('error');
      expect(head.reach).toBe('degraded');
      expect(head.failure?.parts.map(({ event }) => event)).toContain('E17');
      expect(head.failureCauses.some((cause) => cause.what === 'annotation')).toBe(true);
      seen++;
    }
    expect(seen).toBeGreaterThan(150);
  });

  it('an annotation that appears empty: noticed, and nothing is done', () => {
    for (const one of own) {
      const { input, base } = fromBase(one);
      if (annotationOf(base, 'cookie') !== undefined) continue;
      const { head } = transitionAnswer({ ...input, head: annotated(base, { cookie: '' }) });
      expect(head.enqueued).toEqual(['clb']);
      expect(head.mutations).toEqual([]);
    }
  });

  it('one port more: a group and a listener more, caused by that port', () => {
    for (const one of own) {
      const { input, base } = fromBase(one);
      const extra = { name: 'more', port: 7443, protocol: 'TCP', targetPort: 7443, nodePort: 31_743 };
      const ports = [...(base.spec.ports ?? []), extra];
      const { head } = transitionAnswer({ ...input, head: { ...base, spec: { ...base.spec, ports } } });
      if (head.result !== 'ok') continue;
      const made = head.mutations.filter(({ api }) => /^Create.*(Listener|VServerGroup)$/.test(api));
      expect(made.map(({ target }) => target).filter((target) => target === '7443/tcp')).toHaveLength(1);
      for (const { causes, target } of made.filter((each) => each.target === '7443/tcp'))
        expect([target, causes.map((cause) => (cause.what === 'port' ? cause.port.port : cause.what))]).toEqual([
          '7443/tcp',
          [7443],
        ]);
    }
  });

  it('another scheduler: each listener is set once, caused by that annotation', () => {
    let seen = 0;
    for (const one of own) {
      const { input, base } = fromBase(one);
      const { head, before } = transitionAnswer({ ...input, head: annotated(base, { scheduler: 'sch' }) });
      const set = head.mutations.filter(({ args }) => args['Scheduler'] === 'sch');
      const listeners = before.clbs
        .flatMap((clb) => clb.listeners)
        .filter(({ forwardsTo, owner }) => forwardsTo === 0 && owner !== undefined);
      expect(set).toHaveLength(listeners.length);
      for (const { causes } of set)
        expect(causes.map((cause) => (cause.what === 'annotation' ? cause.annotation.key : cause.what))).toEqual([
          `${prefix}scheduler`,
        ]);
      seen += set.length;
    }
    expect(seen).toBeGreaterThan(150);
  });

  it('a type that needs no load balancer: cleaned up like a deletion, and the Service stays', () => {
    for (const one of own) {
      const { input, base } = fromBase(one);
      if ((annotationOf(base, 'preserve-lb-on-delete') ?? '') !== '') continue;
      const changed = { ...base, spec: { ...base.spec, type: 'ClusterIP' } };
      const { head, after } = transitionAnswer({ ...input, head: changed });
      expect(apisOf(head.mutations)).toContain('DeleteLoadBalancer');
      expect(after.services.map(({ gone, finalizers, ingress }) => [gone, finalizers, ingress])).toEqual([
        [false, [], []],
      ]);
    }
  });
});

describe('the comparison', () => {
  const changed = own.filter(({ expected }) => (expected.head.mutations ?? []).length > 0);

  function withoutRace({ base, head, removal, thenDelete, after, afterHead }: TransitionCase['expected']) {
    const steps = {
      ...(removal === undefined ? {} : { removal }),
      ...(thenDelete === undefined ? {} : { thenDelete }),
    };
    return {
      ...(base === undefined ? {} : { base }),
      head,
      ...steps,
      after,
      ...(afterHead === undefined ? {} : { afterHead }),
    };
  }

  function fails(one: TransitionCase, expected: TransitionCase['expected']): void {
    expect(transitionDifference(one)).toBeUndefined();
    expect(transitionDifference({ ...one, expected })).toBeDefined();
  }

  it('misses no call', () => {
    expect(changed.length).toBeGreaterThan(50);
    for (const one of changed) {
      const [, ...mutations] = one.expected.head.mutations ?? [];
      fails(one, { ...one.expected, head: { ...one.expected.head, mutations } });
    }
  });

  it('misses no argument of a call', () => {
    for (const one of changed) {
      const mutations = (one.expected.head.mutations ?? []).map((mutation, at) =>
        at === 0 ? { ...mutation, args: { ...mutation.args, Scheduler: 'none' } } : mutation,
      );
      fails(one, { ...one.expected, head: { ...one.expected.head, mutations } });
    }
  });

  it('misses no result, class, controller or notice', () => {
    for (const one of changed.slice(0, 20)) {
      const { head } = one.expected;
      for (const other of [
        { result: 'requeue' },
        { class: 'FREEZE' },
        { controller: 'nlb' },
        { enqueued: [] },
        { error: 'x' },
      ])
        fails(one, { ...one.expected, head: { ...head, ...other } });
    }
  });

  it('misses nothing of what is left', () => {
    for (const one of changed.slice(0, 20)) {
      const { after } = one.expected;
      fails(one, { ...one.expected, after: { ...after, clb: [] } });
      fails(one, { ...one.expected, after: { ...after, services: [] } });
      const lost = (after.clb ?? []).map((clb) => ({ ...clb, address: '1.2.3.4' }));
      if (lost.length > 0) fails(one, { ...one.expected, after: { ...after, clb: lost } });
      const closed = (after.clb ?? []).map((clb) => ({ ...clb, listeners: ['1/tcp -> x owner=foreign'] }));
      if (closed.length > 0) fails(one, { ...one.expected, after: { ...after, clb: closed } });
    }
  });

  it('asks for the other run where the outcome depends on the order, and for none elsewhere', () => {
    const racing = cases.filter(({ expected }) => expected.race !== undefined);
    expect(racing.length).toBeGreaterThanOrEqual(10);
    let depend = 0;
    for (const one of racing) {
      if (transitionAnswer(one.input).race === undefined) continue;
      depend++;
      expect(transitionDifference({ ...one, expected: withoutRace(one.expected) })).toBeDefined();
    }
    expect(depend).toBeGreaterThanOrEqual(8);
    for (const one of changed.filter(({ expected }) => expected.race === undefined).slice(0, 20)) {
      const { head } = one.expected;
      fails(one, { ...one.expected, race: { head: { ...head, result: 'error' } } });
    }
  });
});

it('a recorded change is not answered from its head alone', () => {
  let differ = 0;
  for (const one of own) {
    const { head } = one.input;
    if (head === null) continue;
    const whole = transitionAnswer(withHead(one, head));
    const alone = transitionAnswer({ ...one.input, base: null });
    if (JSON.stringify(apisOf(whole.head.mutations)) !== JSON.stringify(apisOf(alone.head.mutations))) differ++;
  }
  expect(differ).toBeGreaterThan(150);
});
