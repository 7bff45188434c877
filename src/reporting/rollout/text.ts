import type { PairRollout } from '../../analysis/rollouts.ts';
import { inLocale, type Bilingual, type Locale } from '../../model/finding.ts';
import { visible } from '../show-text.ts';
import { rolloutChart } from './ascii.ts';
import { drawnLines } from './drawing.ts';
import { pairTitle, phaseLines, verdictWords } from './words.ts';

/** Charts in one report. */
const mostCharts = 20;

/** Every pair with its verdict, and the time line of those that are unsafe; none where there is no pair. */
export function rolloutLines(rollouts: readonly PairRollout[], locale: Locale): string[] {
  if (rollouts.length === 0) return [];
  const say = (text: Bilingual): string => visible(inLocale(text, locale));
  const title: Bilingual = { en: 'Rollouts:', zh: '发布过程：' };
  let charts = 0;
  const lines = rollouts.flatMap((pair) => {
    const { rollout, location } = pair;
    const isDrawn = rollout.verdict === 'unsafe' && charts < mostCharts;
    if (isDrawn) charts += 1;
    // What is drawn is told for the mode that is drawn; the rest holds whatever the mode is.
    const said = isDrawn ? drawnLines(pair) : phaseLines(rollout.verdicts);
    return [
      `${say(verdictWords[rollout.verdict])} ${say(pairTitle(pair))} ${visible(location.file)}:${location.start.line}:${location.start.column}`,
      ...said.map((line) => `  - ${say(line)}`),
      ...(isDrawn ? rolloutChart(pair, locale) : []),
    ];
  });
  return [say(title), ...lines, ''];
}
