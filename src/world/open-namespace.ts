import { isPlaceholder } from '../catalog/placeholders.ts';

/** True for a namespace that is decided at deployment, so that it may be any. */
export function isOpenNamespace(namespace: string | null): boolean {
  return namespace === null || isPlaceholder(namespace);
}
