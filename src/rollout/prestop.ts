import { hasNoPrograms } from '../catalog/rollout.ts';
import { isPresent, itemsOf, numberOf, textOf, valueAt, type ValueNode } from '../model/node.ts';
import type { Container } from '../world/workload.ts';

/** What a container does between the decision to end it and SIGTERM. */
export type PreStop =
  | { readonly kind: 'none' }
  /** It waits for a length that can be read from the manifest. */
  | {
      readonly kind: 'known';
      readonly seconds: number;
      readonly node: ValueNode;
      /** Where the length is written. */
      readonly lengthNode: ValueNode;
      /** An image, named for having no programs, in which one is to be run: the hook fails and takes no time at all. */
      readonly lacksProgram: string | undefined;
    }
  /** It does something whose length only the program knows. */
  | { readonly kind: 'unknown'; readonly node: ValueNode };

/**
 * Reads `lifecycle.preStop`: the sleep action, `exec` of `sleep N`, and shells that run `sleep N` one after the other
 * (suffixes s, m, h, d; several sleeps add up). Everything else takes an unknown time.
 */
export function preStopOf(container: Container): PreStop {
  const lifecycle = valueAt(container.node, 'lifecycle');
  if (lifecycle?.kind === 'unknown') return { kind: 'unknown', node: lifecycle };
  const preStop = valueAt(lifecycle, 'preStop');
  if (!isPresent(preStop) || (preStop.kind === 'map' && preStop.entries.size === 0)) return { kind: 'none' };
  const slept = valueAt(preStop, 'sleep', 'seconds');
  const seconds = numberOf(slept);
  if (slept !== undefined && seconds !== undefined)
    return { kind: 'known', seconds, node: preStop, lengthNode: slept, lacksProgram: undefined };
  const sleep = sleepOf(valueAt(preStop, 'exec', 'command'));
  if (sleep === undefined) return { kind: 'unknown', node: preStop };
  const image = textOf(valueAt(container.node, 'image')) ?? '';
  return { kind: 'known', ...sleep, node: preStop, lacksProgram: hasNoPrograms(image) ? image : undefined };
}

/** A command, word by word; undefined where a word cannot be known. */
function wordsOf(command: ValueNode | undefined): string[] | undefined {
  const words: string[] = [];
  for (const item of itemsOf(command)) {
    if (item.kind !== 'scalar') return undefined;
    // A number is refused by the API server (prestop-arg-not-string); to go on, its writing is what was meant.
    words.push(textOf(item) ?? item.source);
  }
  return words;
}

function sleepOf(
  command: ValueNode | undefined,
): { readonly seconds: number; readonly lengthNode: ValueNode } | undefined {
  const [program, ...rest] = wordsOf(command) ?? [];
  if (command === undefined || program === undefined) return undefined;
  const name = program.slice(program.lastIndexOf('/') + 1);
  // Words of the command begin behind the program.
  const found = (seconds: number | undefined, at: number | undefined): ReturnType<typeof sleepOf> =>
    seconds === undefined
      ? undefined
      : { seconds, lengthNode: (at === undefined ? undefined : itemsOf(command)[at + 1]) ?? command };
  if (name === 'sleep') return found(sum(rest), rest.length === 1 ? 0 : undefined);
  if (!shells.has(name)) return undefined;
  const flag = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
  return flag < 0 ? undefined : found(scriptSeconds(rest[flag + 1] ?? ''), flag + 1);
}

const shells = new Set(['sh', 'bash', 'ash', 'dash']);

/**
 * How long a script waits, where it is a list of commands that all run, one after the other, and each is a sleep or ends
 * at once. What is not known to be so may take any time, or keep a sleep from running.
 */
function scriptSeconds(script: string): number | undefined {
  const inBraces = /^\s*\{\s([^{}]*);\s*\}\s*;?\s*$/.exec(script)?.[1] ?? script;
  const commands = inBraces
    .split('\n')
    .flatMap((line) => line.replace(/(?:^|\s)#.*$/, '').split(/;|&&/))
    .map((command) => command.trim())
    .filter((command) => command !== '');
  let total: number | undefined;
  let isStopped = false;
  for (const command of commands) {
    const seconds = commandSeconds(command);
    // Who waits once the program no longer takes connections waits for nobody.
    if (seconds === undefined || (isStopped && seconds > 0)) return undefined;
    isStopped ||= stopping.test(command);
    if (seconds > 0 || /^sleep\b/.test(command)) total = (total ?? 0) + seconds;
  }
  return total;
}

/** Undefined for a command that may take any time. */
function commandSeconds(command: string): number | undefined {
  // That a command fails is of no account.
  const plain = command.replace(/\s*\|\|\s*(?:true|:)$/, '').replace(/^exec\s+(?=\S*sleep\s)/, '');
  if (/[|&(){}<>`\\]|\$\(/.test(plain) || isUnbalanced(plain)) return undefined;
  const sleep = /^(?:\/usr)?(?:\/bin\/)?sleep((?:[ \t]+(["']?)[0-9.]+[smhd]?\2)+)$/.exec(plain);
  if (sleep !== null)
    return sum(
      (sleep[1] ?? '')
        .replaceAll(/["']/g, '')
        .trim()
        .split(/[ \t]+/),
    );
  return momentary.test(plain) || stopping.test(plain) ? 0 : undefined;
}

const momentary = /^(?:echo|printf|true|:|date|touch|sync|set)(?:\s|$)/;
/** Ends the program that serves, and returns. */
const stopping = /^(?:\S*\/)?(?:nginx\s+-s\s+(?:quit|stop)|kill\s+(?:-\S+\s+)?\d+|kill)\b/;

/** A separator within quotes was taken for one between commands. */
function isUnbalanced(command: string): boolean {
  return ['"', "'"].some((quote) => command.split(quote).length % 2 === 0);
}

function sum(words: readonly string[]): number | undefined {
  let total = 0;
  for (const word of words) {
    const match = /^([0-9]+(?:\.[0-9]+)?)([smhd]?)$/.exec(word);
    if (match === null) return undefined;
    total += Number(match[1]) * (unitSeconds[match[2] ?? ''] ?? 1);
  }
  return words.length === 0 ? undefined : Number(total.toFixed(3));
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
