import { describe, expect, it } from 'vitest';
import { resolvePlainScalar } from '../../src/parsing/resolve-scalar.ts';

/** What Kubernetes makes of plain text, checked with kubectl 1.32 and 1.34 and with sigs.k8s.io/yaml. */
describe('words', () => {
  it.each([
    ['on', 'bool', 'true'],
    ['On', 'bool', 'true'],
    ['ON', 'bool', 'true'],
    ['Off', 'bool', 'false'],
    ['yes', 'bool', 'true'],
    ['NO', 'bool', 'false'],
    ['y', 'bool', 'true'],
    ['Y', 'bool', 'true'],
    ['n', 'bool', 'false'],
    ['true', 'bool', 'true'],
    ['False', 'bool', 'false'],
    ['oN', 'string', 'oN'],
    ['tRue', 'string', 'tRue'],
    ['', 'null', ''],
    ['~', 'null', ''],
    ['null', 'null', ''],
    ['Null', 'null', ''],
    ['NULL', 'null', ''],
    ['nULL', 'string', 'nULL'],
    ['nulls', 'string', 'nulls'],
    ['inf', 'string', 'inf'],
    ['NaN', 'string', 'NaN'],
    ['Infinity', 'string', 'Infinity'],
    ['-', 'string', '-'],
    ['=', 'string', '='],
    ['https:443', 'string', 'https:443'],
    ['٣', 'string', '٣'],
  ])('%s is %s %s', (source, type, text) => {
    expect(resolvePlainScalar(source)).toEqual({ type, text });
  });
});

describe('integers', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['+5', '5'],
    ['007', '7'],
    ['0777', '511'],
    ['-0777', '-511'],
    ['0o777', '511'],
    ['0O17', '15'],
    ['0b11', '3'],
    ['0B11', '3'],
    ['-0b11', '-3'],
    ['0b-11', '-3'],
    ['0b+11', '3'],
    ['0x1F', '31'],
    ['0X1f', '31'],
    ['-0x1F', '-31'],
    ['1_000', '1000'],
    ['1__0', '10'],
    ['1_', '1'],
    ['-_1', '-1'],
    ['0_7', '7'],
    ['0_b1', '1'],
    ['0x_1F', '31'],
    ['0_', '0'],
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['18446744073709551615', '18446744073709551615'],
    ['0xFFFFFFFFFFFFFFFF', '18446744073709551615'],
  ])('%s is %s', (source, text) => {
    expect(resolvePlainScalar(source)).toEqual({ type: 'int', text });
  });
});

describe('floats', () => {
  it.each([
    ['089', '89'],
    ['-08', '-8'],
    ['08.5', '8.5'],
    ['0777.5', '777.5'],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['1_e3', '1000'],
    ['12e03', '12000'],
    ['1.', '1'],
    ['.5', '0.5'],
    ['+.5', '0.5'],
    ['.5_0', '0.5'],
    ['-.5_0', '-0.5'],
    ['1.32', '1.32'],
    ['1e-400', '0'],
    // Beyond 64 bits a decimal is rounded, here as in Kubernetes.
    ['18446744073709551616', '18446744073709552000'],
    ['+9223372036854775808', '9223372036854776000'],
    ['-9223372036854775809', '-9223372036854776000'],
    ['1e21', '1e+21'],
    // Kubernetes refuses these; they are no strings all the same.
    ['.inf', '.inf'],
    ['-.Inf', '-.Inf'],
    ['+.INF', '+.INF'],
    ['.nan', '.nan'],
    ['.NaN', '.NaN'],
  ])('%s is %s', (source, text) => {
    expect(resolvePlainScalar(source)).toEqual({ type: 'float', text });
  });
});

const texts = `
  12:30:45 190:20:30 2024-01-01 2024-01-01T00:00:00Z 1.2.3 v1.32 30s 80/TCP 1,000
  . +. .e5 1e --5 0b 0x 0o 0xg 0o8 0b12 00o7 -0b-1 +0b+1 0x1p-2 1p3
  _1 -_ ._5 .5_ .5__0 0x_ -.nan .iNF 1e400 -1e400 .1e400
  0x1FFFFFFFFFFFFFFFF -0xFFFFFFFFFFFFFFFF 0o7777777777777777777777777
`;

it.each(texts.trim().split(/\s+/))('%s is text', (source) => {
  expect(resolvePlainScalar(source)).toEqual({ type: 'string', text: source });
});
