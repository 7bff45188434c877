import { closestMessage } from './closest.ts';
import type { Explanation } from './explanation.ts';
import { isSameService, type Observation, type ServiceName } from './observation.ts';
import type { Explained, Occurrence, UnknownMessage } from './occurrence.ts';

/** Explained so far; what is explained alike stands together, and what is said again is counted. */
export class ExplainedGroups {
  readonly #groups = new Map<string, { explanation: Explanation; occurrences: Map<string, Occurrence> }>();

  add(explanation: Explanation, occurrence: Occurrence): void {
    const key = JSON.stringify([explanation.id, explanation.steps]);
    const group = this.#groups.get(key) ?? { explanation, occurrences: new Map<string, Occurrence>() };
    this.#groups.set(key, group);
    const own = JSON.stringify([occurrence.service, occurrence.loadBalancer, likeness(occurrence.message ?? '')]);
    const before = group.occurrences.get(own);
    const merged =
      before === undefined
        ? occurrence
        : {
            ...before,
            count: before.count + occurrence.count,
            lastSeen: later(before.lastSeen, occurrence.lastSeen),
          };
    group.occurrences.set(own, merged);
  }

  has(service: ServiceName): boolean {
    return [...this.#groups.values()].some(({ occurrences }) =>
      [...occurrences.values()].some((each) => each.service !== undefined && isSameService(each.service, service)),
    );
  }

  all(): Explained[] {
    return [...this.#groups.values()]
      .map(({ explanation, occurrences }) => ({ explanation, occurrences: [...occurrences.values()] }))
      .sort((left, right) => gravity(left.explanation) - gravity(right.explanation));
  }
}

/** Messages that nobody knows, each once for a Service. */
export class UnknownMessages {
  readonly #messages = new Map<string, UnknownMessage>();

  add(message: string, { service, count, lastSeen }: Observation): void {
    const key = JSON.stringify([service, likeness(message)]);
    const before = this.#messages.get(key);
    this.#messages.set(key, {
      message,
      service,
      count: count + (before?.count ?? 0),
      lastSeen: later(before?.lastSeen, lastSeen),
      closest: before === undefined ? closestMessage(message) : before.closest,
    });
  }

  all(): UnknownMessage[] {
    return [...this.#messages.values()];
  }
}

function gravity({ failure }: Explanation): number {
  return failure === null ? 3 : ['freeze', 'degraded', 'silent'].indexOf(failure);
}

/** The same words with another number, address or request in them. */
function likeness(message: string): string {
  return message.replaceAll(/\d+/g, '0');
}

/** The later of two times; ages (`3m`) cannot be compared, and the first is the one that stands nearest to now. */
function later(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return /^\d{4}-/.test(left) && right > left ? right : left;
}
