import type { Resource } from '../model/manifest.ts';
import { commonDepth, folderOf, isAtOrAbove } from './paths.ts';

/** Below a deeper folder that it shares with `from`; of two below the same one, the upper. */
export function isNearer(copy: Resource, other: Resource, from: Resource): boolean {
  const [one, two, own] = [folderOf(copy.file), folderOf(other.file), folderOf(from.file)];
  const depth = commonDepth(one, own);
  const otherDepth = commonDepth(two, own);
  return depth > otherDepth || (depth === otherDepth && one !== two && isAtOrAbove(one, two));
}

/**
 * Two manifests that leave their namespace open go to the same one only when they are applied together. Folders that stand
 * beside one another prove nothing; the same folder, or one above the other, do.
 */
export function isNear(left: Resource, right: Resource): boolean {
  if (left.namespaceName !== null && right.namespaceName !== null) return true;
  const one = folderOf(left.file);
  const two = folderOf(right.file);
  return isAtOrAbove(one, two) || isAtOrAbove(two, one);
}
