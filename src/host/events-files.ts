import type { LoadedEvents } from '../analysis/explain/load-events.ts';
import { findExports, type ExportKind, type ExportRequest } from './export-files.ts';
import { largestInput } from './input-text.ts';

const events: ExportKind = {
  name: 'events',
  noun: { en: 'file of events', zh: '事件文件' },
  undone: { en: 'no finding was joined to what happens in the cluster', zh: '未将问题与集群中的实际事件关联' },
  longestFile: largestInput,
  longestOfAll: largestInput,
};

export interface LoadedEventsFiles extends LoadedEvents {
  /** Files that were read, which are therefore no manifests in any tree: they may hold Services, too. */
  readonly read: ReadonlySet<string>;
}

/**
 * Finds what kubectl printed and reads it. Throws `CannotEvaluate` where a file that is named is not there, or where it
 * holds no events.
 */
export async function loadEvents(request: Omit<ExportRequest, 'configured'>): Promise<LoadedEventsFiles> {
  if (request.named === undefined || request.named.length === 0)
    return { observed: undefined, notices: [], read: new Set() };
  const { files, notices } = findExports({ ...request, configured: [] }, events);
  // Loaded only when there is something to read: the reader brings the catalogue of events.
  const { readEvents } = await import('../analysis/explain/load-events.ts');
  const loaded = readEvents(files);
  const read = files.flatMap(({ file, target }) => [file, target]);
  return { ...loaded, notices: [...loaded.notices, ...notices], read: new Set(read) };
}
