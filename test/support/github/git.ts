import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
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

function spawn(folder: string, args: readonly string[], input?: string | Uint8Array): SpawnSyncReturns<Buffer> {
  return spawnSync('git', args, {
    cwd: folder,
    env: environment(),
    maxBuffer: 1 << 29,
    ...(input === undefined ? {} : { input }),
  });
}
