import { quote } from './text.ts';

/** What `strconv.Atoi` makes of a text: a 64-bit integer, or the text of its error. */
export type Parsed = { readonly value: bigint } | { readonly fault: string };

const largest = 9223372036854775807n;
const smallest = -9223372036854775808n;

/** https://pkg.go.dev/strconv#Atoi: digits with an optional sign, nothing else; `007` and `+7` are numbers. */
export function parseInteger(text: string): Parsed {
  const digits = /^[+-]?0*([0-9]+)$/.exec(text)?.[1];
  if (digits === undefined) return { fault: `strconv.Atoi: parsing ${quote(text)}: invalid syntax` };
  // More than 19 digits cannot fit; converting a megabyte of them would take seconds.
  const value = digits.length > 19 ? undefined : BigInt(text.startsWith('-') ? `-${digits}` : digits);
  if (value === undefined || value > largest || value < smallest)
    return { fault: `strconv.Atoi: parsing ${quote(text)}: value out of range` };
  return { value };
}

/** The lowest 32 bits as a signed number, which is what a conversion to `int32` keeps. */
export function toInt32(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}
