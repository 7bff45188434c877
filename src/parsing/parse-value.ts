import { parseDocument } from 'yaml';
import type { ValueNode } from '../model/node.ts';
import type { Range } from '../model/position.ts';
import { RefusedValue, buildValue, LimitExceeded } from './build-value.ts';
import { defaultLimits } from './limits.ts';

export type ParsedValue = { readonly value: ValueNode | undefined } | { readonly error: string; readonly range: Range };

/** Reads a text that holds one YAML document, such as our own configuration, with positions. */
export function parseValue(text: string): ParsedValue {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const document = parseDocument(text.slice(start), {
    schema: 'failsafe',
    uniqueKeys: true,
    // Not silent: a second document is an error here.
    logLevel: 'error',
    prettyErrors: false,
  });
  const error = document.errors[0];
  if (error !== undefined)
    return { error: error.message, range: { start: start + error.pos[0], end: start + error.pos[1] } };
  if (document.contents === null) return { value: undefined };
  try {
    return {
      value: buildValue(
        text,
        { index: 0, start, end: text.length, dropped: undefined },
        { document, text, toSource: (offset) => offset },
        defaultLimits,
        () => {},
      ),
    };
  } catch (thrown) {
    if (!(thrown instanceof LimitExceeded || thrown instanceof RefusedValue)) throw thrown;
    return { error: thrown.message, range: thrown.range };
  }
}
