import type { CheckResult } from '../../src/analysis/check.ts';

/** One line a finding: exact range, severity, rule and message, certainty, and the key path. */
export function rangesOf({ findings }: Pick<CheckResult, 'findings'>): string {
  return findings
    .map(({ location: { tree, start, end, path }, severity, ruleId, messageId, assumes }) => {
      const range = `${tree === 'base' ? 'base ' : ''}${start.line}:${start.column}-${end.line}:${end.column}`;
      const words = [range, severity, `${ruleId}/${messageId}`, path, ...assumes.map((fact) => `if ${fact}`)];
      return `${words.filter((word) => word !== '').join(' ')}\n`;
    })
    .join('');
}
