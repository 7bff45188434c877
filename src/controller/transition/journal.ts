import type { Kind } from '../../catalog/annotations.ts';
import type { Value } from '../values.ts';
import { failure, type Failure } from './failure.ts';

/** A member of a server group as a call names it: `id:port wWEIGHT type`. */
export type Args = Readonly<Record<string, Value>>;

/** One call that changes something in the cloud. */
export interface Mutation {
  readonly kind: Kind;
  /** The call, by the name of the controller's own interface to the cloud. */
  readonly api: string;
  /** The load balancer; undefined where the call names none. `(new)` for one that is about to be made. */
  readonly lb: string | undefined;
  /** `port/protocol` of a listener, the name of a server group, or the id of what else is changed. */
  readonly target: string | undefined;
  readonly args: Args;
  /** The cloud's answer when it refuses. */
  readonly error: Failure | undefined;
}

/** Why the cloud refuses a call. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Calls whose own name differs from that of the controller's interface. */
const ownNames: Readonly<Record<string, string>> = {
  CreateNLB: 'CreateLoadBalancer',
  DeleteNLB: 'DeleteLoadBalancer',
  UpdateNLB: 'UpdateLoadBalancerAttribute',
  UpdateNLBZones: 'UpdateLoadBalancerZones',
  CreateNLBListener: 'CreateListener',
  UpdateNLBListener: 'UpdateListenerAttribute',
  DeleteNLBListener: 'DeleteNLBListener',
  CreateNLBServerGroup: 'CreateServerGroup',
  UpdateNLBServerGroup: 'UpdateServerGroupAttribute',
  DeleteNLBServerGroup: 'DeleteServerGroup',
  AddNLBServers: 'AddServersToServerGroup',
  RemoveNLBServers: 'RemoveServersFromServerGroup',
  UpdateNLBServers: 'UpdateServerGroupServersAttribute',
};

/** Writes down what is asked of the cloud, and lets calls fail that are known to fail. */
export class Journal {
  mutations: Mutation[] = [];
  /** By the name of the call. */
  readonly #failing: ReadonlyMap<string, Refusal>;

  constructor(failing: ReadonlyMap<string, Refusal>) {
    this.#failing = failing;
  }

  /** A call that only reads. */
  read(api: string): Failure | undefined {
    return this.#answer(api, undefined);
  }

  /** A call that changes something; `refusal` is what the cloud's own rules say to it. */
  call(mutation: Omit<Mutation, 'error'>, refusal?: Refusal): Failure | undefined {
    const error = this.#answer(mutation.api, refusal);
    this.mutations.push({ ...mutation, error });
    return error;
  }

  #answer(api: string, refusal: Refusal | undefined): Failure | undefined {
    const own = ownNames[api] ?? api;
    const answer = this.#failing.get(api) ?? this.#failing.get(own) ?? refusal;
    if (answer === undefined) return undefined;
    const request = 'RequestId: 00000000-0000-0000-0000-000000000000';
    return failure(`[SDKError] API: ${own}, ErrorCode: ${answer.code}, ${request}, Message: ${answer.message}`);
  }
}
