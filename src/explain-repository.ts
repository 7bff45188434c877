import type { Manifests } from './analysis/explain/explain.ts';
import { namesAny } from './analysis/explain/observation.ts';
import { CannotEvaluate } from './analysis/failure.ts';
import type { SourceFile } from './analysis/load-tree.ts';
import { openGit, whyRefused } from './host/git.ts';
import type { Bilingual, Locale } from './model/finding.ts';
import { filesOf } from './named-files.ts';
import { isManifestPath } from './world/manifest-paths.ts';

interface Around {
  readonly directory: string;
  readonly locale: Locale;
  readonly today: string;
}

/** More of them nobody reads. */
const mostFiles = 10;

/**
 * The manifests below a directory of a git checkout, where one of them holds one of these names; nothing elsewhere. What
 * cannot be evaluated is said and does not keep anybody from explaining.
 */
export async function repositoryManifests(
  names: ReadonlySet<string>,
  { directory, locale, today }: Around,
): Promise<{ manifests: Manifests | undefined; notices: readonly Bilingual[] }> {
  const nothing = { manifests: undefined, notices: [] };
  const git = openGit(directory);
  if (git === undefined) return { ...nothing, notices: notLookedAt(whyRefused(directory)) };
  try {
    const files = filesOf(['.'], false, directory, git);
    if (!files.some((file) => holdsOneOf(names, file))) return nothing;
    // Parser and rules come with it: loaded only when there is something to look at.
    const { evaluateManifests } = await import('./explain-manifests.ts');
    const { manifests, unread } = await evaluateManifests(files, names, { directory, git, locale, today });
    const own = files.filter((file) => unread.has(file.path) && holdsOneOf(names, file));
    return { manifests, notices: own.slice(0, mostFiles).map(({ path }) => notReadInFull(path)) };
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    return { ...nothing, notices: notLookedAt(error.message) };
  }
}

function notLookedAt(why: string | undefined): readonly Bilingual[] {
  if (why === undefined) return [];
  return [{ en: `The manifests of this repository were not looked at: ${why}`, zh: `未查看此仓库的清单：${why}` }];
}

function notReadInFull(path: string): Bilingual {
  return {
    en: `${path} names what is explained and could not be read in full; check says why.`,
    zh: `${path} 提到了所解释的对象，但未能完整读取；原因见 check。`,
  };
}

function holdsOneOf(names: ReadonlySet<string>, file: SourceFile): boolean {
  const content = isManifestPath(file.path) ? file.read() : undefined;
  if (content === undefined || 'kind' in content) return false;
  // Names of Services and ids of load balancers have no other letters; UTF-16 puts a NUL beside each.
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  return namesAny(names, text.replaceAll('\0', ''));
}
