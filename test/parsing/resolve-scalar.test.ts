import { expect, it } from 'vitest';
import { resolvePlainScalar } from '../../src/parsing/resolve-scalar.ts';

/** What Kubernetes makes of plain text, checked with kubectl 1.32 and 1.34 and with sigs.k8s.io/yaml. */
it.each([
  ['on', 'bool', 'true'],
  ['Off', 'bool', 'false'],
  ['yes', 'bool', 'true'],
  ['NO', 'bool', 'false'],
  ['y', 'bool', 'true'],
  ['n', 'bool', 'false'],
  ['true', 'bool', 'true'],
  ['oN', 'string', 'oN'],
  ['0777', 'int', '511'],
  ['0o777', 'int', '511'],
  ['0b11', 'int', '3'],
  ['0x1F', 'int', '31'],
  ['-0x1F', 'int', '-31'],
  ['+5', 'int', '5'],
  ['1_000', 'int', '1000'],
  ['089', 'float', '89'],
  ['1e3', 'float', '1000'],
  ['.5', 'float', '0.5'],
  ['9007199254740993', 'int', '9007199254740993'],
  ['12:30:45', 'string', '12:30:45'],
  ['2024-01-01', 'string', '2024-01-01'],
  ['.inf', 'float', '.inf'],
  ['.nan', 'float', '.nan'],
  ['', 'null', ''],
  ['~', 'null', ''],
  ['null', 'null', ''],
  ['nulls', 'string', 'nulls'],
  ['30s', 'string', '30s'],
  ['https:443', 'string', 'https:443'],
  ['v1.32', 'string', 'v1.32'],
  ['1.32', 'float', '1.32'],
  ['-', 'string', '-'],
  ['.', 'string', '.'],
  ['_1', 'string', '_1'],
])('%s is %s %s', (source, type, text) => {
  expect(resolvePlainScalar(source)).toEqual({ type, text });
});
