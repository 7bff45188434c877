import type { ScalarType } from '../model/node.ts';

/**
 * The type and content that Kubernetes gives a plain scalar. It reads YAML with a Go library that follows YAML 1.1 for
 * bools and octals, but neither its base-60 numbers nor (after conversion to JSON) its dates.
 * Checked with kubectl 1.32 and 1.34, odd forms with sigs.k8s.io/yaml 1.6 (`resolve.go` of its go-yaml v2).
 */
export function resolvePlainScalar(source: string): { readonly type: ScalarType; readonly text: string } {
  if (nulls.has(source)) return { type: 'null', text: '' };
  if (bools.has(source)) return { type: 'bool', text: trueWords.has(source) ? 'true' : 'false' };
  const first = source.charCodeAt(0);
  const maybeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!maybeNumber) return { type: 'string', text: source };
  return resolveNumber(source) ?? { type: 'string', text: source };
}

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const trueWords = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const falseWords = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const bools = new Set([...trueWords, ...falseWords]);

/** What Go's `strconv` makes of it with base 0 and 64 bits; underscores may stand anywhere but at the front. */
function resolveNumber(source: string): { type: ScalarType; text: string } | undefined {
  // Kubernetes refuses these outright, so they are numbers and no strings.
  if (/^[+-]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(source)) return { type: 'float', text: source };
  // Behind a leading point they must stand between digits.
  if (source.startsWith('.') && /_(?![0-9])|(?<![0-9])_/.test(source)) return undefined;
  const digits = source.replaceAll('_', '');
  const whole = resolveInteger(digits);
  if (whole !== undefined) return { type: 'int', text: String(whole) };
  if (!/^[+-]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][+-]?[0-9]+)?$/.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? { type: 'float', text: String(value) } : undefined;
}

/** An integer of 64 bits, exactly; those beyond, and octals with a wrong digit such as `089`, may be read as floats. */
function resolveInteger(digits: string): bigint | undefined {
  const match =
    /^([+-]?)(?:0[bB]([01]+)|0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(digits) ??
    // The Go library looks for a sign behind its own `0b` once more.
    /^0b([+-])([01]+)$/.exec(digits);
  if (match === null) return undefined;
  const [, sign, binary, hex, octal, decimal = '0'] = match;
  const size =
    binary !== undefined
      ? BigInt(`0b${binary}`)
      : hex !== undefined
        ? BigInt(`0x${hex}`)
        : BigInt(octal === undefined ? decimal : `0o${octal}`);
  const value = sign === '-' ? -size : size;
  const most = sign === '' ? 2n ** 64n - 1n : 2n ** 63n - 1n;
  return value >= -(2n ** 63n) && value <= most ? value : undefined;
}
