import { isPlaceholder } from '../catalog/placeholders.ts';

/** What a text that cannot be read as manifests may hold, as far as its words tell; undefined is anything. */
export interface HiddenContent {
  readonly kinds: ReadonlySet<string> | undefined;
  readonly names: ReadonlySet<string> | undefined;
}

export const anything: HiddenContent = { kinds: undefined, names: undefined };

/** Tells by the words of a text what may come of it; a template that takes in others may become anything. */
export function hiddenContentOf(text: string): HiddenContent {
  const kinds = writtenAt('kind', text);
  if (kinds?.size === 0 && takesInOthers.test(text)) return anything;
  const names = writtenAt('name', text);
  return { kinds, names: names?.size === 0 ? undefined : names };
}

export function mayHold(
  { kinds, names }: HiddenContent,
  { kind, name }: { readonly kind: string; readonly name: string },
): boolean {
  return (kinds?.has(kind) ?? true) && (names?.has(name) ?? true);
}

const takesInOthers = /^\s*\{\{-?\s*(?:include|template|tpl|range)\b/m;

/** The values of a key wherever it stands; undefined where one of them is decided elsewhere. */
function writtenAt(key: string, text: string): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const [, quoted, plain = ''] of text.matchAll(valuesOf(key))) {
    const value = quoted?.slice(1, -1) ?? plain.replace(/\s+#.*$/, '').trim();
    if (value === '' || value.includes('{{') || isPlaceholder(value)) return undefined;
    found.add(value);
  }
  return found;
}

function valuesOf(key: string): RegExp {
  return new RegExp(
    String.raw`(?:^|[\s{,"'-])${key}["']?[ \t]*:[ \t]*(?:("[^"\n]*"|'[^'\n]*')|([^\n,}]*\}\}|[^\n,}]*))`,
    'gm',
  );
}
