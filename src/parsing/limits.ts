/**
 * Guards against input that is made to be slow or to hide something. A limit that strikes on a document that may hold a
 * Service or a workload fails closed: the document becomes an `unreadable-manifest` finding.
 */
export interface Limits {
  /** Bytes of one file; only files that may hold a relevant kind are held to it. */
  readonly fileBytes: number;
  /** Characters of one document; the API server refuses objects beyond about 1.5 MB. */
  readonly documentCharacters: number;
  /** Lines of one document: the parser slows down with very many short lines. */
  readonly documentLines: number;
  /** Documents of one file that are parsed. */
  readonly documents: number;
  /** Values that aliases and merge keys of one document may stand for. */
  readonly aliasedValues: number;
  /** Levels of nesting. */
  readonly depth: number;
}

export const defaultLimits: Limits = {
  fileBytes: 64 * 1024 * 1024,
  documentCharacters: 2 * 1024 * 1024,
  documentLines: 60_000,
  documents: 5_000,
  aliasedValues: 20_000,
  depth: 100,
};
