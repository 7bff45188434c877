import { createHash } from 'node:crypto';
import type { Commit } from '../base-tree.ts';
import { submoduleMode, type Git, type PathChange, type TrackedFile } from '../git.ts';
import { readTexts } from './blobs.ts';
import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/** More differing files than this are not read one by one. */
const mostContents = 3_000;

interface TreeAnswer {
  readonly truncated: boolean;
  readonly tree: readonly {
    readonly path: string;
    readonly mode: string;
    readonly type: string;
    readonly sha: string;
  }[];
}

/**
 * A commit that git does not have here, read from the API: its listing, and the contents that differ from the index.
 * Every content is proved by its id. Throws `RequestFailed` when anything of it cannot be had whole.
 */
export async function openApiCommit(
  client: GitHubClient,
  repository: string,
  commit: string,
  git: Git,
  isWanted: (path: string) => boolean,
): Promise<Commit> {
  const listing = (await client.get(`/repos/${repository}/git/trees/${commit}?recursive=1`)) as TreeAnswer;
  if (!Array.isArray(listing.tree)) throw new RequestFailed('unavailable', `GitHub lists no files of ${commit}`);
  if (listing.truncated) throw new RequestFailed('unavailable', `GitHub lists only a part of the files of ${commit}`);
  const files = listing.tree
    .filter(({ type }) => type !== 'tree')
    .map(({ path, mode, sha }): TrackedFile => ({ path, mode, blob: sha }));
  const changes = changesBetween(files, git);
  const changed = new Set(changes.map(({ base }) => base));
  const wanted = files.filter(({ path, mode }) => mode !== submoduleMode && changed.has(path) && isWanted(path));
  const missing = git.missing([...new Set(wanted.map(({ blob }) => blob))]);
  const contents = await readContents(client, repository, missing);
  return {
    files,
    contents: (blobs) => {
      const others = blobs.filter((blob) => !contents.has(blob));
      const absent = new Set(git.missing(others));
      const local = others.filter((blob) => !absent.has(blob));
      const read = new Map(git.contents(local).map((content, index) => [local[index], content]));
      return blobs.map((blob) => contents.get(blob) ?? read.get(blob) ?? new Uint8Array());
    },
    changes: () => changes,
  };
}

async function readContents(
  client: GitHubClient,
  repository: string,
  blobs: readonly string[],
): Promise<Map<string, Uint8Array>> {
  if (blobs.length > mostContents)
    throw new RequestFailed(
      'unavailable',
      `${blobs.length} files of base would have to be read from GitHub one by one`,
    );
  const texts = await readTexts(client, repository, blobs);
  return new Map(
    blobs.map((blob, index) => {
      const content = new TextEncoder().encode(texts[index] ?? '');
      if (blobId(content) === blob) return [blob, content];
      throw new RequestFailed('unavailable', `GitHub does not give the content ${blob} as it is`);
    }),
  );
}

/** The id that git gives a content. */
function blobId(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/** What differs between a listing and the working tree; a renamed file is one whose content moved as it is. */
function changesBetween(files: readonly TrackedFile[], git: Git): PathChange[] {
  const index = new Map(git.trackedFiles().map((file) => [file.path, file]));
  const unstaged = new Set(git.unstagedPaths());
  const base = new Set(files.map(({ path }) => path));
  const changes: PathChange[] = [];
  const gone = new Map<string, string[]>();
  for (const { path, mode, blob } of files) {
    const now = index.get(path);
    if (now === undefined) gone.set(blob, [...(gone.get(blob) ?? []), path]);
    else if (now.blob !== blob || now.mode !== mode || unstaged.has(path)) changes.push({ base: path, head: path });
  }
  for (const { path, blob } of index.values())
    if (!base.has(path)) changes.push({ base: gone.get(blob)?.shift(), head: path });
  for (const path of [...gone.values()].flat()) changes.push({ base: path, head: undefined });
  return changes;
}
