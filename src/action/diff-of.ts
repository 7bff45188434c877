import { splitGitDiff, type FileDiff } from '../analysis/git-diff.ts';
import type { Git } from '../host/git.ts';
import { readTexts } from '../host/github/blobs.ts';
import { listChangedFiles } from '../host/github/changed-files.ts';
import type { GitHubClient } from '../host/github/client.ts';

/** What a pull request changes, as GitHub shows it: from git where both commits are here, else from the API. */
export async function changedFiles(
  git: Git | undefined,
  mergeBase: string | undefined,
  { headSha, number }: { readonly headSha: string; readonly number: number },
  client: GitHubClient,
  repository: string,
): Promise<ReadonlyMap<string, FileDiff>> {
  const isHere = git !== undefined && mergeBase !== undefined && git.has(mergeBase) && git.has(headSha);
  return isHere ? splitGitDiff(git.diff(mergeBase, headSha)) : listChangedFiles(client, repository, number);
}

/** Texts of the head commit; what cannot be had is missing, and nothing is said at its lines. */
export async function headTexts(
  git: Git | undefined,
  headSha: string,
  paths: readonly string[],
  client: GitHubClient | undefined,
  repository: string,
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  if (git?.has(headSha) === true) {
    // A submodule is a commit of another repository, whose content is not here.
    const files = git.filesAt(headSha).filter(({ mode }) => mode !== '160000');
    const blobs = new Map(files.map(({ path, blob }) => [path, blob]));
    const known = paths.filter((path) => blobs.has(path));
    const contents = git.contents(known.map((path) => blobs.get(path) ?? ''));
    return new Map(known.map((path, index) => [path, new TextDecoder().decode(contents[index])]));
  }
  if (client === undefined) return new Map();
  const texts = await readTexts(
    client,
    repository,
    paths.map((path) => `${headSha}:${path}`),
  );
  return new Map(paths.flatMap((path, index) => (texts[index] === undefined ? [] : [[path, texts[index]] as const])));
}
