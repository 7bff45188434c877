import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/analysis/explain/explain.ts';
import { readObserved } from '../../src/analysis/explain/read-observed.ts';
import { closestMessage } from '../../src/analysis/explain/closest.ts';
import { splitMessage } from '../../src/analysis/explain/split-message.ts';
import { events } from '../../src/catalog/events.ts';
import { knownMessages, unrelatedEvents } from './tables.ts';

const eventsIn = (message: string): (string | undefined)[] => splitMessage(message).parts.map(({ event }) => event);

/** What `explain` says of a text: ids of what is explained, and `?` for each message that is not known. */
function said(text: string): string[] {
  const { explained, unknown } = explain(readObserved(text));
  return [...explained.map(({ explanation }) => explanation.id), ...unknown.map(() => '?')];
}

describe('known messages', () => {
  it('are those of all 18 rows and 20 messages of the guide, and of every event', () => {
    const ofGuide = knownMessages.filter(({ origin }) => origin.startsWith('guide'));

    expect(ofGuide.length).toBe(20);
    expect(new Set(ofGuide.map(({ origin }) => origin)).size).toBe(18);
    expect([...new Set(knownMessages.map(({ id }) => id))].sort()).toEqual(Object.keys(events).sort());
  });

  it.each(knownMessages)('$id in its $form form: $message', ({ id, message }) => {
    expect(said(message)).toEqual([id]);
  });

  it.each([
    ['E04b', "can not find loadbalancer，but it's defined in service"],
    ['E16', 'alicloud: the loadbalancer lb-1 can not be reused、can not reuse loadbalancer created by kubernetes'],
    [
      'E18',
      'alicloud: the loadbalancer lb-1 can not be reused，service has been associated with ip ［1.2.3.4］，cannot be bound to ip ［5.6.7.8］',
    ],
    ['E28', 'parse IdleTimeout error：strconv.Atoi：parsing "30s"：invalid syntax'],
  ])('are known as a Chinese keyboard writes them: %s', (id, message) => {
    expect(said(message)).toEqual([id]);
  });

  it('are split where each stands in quotes, though one is not known', () => {
    const list = '["alicloud: can not change ResourceGroupId once created", "something else, entirely"]';
    expect(eventsIn(`Error syncing load balancer [lb-1]: Message: ${list}`)).toEqual(['E13', undefined]);
    expect(eventsIn(list.replace('", "', '","'))).toEqual(['E13', undefined]);
  });

  it.each([
    ['E24', 'can not finds loadbalancer by tags'],
    ['E24', 'cannot find the loadbalancer by its tag'],
    ['E17', 'can not change Address Type once it was created'],
    ['E13', 'resource group id can not be changed once it is created'],
    ['E01', 'The maximum number of backend servers is reached'],
    [undefined, 'the moon is full tonight and cats sing'],
    [undefined, 'the pod does not exist'],
    [undefined, 'Back-off restarting failed container'],
  ])('are nearest to %s where somebody writes "%s" from memory', (event, message) => {
    expect(closestMessage(message)?.event).toBe(event);
  });

  it('are split where several stand in one event', () => {
    const list =
      'Error syncing load balancer [lb-bp1]: [alicloud: can not change LoadBalancer AddressType once created. delete and retry, alicloud: the loadbalancer lb-1 can not be reused, service has been associated with ip [1.2.3.4], cannot be bound to ip [5.6.7.8], alicloud: the flux capacitor is empty, alicloud: can not change ResourceGroupId once created]';

    expect(splitMessage(list).parts).toEqual([
      { event: 'E17', text: 'alicloud: can not change LoadBalancer AddressType once created. delete and retry' },
      {
        event: 'E18',
        text: 'alicloud: the loadbalancer lb-1 can not be reused, service has been associated with ip [1.2.3.4], cannot be bound to ip [5.6.7.8]',
      },
      { event: undefined, text: 'alicloud: the flux capacitor is empty' },
      { event: 'E13', text: 'alicloud: can not change ResourceGroupId once created' },
    ]);
  });

  it('are found in every pair that one event joins', () => {
    const joinable = knownMessages
      .map(({ id, message }) => ({ id, body: message.replace(/^.*?load balancer \[[^\]]*\]: /, '') }))
      .filter(({ body }) => body.startsWith('alicloud: '));
    expect(joinable.length).toBeGreaterThan(8);
    for (const one of joinable) {
      for (const other of joinable) {
        const joined = `Error syncing load balancer [lb-bp1]: [${one.body}, ${other.body}]`;
        expect(eventsIn(joined), joined).toEqual([...new Set([one.id, other.id])]);
      }
    }
  });
});

