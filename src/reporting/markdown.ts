import { byGravity } from '../analysis/finding-counts.ts';
import { countedFindings, isApproved, isSilenced, shownFindings } from '../analysis/decide-outcome.ts';
import { identityText, inLocale, type Bilingual, type Finding, type Location, type Problem } from '../model/finding.ts';
import { planSection } from './change-plan-markdown.ts';
import type { Judged } from './judged.ts';
import { factLines } from './fact-lines.ts';
import { failingWords } from './failing-words.ts';
import { fill, type Section } from './fill-budget.ts';
import { approvedBy, countsLine, plural, severityWords, verdictLine } from './headline.ts';
import { rolloutSection } from './rollout/markdown.ts';
import { allGone, earlierRow, goneWords } from './history/earlier-findings.ts';
import { code, link, sentence } from './safe-markdown.ts';

export interface MarkdownOptions {
  /** Bytes that the report may take. A job summary of more than 1 MiB is refused as a whole. */
  readonly budget?: number;
  /** The web page of a place; without it places are plain text. */
  readonly linkTo?: (location: Location) => string | undefined;
  /** The file that has the full list, told where this one had to be cut. */
  readonly fullReport?: string;
  /** Findings that are listed at most; the others are counted. */
  readonly mostFindings?: number;
  /** False: nothing is said of what happens to load balancers. */
  readonly plan?: boolean;
  /** Markdown of our own for the last line. */
  readonly footer?: string;
}

const defaultBudget = 900 * 1024;

/** The whole report for a pull request or a job summary, in GitHub's Markdown. Source lines are never quoted. */
export function markdownReport(result: Judged, options: MarkdownOptions = {}): string {
  return new MarkdownReport(result, options).text();
}

/** The outcome, and what was counted. */
export function headingOf(result: Judged): string {
  const say = (text: Bilingual): string => sentence(inLocale(text, result.settings.locale));
  return `## ${say(verdictLine(result))}\n\n${say(countsLine(result))}\n`;
}

/** The last words: whose report it is, where it is not that of this run. */
export function closingOf({ isReported, settings }: Judged): string {
  return isReported === true ? `\n${inLocale(ofAnotherRun, settings.locale)}\n` : '';
}

const ofAnotherRun: Bilingual = {
  en: 'This is the report of the pull request’s own run, which its author may have altered. It decides nothing.',
  zh: '以上为该拉取请求自身运行所产生的报告，其作者可能对其作过改动；它不决定任何结果。',
};

class MarkdownReport {
  readonly #result: Judged;
  readonly #options: MarkdownOptions;

  constructor(result: Judged, options: MarkdownOptions) {
    this.#result = result;
    this.#options = options;
  }

