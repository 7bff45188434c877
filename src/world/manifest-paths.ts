import { baseNameOf } from './paths.ts';

export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export function isKustomizationFile(path: string): boolean {
  return kustomizationNames.includes(baseNameOf(path));
}

/** True for the files that the gate reads: by their ending, whatever its case, or as a kustomization by name. */
export function isManifestPath(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) || isKustomizationFile(path);
}
