import type { Manifests } from './analysis/explain/explain.ts';
import { manifestsOf } from './analysis/explain/in-repository.ts';
import { otherServices } from './analysis/explain/other-services.ts';
import { loadTree, type SourceFile } from './analysis/load-tree.ts';
import { unreadableFiles } from './analysis/unseen-files.ts';
import { resolveSettings } from './analysis/resolve-settings.ts';
import { loadConfiguration } from './host/configuration-file.ts';
import type { Git } from './host/git.ts';
import { TextFiles } from './host/text-files.ts';
import type { Locale } from './model/finding.ts';

interface Checkout {
  readonly directory: string;
  readonly git: Git;
  readonly locale: Locale;
  readonly today: string;
}

/**
 * What the files of a checkout tell of Services of these names, under what the configuration tells of the clusters; and the
 * files that could not be read in full.
 */
export async function evaluateManifests(
  files: readonly SourceFile[],
  names: ReadonlySet<string>,
  { directory, git, locale, today }: Checkout,
): Promise<{ manifests: Manifests; unread: ReadonlySet<string> }> {
  const { configuration } = await loadConfiguration(new TextFiles(directory, git), {
    named: undefined,
    base: undefined,
  });
  // Whatever the configuration lets pass: the cluster did not.
  const { cluster = {}, clusters = [] } = configuration;
  const settings = resolveSettings({}, { cluster, clusters }, false, locale);
  const others = otherServices(files, names);
  const tree = loadTree('head', files, { reuse: (path) => others.get(path) });
  return { manifests: manifestsOf(tree, settings, today), unread: new Set(unreadableFiles(tree)) };
}
