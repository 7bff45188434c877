import { shownFindings } from '../../analysis/decide-outcome.ts';
import type { PairRollout } from '../../analysis/rollouts.ts';
import { inLocale, type Bilingual, type Finding, type ResourceIdentity } from '../../model/finding.ts';
import type { Section } from '../fill-budget.ts';
import { plural } from '../headline.ts';
import type { Judged } from '../judged.ts';
import { code, sentence } from '../safe-markdown.ts';
import { rolloutGantt } from './mermaid.ts';
import { drawnLines, drawnMode } from './drawing.ts';
import { pairTitle } from './words.ts';

/** Pictures in one report; each takes a reader's time and GitHub's. */
const mostPictures = 5;

/** Rules whose findings a time line explains. */
const explained = new Set([
  'connection-drain-not-enabled',
  'drain-exceeds-grace',
  'grace-period-too-short',
  'prestop-missing',
  'prestop-too-short',
  'readiness-probe-missing',
  'rollout-leaves-no-backend',
]);

const pictures: Bilingual = { en: 'time lines of rollouts', zh: '发布时间线' };

/** A folded picture for each unsafe pair that a shown finding is about; Services to which the same happens have one. */
export function rolloutSection({ findings, rollouts, settings }: Judged, rank: number): Section[] {
  const { locale, gate } = settings;
  const shown = shownFindings(findings, gate).filter(({ ruleId }) => explained.has(ruleId));
  const unsafe = rollouts.filter((pair) => isUnsafeSomewhere(pair) && shown.some((finding) => isAbout(finding, pair)));
  const groups = alike(unsafe);
  const rows = groups.slice(0, mostPictures).flatMap(([pair, ...others]) => {
    const gantt = rolloutGantt(pair, locale);
    if (gantt === undefined) return [];
    const said = drawnLines(pair).map((line) => `- ${sentence(capital(inLocale(line, locale)))}`);
    return [`**${code(inLocale(pairTitle(pair, others.length), locale))}**\n\n${said.join('\n')}\n\n${gantt}\n`];
  });
  if (rows.length === 0) return [];
  const rest = groups.length - rows.length;
  const title: Bilingual = {
    en: `Rollouts: ${plural(rows.length, 'time line')}${rest > 0 ? `, and ${rest} more that ${rest === 1 ? 'is' : 'are'} not drawn` : ''}`,
    zh: `发布过程：${rows.length} 条时间线${rest > 0 ? `，另有 ${rest} 条未绘制` : ''}`,
  };
  const head = `<details><summary>${inLocale(title, locale)}</summary>\n`;
  return [{ rank, head, rows, tail: '\n</details>', holds: pictures }];
}

/** Pairs of one workload with the same picture. */
function alike(pairs: readonly PairRollout[]): [PairRollout, ...PairRollout[]][] {
  const groups = new Map<string, [PairRollout, ...PairRollout[]]>();
  for (const pair of pairs) {
    const { workload, scope, clusters } = pair;
    const key = JSON.stringify([workload ?? pair.service, scope, clusters, drawnMode(pair)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pair]);
    else group.push(pair);
  }
  return [...groups.values()];
}

function isUnsafeSomewhere({ rollout: { modes } }: PairRollout): boolean {
  return modes.some(({ verdicts }) => Object.values(verdicts).some(({ verdict }) => verdict === 'unsafe'));
}

function isAbout({ resource, scope, clusters }: Finding, pair: PairRollout): boolean {
  const isOne = [pair.workload, pair.service].some((identity) => identity !== null && areSame(identity, resource));
  return isOne && scope === pair.scope && clusters.join() === pair.clusters.join();
}

function areSame(one: ResourceIdentity, other: ResourceIdentity | null): boolean {
  return one.kind === other?.kind && one.name === other.name && one.namespace === other.namespace;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
