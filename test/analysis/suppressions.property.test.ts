import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, type CheckResult } from '../../src/analysis/check.ts';
import { changeBetween } from '../../src/analysis/compare-trees.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import { today, treeOf, type Files } from '../support/check-files.ts';
import { shortGrace, withoutDrain } from '../support/manifests.ts';

const seed = 20261126;
const ids = ['connection-drain-not-enabled', 'grace-period-too-short', 'prestop-missing', 'no-such-rule'];
const before = { 's.yaml': withoutDrain, 'd.yaml': shortGrace };

interface Mark {
  readonly file: keyof typeof before;
  readonly line: number;
  readonly behind: boolean;
  readonly rules: readonly string[];
}
const mark: fc.Arbitrary<Mark> = fc.record({
  file: fc.constantFrom('s.yaml' as const, 'd.yaml' as const),
  line: fc.nat(40),
  behind: fc.boolean(),
  rules: fc.subarray(ids, { minLength: 1 }),
});

/** The files with comments put in, from the last line up. */
function withMarks(marks: readonly Mark[]): Files {
  const files: Record<string, string[]> = {
    's.yaml': withoutDrain.trimEnd().split('\n'),
    'd.yaml': shortGrace.trimEnd().split('\n'),
  };
  for (const { file, line, behind, rules } of [...marks].sort((left, right) => right.line - left.line)) {
    const lines = files[file] ?? [];
    const at = line % lines.length;
    const comment = `# ack-service-gate-ignore: ${rules.join(', ')} -- generated`;
    if (!behind) lines.splice(at, 0, comment);
    else if (lines[at]?.includes('#') === false) lines[at] += ` ${comment}`;
  }
  return Object.fromEntries(Object.entries(files).map(([file, lines]) => [file, `${lines.join('\n')}\n`]));
}

function judge(files: Files, base?: Files): CheckResult {
  const head = treeOf(files);
  const settings = resolveSettings({ failOn: 'info', gate: 'all' }, {}, base !== undefined, 'en');
  if (base === undefined) return check({ settings, head, today });
  const tree = treeOf(base, 'base');
  return check({ settings, head, today, base: { tree, change: changeBetween(head, tree) } });
}

const identities = ({ findings }: CheckResult): string[] => findings.map(({ fingerprint }) => fingerprint).sort();
const silenced = ({ findings }: CheckResult): string[] =>
  findings
    .filter(({ suppression }) => suppression !== null)
    .map(({ fingerprint }) => fingerprint)
    .sort();

describe('comments put in anywhere', () => {
  it('change no finding, and silence only rules that they name', () => {
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 4 }), (marks) => {
        const result = judge(withMarks(marks));
        const named = new Set(marks.flatMap(({ rules }) => rules));

        expect(identities(result)).toEqual(identities(judge(before)));
        for (const { suppression, ruleId } of result.findings)
          if (suppression !== null) expect(named).toContain(ruleId);
        const open = result.findings.filter(({ suppression }) => suppression === null).length;
        expect(result.outcome.result).toBe(open === 0 ? 'pass' : 'fail');
      }),
      { seed, numRuns: 60 },
    );
  });

  it('silence nothing in the change that brings them, and each is said', () => {
    fc.assert(
      fc.property(fc.array(mark, { minLength: 1, maxLength: 4 }), (marks) => {
        const result = judge(withMarks(marks), before);

        expect(silenced(result)).toEqual([]);
        expect(result.outcome.result).toBe('fail');
        if (marks.every(({ behind }) => !behind)) expect(result.problems[0]?.kind).toMatch(/^(?:new|unknown)-supp/);
      }),
      { seed, numRuns: 60 },
    );
  });

  it('silence the same once they are merged', () => {
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 4 }), (marks) => {
        const files = withMarks(marks);

        expect(silenced(judge(files, files))).toEqual(silenced(judge(files)));
      }),
      { seed, numRuns: 60 },
    );
  });
});

describe('made-up manifests', () => {
  it('with masses of suppressions end with an answer', () => {
    const comment = '# ack-service-gate-ignore: prestop-missing -- x\n';
    const list = Array.from({ length: 20_000 }, (_, at) => `r${at}`).join();
    const files = {
      's.yaml': withoutDrain + comment.repeat(20_000),
      'd.yaml': `# ack-service-gate-ignore: ${list} -- x\n${shortGrace}`,
    };
    const result = judge(files);

    expect(result.problems.filter(({ kind }) => kind === 'unused-suppression')).toHaveLength(20_000);
    expect(result.problems.filter(({ kind }) => kind === 'malformed-suppression')).toHaveLength(1);
  });
});
