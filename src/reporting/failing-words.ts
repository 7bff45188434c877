import type { Bilingual, Finding } from '../model/finding.ts';

/** That the cluster says right now what a finding foretells, in a short phrase; undefined where it does not. */
export function failingWords({ failingNow }: Pick<Finding, 'failingNow'>): Bilingual | undefined {
  if (failingNow === undefined || failingNow.length === 0) return undefined;
  const english = failingNow.map(({ event, count, last }) => {
    const times = count === 1 ? 'once' : `${count} times`;
    return `${event}, ${times}${last === null ? '' : `, last ${last}`}`;
  });
  const chinese = failingNow.map(
    ({ event, count, last }) => `${event}，${count} 次${last === null ? '' : `，最近一次 ${last}`}`,
  );
  return { en: `failing now: ${english.join('; ')}`, zh: `当前正在报错：${chinese.join('；')}` };
}
