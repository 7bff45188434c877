import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Each floor imports only from the floors below it, or from its own folder. */
const floors: Readonly<Record<string, number>> = {
  model: 0,
  parsing: 1,
  catalog: 1,
  world: 2,
  controller: 3,
  rollout: 3,
  rules: 4,
  analysis: 5,
  reporting: 6,
  host: 7,
  // The entry points, of which the action needs a folder.
  action: 8,
};
const top = 8;

/** The folders that may import a package from outside. */
const packages: Readonly<Record<string, readonly string[]>> = {
  yaml: ['parsing'],
  minimatch: ['analysis'],
  diff: ['analysis'],
  leven: ['controller'],
  'compare-versions': ['analysis', 'controller'],
  // The report is a shape of its own, made where reports are made.
  'zod/mini': ['analysis', 'reporting'],
  // Types alone.
  sarif: ['reporting'],
  'get-east-asian-width': ['reporting'],
  commander: ['cli.ts', 'cli-options.ts'],
  '@actions/core': ['host'],
  '@actions/github': ['host'],
};

const source = join(import.meta.dirname, '../../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = files.flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8');
  const found = [...text.matchAll(/(?:\bfrom |^import |\bimport\()'([^'\n]+)'/gm)];
  return found.map(([, target = '']) => ({ file, target }));
});

function folderOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function floorOf(file: string): number {
  return file.includes('/') ? (floors[folderOf(file)] ?? Number.NaN) : top;
}

function resolved(file: string, target: string): string {
  return join(file, '..', target);
}

describe('floors', () => {
  it('knows every folder', () => {
    expect(files.filter((file) => Number.isNaN(floorOf(file)))).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('imports only downward', () => {
    const upward = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({ file, target: resolved(file, target) }))
      .filter(({ target }) => !target.startsWith('..'))
      .filter(({ file, target }) => {
        if (floorOf(target) < floorOf(file)) return false;
        return floorOf(file) !== top && folderOf(file) !== folderOf(target);
      });
    expect(upward).toEqual([]);
  });

  it('keeps rules apart from one another', () => {
    const shared = [
      'rules/absence.ts',
      'rules/quota-words.ts',
      'rules/quotas.ts',
      'rules/rollout-fixes.ts',
      'rules/rollouts.ts',
      'rules/rule.ts',
      'rules/sharing.ts',
      'rules/suggestions.ts',
      'rules/support.ts',
    ];
    const sideways = imports
      .filter(({ file, target }) => /^rules\/[^/]+\//.test(file) && target.startsWith('.'))
      .map(({ file, target }) => ({ file, target: resolved(file, target) }))
      .filter(({ target }) => target.startsWith('rules/') && !shared.includes(target));
    expect(sideways).toEqual([]);
  });

  it('lets each outside package in at one place', () => {
    const strangers = imports
      .filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
      .filter(({ file, target }) => !(packages[target] ?? []).includes(folderOf(file)));
    expect(strangers).toEqual([]);
  });

  it('touches the world only in host and the entry points', () => {
    const worldly = imports
      .filter(({ file, target }) => target.startsWith('node:') && floorOf(file) < (floors['host'] ?? 0))
      .filter(({ file, target }) => !(target === 'node:crypto' && folderOf(file) === 'model'));
    expect(worldly).toEqual([]);
    const impure = files
      .filter((file) => floorOf(file) < (floors['host'] ?? 0))
      .filter((file) =>
        /\bconsole\.[a-z]+\(|\bprocess\.[a-z]|\bDate\.now|new Date\(\)|Math\.random/.test(
          readFileSync(join(source, file), 'utf8'),
        ),
      );
    expect(impure).toEqual([]);
  });
});
