import type { Manifests } from './analysis/explain/explain.ts';
import { namesAny } from './analysis/explain/observation.ts';
import { CannotEvaluate } from './analysis/failure.ts';
import type { SourceFile } from './analysis/load-tree.ts';
import { openGit } from './host/git.ts';
import type { Bilingual, Locale } from './model/finding.ts';
import { filesOf } from './named-files.ts';
import { isManifestPath } from './world/manifest-paths.ts';

interface Around {
  readonly directory: string;
  readonly locale: Locale;
  readonly today: string;
}

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
  if (git === undefined) return nothing;
  try {
    const files = filesOf(['.'], false, directory, git);
    if (!files.some((file) => holdsOneOf(names, file))) return nothing;
    // Parser and rules come with it: loaded only when there is something to look at.
    const { evaluateManifests } = await import('./explain-manifests.ts');
    return { manifests: await evaluateManifests(files, names, { directory, git, locale, today }), notices: [] };
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    const { message } = error;
    return {
      ...nothing,
      notices: [
        {
          en: `The manifests of this repository were not looked at: ${message}`,
          zh: `未查看此仓库的清单：${message}`,
        },
      ],
    };
  }
}

function holdsOneOf(names: ReadonlySet<string>, file: SourceFile): boolean {
  const content = isManifestPath(file.path) ? file.read() : undefined;
  if (content === undefined || 'kind' in content) return false;
  // Names of Services and ids of load balancers have no other letters.
  return namesAny(names, Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1'));
}
