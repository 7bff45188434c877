import type { Judged } from './judged.ts';

/** The facts that would settle more, as lines for the configuration. */
export function factLines({ helpfulFacts }: Judged): string[] {
  return helpfulFacts.length === 0
    ? []
    : ['cluster:', ...helpfulFacts.map((fact) => `  ${fact}: ${examples[fact] ?? '…'}`)];
}

const examples: Readonly<Record<string, string>> = {
  backendMode: 'eni   # or node',
  network: 'terway   # or flannel',
  ccmVersion: 'v2.14.0',
  kubernetesVersion: '"1.32"',
  nodeCount: '12',
};
