import { inLocale, type Locale } from '../../model/finding.ts';
import { markup, type Markup } from './escape.ts';

/** What one audit found. */
export interface TrendPoint {
  /** The day, YYYY-MM-DD. */
  readonly day: string;
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** Audits that are drawn; older ones are left out. */
const most = 40;
const height = 72;
const step = 16;

/** The counts of several audits as stacked bars, in the order given; nothing where there is only one. */
export function trendFigure(points: readonly TrendPoint[], locale: Locale): Markup | undefined {
  const shown = points.slice(-most);
  const [first] = shown;
  const last = shown.at(-1);
  if (first === undefined || last === undefined || shown.length < 2) return undefined;
  const highest = Math.max(1, ...shown.map(sumOf));
  const bars = shown.map((point, at) => {
    let y = height;
    const parts = (['info', 'warning', 'error'] as const).map((severity) => {
      const size = (point[severity] / highest) * (height - 6);
      y -= size;
      const place = markup`x="${at * step + 2}" y="${y.toFixed(1)}" width="${step - 4}" height="${size.toFixed(1)}"`;
      return markup`<rect class="fill-${severity}" ${place}/>`;
    });
    return markup`<g><title>${wordsOf(point, locale)}</title>${parts}</g>`;
  });
  const width = shown.length * step;
  const caption = inLocale(
    {
      en: `${first.day} to ${last.day}: ${sumOf(first)} → ${sumOf(last)} findings, ${first.error} → ${last.error} errors`,
      zh: `${first.day} 至 ${last.day}：问题 ${sumOf(first)} → ${sumOf(last)}，错误 ${first.error} → ${last.error}`,
    },
    locale,
  );
  const ground = markup`<line class="fill-line" x1="0" y1="${height + 0.5}" x2="${width}" y2="${height + 0.5}"/>`;
  const size = markup`width="${width}" height="${height + 1}" viewBox="0 0 ${width} ${height + 1}"`;
  return markup`<figure class="trend"><figcaption>${caption}</figcaption>
<svg ${size} role="img" aria-label="${caption}">${bars}${ground}</svg></figure>`;
}

function sumOf({ error, warning, info }: TrendPoint): number {
  return error + warning + info;
}

function wordsOf({ day, error, warning, info }: TrendPoint, locale: Locale): string {
  return inLocale(
    {
      en: `${day}: ${error} errors, ${warning} warnings, ${info} info`,
      zh: `${day}：${error} 个错误，${warning} 个警告，${info} 个提示`,
    },
    locale,
  );
}