  text(): string {
    const title = headingOf(this.#result);
    const sections = [
      ...this.#configuration(),
      ...this.#findings(),
      ...this.#plan(),
      ...rolloutSection(this.#result, 3),
      ...this.#notCounted(),
      ...this.#suppressed(),
      ...this.#fixed(),
      ...this.#gone(),
      ...this.#notEvaluated(),
      ...this.#facts(),
      ...this.#notes(),
    ];
    const { budget = defaultBudget, footer } = this.#options;
    const report = fill(title, sections, budget, (left) => this.#cut(left));
    return `${report}${footer === undefined ? '' : `\n${footer}\n`}${closingOf(this.#result)}`;
  }

  #word(en: string, zh: string): string {
    return inLocale({ en, zh }, this.#result.settings.locale);
  }

  #say(text: Bilingual): string {
    return sentence(inLocale(text, this.#result.settings.locale));
  }

  /** What a change does to its own policy is said before anything that this policy says. */
  #configuration(): Section[] {
    const rows = this.#result.problems.filter(isAboutConfiguration).map((problem) => this.#problem(problem));
    return section(0, `### ${this.#word('Configuration', '配置')}`, rows, notes);
  }

  #findings(): Section[] {
    const { findings, settings } = this.#result;
    const groups = new Map<string, Finding[]>();
    // What a label approves is seen where everybody looks, below what still counts.
    const shown = [...shownFindings(findings, settings.gate)].sort(
      (one, other) => Number(isApproved(one)) - Number(isApproved(other)) || byGravity(one, other),
    );
    const { mostFindings = shown.length } = this.#options;
    for (const finding of shown.slice(0, mostFindings)) {
      const title = groupTitle(finding);
      groups.set(title, [...(groups.get(title) ?? []), finding]);
    }
    // The gravest group stands first, since the last ones are cut where there is no room.
    const listed = [...groups].map(([title, group], at): Section => ({
      rank: 1,
      head: `${at === 0 ? `### ${this.#word('Findings', '问题')}\n\n` : ''}#### ${title}\n\n${this.#tableHead()}`,
      rows: group.map((finding) => this.#row(finding)),
      tail: '',
      holds: foundItems,
    }));
    const rest = shown.length - Math.min(shown.length, mostFindings);
    if (rest === 0) return listed;
    const more = this.#word(
      `**${plural(rest, 'more finding')}**: the summary of the run has them all.`,
      `**另有 ${rest} 个问题**：完整列表见本次运行的摘要。`,
    );
    return [...listed, { rank: 0, head: '', rows: [more], tail: '', holds: notes }];
  }

  #plan(): Section[] {
    const { plan = true, linkTo } = this.#options;
    const { locale } = this.#result.settings;
    return plan ? planSection(this.#result.plan ?? [], 2, { locale, linkTo }) : [];
  }

  #notCounted(): Section[] {
    const { findings, settings } = this.#result;
    const counted = new Set(countedFindings(findings, settings.gate));
    const rest = findings
      .filter((finding) => finding.status !== 'fixed' && finding.suppression === null && !counted.has(finding))
      .sort(byGravity);
    const [base, baseline] =
      this.#result.since === undefined ? ['base has', '基线中'] : ['the last audit had', '上次审计时'];
    const title = this.#word(
      `${plural(rest.length, 'finding')} that ${base} too, and that ${rest.length === 1 ? 'does' : 'do'} not count`,
      `${rest.length} 个问题在${baseline}已存在，不计入结果`,
    );
    const { mostFindings = rest.length } = this.#options;
    const rows = rest.slice(0, mostFindings).map((finding) => this.#row(finding));
    return folded(3, title, this.#tableHead(), rows, foundItems);
  }

  #suppressed(): Section[] {
    const silenced = this.#result.findings.filter(isSilenced);
    const title = this.#word(`${silenced.length} suppressed`, `${silenced.length} 个已抑制`);
    const rows = silenced.map(({ location, message, ruleId, suppression }) => {
      const reason = suppression === null || suppression.reason === '' ? '' : ` – ${code(suppression.reason)}`;
      return `- ${this.#place(location)}${this.#word(': ', '：')}${this.#say(message)} ${code(ruleId)}${reason}`;
    });
    return folded(3, title, '', rows, foundItems);
  }

  #fixed(): Section[] {
    const fixed = this.#result.findings.filter(({ status }) => status === 'fixed');
    const title = this.#word(`${fixed.length} fixed`, `${fixed.length} 个已修复`);
    const rows = fixed.map(
      ({ location, message, ruleId }) =>
        `- ${this.#place(location)}${this.#word(': ', '：')}${this.#say(message)} ${code(ruleId)}`,
    );
    return folded(5, title, '', rows, fixedItems);
  }

  /** What the last audit knew and this one does not have. */
  #gone(): Section[] {
    const { since, settings } = this.#result;
    return allGone.flatMap((gone) => {
      const findings = since?.[gone] ?? [];
      const words = inLocale(goneWords[gone], settings.locale);
      const rows = findings.map((finding) => earlierRow(finding, settings.locale));
      return folded(5, this.#word(`${words} (${rows.length})`, `${words}（${rows.length}）`), '', rows, fixedItems);
    });
  }

