import type { Manifests } from './analysis/explain/explain.ts';
import { manifestsOf } from './analysis/explain/in-repository.ts';
import { CannotEvaluate } from './analysis/failure.ts';
import { isManifestPath, loadTree } from './analysis/load-tree.ts';
import { resolveSettings } from './analysis/resolve-settings.ts';
import { loadConfiguration } from './host/configuration-file.ts';
import { openGit } from './host/git.ts';
import { TextFiles } from './host/text-files.ts';
import type { Bilingual, Locale } from './model/finding.ts';
import { filesOf } from './named-files.ts';

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
  if (openGit(directory) === undefined) return nothing;
  try {
    const files = filesOf(['.'], false, directory);
    const isNamed = files.some((file) => {
      const content = isManifestPath(file.path) ? file.read() : undefined;
      if (content === undefined || 'kind' in content) return false;
      const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      return [...names].some((name) => text.includes(name));
    });
    if (!isNamed) return nothing;
    const { configuration } = await loadConfiguration(new TextFiles(directory), { named: undefined, base: undefined });
    // Whatever the configuration lets pass: the cluster did not.
    const { cluster = {}, clusters = [] } = configuration;
    const settings = resolveSettings({}, { cluster, clusters }, false, locale);
    return { manifests: manifestsOf(loadTree('head', files), settings, today), notices: [] };
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
