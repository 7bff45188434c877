import type { ScalarType } from '../model/node.ts';

/**
 * The type and content that Kubernetes gives a plain scalar. It reads YAML with a Go library that follows YAML 1.1 for
 * bools and octals, but neither its base-60 numbers nor (after conversion to JSON) its dates.
 * Checked with kubectl 1.32 and 1.34.
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

function resolveNumber(source: string): { type: ScalarType; text: string } | undefined {
  const digits = source.replaceAll('_', '');
  const match = /^([+-]?)(?:0b([01]+)|0x([0-9a-fA-F]+)|0o?([0-7]+)|(0|[1-9][0-9]*))$/.exec(digits);
  if (match) {
    const [, sign, binary, hex, octal, decimal] = match;
    const value =
      binary !== undefined
        ? BigInt(`0b${binary}`)
        : hex !== undefined
          ? BigInt(`0x${hex}`)
          : octal !== undefined
            ? BigInt(`0o${octal}`)
            : BigInt(decimal ?? 0);
    return { type: 'int', text: String(sign === '-' ? -value : value) };
  }
  if (/^[+-]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][+-]?[0-9]+)?$/.test(digits)) {
    return { type: 'float', text: String(Number(digits)) };
  }
  // Kubernetes refuses these outright, so they are numbers and no strings.
  if (/^[+-]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(source)) return { type: 'float', text: source };
  return undefined;
}
