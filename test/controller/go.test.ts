import { describe, expect, it } from 'vitest';
import { parseInteger, toInt32 } from '../../src/controller/go/integer.ts';
import { equalsFold, quote, trimSpace, upperCase } from '../../src/controller/go/text.ts';

/** Answers of the Go functions of the same name, from their documentation and from running them (Go 1.22). */
describe('strconv.Atoi', () => {
  it.each([
    ['0', 0n],
    ['-0', 0n],
    ['+7', 7n],
    ['007', 7n],
    ['-12', -12n],
    ['9007199254740993', 9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['00000000000000000000000000012', 12n],
  ])('%j is a number', (text, value) => {
    expect(parseInteger(text)).toEqual({ value });
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1.0',
    '1e3',
    '0x10',
    '1_000',
    '1,000',
    '+',
    '-',
    '+-1',
    '٣',
    '１',
    '30s',
    '\u0000',
    'NaN',
    '18446744073709551615x',
  ])('%j is none', (text) => {
    expect(parseInteger(text)).toEqual({ fault: `strconv.Atoi: parsing ${quote(text)}: invalid syntax` });
  });

  it.each([
    '9223372036854775808',
    '-9223372036854775809',
    '1'.repeat(1000),
    '99999999999999999999x',
    '+60390665890995750378-9',
    '18446744073709551616.5',
    '0018446744073709551616 ',
  ])('%s does not fit', (text) => {
    expect(parseInteger(text)).toEqual({ fault: `strconv.Atoi: parsing "${text}": value out of range` });
  });

  it('keeps the lowest 32 bits', () => {
    expect([toInt32(2147483647n), toInt32(2147483648n), toInt32(-1n), toInt32(4294967296n)]).toEqual([
      2147483647, -2147483648, -1, 0,
    ]);
  });
});

describe('strings', () => {
  it.each([
    ['on', true],
    ['ON', true],
    ['oN', true],
    ['0n', false],
    ['on ', false],
    ['о\u043d', false],
    ['', false],
  ])('%j equals on: %s', (text, same) => {
    expect(equalsFold(text, 'on')).toBe(same);
  });

  it('folds the letters that fold to ASCII', () => {
    expect(equalsFold('tcp\u017f\u017fl', 'tcpssl')).toBe(true);
    expect(upperCase('tcp\u017f\u017fl')).toBe('TCPSSL');
    expect(upperCase('\u00e9a')).toBe('\u00e9A');
  });

  it('trims what Unicode calls white space, and nothing else', () => {
    expect(trimSpace(' \t\n\u00a0\u3000a b\u2028\r ')).toBe('a b');
    expect(trimSpace('\u200ba\ufeff')).toBe('\u200ba\ufeff');
    expect(trimSpace(' '.repeat(100_000))).toBe('');
  });

  it.each([
    ['a"b', String.raw`"a\"b"`],
    ['a\\b', String.raw`"a\\b"`],
    ['\u0000\u001b\n', String.raw`"\x00\x1b\n"`],
    ['\u200b', String.raw`"\u200b"`],
    ['\u{e0001}', String.raw`"\U000e0001"`],
    ['负载 é 😀', '"负载 é 😀"'],
  ])('%j in quotes', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});
