import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf, jsonPieces } from '../../src/reporting/json-pieces.ts';

const joined = (value: object): string => [...jsonPieces(value)].join('');

describe('JSON in pieces', () => {
  it('is what JSON.stringify makes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(joined(value)).toBe(`${JSON.stringify(value, null, 2)}\n`);
      }),
    );
  });

  it('takes long lists entry by entry', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (list) => {
        const long = entriesOf(list, (entry) => entry);
        expect(joined({ a: { long }, b: 1 })).toBe(`${JSON.stringify({ a: { long: list }, b: 1 }, null, 2)}\n`);
      }),
    );
  });

  it('leaves out what is undefined', () => {
    expect(joined({ a: undefined, b: { c: undefined } })).toBe('{\n  "b": {}\n}\n');
  });

  it('comes in several where it is long', () => {
    const value = { texts: Array.from({ length: 50 }, (_, at) => String(at).repeat(5_000)) };
    expect([...jsonPieces(value)].length).toBeGreaterThan(3);
    expect(JSON.parse(joined(value))).toEqual(value);
  });
});
