import { byGravity, countBySeverity } from '../../analysis/finding-counts.ts';
import { countedFindings } from '../../analysis/decide-outcome.ts';
import { inLocale, type Bilingual, type Finding, type Location, type Problem } from '../../model/finding.ts';
import { failingWords } from '../failing-words.ts';
import { fill, type Section } from '../fill-budget.ts';
import { dayOf, comparedCounts, plural, severityWords } from '../headline.ts';
import type { Judged } from '../judged.ts';
import { closingOf, headingOf } from '../markdown.ts';
import { code, link, sentence } from '../safe-markdown.ts';
import { allGone, earlierRow, goneWords, type Gone } from './earlier-findings.ts';
import { groupsOf, titleOf } from './finding-groups.ts';
import type { AuditRow, History } from './history-schema.ts';

export interface AuditIssueOptions {
  /** The history with this audit as its last one. */
  readonly history: History;
  /** A history is kept, so that the next audit knows this one. */
  readonly isKept: boolean;
  /** Why the history that is asked for tells nothing of an earlier audit; undefined where it does, or is not there yet. */
  readonly unfit: Bilingual | undefined;
  /** The web page of a place. */
  readonly linkTo: (location: Location) => string | undefined;
  /** The web page of a commit. */
  readonly commitUrl: (commit: string) => string;
  /** Markdown of our own for the last line. */
  readonly footer: string | undefined;
}

/** GitHub refuses a text of more than 65,536 characters; UTF-16 has never fewer. */
const budget = 60_000;
const mostServices = 50;
const mostListed = 50;
const mostShown = 12;

/** `open` where something is to be done, `clean` where nothing is; `unsure` where what could tell was not there. */
export type Standing = 'open' | 'clean' | 'unsure';

/**
 * Something is to be done where something counts, may be there though it could not be looked at, or is about to count. An
 * audit that knows none before cannot tell what files held that it could not judge.
 */
export function standingOf(result: Judged): Standing {
  if (!hasNothing(result) || endingOverrides(result).length > 0) return 'open';
  return result.since === undefined && result.unjudged > 0 ? 'unsure' : 'clean';
}

function hasNothing({ findings, since }: Judged): boolean {
  return countedFindings(findings, 'all').length === 0 && (since?.unseen.length ?? 0) === 0;
}

function endingOverrides({ problems }: Judged): readonly Problem[] {
  return problems.filter(({ kind }) => kind === 'expiring-override' || kind === 'expired-override');
}

/** The one issue of audits, in GitHub's Markdown: how it stands, what changed since the last audit, and the trend. */
export function auditIssue(result: Judged, options: AuditIssueOptions): string {
  return new AuditIssue(result, options).text();
}

class AuditIssue {
  readonly #result: Judged;
  readonly #options: AuditIssueOptions;

  constructor(result: Judged, options: AuditIssueOptions) {
    this.#result = result;
    this.#options = options;
  }

