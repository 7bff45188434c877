import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRelevantKind } from '../../src/catalog/kinds.ts';
import { parseManifest } from '../../src/parsing/parse-manifest.ts';
import { commentsHolding } from '../../src/parsing/read-comments.ts';
import { first, textIn } from '../support/parse.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

/** Each comment that is kept, as `document:line:column text`, with a `*` where it leads its document. */
function kept(text: string): string[] {
  const manifest = parseManifest(new TextEncoder().encode(text), { isRelevantKind, commentWord: 'gate' });
  return manifest.comments.map(({ document, range, text: written, leads }) => {
    expect(textIn(manifest, range)).toBe(written);
    const { line, column } = manifest.lines.positionAt(range.start);
    return `${document}:${line}:${column}${leads ? '*' : ''} ${written}`;
  });
}

describe('comments', () => {
  it.each([
    ['above the first key', `# gate\n${service}`, ['0:1:1* # gate']],
    ['on a line of their own', `${service}  # gate\n  namespace: shop\n`, ['0:5:3 # gate']],
    ['behind a value', `${service.trimEnd()} # gate\n`, ['0:4:13 # gate']],
    ['behind tabs', `${service.trimEnd()}\t\t# gate\n`, ['0:4:14 # gate']],
    ['with CRLF', `# gate\n${service.trimEnd()} # gate\n`.replaceAll('\n', '\r\n'), ['0:1:1* # gate', '0:5:13 # gate']],
    ['with a lone CR', `${service.trimEnd()} # gate\n`.replaceAll('\n', '\r'), ['0:4:13 # gate']],
    ['behind a byte order mark', `\uFEFF# gate\n${service}`, ['0:1:1* # gate']],
    ['without the word', `# other\n${service}`, []],
    ['in a flow', '{apiVersion: v1, # gate\nkind: Service}\n', ['0:1:18 # gate']],
    ['in a block text', `${service}data: |\n  # gate\n  x\n`, []],
    ['in a block text at the margin of a list', `${service}data:\n- |\n # gate\n`, []],
    ['in a quoted text', `${service}data: "x # gate"\nmore: 'x\n\n  # gate'\n`, []],
    ['in a quoted text that is not indented', `${service}data: "x\n# gate"\nmore: 1 # gate\n`, ['0:7:9 # gate']],
    ['in a plain text', `${service}data: x#gate\n`, []],
    ['in front of the marker', `# gate\n---\n${service}`, ['1:1:1* # gate']],
    ['on the marker', `--- # gate\n${service}`, ['0:1:5* # gate']],
    ['behind the last value', `${service}# gate\n---\n${service}`, ['0:5:1 # gate']],
    ['in a second document', `${service}---\n# gate\n${service}`, ['1:6:1* # gate']],
    ['in a document of another kind', `kind: ConfigMap # gate\n---\n${service}`, ['0:1:17* # gate']],
    ['in a document that cannot be read', `kind: Service # gate\nx: [\n---\n${service}`, []],
    ['alone in the last document', `${service}---\n# gate\n`, ['1:6:1* # gate']],
  ])('%s', (_, text, expected) => {
    expect(kept(text)).toEqual(expected);
  });

  it('are where the text says, and change no value', () => {
    const word = fc.constantFrom('a', 'x#y', '"# gate"', "'# gate'", '"a\\"# gate"', '[1, 2]', '|\n    # gate\n    x');
    const line = fc.record({ value: word, behind: fc.boolean(), above: fc.boolean() });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const body = lines.map(({ value, behind, above }, at) => {
          const comment = behind && !value.startsWith('|') ? ' # gate behind' : '';
          return `${above ? '  # gate above\n' : ''}  k${at}: ${value}${comment}\n`;
        });
        const write = (text: string): string => `${service}spec:\n  type: x\n${text}`.replaceAll('\n', end);
        const commented = write(body.join(''));
        const found = kept(commented).map((shown) => shown.split(' # ')[1]);
        const expected = lines.flatMap(({ value, behind, above }) => [
          ...(above ? ['gate above'] : []),
          ...(behind && !value.startsWith('|') ? ['gate behind'] : []),
        ]);
        // A comment behind a block text at its indentation belongs to the text.
        const swallowed = lines.some(({ value }, at) => value.startsWith('|') && lines[at + 1]?.above === true);
        fc.pre(!swallowed);
        expect(found).toEqual(expected);
        const parse = (text: string) => parseManifest(new TextEncoder().encode(text), { isRelevantKind });
        expect(first(parse(commented), 'spec').kind).toBe('map');
      }),
    );
  });

  it('of any text lie within it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('# gate', '\n', ' ', 'a: ', '"', "'", '|', '- ', '[', '\t', '\r\n')),
        (parts) => {
          const text = parts.join('');
          for (const { range, text: written } of commentsHolding('gate', text)) {
            expect(text.slice(range.start, range.end)).toBe(written);
          }
        },
      ),
    );
  });
});
