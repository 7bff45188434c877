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