  text(): string {
    // What changed has a line of its own.
    const heading = headingOf({ ...this.#result, since: undefined });
    const title = [heading, ...this.#whyOpen(), this.#changes(), ...this.#trendLine()].join('\n');
    const sections = [
      ...this.#overrides(),
      ...this.#new(),
      ...this.#services(),
      ...allGone.flatMap((gone) => this.#gone(gone)),
      ...this.#notEvaluated(),
      ...this.#trend(),
    ];
    const { footer } = this.#options;
    const body = fill(
      title,
      sections,
      budget,
      (left) => this.#cut(left),
      ({ length }) => length,
    );
    return `${body}${footer === undefined ? '' : `\n${footer}\n`}${closingOf(this.#result)}`;
  }

  #word(en: string, zh: string): string {
    return inLocale({ en, zh }, this.#result.settings.locale);
  }

  #say(text: Bilingual): string {
    return sentence(inLocale(text, this.#result.settings.locale));
  }

  /** Why the issue is open although nothing is found. */
  #whyOpen(): string[] {
    const { findings, since } = this.#result;
    if (countedFindings(findings, 'all').length > 0) return [];
    const { length } = since?.unseen ?? [];
    if (length > 0)
      return [
        this.#word(
          `**${plural(length, 'earlier finding')} could not be looked at**: this issue stays open until somebody can, for 30 days at most.\n`,
          `**有 ${length} 个此前的问题暂时无法查看**：在可以查看之前，本 issue 保持打开，最多 30 天。\n`,
        ),
      ];
    if (endingOverrides(this.#result).length === 0) return [];
    return [
      this.#word(
        '**Overrides end soon or have ended**: this issue stays open until they are renewed or removed.\n',
        '**有例外（override）即将失效或已失效**：在续期或删除之前，本 issue 保持打开。\n',
      ),
    ];
  }

  /** What is new, fixed and still open; nothing is guessed where no audit was before. */
  #changes(): string {
    const { since } = this.#result;
    const counts = comparedCounts(this.#result);
    if (since === undefined || counts === undefined) return `${this.#word(...this.#noEarlierAudit())}\n`;
    const commit = since.commit === null ? '' : `, ${this.#commit(since.commit)}`;
    const more = [
      [since.unseen.length, 'could not be looked at', '暂时无法查看'],
      [since.dropped.length, 'no longer asked for', '不再检查'],
    ] as const;
    const rest = more.filter(([count]) => count > 0);
    return this.#word(
      `**Since the last audit** (${dayOf(since)}${commit}): ${counts.new} new, ${counts.fixed} fixed, ${counts.unchanged} still open${rest.map(([count, en]) => `, ${count} ${en}`).join('')}.\n`,
      `**自上次审计以来**（${dayOf(since)}${commit.replace(', ', '，')}）：新增 ${counts.new}，已修复 ${counts.fixed}，仍存在 ${counts.unchanged}${rest.map(([count, , zh]) => `，${zh} ${count}`).join('')}。\n`,
    );
  }

  #noEarlierAudit(): [en: string, zh: string] {
    const { unfit, isKept } = this.#options;
    const because =
      unfit === undefined ? { en: '', zh: '' } : { en: ` (${this.#say(unfit)})`, zh: `（${this.#say(unfit)}）` };
    const [en, zh] = isKept
      ? ['the next one tells what is new and what was fixed', '下次审计会说明新增与已修复的问题']
      : unfit === undefined
        ? [
            'with `history-file` an audit tells what is new and what was fixed',
            '设置 `history-file` 后，审计会说明新增与已修复的问题',
          ]
        : ['mend or remove the file that `history-file` names', '请修复或删除 `history-file` 所指的文件'];
    return [
      `**There is no earlier audit** to compare with${because.en}: ${en}.`,
      `**没有更早的审计**可供比较${because.zh}：${zh}。`,
    ];
  }

  /** `Trend over 3 audits: 3 → 4 → 0 findings, of them 1 → 2 → 0 errors.` */
  #trendLine(): string[] {
    const audits = this.#audits();
    if (audits.length < 2) return [];
    const line = (of: (row: AuditRow) => number): string => audits.map(of).join(' → ');
    const all = line(({ findings: { error, warning, info } }) => error + warning + info);
    const errors = line(({ findings: { error } }) => error);
    return [
      this.#word(
        `Trend over ${this.#hasMore() ? 'the last ' : ''}${audits.length} audits: ${all} findings, of them ${errors} errors.\n`,
        `最近 ${audits.length} 次审计的趋势：问题 ${all}，其中错误 ${errors}。\n`,
      ),
    ];
  }

