import type { PairRollout } from '../../analysis/rollouts.ts';
import type { Bilingual } from '../../model/finding.ts';
import type { ModeRollout } from '../../rollout/rollout.ts';
import type { Stretch, StretchName } from '../../rollout/time-line.ts';
import { overall } from '../../rollout/verdict.ts';
import { modeWords, momentWords, phaseLines, stretchWords } from './words.ts';

/** A bar of a time line: what lasts from one second to another. */
export interface Bar {
  readonly label: Bilingual;
  readonly from: number;
  readonly to: number;
  /** It is what goes wrong. */
  readonly isBad: boolean;
}

/** What happens at one second. */
export interface Mark {
  readonly label: Bilingual;
  readonly at: number;
}

/** A time line that can be drawn, in seconds. */
export interface Lane {
  readonly title: Bilingual;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
}

/** The lanes of one mode: the load balancer and the pod that ends, and a pod that starts. */
export interface Drawing {
  readonly lanes: readonly Lane[];
  /** The last second of all. */
  readonly until: number;
}

const bad: ReadonlySet<StretchName> = new Set(['gap', 'cut', 'missing']);
const ofLoadBalancer: ReadonlySet<StretchName> = new Set(['sent-to', 'gap', 'draining', 'cut']);

/** What is drawn of a pair: the first mode in which it is unsafe, else the first; undefined where there is none. */
export function drawnMode({ rollout: { modes } }: Pick<PairRollout, 'rollout'>): ModeRollout | undefined {
  return modes.find(({ verdicts }) => overall(verdicts) === 'unsafe') ?? modes[0];
}

/** What is said beside the drawing of a pair; where the mode is not known, under which one that is so. */
export function drawnLines(pair: Pick<PairRollout, 'rollout'>): Bilingual[] {
  const mode = drawnMode(pair);
  if (mode === undefined) return phaseLines(pair.rollout.verdicts);
  const lines = phaseLines(mode.verdicts);
  if (pair.rollout.modes.length < 2) return lines;
  const { en, zh } = modeWords[mode.mode];
  return lines.map((line) => ({ en: `where ${en}: ${line.en}`, zh: `${zh}时：${line.zh}` }));
}

export function drawingOf({ end, start }: ModeRollout): Drawing {
  const [around, within] = [true, false].map((is) =>
    end.stretches.filter(({ name }) => ofLoadBalancer.has(name) === is).map(barOf),
  );
  const marksOf = (moments: typeof end.moments): Mark[] =>
    moments.map(({ name, at }) => ({ label: momentWords[name], at }));
  const lanes = [
    { title: { en: 'Load balancer', zh: '负载均衡' }, bars: around ?? [], marks: [] },
    { title: { en: 'Pod that ends', zh: '终止的 Pod' }, bars: within ?? [], marks: marksOf(end.moments) },
    {
      title: { en: 'Pod that starts', zh: '启动的 Pod' },
      bars: start.stretches.map(barOf),
      marks: marksOf(start.moments),
    },
  ].filter(({ bars, marks }) => bars.length + marks.length > 0);
  const seconds = lanes.flatMap(({ bars, marks }) => [...bars.map(({ to }) => to), ...marks.map(({ at }) => at)]);
  return { lanes, until: Math.max(1, ...seconds) };
}

function barOf({ name, from, to }: Stretch): Bar {
  return { label: stretchWords[name], from, to, isBad: bad.has(name) };
}
