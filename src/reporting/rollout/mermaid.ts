import type { PairRollout } from '../../analysis/rollouts.ts';
import { inLocale, type Locale } from '../../model/finding.ts';
import { drawingOf, drawnMode } from './drawing.ts';
import { modeWords, pairTitle } from './words.ts';

/**
 * A pair's time line as a Mermaid gantt, in the fence by which GitHub knows it; undefined where there is nothing to draw.
 * Names are the only words of others, and nothing but plain characters of them is left.
 */
export function rolloutGantt(pair: PairRollout, locale: Locale): string | undefined {
  const mode = drawnMode(pair);
  if (mode === undefined) return undefined;
  const { lanes } = drawingOf(mode);
  const title = `${plain(inLocale(pairTitle(pair), locale))} – ${plain(inLocale(modeWords[mode.mode], locale))}`;
  const lines = ['```mermaid', 'gantt', `  title ${title}`, '  dateFormat x', '  axisFormat %s s'];
  for (const lane of lanes) {
    lines.push(`  section ${plain(inLocale(lane.title, locale))}`);
    for (const { label, from, to, isBad } of lane.bars)
      lines.push(`  ${plain(inLocale(label, locale))} ${to - from} s :${isBad ? 'crit, ' : ''}${ms(from)}, ${ms(to)}`);
    for (const { label, at } of lane.marks)
      lines.push(`  ${plain(inLocale(label, locale))} ${at} s :milestone, ${ms(at)}, ${ms(at)}`);
  }
  return [...lines, '```'].join('\n');
}

/** Mermaid takes whole numbers for milliseconds, whatever else it is told about where a bar begins. */
function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** Characters that Mermaid gives no meaning to; a name has few others. */
function plain(text: string): string {
  return text.replace(/[^\p{Script=Latin}\p{Script=Han}\p{Nd} ./_()（）-]/gu, '_').slice(0, 160);
}
