import { isRelevantKind } from '../../catalog/kinds.ts';
import type { Manifest } from '../../model/manifest.ts';
import { parseManifest } from '../../parsing/parse-manifest.ts';
import { glanceAt, splitDocuments } from '../../parsing/split-documents.ts';
import { isKustomizationFile, isManifestPath } from '../../world/manifest-paths.ts';
import { folderOf } from '../../world/paths.ts';
import type { SourceFile } from '../load-tree.ts';
import { namesAny } from './observation.ts';

/**
 * Files that need no parser to explain the Services of some names: each defines other Services and nothing else. They come
 * as manifests with their text and without resources. None where they may bear on the answer all the same: copies of other
 * Services tell environments apart, which is a question where the rest stands in several folders or below a kustomization.
 */
export function otherServices(files: readonly SourceFile[], names: ReadonlySet<string>): ReadonlyMap<string, Manifest> {
  const others = new Map<string, Manifest>();
  const folders = new Set<string>();
  for (const file of files) {
    const { path, mustRead } = file;
    if (mustRead !== true && !isManifestPath(path)) continue;
    if (isKustomizationFile(path)) return new Map();
    const content = file.read();
    const bearing = 'kind' in content ? 'any' : bearingOf(new TextDecoder().decode(content), names);
    if (bearing === 'any') folders.add(folderOf(path));
    else if (bearing === 'others' && !('kind' in content))
      others.set(path, { ...parseManifest(content, { isRelevantKind: () => false }), otherKinds: new Set() });
  }
  return folders.size > 1 ? new Map() : others;
}

/** Whom a text may be about: nobody, Services of other names alone, or anybody. */
function bearingOf(text: string, names: ReadonlySet<string>): 'none' | 'others' | 'any' {
  const glances = splitDocuments(text).map(({ start, end }) => glanceAt(text.slice(start, end), isRelevantKind));
  if (glances.every(({ verdict }) => verdict === 'skip')) return 'none';
  const isOfServices = glances.every(({ kinds }) => kinds.length > 0 && kinds.every((kind) => kind === 'Service'));
  // Another API has Services of its own, which make pods.
  const isOfKubernetes = !/apiVersion["']?\s*:(?!\s*["']?v1["']?\s*(?:[,}#]|$))/m.test(text);
  // Services that name a load balancer may share it.
  const isShared = text.includes('loadbalancer-id');
  return isOfServices && isOfKubernetes && !isShared && !namesAny(names, text) ? 'others' : 'any';
}
