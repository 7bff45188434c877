import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { checkFiles } from '../support/check-files.ts';

const root = join(import.meta.dirname, '../rules');
const fixtures = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\/bad-.*\.yaml$/.test(file))
  // Bad bytes cannot be re-read as text, and a pointer of Git LFS is one only at the very start of a file.
  .filter((file) => !/bad-(?:not-utf-8|lfs-pointer)\.yaml$/.test(file));

interface Written {
  readonly lines: readonly string[];
  readonly lineEnd: '\n' | '\r\n';
  readonly mark: boolean;
}

const style: fc.Arbitrary<Written> = fc.record({
  lines: fc.array(fc.constantFrom('# 杭州 🚀', '', '#', '   # "quoted: text'), { maxLength: 4 }),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
});

function rewritten(text: string, { lines, lineEnd, mark }: Written): string {
  // The first line stays in front, where a fixture keeps its options.
  return `${mark ? '\uFEFF' : ''}${[...lines, ...text.split('\n')].join(lineEnd)}`;
}

function pointedAt(text: string): { finding: Finding; written: string }[] {
  const { findings } = checkFiles({ 'web.yaml': text });
  return findings.map((finding) => ({
    finding,
    written: text.slice(finding.location.startOffset, finding.location.endOffset).replaceAll('\r\n', '\n'),
  }));
}

it('a reported range, re-read from the file, is the offending text however the file is written', () => {
  fc.assert(
    fc.property(fc.constantFrom(...fixtures), style, (fixture, written) => {
      const original = readFileSync(join(root, fixture), 'utf8');
      const text = rewritten(original, written);
      const before = pointedAt(original);
      const after = pointedAt(text);
      expect(after.map((each) => [each.finding.ruleId, each.written])).toEqual(
        before.map((each) => [each.finding.ruleId, each.written]),
      );
      for (const { finding } of after) {
        const { start, startOffset } = finding.location;
        const lineStart = text.lastIndexOf('\n', startOffset - 1) + 1;
        const mark = start.line === 1 && written.mark ? 1 : 0;
        expect(start.column).toBe(startOffset - lineStart + 1 - mark);
        expect(start.line).toBe(text.slice(0, startOffset).split('\n').length);
      }
    }),
    { seed: 20261125, numRuns: 300 },
  );
});
