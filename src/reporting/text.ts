import type { CheckResult } from '../analysis/check.ts';
import { isApproved, isSilenced } from '../analysis/decide-outcome.ts';
import {
  inLocale,
  type Bilingual,
  type Finding,
  type Location,
  type Problem,
  type Severity,
} from '../model/finding.ts';
import type { Tree } from '../world/tree.ts';
import { factLines } from './fact-lines.ts';
import { approvedBy, countsLine, severityWords, verdictLine, verdictWords } from './headline.ts';
import { paint, type Paint } from './paint.ts';
import { rolloutLines } from './rollout/text.ts';
import { visible, width } from './show-text.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Leaves out everything but findings and the last line. */
  readonly quiet: boolean;
  /** Adds what was not evaluated, unchanged findings and every problem. */
  readonly verbose: boolean;
}

/** The report for people: each finding with its source line, an underline on the value, what, why and what to do. */
export function textReport(result: CheckResult, options: TextOptions): string {
  return new TextReport(result, options).lines().join('\n');
}

class TextReport {
  readonly #result: CheckResult;
  readonly #options: TextOptions;
  readonly #paint: Paint;
  readonly #explained = new Set<string>();

  constructor(result: CheckResult, options: TextOptions) {
    this.#result = result;
    this.#options = options;
    this.#paint = paint(options.colour);
  }