  #tableHead(): string {
    const columns = this.#word('Severity | Finding | Place | Rule', '级别 | 问题 | 位置 | 规则');
    return `| ${columns} |\n| --- | --- | --- | --- |`;
  }

  #row(finding: Finding): string {
    const { severity, message, location, ruleId } = finding;
    const word = inLocale(severityWords[severity], this.#result.settings.locale);
    const cells = [
      severity === 'error' && !isApproved(finding) ? `**${word}**` : word,
      `${this.#say(message)}${this.#status(finding)}${this.#approved(finding)}${this.#failing(finding)} ${this.#details(finding)}`,
      this.#place(location),
      code(ruleId),
    ];
    return `| ${cells.join(' | ')} |`;
  }

  #status({ worsened, status }: Finding): string {
    if (!this.#result.hasBase && this.#result.since === undefined) return '';
    if (worsened) return this.#word(' (worse than before)', '（较之前恶化）');
    return status === 'unchanged' ? this.#word(' (not new)', '（已存在）') : '';
  }

  #approved(finding: Finding): string {
    return inLocale(approvedBy(finding, code), this.#result.settings.locale);
  }

  #failing(finding: Finding): string {
    const words = failingWords(finding);
    return words === undefined ? '' : ` – **${this.#say(words)}**`;
  }

  #details({ why, remedy, related }: Finding): string {
    const lines = [
      `${this.#word('Why: ', '原因：')}${this.#say(why)}`,
      `${this.#word('Fix: ', '处理：')}${this.#say(remedy)}`,
      ...related.map(
        ({ location, message }) => `${this.#word('See: ', '相关：')}${this.#link(location)} ${this.#say(message)}`,
      ),
    ];
    const summary = this.#word('why and fix', '原因与处理');
    return `<details><summary>${summary}</summary>${lines.join('<br>')}</details>`;
  }

  #place(location: Location): string {
    const shown = this.#link(location);
    return location.tree === 'base' ? `${shown}${this.#word(' in base', '（基线）')}` : shown;
  }

  #link(location: Location): string {
    return link(`${location.file}:${location.start.line}`, this.#options.linkTo?.(location));
  }

  #notEvaluated(): Section[] {
    const { notEvaluated } = this.#result;
    const title = this.#word(
      `${plural(notEvaluated.length, 'check')} not evaluated`,
      `${notEvaluated.length} 项检查未评估`,
    );
    const columns = this.#word('Place | Rule | Needs', '位置 | 规则 | 缺少');
    const rows = notEvaluated.map(
      ({ location, ruleId, missing }) =>
        `| ${this.#place(location)} | ${code(ruleId)} | ${missing.map(code).join(', ')} |`,
    );
    return folded(4, title, `| ${columns} |\n| --- | --- | --- |`, rows, openItems);
  }

  #facts(): Section[] {
    const lines = factLines(this.#result);
    if (lines.length === 0) return [];
    const title = this.#word(
      'These facts in `.github/ack-service-gate.yml` would settle more:',
      '在 `.github/ack-service-gate.yml` 中补充以下信息可得到更确定的结果：',
    );
    const block = ['```yaml', ...lines, '```'].join('\n');
    return [{ rank: 0, head: title, rows: [`\n${block}`], tail: '', holds: notes }];
  }

  #notes(): Section[] {
    const { problems } = this.#result;
    const rows = problems.filter((problem) => !isAboutConfiguration(problem)).map((problem) => this.#problem(problem));
    const title = this.#word('Notes', '说明');
    if (rows.length > 10) return folded(2, `${title} (${rows.length})`, '', rows, notes);
    return section(2, `### ${title}`, rows, notes);
  }

  #problem({ file, location, message, kind }: Problem): string {
    const place = location !== null ? this.#place(location) : file === '' ? '' : code(file);
    return `- ${place === '' ? '' : `${place}${this.#word(': ', '：')}`}${this.#say(message)} ${code(kind)}`;
  }

  #cut(left: ReadonlyMap<Bilingual, number>): string {
    const { fullReport } = this.#options;
    const full = fullReport === undefined ? '`--format json`' : code(fullReport);
    const english = [...left].map(([{ en }, count]) => `${en}: ${count}`).join(', ');
    const chinese = [...left].map(([{ zh }, count]) => `${zh}：${count}`).join('，');
    return this.#word(
      `**Left out for want of room**: ${english}. ${full} has the full list.`,
      `**因篇幅限制未列出**：${chinese}。完整列表见 ${full}。`,
    );
  }
}

const foundItems: Bilingual = { en: 'findings', zh: '问题' };
const fixedItems: Bilingual = { en: 'fixed findings', zh: '已修复的问题' };
const openItems: Bilingual = { en: 'checks not evaluated', zh: '未评估的检查' };
const notes: Bilingual = { en: 'notes', zh: '说明' };

function isAboutConfiguration({ kind }: Problem): boolean {
  return (
    kind.startsWith('configuration-') ||
    ['paths-exclude-all', 'workflow-changed', 'base-unproved'].includes(kind) ||
    /^(?:inventory|events)-(?:changed|ignored)$/.test(kind)
  );
}

/** The file, and the resource with the clusters it goes to. */
function groupTitle({ location, resource, clusters }: Finding): string {
  const parts = [location.file];
  if (resource !== null) {
    parts.push(`${resource.kind} ${identityText(resource)}`);
  }
  return [...parts, ...clusters].map(code).join(' · ');
}

function section(rank: number, title: string, rows: readonly string[], holds: Bilingual): Section[] {
  return rows.length === 0 ? [] : [{ rank, head: `${title}\n`, rows, tail: '', holds }];
}

/** A section that is shown when somebody opens it. */
function folded(rank: number, title: string, head: string, rows: readonly string[], holds: Bilingual): Section[] {
  if (rows.length === 0) return [];
  const opening = `<details><summary>${title}</summary>\n${head === '' ? '' : `\n${head}`}`;
  return [{ rank, head: opening, rows, tail: '\n</details>', holds }];
}
