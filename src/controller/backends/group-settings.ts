import type { Context } from '../context.ts';
import { equalsFold } from '../go/text.ts';
import { isKnown } from '../values.ts';

/** A weight from 0 to 100, or what is wrong with the text; undefined when absent or unknown. */
export type Weight = { readonly value: number } | { readonly fault: 'syntax' | 'range'; readonly detail: string };

export function weightOf({ annotations }: Context, key: 'weight' | 'default-weight'): Weight | undefined {
  const parsed = annotations.integer(key);
  if (parsed === undefined || 'placeholder' in parsed) return undefined;
  if ('fault' in parsed) return { fault: 'syntax', detail: parsed.fault };
  if (parsed.value < 0n || parsed.value > 100n) return { fault: 'range', detail: '' };
  return { value: Number(parsed.value) };
}

/** Weights that were set by hand stay. */
export function ignoresWeights({ annotations }: Context): boolean {
  const text = annotations.text('ignore-weight-update');
  return isKnown(text) && equalsFold(text, 'on');
}
