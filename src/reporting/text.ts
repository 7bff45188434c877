import { isApproved, isSilenced } from '../analysis/decide-outcome.ts';
import { inLocale, type Bilingual, type Finding, type Location, type Severity } from '../model/finding.ts';
import type { Audit } from './audit.ts';
import { markedLine } from './excerpt.ts';
import { factLines } from './fact-lines.ts';
import { failingWords } from './failing-words.ts';
import { approvedBy, countsLine, severityWords, verdictLine, verdictWords } from './headline.ts';
import type { Judged } from './judged.ts';
import { paint, type Paint } from './paint.ts';
import { rolloutLines } from './rollout/text.ts';
import { groupedProblems } from './problem-groups.ts';
import { visible, width } from './show-text.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Leaves out everything but findings and the last line. */
  readonly quiet: boolean;
  /** Adds what was not evaluated, unchanged findings and every problem. */
  readonly verbose: boolean;
}

type Shown = Judged & Pick<Audit, 'excerptOf'>;

/** The report for people: each finding with its source line, an underline on the value, what, why and what to do. */
export function textReport(result: Shown, options: TextOptions): string {
  return new TextReport(result, options).lines().join('\n');
}

class TextReport {
  readonly #result: Shown;
  readonly #options: TextOptions;
  readonly #paint: Paint;
  readonly #explained = new Set<string>();

  constructor(result: Shown, options: TextOptions) {
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
    lines.push(...this.#excerpt(finding));
    const failing = failingWords(finding);
    if (failing !== undefined) lines.push(`  ${this.#paint.red(this.#say(failing))}`);
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

  #excerpt(finding: Finding): string[] {
    const excerpt = this.#result.excerptOf(finding);
    if (excerpt === undefined) return [];
    const { location, severity } = finding;
    const { dim } = this.#paint;
    const number = String(location.start.line);
    const gutter = ' '.repeat(number.length);
    const { text, start, end } = markedLine(excerpt, location);
    const shown = (part: string): string => visible(part).replaceAll('\t', ' ');
    const underline = '^'.repeat(Math.max(1, width(shown(text.slice(start, end)).trimEnd())));
    const colours = { error: this.#paint.red, warning: this.#paint.yellow, info: this.#paint.blue };
    return [
      ` ${dim(`${number} |`)} ${shown(text)}`,
      ` ${dim(`${gutter} |`)} ${' '.repeat(width(shown(text.slice(0, start))))}${colours[severity](underline)}`,
    ];
  }

  #fixed(finding: Finding): string {
    return `${this.#paint.green(this.#word('fixed', '已修复'))} ${place(finding.location)}: ${this.#say(finding.message)} [${finding.ruleId}]`;
  }

  #problems(): string[] {
    const lines: string[] = [];
    for (const problems of groupedProblems(this.#result.problems)) {
      const [first] = problems;
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
