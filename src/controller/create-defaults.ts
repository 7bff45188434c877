import { defaultTags, type Context } from './context.ts';
import { isPlaceholderValue, type Attributes, type Value } from './values.ts';

/** What the controller adds or changes when it creates an instance. */
export interface CreateDefaults {
  readonly defaults: Attributes;
  /** Why they cannot be computed. */
  readonly error: string | undefined;
}

/** The controller's own tags, and behind them those of the Service, which therefore win. */
export function withDefaultTags(context: Context, tags: Value | undefined): Value {
  if (isPlaceholderValue(tags)) return tags;
  return { ...defaultTags(context), ...(tags as Readonly<Record<string, Value>> | undefined) };
}