  #audits(): readonly AuditRow[] {
    return this.#options.history.audits.slice(-mostShown);
  }

  #hasMore(): boolean {
    return this.#options.history.audits.length > mostShown;
  }

  /** Overrides that end soon or have ended: what they let pass counts then. */
  #overrides(): Section[] {
    const rows = endingOverrides(this.#result).map(({ file, location, message }) => {
      const place = location === null ? code(file) : this.#link(location);
      return `- ${place}${this.#word(': ', '：')}${this.#say(message)}`;
    });
    return listed(0, `### ${this.#word('Overrides that end', '即将失效或已失效的例外')}\n`, rows, overridesEnd);
  }

  #new(): Section[] {
    if (this.#result.since === undefined) return [];
    const found = countedFindings(this.#result.findings, 'new');
    const rows = [...found]
      .sort(byGravity)
      .slice(0, mostListed)
      .map((finding) => this.#row(finding));
    const more = found.length - rows.length;
    const title = `### ${this.#word(`New (${found.length})`, `新增（${found.length}）`)}${this.#first(more, mostListed)}`;
    return listed(
      2,
      `${title}\n\n${this.#head(this.#word('Severity | Finding | Place | Rule', '级别 | 问题 | 位置 | 规则'), 4)}`,
      rows,
      findingItems,
    );
  }

  #row(finding: Finding): string {
    const { message, location, ruleId, worsened } = finding;
    const worse = worsened ? this.#word(' (worse than before)', '（较之前恶化）') : '';
    return `| ${this.#severity(finding)} | ${this.#say(message)}${worse}${this.#failing(finding)} | ${this.#link(location)} | ${code(ruleId)} |`;
  }

  /** One row for each Service (or what else a finding is about) with the gravest finding of it. */
  #services(): Section[] {
    const groups = groupsOf(countedFindings(this.#result.findings, 'all'));
    if (groups.length === 0) return [];
    const isCompared = this.#result.since !== undefined;
    const columns = [
      'Service',
      ...this.#severities(),
      ...(isCompared ? [this.#word('New', '新增'), this.#word('Open since', '首次发现')] : []),
      this.#word('Gravest finding', '最严重的问题'),
    ];
    const rows = groups.slice(0, mostServices).map((group) => {
      const [gravest] = group;
      const { error, warning, info } = countBySeverity(group);
      const fresh = group.filter(({ status }) => status === 'new').length;
      const cells = [
        `${code(titleOf(gravest))}${this.#failing(gravest)}`,
        ...[error, warning, info].map(String),
        ...(isCompared ? [String(fresh), this.#openSince(group)] : []),
        `${this.#link(gravest.location)} ${this.#say(gravest.message)} ${code(gravest.ruleId)}`,
      ];
      return `| ${cells.join(' | ')} |`;
    });
    const title = `### ${this.#word('By Service', '按 Service')}${this.#first(groups.length - rows.length, mostServices)}`;
    // The first to stand where there is no room: what is new is in it, too.
    return listed(1, `${title}\n\n${this.#head(columns.join(' | '), columns.length)}`, rows, serviceItems);
  }

  /** The first day of the oldest of them. */
  #openSince(group: readonly Finding[]): string {
    const days = group.flatMap(({ firstFound }) => firstFound ?? []).sort();
    return days[0] ?? this.#word('now', '本次');
  }

  #gone(what: Gone): Section[] {
    const gone = this.#result.since?.[what] ?? [];
    const { en, zh } = goneWords[what];
    const rows = gone.slice(0, mostListed).map((finding) => earlierRow(finding, this.#result.settings.locale));
    const more = gone.length - rows.length;
    const count = this.#word(` (${gone.length})`, `（${gone.length}）`);
    const title = `### ${this.#word(en, zh)}${count}${this.#first(more, mostListed)}`;
    return listed(3, `${title}\n`, rows, goneWords[what]);
  }

  #notEvaluated(): Section[] {
    const { length } = this.#result.notEvaluated;
    if (length === 0) return [];
    const text = this.#word(
      `${plural(length, 'check')} could not be evaluated for want of facts; the summary of the run names them.`,
      `有 ${length} 项检查因缺少信息而未评估；详见本次运行的摘要。`,
    );
    return [{ rank: 4, head: '', rows: [text], tail: '', holds: openNote }];
  }

  #trend(): Section[] {
    const audits = this.#audits();
    if (audits.length < 2) return [];
    const columns = [
      this.#word('Audit', '审计'),
      ...this.#severities(),
      this.#word('New', '新增'),
      this.#word('Fixed', '已修复'),
    ];
    const rows = [...audits].reverse().map(({ at, commit, findings, compared }) => {
      const { error, warning, info } = findings;
      const day = `${dayOf({ at })}${commit === null ? '' : ` ${this.#commit(commit)}`}`;
      const cells = [day, error, warning, info, compared?.new ?? '–', compared?.fixed ?? '–'];
      return `| ${cells.join(' | ')} |`;
    });
    const last = this.#hasMore() ? this.#word(`: the last ${mostShown}`, `：最近 ${mostShown} 次`) : '';
    const title = `### ${this.#word('Audits', '历次审计')}${last}`;
    // A few short rows that stand nowhere else.
    return listed(0, `${title}\n\n${this.#head(columns.join(' | '), columns.length)}`, rows, auditItems);
  }

  #severities(): string[] {
    return [this.#word('Errors', '错误'), this.#word('Warnings', '警告'), this.#word('Info', '提示')];
  }

  #severity(finding: Finding): string {
    const word = this.#say(severityWords[finding.severity]);
    return finding.severity === 'error' ? `**${word}**` : word;
  }

  #failing(finding: Finding): string {
    const words = failingWords(finding);
    return words === undefined ? '' : ` – **${this.#say(words)}**`;
  }

  #link(location: Location): string {
    return link(`${location.file}:${location.start.line}`, this.#options.linkTo(location));
  }

  #commit(commit: string): string {
    return link(commit.slice(0, 7), this.#options.commitUrl(commit));
  }

  #head(columns: string, count: number): string {
    return `| ${columns} |\n|${' --- |'.repeat(count)}`;
  }

  #first(more: number, shown: number): string {
    return more <= 0 ? '' : this.#word(`: the first ${shown}`, `：前 ${shown} 个`);
  }

  #cut(left: ReadonlyMap<Bilingual, number>): string {
    const english = [...left].map(([{ en }, count]) => `${en}: ${count}`).join(', ');
    const chinese = [...left].map(([{ zh }, count]) => `${zh}：${count}`).join('，');
    return this.#word(
      `**Left out for want of room**: ${english}. The summary of the run has them.`,
      `**因篇幅限制未列出**：${chinese}。详见本次运行的摘要。`,
    );
  }
}

const findingItems: Bilingual = { en: 'new findings', zh: '新增问题' };
const openNote: Bilingual = { en: 'a note on what could not be evaluated', zh: '关于未评估检查的说明' };
const serviceItems: Bilingual = { en: 'Services', zh: 'Service' };
const auditItems: Bilingual = { en: 'earlier audits', zh: '更早的审计' };
const overridesEnd: Bilingual = { en: 'overrides that end', zh: '即将失效的例外' };

function listed(rank: number, head: string, rows: readonly string[], holds: Bilingual): Section[] {
  return rows.length === 0 ? [] : [{ rank, head, rows, tail: '', holds }];
}
