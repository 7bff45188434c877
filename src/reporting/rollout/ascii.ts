import type { PairRollout } from '../../analysis/rollouts.ts';
import { inLocale, type Bilingual, type Locale } from '../../model/finding.ts';
import { width } from '../show-text.ts';
import { drawingOf, drawnMode } from './drawing.ts';
import { modeWords } from './words.ts';

/** Columns that the longest time takes. */
const columns = 48;

/** A pair's time line for a terminal, one line a bar; none where there is nothing to draw. */
export function rolloutChart(pair: PairRollout, locale: Locale): string[] {
  const mode = drawnMode(pair);
  if (mode === undefined) return [];
  const say = (text: Bilingual): string => inLocale(text, locale);
  const { lanes, until } = drawingOf(mode);
  const place = (second: number): number => Math.round((second / until) * columns);
  const labels = lanes.flatMap(({ bars }) => bars.map(({ label }) => width(say(label))));
  const margin = Math.max(0, ...labels) + 2;
  const row = (label: string, chart: string): string => `  ${label}${' '.repeat(margin - width(label))}|${chart}`;
  const lines = [`  ${say(modeWords[mode.mode])}`];
  for (const { title, bars, marks } of lanes) {
    lines.push(`  ${say(title)}`);
    for (const { label, from, to, isBad } of bars) {
      const [start, end] = [place(from), Math.max(place(to), place(from) + 1)];
      const bar = ' '.repeat(start) + (isBad ? '!' : '=').repeat(end - start);
      lines.push(row(say(label), `${bar.padEnd(columns + 1)} ${from}–${to} s`));
    }
    if (marks.length > 0) lines.push(row('', ` ${marks.map(({ label, at }) => `${say(label)} ${at} s`).join(', ')}`));
  }
  return lines;
}
