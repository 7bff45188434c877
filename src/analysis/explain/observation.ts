/** A Service as the cluster names it. */
export interface ServiceName {
  /** Undefined where the input does not tell. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** What is known of a Service; undefined is unknown. */
export interface Situation {
  readonly hasAddress?: boolean | undefined;
  readonly isTerminating?: boolean | undefined;
  readonly isReused?: boolean | undefined;
  readonly isOverridden?: boolean | undefined;
  readonly isNlb?: boolean | undefined;
  readonly hasPodMembers?: boolean | undefined;
  /** externalTrafficPolicy is Local. */
  readonly isLocal?: boolean | undefined;
}

/** Words that the cluster said. */
export interface Observation {
  readonly message: string;
  readonly reason: string | undefined;
  readonly service: ServiceName | undefined;
  /** How often it was said. */
  readonly count: number;
  /** When it was said last, as the cluster writes it. */
  readonly lastSeen: string | undefined;
}

/** A Service as it stood in the cluster. */
export interface ServiceState {
  readonly service: ServiceName;
  readonly situation: Situation;
}

/** What an input holds. */
export interface Observed {
  readonly observations: readonly Observation[];
  /** LoadBalancer Services that the input shows. */
  readonly services: readonly ServiceState[];
  /** Events of other objects, which are none of our business. */
  readonly passedOver: number;
}

/** True where both may be the same Service. */
export function isSameService(left: ServiceName, right: ServiceName): boolean {
  if (left.name !== right.name) return false;
  return left.namespace === undefined || right.namespace === undefined || left.namespace === right.namespace;
}

/** True where a text holds one of these names of Services, or ids of load balancers, as a word of its own. */
export function namesAny(names: ReadonlySet<string>, text: string): boolean {
  for (const [word] of text.matchAll(/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?/g)) if (names.has(word)) return true;
  return false;
}
