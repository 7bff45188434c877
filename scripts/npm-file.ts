import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One file of a package as the registry has it: `name@version`, path inside the package. Throws when it cannot be had. */
export function npmFile(spec: string, path: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'npm-file-'));
  try {
    run('npm', ['pack', '--silent', '--pack-destination', folder, spec]);
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    run('tar', ['-xzf', join(folder, archive), '-C', folder, `package/${path}`]);
    return readFileSync(join(folder, 'package', path), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
