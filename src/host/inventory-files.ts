import type { LoadedInventory } from '../analysis/inventory/load-inventory.ts';
import { findExports, type ExportKind, type ExportRequest } from './export-files.ts';

const inventory: ExportKind = {
  name: 'inventory',
  noun: { en: 'inventory', zh: '资源清单' },
  undone: { en: 'nothing was checked against what exists in the cloud', zh: '未与云上实际资源核对' },
  // A page of a hundred load balancers has about 150 000.
  longestFile: 16 * 1024 * 1024,
  longestOfAll: 64 * 1024 * 1024,
};

/** Finds the exports and reads them. Throws `CannotEvaluate` where a file that is named is not there, or is no export. */
export async function loadInventory(request: ExportRequest): Promise<LoadedInventory> {
  if ((request.named ?? request.configured).length === 0) return { inventory: undefined, notices: [] };
  const { files, notices } = findExports(request, inventory);
  // Loaded only when there is something to read: the schema library costs start-up time.
  const { readInventories } = await import('../analysis/inventory/load-inventory.ts');
  const loaded = readInventories(files);
  return { ...loaded, notices: [...loaded.notices, ...notices] };
}
