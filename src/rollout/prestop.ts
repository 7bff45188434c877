import { isPresent, itemsOf, numberOf, textOf, valueAt, type ValueNode } from '../model/node.ts';
import type { Container } from '../world/workload.ts';

/** What a container does between the decision to end it and SIGTERM. */
export type PreStop =
  | { readonly kind: 'none' }
  /** It waits for a length that can be read from the manifest. */
  | { readonly kind: 'known'; readonly seconds: number; readonly node: ValueNode }
  /** It does something whose length only the program knows. */
  | { readonly kind: 'unknown'; readonly node: ValueNode };

/**
 * Reads `lifecycle.preStop`: the sleep action, `exec` of `sleep N`, and shells that run `sleep N` (suffixes s, m, h, d;
 * several sleeps add up). Everything else takes an unknown time.
 */
export function preStopOf(container: Container): PreStop {
  const lifecycle = valueAt(container.node, 'lifecycle');
  if (lifecycle?.kind === 'unknown') return { kind: 'unknown', node: lifecycle };
  const preStop = valueAt(lifecycle, 'preStop');
  if (!isPresent(preStop) || (preStop.kind === 'map' && preStop.entries.size === 0)) return { kind: 'none' };
  const slept = numberOf(valueAt(preStop, 'sleep', 'seconds'));
  if (slept !== undefined) return { kind: 'known', seconds: slept, node: preStop };
  const seconds = sleepSeconds(commandOf(valueAt(preStop, 'exec', 'command')));
  return seconds === undefined ? { kind: 'unknown', node: preStop } : { kind: 'known', seconds, node: preStop };
}

function commandOf(node: ValueNode | undefined): string[] | undefined {
  const words: string[] = [];
  for (const item of itemsOf(node)) {
    if (item.kind !== 'scalar') return undefined;
    // A number is refused by the API server (prestop-arg-not-string); to go on, its writing is what was meant.
    words.push(textOf(item) ?? item.source);
  }
  return words.length === 0 ? undefined : words;
}

function sleepSeconds(command: readonly string[] | undefined): number | undefined {
  const [program, ...rest] = command ?? [];
  if (program === undefined) return undefined;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'sleep') return sum(rest);
  if (!['sh', 'bash', 'ash', 'dash'].includes(name)) return undefined;
  const script = rest.at(-1) ?? '';
  const sleeps = [
    ...script.matchAll(/(?:^|[\s;&|(])(?:\/usr)?(?:\/bin\/)?sleep((?:[ \t]+[0-9.]+[smhd]?)+)(?=$|[\s;&|)])/g),
  ];
  if (sleeps.length === 0) return undefined;
  const lengths = sleeps.map((match) => sum((match[1] ?? '').trim().split(/[ \t]+/)));
  return lengths.every((length) => length !== undefined)
    ? lengths.reduce((total, length) => total + length, 0)
    : undefined;
}

function sum(words: readonly string[]): number | undefined {
  let total = 0;
  for (const word of words) {
    const match = /^([0-9]+(?:\.[0-9]+)?)([smhd]?)$/.exec(word);
    if (match === null) return undefined;
    total += Number(match[1]) * (unitSeconds[match[2] ?? ''] ?? 1);
  }
  return words.length === 0 ? undefined : total;
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
