import { byGravity } from '../analysis/finding-counts.ts';
import { isApproved, shownFindings } from '../analysis/decide-outcome.ts';
import { inLocale, type Bilingual, type Finding, type Location, type Severity } from '../model/finding.ts';
import type { Judged } from './judged.ts';
import { approvedBy, countsLine, verdictLine } from './headline.ts';
import { safeForLog, withoutOldCommands } from './safe-log.ts';
import { visible } from './show-text.ts';

/** GitHub shows ten annotations of a level for each step and drops the others silently: one is kept for what is left out. */
const shownPerLevel = 9;
/** A check's annotation may have 64 KB; nobody reads that much. */
const longestMessage = 4000;

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

export interface WorkflowCommandOptions {
  /** The line at which the commit that GitHub shows has a place of head; undefined for one that it does not have. */
  readonly lineOf?: (location: Location) => number | undefined;
  /** Where every finding stands, as the end of a sentence; default: the format of the command line. */
  readonly fullReport?: Bilingual;
  /** False leaves only the outcome. */
  readonly annotations?: boolean;
}

/** Findings that count, as commands that GitHub's runner turns into annotations; then the outcome. */
export function workflowCommands(
  result: Judged,
  { lineOf = ({ start }) => start.line, annotations = true, fullReport = elsewhere }: WorkflowCommandOptions = {},
): string {
  const { findings, settings } = result;
  const say = (text: Bilingual): string => inLocale(text, settings.locale);
  const open = annotations ? [...shownFindings(findings, settings.gate)].sort(byUse) : [];
  const shown = ['error', 'warning', 'notice'].flatMap((level) =>
    open.filter((finding) => levelOf(finding) === level).slice(0, shownPerLevel),
  );
  const more = open.length - shown.length;
  const lines = [
    ...shown.map((finding) => annotation(finding, say, lineOf)),
    ...(more === 0 ? [] : [command('notice', { title: 'ack-service-gate' }, say(moreText(more, fullReport)))]),
    ...result.problems.filter(({ kind }) => kind === 'nothing-to-judge').map(({ message }) => safeForLog(say(message))),
    safeForLog(say(countsLine(result))),
    safeForLog(say(verdictLine(result))),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a label approves is a note, however grave it would be. */
function levelOf(finding: Finding): string {
  return isApproved(finding) ? 'notice' : levels[finding.severity];
}

const elsewhere: Bilingual = { en: '--format markdown lists every finding', zh: '--format markdown 列出所有问题' };

function moreText(more: number, fullReport: Bilingual): Bilingual {
  return { en: `${more} more: ${fullReport.en}.`, zh: `另有 ${more} 个：${fullReport.zh}。` };
}

/** The gravest first; among equals what the change touches, since only that is shown beside the diff. */
function byUse(left: Finding, right: Finding): number {
  const nearness = ({ inDiff }: Finding): number => (inDiff === true ? 0 : inDiff === null ? 1 : 2);
  if (left.severity !== right.severity) return byGravity(left, right);
  return nearness(left) - nearness(right) || byGravity(left, right);
}

function annotation(
  finding: Finding,
  say: (text: Bilingual) => string,
  lineOf: (location: Location) => number | undefined,
): string {
  const { ruleId, location, message, why, remedy } = finding;
  const isGone = location.tree === 'base';
  const lines = [
    `${isGone ? `${location.file}:${location.start.line}: ` : ''}${say(message)}${say(approvedBy(finding, visible))}`,
    say({ en: `why: ${why.en}`, zh: `原因：${why.zh}` }),
    say({ en: `fix: ${remedy.en}`, zh: `处理：${remedy.zh}` }),
  ];
  // A line of base is none of the checked-out file, and GitHub would show the annotation at the wrong place.
  return command(
    levelOf(finding),
    { ...(isGone ? {} : placeOf(location, lineOf(location))), title: ruleId },
    lines.join('\n'),
  );
}

function placeOf({ file, start, end }: Location, first: number | undefined): Record<string, string | number> {
  if (first === undefined) return { file };
  const lastLine = end.line > start.line && end.column === 1 ? end.line - 1 : end.line;
  const line = { file, line: first, endLine: first + lastLine - start.line };
  // GitHub takes columns only where a single line is meant.
  return lastLine === start.line && end.line === start.line
    ? { ...line, col: start.column, endColumn: end.column }
    : line;
}

/** One command, whatever its parts hold: `::error file=a.yaml,line=1::message`. */
export function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${list.length === 0 ? '' : ' '}${list.join(',')}::${escapeData(safeForLog(shortened(message)))}`;
}

function shortened(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(withoutOldCommands(visible(text)))
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
}