  lines(): string[] {
    const { findings, settings, hasBase } = this.#result;
    const lines: string[] = [];
    const open = findings.filter(
      ({ status, suppression }) =>
        (!isSilenced({ suppression }) || this.#options.verbose) &&
        (status === 'new' || (status === 'unchanged' && (settings.gate === 'all' || this.#options.verbose))),
    );
    for (const finding of open) lines.push(...this.#finding(finding), '');
    if (!this.#options.quiet) {
      if (hasBase && this.#options.verbose)
        for (const finding of findings.filter(({ status }) => status === 'fixed')) lines.push(this.#fixed(finding));
      if (this.#options.verbose) lines.push(...rolloutLines(this.#result.rollouts, settings.locale));
      lines.push(...this.#problems(), ...this.#notEvaluated(), ...this.#facts());
    }
    lines.push(...this.#summary(), '');
    return lines;
  }

  #say(text: Bilingual): string {
    return visible(inLocale(text, this.#result.settings.locale));
  }

  #word(en: string, zh: string): string {
    return inLocale({ en, zh }, this.#result.settings.locale);
  }

  #severity(severity: Severity): string {
    const colours = { error: this.#paint.red, warning: this.#paint.yellow, info: this.#paint.blue };
    return colours[severity](this.#say(severityWords[severity]));
  }

  #finding(finding: Finding): string[] {
    const { bold, dim } = this.#paint;
    const status = !this.#result.hasBase
      ? ''
      : finding.worsened
        ? ` ${this.#word('(worse than before)', '（较之前恶化）')}`
        : finding.status === 'unchanged'
          ? ` ${this.#word('(not new)', '（已存在）')}`
          : '';
    const lines = [
      `${bold(place(finding.location))}: ${this.#severity(finding.severity)} ${cut(this.#say(finding.message))} ${dim(`[${finding.ruleId}]`)}${status}${this.#silenced(finding)}`,
    ];
    lines.push(...this.#excerpt(finding.location, finding.severity));
    // Why and remedy are the same for every finding of a message: the first one says it in full.
    if (this.#isNew(`${finding.ruleId} why ${finding.why.en}`))
      lines.push(`  ${dim(this.#word('why: ', '原因：'))}${this.#say(finding.why)}`);
    if (this.#isNew(`${finding.ruleId} fix ${finding.remedy.en}`))
      lines.push(`  ${dim(this.#word('fix: ', '处理：'))}${this.#say(finding.remedy)}`);
    for (const { message, location } of finding.related)
      lines.push(`  ${dim(this.#word('see: ', '相关：'))}${place(location)} ${this.#say(message)}`);
    return lines;
  }

  #silenced(finding: Finding): string {
    const { suppression } = finding;
    if (suppression === null) return '';
    if (isApproved(finding)) return inLocale(approvedBy(finding, visible), this.#result.settings.locale);
    const where = suppression.location === null ? '' : ` ${place(suppression.location)}`;
    const reason = visible(suppression.reason);
    return ` ${this.#word(`(suppressed by${where}${reason === '' ? '' : `: ${reason}`})`, `（已被${where} 抑制${reason === '' ? '' : `：${reason}`}）`)}`;
  }

  /** True the first time that something is to be explained, and always when verbose. */
  #isNew(explanation: string): boolean {
    if (this.#explained.has(explanation)) return this.#options.verbose;
    this.#explained.add(explanation);
    return true;
  }

  #excerpt(location: Location, severity: Severity): string[] {
    const source = treeOf(this.#result, location).manifests.get(location.file)?.lines;
    const text = source?.lineText(location.start.line) ?? '';
    if (text.trim() === '') return [];
    const { dim } = this.#paint;
    const number = String(location.start.line);
    const gutter = ' '.repeat(number.length);
    const endColumn = location.end.line > location.start.line ? text.length + 1 : location.end.column;
    // Very long lines (minified JSON) are shown around the value.
    const from = location.start.column > 140 ? location.start.column - 60 : 1;
    const shown = text.slice(from - 1, Math.max(from + 139, Math.min(endColumn + 20, from + 220)));
    const before = visible(shown.slice(0, location.start.column - from)).replaceAll('\t', ' ');
    const marked = visible(
      shown.slice(location.start.column - from, Math.max(endColumn - from, location.start.column - from + 1)),
    ).replaceAll('\t', ' ');
    const underline = '^'.repeat(Math.max(1, width(marked.trimEnd())));
    const colours = { error: this.#paint.red, warning: this.#paint.yellow, info: this.#paint.blue };
    return [
      ` ${dim(`${number} |`)} ${visible(shown).replaceAll('\t', ' ')}`,
      ` ${dim(`${gutter} |`)} ${' '.repeat(width(before))}${colours[severity](underline)}`,
    ];
  }

  #fixed(finding: Finding): string {
    return `${this.#paint.green(this.#word('fixed', '已修复'))} ${place(finding.location)}: ${this.#say(finding.message)} [${finding.ruleId}]`;
  }

  #problems(): string[] {
    const groups = new Map<string, Problem[]>();
    for (const problem of this.#result.problems) {
      // A template that is no YAML is shown as a finding, at the same place.
      if (problem.kind === 'unrendered-template' && problem.location !== null) continue;
      const key = `${problem.kind}\0${problem.message.en}`;
      groups.set(key, [...(groups.get(key) ?? []), problem]);
    }
    const lines: string[] = [];
    for (const problems of groups.values()) {
      const [first] = problems;
      if (first === undefined) continue;
      const shown = this.#options.verbose ? problems : problems.slice(0, 3);
      const files = shown
        .map(({ file, location }) => visible(location === null ? file : place(location)))
        .filter((file) => file !== '');
      const more = problems.length - shown.length;
      const rest = more > 0 ? this.#word(` and ${more} more`, ` 等 ${problems.length} 处`) : '';
      lines.push(
        `${this.#word('note', '说明')}: ${files.length === 0 ? '' : `${files.join(', ')}${rest}: `}${this.#say(first.message)} ${this.#paint.dim(`[${first.kind}]`)}`,
      );
    }
    return lines.length === 0 ? [] : [...lines, ''];
  }

  #notEvaluated(): string[] {
    const { notEvaluated } = this.#result;
    if (notEvaluated.length === 0) return [];
    if (this.#options.verbose) {
      const lines = notEvaluated.map(
        ({ location, ruleId, missing }) =>
          `${this.#word('not evaluated', '未评估')}: ${place(location)} [${ruleId}] ${this.#word('needs', '缺少')} ${missing.join(', ')}`,
      );
      return [...lines, ''];
    }
    const reasons = new Map<string, number>();
    for (const { missing } of notEvaluated)
      for (const reason of missing) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const parts = [...reasons]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([reason, count]) => `${count} × ${reason}`);
    return [
      this.#word(
        `Not evaluated for want of: ${parts.join(', ')} (--verbose lists them).`,
        `因缺少以下信息而未评估：${parts.join('，')}（--verbose 可列出）。`,
      ),
      '',
    ];
  }

  #facts(): string[] {
    const lines = factLines(this.#result);
    if (lines.length === 0) return [];
    return [
      this.#word(
        'These facts in .github/ack-service-gate.yml would settle more:',
        '在 .github/ack-service-gate.yml 中补充以下信息可得到更确定的结果：',
      ),
      ...lines.map((line) => `  ${line}`),
      '',
    ];
  }

  #summary(): string[] {
    const { result } = this.#result.outcome;
    const { green, red } = this.#paint;
    return [
      this.#say(countsLine(this.#result)),
      this.#say(verdictLine(this.#result)).replace(this.#say(verdictWords[result]), result === 'pass' ? green : red),
    ];
  }
}

/** A message may quote a value of a megabyte; the JSON report has it in full. */
function cut(text: string): string {
  return text.length > 1000 ? `${text.slice(0, 700)} … ${text.slice(-200)}` : text;
}

function place({ file, start }: Location): string {
  return `${visible(file)}:${start.line}:${start.column}`;
}

function treeOf(result: CheckResult, location: Location): Tree {
  return location.tree === 'base' && result.trees.base !== undefined ? result.trees.base : result.trees.head;
}
