import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseManifest } from '../../src/parsing/parse-manifest.ts';

const name = fc.stringMatching(/^[a-z]{1,6}$/);

it('finds entries of small and large maps alike, in their order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 20 }), name, (names, other) => {
      const lines = names.map((each, at) => `    ${each}x: "${at}"\n`).join('');
      const text = `apiVersion: v1\nkind: Service\nmetadata:\n  labels:${lines === '' ? ' {}\n' : `\n${lines}`}`;
      const { resources } = parseManifest(new TextEncoder().encode(text), { isRelevantKind: () => true });
      const metadata = resources[0]?.root.entries.get('metadata')?.value;
      const labels = metadata?.kind === 'map' ? metadata.entries.get('labels')?.value : undefined;
      const entries = labels?.kind === 'map' ? labels.entries : undefined;
      const model = new Map(names.map((each, at) => [`${each}x`, String(at)]));
      const textOf = (value: unknown): unknown => (value as { text: string }).text;
      expect(entries?.size).toBe(model.size);
      expect([...(entries ?? [])].map(([key, { value }]) => [key, textOf(value)])).toEqual([...model]);
      expect([...(entries?.keys() ?? [])]).toEqual([...model.keys()]);
      expect([...(entries?.values() ?? [])].map(({ value }) => textOf(value))).toEqual([...model.values()]);
      const visited: string[] = [];
      entries?.forEach((_, key) => visited.push(key));
      expect(visited).toEqual([...model.keys()]);
      for (const key of [...model.keys(), `${other}x`, other]) {
        expect(entries?.has(key)).toBe(model.has(key));
        expect(textOf(entries?.get(key)?.value ?? { text: undefined })).toBe(model.get(key));
      }
    }),
  );
});

it('gives keys as they are written, each the same whenever it is asked for', () => {
  const quotes = fc.constantFrom('', "'", '"');
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(name, quotes), { selector: ([each]) => each, maxLength: 12 }), (words) => {
      // Plain `on` and `443` are no strings; the others read as something else than is written.
      const odd = ['on', '443', '"\\x41b"', "'It''s'"];
      const written = [...words.map(([each, quote]) => `${quote}${each}x${quote}`), ...odd];
      const text = `apiVersion: v1\nkind: Service\n${written.map((each) => `${each}: 1\n`).join('')}`;
      const { resources } = parseManifest(new TextEncoder().encode(text), { isRelevantKind: () => true });
      const root = resources[0]?.root;
      for (const [key, entry] of root?.entries ?? []) {
        const { range, style, textStart } = entry.key;
        const quote = { plain: '', single: "'", double: '"', block: '|' }[style];
        const source = text.slice(range.start, range.end);
        expect([entry.key.text, entry.key.step, entry.key.parent]).toEqual([key, key, root]);
        expect(source.startsWith(quote) && source.endsWith(quote)).toBe(true);
        if (source === `${quote}${key}${quote}`) expect(textStart).toBe(range.start + quote.length);
        else expect(textStart).toBeUndefined();
        expect(root?.entries.get(key)?.key).toBe(entry.key);
      }
      expect(root?.entries.size).toBe(written.length + 2);
    }),
  );
});