/** The same message as another cluster, another keyboard or a narrow terminal writes it. */
const mutations: Readonly<Record<string, (message: string) => fc.Arbitrary<string>>> = {
  'other ids and addresses': (message) =>
    fc
      .tuple(fc.stringMatching(/^[a-z0-9]{8,20}$/), fc.ipV4())
      .map(([id, ip]) =>
        message
          .replaceAll(/\b((?:lb|nlb|vpc|rsp|sgp|vsw)-)[a-z0-9]{6,}/g, `$1${id}`)
          .replaceAll(/\b\d+\.\d+\.\d+\.\d+\b/g, ip),
      ),
  'other letter case': (message) =>
    fc
      .array(fc.boolean(), { minLength: message.length, maxLength: message.length })
      .map((upper) =>
        Array.from(message, (sign, at) => (upper[at] === true ? sign.toUpperCase() : sign.toLowerCase())).join(''),
      ),
  'full-width signs': (message) =>
    fc
      .array(fc.boolean(), { minLength: message.length, maxLength: message.length })
      .map((wide) =>
        Array.from(message, (sign, at) =>
          wide[at] === true && /[!-/:-@[-`{-~]/.test(sign)
            ? String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)
            : sign,
        ).join(''),
      ),
  'signs of a Chinese keyboard, which bring their own blank': (message) =>
    fc
      .array(fc.boolean(), { minLength: message.length, maxLength: message.length })
      .map((wide) =>
        message.replaceAll(/([,:]) /g, (signs, sign: string, at: number) =>
          wide[at] === true ? (sign === ',' ? '，' : '：') : signs,
        ),
      ),
  'line breaks': (message) =>
    fc
      .array(fc.constantFrom(' ', '\n', '\r\n', '\n    ', '\u00A0', '  '), {
        minLength: message.length,
        maxLength: message.length,
      })
      .map((breaks) => Array.from(message, (sign, at) => (sign === ' ' ? (breaks[at] ?? ' ') : sign)).join('')),
  'words around it': (message) =>
    fc
      .tuple(
        fc.constantFrom('', 'Warning SyncLoadBalancerFailed 3m ', '2026-03-01T08:00:00Z '),
        fc.constantFrom('', '.', ' (x5 over 10m)', '"'),
      )
      .map(([before, after]) => before + message + after),
};

describe.each(Object.entries(mutations))('%s', (_, mutate) => {
  it.each(knownMessages)('leave $id what it is: $message', ({ id, message }) => {
    fc.assert(
      fc.property(mutate(message), (written) => {
        expect(eventsIn(written)).toEqual([id]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('any text', () => {
  it('is split without fault, into parts that are not empty', () => {
    const words = fc.constantFrom(
      ...knownMessages.map(({ message }) => message),
      '[',
      ']',
      ', ',
      '\u202E',
      'load balancer [',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const { text: part, event } of splitMessage(text).parts)
          expect(part !== '' || event === undefined).toBe(true);
      }),
    );
  });
});

describe('unrelated events', () => {
  it('are two hundred, of many kinds, and no two alike', () => {
    expect(unrelatedEvents.length).toBeGreaterThanOrEqual(200);
    expect(new Set(unrelatedEvents.map(({ message }) => message)).size).toBe(unrelatedEvents.length);
    expect(new Set(unrelatedEvents.map(({ kind }) => kind)).size).toBeGreaterThan(30);
  });

  it.each(unrelatedEvents)('$kind $reason matches nothing: $message', ({ reason, message }) => {
    expect(said(message)).toEqual(['?']);
    // Even where the object is a Service.
    const event = {
      kind: 'Event',
      involvedObject: { kind: 'Service', namespace: 'shop', name: 'web' },
      reason,
      message,
    };
    expect(said(JSON.stringify(event))).toEqual([]);
  });
});
