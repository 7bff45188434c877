import { versions } from 'node:process';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * V8 lets the heap of a long run grow to several times of what is alive in it before it collects, and the space for new
 * objects to 128 MB. Both are nudges only: nothing here limits how large a heap may become. On a tree of 20,000 files they
 * halve what a run takes, at the same processor time. Only for versions of Node that are known to have these switches.
 */
const isKnown = ['20', '22', '24'].includes(versions.node.split('.')[0] ?? '');

/** Bytes of the space for new objects that are enough for the speed of parsing. */
const enough = 4 * 1024 * 1024;
let isSettled = !isKnown;

/**
 * Collects when the heap is a third larger than what was alive in it, and at once: while V8 marks beside the run, the heap
 * goes on growing, by up to half as much again. The pauses instead hurt nobody in a run that answers at its end.
 */
export function growHeapSlowly(): void {
  if (!isKnown) return;
  setFlagsFromString('--no-incremental-marking');
  setFlagsFromString('--heap-growing-percent=30');
}

/** Lets the space for new objects grow no more once it has the size that it needs; to be called now and then. */
export function settleHeap(): void {
  if (isSettled) return;
  const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
  if (young === undefined || young.space_size < enough) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  isSettled = true;
}
