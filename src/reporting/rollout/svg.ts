import type { PairRollout } from '../../analysis/rollouts.ts';
import { inLocale, type Bilingual, type Locale } from '../../model/finding.ts';
import { markup, type Markup } from '../html/escape.ts';
import { drawingOf, drawnLines, drawnMode } from './drawing.ts';
import { modeWords, pairTitle } from './words.ts';

const bold = markup` font-weight="bold"`;
const small = markup` font-size="10"`;
const size = { width: 480, left: 234, right: 62, row: 20, head: 46 };

/**
 * A pair's time line as one `<svg>` element to be put into a page; undefined where there is nothing to draw. It stands
 * alone: no script, no link, no style sheet, no id; 480 wide and as high as it has rows (`viewBox`), with `role="img"` and
 * the verdicts as its description. Bars have the classes `bar` and `bar bad`, so that a page may colour them by its own.
 */
export function rolloutSvg(pair: PairRollout, locale: Locale): Markup | undefined {
  const mode = drawnMode(pair);
  if (mode === undefined) return undefined;
  const say = (text: Bilingual): string => inLocale(text, locale);
  const { lanes, until } = drawingOf(mode);
  const x = (second: number): number => round(size.left + (second / until) * (size.width - size.left - size.right));
  const parts: Markup[] = [];
  let y = size.head;
  const text = (at: { x: number; y: number }, label: string, style?: Markup): Markup =>
    markup`<text x="${at.x}" y="${at.y}"${style}>${label}</text>`;
  for (const { title, bars, marks } of lanes) {
    parts.push(text({ x: 4, y: y + 14 }, say(title), bold));
    y += size.row;
    for (const { label, from, to, isBad } of bars) {
      const wide = Math.max(2, round(x(to) - x(from)));
      const fill = isBad ? '#cf222e' : '#54aeff';
      parts.push(
        text({ x: 12, y: y + 14 }, say(label)),
        markup`<rect class="bar${isBad ? ' bad' : ''}" x="${x(from)}" y="${y + 3}" width="${wide}" height="14" fill="${fill}"/>`,
        text({ x: round(x(from) + wide + 4), y: y + 14 }, `${from}–${to} s`, small),
      );
      y += size.row;
    }
    for (const { label, at } of marks) {
      parts.push(
        text({ x: 12, y: y + 14 }, say(label)),
        markup`<path d="M${x(at)} ${y + 3}v14" stroke="currentColor" stroke-width="2"/>`,
        text({ x: round(x(at) + 4), y: y + 14 }, `${at} s`, small),
      );
      y += size.row;
    }
  }
  const title = `${say(pairTitle(pair))} – ${say(modeWords[mode.mode])}`;
  const description = drawnLines(pair).map(say).join('. ');
  const height = y + 8;
  const box = markup`viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}"`;
  const drawn = [
    text({ x: 4, y: 16 }, say(pairTitle(pair)), bold),
    text({ x: 4, y: 34 }, say(modeWords[mode.mode])),
    ...parts,
  ];
  return markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" ${box} font-family="sans-serif" font-size="12" fill="currentColor"><title>${title}</title><desc>${description}</desc>${drawn}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
