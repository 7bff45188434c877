/** The token of an `authorization` header. */
export function tokenIn(header: string | undefined): string | undefined {
  return /^(?:token|bearer) +(\S+)$/i.exec(header ?? '')?.[1];
}

/** A body read as JSON; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A request as it came in. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body read as JSON; undefined when there is none. */
  readonly body: unknown;
  /** A GraphQL document counts once: as a write when it is a mutation, else as a read. */
  readonly kind: 'read' | 'write';
  /** The token that came with it, which tells the requests of concurrent runs apart. */
  readonly token: string | undefined;
  /** The GraphQL operation and its fields. */
  readonly names: readonly string[];
  /** What it was answered; undefined while there is no answer. */
  status: number | undefined;
}
