import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CannotEvaluate } from './analysis/failure.ts';
import { settleHeap } from './host/heap.ts';
import type { Audit } from './reporting/audit.ts';
import { joinRepositories, type NamedAudit } from './reporting/shards/join-repositories.ts';
import { joinShards, readShard, type Shard } from './reporting/shards/join-shards.ts';
import { version } from './version.ts';

/**
 * Joins reports of parts, given as `file`, or as `name=file` where they are of several repositories. The time is that of all
 * parts together. Throws `CannotEvaluate`.
 */
export function runMerge(args: readonly string[], directory: string): { audit: Audit; durationMs: number } {
  const given = args.map(fileOf);
  const bare = given.find(({ name }) => name === undefined);
  const named = given.find(({ name }) => name !== undefined);
  if (bare !== undefined && named !== undefined)
    throw new CannotEvaluate(`${bare.file} has no name, and ${named.file} has: name each repository, or none.`);
  const shards = given.map(({ name, file }) => {
    settleHeap();
    return { name, shard: readShard(textOf(file, directory), file, version) };
  });
  const durationMs = shards.reduce((sum, { shard }) => sum + shard.report.summary.durationMs, 0);
  const groups = new Map<string, Shard[]>();
  for (const { name = '', shard } of shards) groups.set(name, [...(groups.get(name) ?? []), shard]);
  const [first, ...others] = [...groups].map(([name, parts]): NamedAudit => ({ name, audit: joinShards(parts, name) }));
  if (first === undefined) throw new CannotEvaluate('There is no report to merge.');
  const audit = named === undefined ? first.audit : joinRepositories([first, ...others]);
  return { audit, durationMs };
}

/** What stands before `=` is a name where it looks like one: `acme/shop`, but not `./a` of a file called `./a=b`. */
function fileOf(arg: string): { readonly name: string | undefined; readonly file: string } {
  const [, name, file] = /^([\w-][\w.-]*(?:\/[\w-][\w.-]*)?)=(.+)$/.exec(arg) ?? [];
  return name === undefined || file === undefined ? { name: undefined, file: arg } : { name, file };
}

function textOf(file: string, directory: string): string {
  try {
    return readFileSync(resolve(directory, file), 'utf8');
  } catch (error) {
    throw new CannotEvaluate(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
}
