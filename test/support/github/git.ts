import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../gate.ts';

/** What git prints, as bytes. Throws with git's own words when it fails. */
export function gitBytes(folder: string, args: readonly string[], input?: string | Uint8Array): Buffer {
  const { status, stdout, stderr, error } = spawn(folder, args, input);
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${error?.message ?? stderr.toString()}`);
  return stdout;
}

/** What git prints, without the last line end. */
export function git(folder: string, ...args: readonly string[]): string {
  return gitBytes(folder, args).toString().replace(/\n$/, '');
}

/** As `git`, but undefined where git fails. */
export function tryGit(folder: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawn(folder, args);
  return status === 0 ? stdout.toString().replace(/\n$/, '') : undefined;
}

/** The commit that a ref of a bare repository is at. Read without git where it can be, because it is asked for often. */
export function tipOf(bare: string, ref: string): string | undefined {
  try {
    const text = readFileSync(join(bare, ref), 'utf8').trim();
    if (/^[0-9a-f]{40}$/.test(text)) return text;
  } catch {
    // It is packed, or there is none.
  }
  return tryGit(bare, 'rev-parse', '--verify', '--quiet', ref);
}

function spawn(folder: string, args: readonly string[], input?: string | Uint8Array): SpawnSyncReturns<Buffer> {
  return spawnSync('git', args, {
    cwd: folder,
    env: environment(),
    maxBuffer: 1 << 29,
    ...(input === undefined ? {} : { input }),
  });
}
