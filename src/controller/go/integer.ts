import { quote } from './text.ts';

/** What `strconv.Atoi` makes of a text: a 64-bit integer, or the text of its error. */
export type Parsed = { readonly value: bigint } | { readonly fault: string };

const largest = 9223372036854775807n;
/** The text is read without its sign first. */
const largestUnsigned = 18446744073709551615n;
const smallest = -9223372036854775808n;

/**
 * https://pkg.go.dev/strconv#Atoi: digits with an optional sign, nothing else; `007` and `+7` are numbers. A text is read
 * from the left up to its first fault, so one that overflows before a letter is out of range.
 */
export function parseInteger(text: string): Parsed {
  const digits = /^[+-]?0*([0-9]*)/.exec(text)?.[1] ?? '';
  const isWhole = /^[+-]?[0-9]+$/.test(text);
  // Nothing is read behind the digit that no longer fits; converting a megabyte of them would take seconds, too.
  if (digits.length > 20 || BigInt(digits) > largestUnsigned) return fault(text, 'value out of range');
  if (!isWhole) return fault(text, 'invalid syntax');
  const value = text.startsWith('-') ? -BigInt(digits) : BigInt(digits);
  return value > largest || value < smallest ? fault(text, 'value out of range') : { value };
}

function fault(text: string, what: string): Parsed {
  return { fault: `strconv.Atoi: parsing ${quote(text)}: ${what}` };
}

/** The lowest 32 bits as a signed number, which is what a conversion to `int32` keeps. */
export function toInt32(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}
