import { GraphQLError } from 'graphql';

export type View = Record<string, unknown>;

export interface Slice {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** Where a node stands: by `key`, which is a time in ISO 8601, then by id. */
interface Place {
  readonly id: number;
  /** Absent where the list is in the order of ids. */
  readonly key?: string;
}

interface Item extends Place {
  readonly view: () => View;
}

/**
 * A connection as GitHub pages one: `first` or `last` is required and at most 100. A cursor is a place in the order that was
 * asked for, so that it survives deletions; a node that moves between two pages is seen twice or not at all.
 */
export function connection(
  name: string,
  list: () => readonly Item[],
  direction: 'ASC' | 'DESC' = 'ASC',
): (slice: Slice) => View {
  const order = (a: Place, b: Place): number => (direction === 'ASC' ? compare(a, b) : compare(b, a));
  return ({ first, last, after, before }) => {
    const count = first ?? last;
    if (count === null || count === undefined) {
      throw refused(
        'MISSING_PAGINATION_BOUNDARIES',
        `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
      );
    }
    if (count > 100 || count < 0) {
      throw refused(
        'EXCESSIVE_PAGINATION',
        `Requesting ${count} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`,
      );
    }
    const items = [...list()].sort(order);
    const keyed = items.some(({ key }) => key !== undefined);
    const [low, high] = [placeIn(after, keyed), placeIn(before, keyed)];
    const between = items.filter(
      (item) => (low === undefined || order(item, low) > 0) && (high === undefined || order(item, high) < 0),
    );
    const forward = first !== null && first !== undefined;
    const shown = forward ? between.slice(0, count) : between.slice(Math.max(0, between.length - count));
    const [head, tail] = [shown.at(0), shown.at(-1)];
    return {
      totalCount: items.length,
      nodes: shown.map(({ view }) => view()),
      pageInfo: {
        startCursor: head === undefined ? null : cursorOf(head),
        endCursor: tail === undefined ? null : cursorOf(tail),
        hasNextPage: forward ? between.length > count : high !== undefined,
        hasPreviousPage: forward ? low !== undefined : between.length > count,
      },
    };
  };
}

export function cursorOf({ id, key }: Place): string {
  return Buffer.from(`cursor:v2:${JSON.stringify(key === undefined ? [id] : [key, id])}`).toString('base64');
}

/** An error as GitHub's GraphQL interface marks it. */
export function refused(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** The place that a cursor names; one of another order is none. */
function placeIn(cursor: string | null | undefined, keyed: boolean): Place | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64').toString();
  const [, key, id] = /^cursor:v2:\[(?:"([^"]+)",)?(\d+)\]$/.exec(text) ?? [];
  if (id === undefined || (keyed && key === undefined))
    throw refused('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
  return { id: Number(id), ...(key === undefined ? {} : { key }) };
}

function compare(a: Place, b: Place): number {
  const [first, second] = [a.key ?? '', b.key ?? ''];
  return first === second ? a.id - b.id : first < second ? -1 : 1;
}
