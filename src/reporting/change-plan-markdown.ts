import type { PlanEntry } from '../analysis/plan-entry.ts';
import type { PlanResult } from '../analysis/plan.ts';
import { inLocale, type Bilingual, type Locale, type Location } from '../model/finding.ts';
import { fill, type Section } from './fill-budget.ts';
import { actionSigns, isWhole, planCondition, planCounts, planRows, planTitle, type PlanRow } from './plan-words.ts';
import { code, link, sentence } from './safe-markdown.ts';

export interface PlanSectionOptions {
  readonly locale: Locale;
  /** The web page of a place; without it places are plain text. */
  readonly linkTo?: ((location: Location) => string | undefined) | undefined;
}

/** Lines of a plan that are shown unfolded. */
const mostUnfolded = 10;
const defaultBudget = 900 * 1024;

const title: Bilingual = { en: 'Load balancer plan', zh: '负载均衡变更计划' };
const planLines: Bilingual = { en: 'lines of the plan', zh: '计划条目' };

/** The plan as a section of a report, folded when it is long; none where there is nothing to tell. */
export function planSection(entries: readonly PlanEntry[], rank: number, options: PlanSectionOptions): Section[] {
  if (entries.length === 0) return [];
  const { locale } = options;
  const rows = entries.flatMap((entry) => linesOf(entry, options));
  const counts = sentence(inLocale(planCounts(entries, true), locale));
  const heading = `### ${inLocale(title, locale)}\n\n${counts}\n`;
  if (rows.length <= mostUnfolded) return [{ rank, head: heading, rows, tail: '', holds: planLines }];
  const summary = inLocale({ en: 'the plan in full', zh: '完整计划' }, locale);
  const head = `${heading}\n<details><summary>${summary}</summary>\n`;
  return [{ rank, head, rows, tail: '\n</details>', holds: planLines }];
}

/** The plan alone, as a comment or summary of its own. */
export function changePlanMarkdown(
  { settings: { locale }, changes = [], problems }: PlanResult,
  { budget = defaultBudget }: { readonly budget?: number } = {},
): string {
  const rows = changes.flatMap((entry) => linesOf(entry, { locale }));
  const heading = `## ${inLocale(title, locale)}\n\n${sentence(inLocale(planCounts(changes, isWhole(problems)), locale))}${rows.length === 0 ? '\n' : ''}`;
  return fill(heading, [{ rank: 0, head: '', rows, tail: '', holds: planLines }], budget, (left) => {
    const count = [...left.values()].reduce((sum, each) => sum + each, 0);
    return inLocale(
      {
        en: `**Left out for want of room**: ${count} lines of the plan. \`--format json\` has the full list.`,
        zh: `**因篇幅限制未列出**：${count} 行计划。完整列表见 \`--format json\`。`,
      },
      locale,
    );
  });
}

function linesOf(entry: PlanEntry, options: PlanSectionOptions): string[] {
  const { locale } = options;
  const condition = planCondition(entry);
  const rests = condition === undefined ? '' : ` – ${sentence(inLocale(condition, locale))}`;
  const head = `- ${signed(actionSigns[entry.action])}${code(planTitle(entry))} ${place(entry.location, options)}`;
  return [
    `${head}${inLocale({ en: ': ', zh: '：' }, locale)}${sentence(inLocale(entry.summary, locale))}${rests}`,
    ...planRows(entry).map((row) => lineOf(row, options)),
  ];
}

function lineOf({ sign, what, target, name, from, to, places }: PlanRow, options: PlanSectionOptions): string {
  const value =
    name === '' ? '' : ` ${code(name)} ${from === '' ? '' : `${code(from)} `}→ ${to === '' ? '∅' : code(to)}`;
  const where = places.map((each) => place(each, options)).join(', ');
  const subject = `${inLocale(what, options.locale)}${target === '' ? '' : ` ${code(target)}`}`;
  return `  - ${signed(sign)}${subject}${value}${where === '' ? '' : ` ${where}`}`;
}

/** What changes nothing has no sign. */
function signed(sign: string): string {
  return sign === ' ' ? '' : `${code(sign)} `;
}

function place(location: Location, { locale, linkTo }: PlanSectionOptions): string {
  const shown = link(`${location.file}:${location.start.line}`, linkTo?.(location));
  return location.tree === 'base' ? `${shown}${inLocale({ en: ' in base', zh: '（基线）' }, locale)}` : shown;
}
