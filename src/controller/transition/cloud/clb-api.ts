import type { Value } from '../../values.ts';
import { requestName } from '../clb/attribute-names.ts';
import { sentFor, settledAs } from '../clb/listener-attributes.ts';
import { attributesWithout } from '../attributes.ts';
import type { Failure } from '../failure.ts';
import type { Args, Journal } from '../journal.ts';
import { textOfValue } from '../live-service.ts';
import { clbKey } from '../names.ts';
import {
  billingRefusal,
  creationRefusal,
  deletionRefusal,
  extensionIdMissing,
  groupInUse,
  listenerRefusal,
  memberRefusal,
} from './clb-refusals.ts';
import {
  memberText,
  type AttributeMap,
  type ClbListenerState,
  type ClbServerGroup,
  type ClbState,
  type CloudRules,
  type CloudState,
  type DomainExtension,
  type GroupMember,
} from './state.ts';

/** A listener as it is asked for. */
export interface ListenerRequest {
  readonly port: number;
  readonly protocol: string;
  readonly description: string;
  readonly group: string;
  readonly attributes: Readonly<AttributeMap>;
}

/**
 * The calls by which CLB instances are changed, as far as the controller uses them, and what the cloud stores of them. What
 * it refuses is told by `clb-refusals.ts`.
 */
export class ClbApi {
  readonly state: CloudState;
  readonly rules: CloudRules;
  readonly journal: Journal;
  /** Looked up again once a listener changes. */
  readonly #used = new Map<ClbState, ReadonlySet<string>>();

  constructor(state: CloudState, rules: CloudRules, journal: Journal) {
    this.state = state;
    this.rules = rules;
    this.journal = journal;
  }

  /** Ids of the groups that listeners of a load balancer use. */
  #usedGroups(clb: ClbState): ReadonlySet<string> {
    const known = this.#used.get(clb);
    if (known !== undefined) return known;
    const used = new Set([...clb.listeners.values()].map(({ group }) => group));
    this.#used.set(clb, used);
    return used;
  }

  find(id: string): ClbState | undefined {
    return this.state.clbs.find((clb) => clb.id === id);
  }

  /** Makes an instance; answers its id. */
  create(attributes: Readonly<AttributeMap>, tags: ReadonlyMap<string, Value>): { id: string } | { failure: Failure } {
    const request = attributesWithout(attributes, 'networkType', 'loadBalancerId', 'tags');
    const args: Record<string, Value> = { ...namedArgs(request), Tags: Object.fromEntries(tags) };
    const failure = this.journal.call(
      { kind: 'clb', api: 'CreateLoadBalancer', lb: '(new)', target: undefined, args },
      creationRefusal(request, this.rules),
    );
    if (failure !== undefined) return { failure };
    const made = ++this.state.made;
    const id = `lb-new-${made}`;
    const internet = request['addressType'] !== 'intranet';
    const asked = request['address'];
    this.state.clbs.push({
      id,
      address: asked === undefined ? this.rules.addressOf(made, internet, id) : textOfValue(asked),
      // Billing by specification is what the cloud takes where nothing is asked for, as older controllers do.
      attributes: {
        networkType: internet ? 'classic' : 'vpc',
        instanceChargeType: 'PayBySpec',
        ...this.rules.newClb,
        ...request,
      },
      tags: new Map(tags),
      listeners: new Map(),
      groups: new Map(),
      assumed: false,
    });
    return { id };
  }

  delete(id: string): Failure | undefined {
    const clb = this.find(id);
    const failure = this.journal.call(
      { kind: 'clb', api: 'DeleteLoadBalancer', lb: id, target: undefined, args: {} },
      clb === undefined ? undefined : deletionRefusal(clb),
    );
    if (failure === undefined) this.state.clbs = this.state.clbs.filter((one) => one !== clb);
    return failure;
  }

  /** One of the calls that set attributes of an instance. */
  modify(api: string, id: string, changes: Readonly<AttributeMap>): Failure | undefined {
    const clb = this.find(id);
    const failure = this.journal.call(
      { kind: 'clb', api, lb: id, target: undefined, args: namedArgs(changes) },
      clb === undefined ? undefined : billingRefusal(api, changes, clb),
    );
    if (failure === undefined && clb !== undefined) Object.assign(clb.attributes, changes);
    return failure;
  }

  tag(id: string, tags: ReadonlyMap<string, Value>): Failure | undefined {
    const args = { Tags: Object.fromEntries(tags) };
    const failure = this.journal.call({ kind: 'clb', api: 'TagResources', lb: id, target: undefined, args });
    if (failure === undefined) for (const [key, value] of tags) this.find(id)?.tags.set(key, value);
    return failure;
  }

  untag(id: string, keys: readonly string[]): Failure | undefined {
    const args = { TagKeys: [...keys].sort() };
    const failure = this.journal.call({ kind: 'clb', api: 'UntagResources', lb: id, target: undefined, args });
    if (failure === undefined) for (const key of keys) this.find(id)?.tags.delete(key);
    return failure;
  }

  createGroup(lb: string, name: string): { id: string } | { failure: Failure } {
    const failure = this.journal.call({ kind: 'clb', api: 'CreateVServerGroup', lb, target: name, args: {} });
    if (failure !== undefined) return { failure };
    const [, port = '', service = '', namespace = ''] = name.split('/');
    const id = `rsp-${lb}-${port}-${namespace}.${service}`;
    this.find(lb)?.groups.set(id, { id, name, members: [] });
    return { id };
  }

  deleteGroup(lb: string, { id, name }: ClbServerGroup): Failure | undefined {
    const clb = this.find(lb);
    const isUsed = clb !== undefined && this.#usedGroups(clb).has(id);
    const failure = this.journal.call(
      { kind: 'clb', api: 'DeleteVServerGroup', lb, target: name, args: {} },
      isUsed ? groupInUse : undefined,
    );
    if (failure === undefined) clb?.groups.delete(id);
    return failure;
  }

  addMembers(lb: string, groupId: string, members: readonly GroupMember[]): Failure | undefined {
    const clb = this.find(lb);
    const group = clb?.groups.get(groupId);
    const failure = this.journal.call(
      this.#membersCall('AddVServerGroupBackendServers', lb, group, members),
      clb === undefined ? undefined : memberRefusal(clb, members, this.rules),
    );
    if (failure === undefined) group?.members.push(...members);
    return failure;
  }

  removeMembers(lb: string, groupId: string, members: readonly GroupMember[]): Failure | undefined {
    const group = this.find(lb)?.groups.get(groupId);
    const failure = this.journal.call(this.#membersCall('RemoveVServerGroupBackendServers', lb, group, members));
    if (failure === undefined && group !== undefined)
      group.members = group.members.filter((member) => !members.some((gone) => isAtSamePlace(member, gone)));
    return failure;
  }

  setMembers(lb: string, groupId: string, members: readonly GroupMember[]): Failure | undefined {
    const group = this.find(lb)?.groups.get(groupId);
    const failure = this.journal.call(this.#membersCall('SetVServerGroupAttribute', lb, group, members));
    if (failure === undefined && group !== undefined)
      group.members = group.members.map((member) => members.find((one) => isAtSamePlace(one, member)) ?? member);
    return failure;
  }

  createListener(lb: string, request: ListenerRequest): Failure | undefined {
    const { port, protocol, description, group, attributes } = request;
    const clb = this.find(lb);
    const asked = sentFor(protocol, attributes);
    if (protocol === 'http')
      for (const name of ['listenerForward', 'forwardPort'])
        if (attributes[name] !== undefined) asked[name] = attributes[name];
    const failure = this.journal.call(
      {
        kind: 'clb',
        api: `CreateLoadBalancer${protocol.toUpperCase()}Listener`,
        lb,
        target: `${port}/${protocol}`,
        args: { ...namedArgs(asked), Description: description, ...(group === '' ? {} : { VServerGroupId: group }) },
      },
      clb === undefined ? undefined : listenerRefusal(clb, request),
    );
    if (failure === undefined && clb !== undefined) {
      this.#used.delete(clb);
      clb.listeners.set(`${port}/${protocol}`, {
        port,
        protocol,
        description,
        group,
        attributes: settledAs(protocol, asked),
        extensions: [],
      });
    }
    return failure;
  }

  deleteListener(lb: string, { port, protocol }: ClbListenerState): Failure | undefined {
    const clb = this.find(lb);
    const failure = this.journal.call({
      kind: 'clb',
      api: 'DeleteLoadBalancerListener',
      lb,
      target: `${port}/${protocol}`,
      args: {},
    });
    if (failure === undefined && clb !== undefined) {
      this.#used.delete(clb);
      clb.listeners.delete(`${port}/${protocol}`);
    }
    return failure;
  }

  /** Sends all attributes of a listener; `changes` are those that differ from what the cloud has. */
  setListener(lb: string, { port, protocol }: ClbListenerState, changes: Readonly<AttributeMap>): Failure | undefined {
    const clb = this.find(lb);
    const listener = clb?.listeners.get(`${port}/${protocol}`);
    const { description, vGroupId, ...attributes } = changes;
    const known = sentFor(protocol, attributes);
    const args: Record<string, Value> = namedArgs(known);
    if (description !== undefined) args['Description'] = description;
    if (vGroupId !== undefined) args['VServerGroupId'] = vGroupId;
    const failure = this.journal.call({
      kind: 'clb',
      api: `SetLoadBalancer${protocol.toUpperCase()}ListenerAttribute`,
      lb,
      target: `${port}/${protocol}`,
      args,
    });
    if (failure === undefined && clb !== undefined && listener !== undefined) {
      this.#used.delete(clb);
      Object.assign(listener.attributes, known);
      if (description !== undefined) listener.description = textOfValue(description);
      if (vGroupId !== undefined) listener.group = textOfValue(vGroupId);
    }
    return failure;
  }

  createExtension(lb: string, port: number, domain: string, certificate: string): Failure | undefined {
    const failure = this.journal.call({
      kind: 'clb',
      api: 'CreateDomainExtension',
      lb,
      target: `${port}/https`,
      args: { Domain: domain, ServerCertificateId: certificate },
    });
    if (failure === undefined)
      this.#secure(lb, port)?.extensions.push({ id: `de-${port}-${domain}`, domain, certificate });
    return failure;
  }

  deleteExtension(lb: string, port: number, { id }: DomainExtension): Failure | undefined {
    const failure = this.journal.call({
      kind: 'clb',
      api: 'DeleteDomainExtension',
      lb: undefined,
      target: id,
      args: {},
    });
    const listener = this.#secure(lb, port);
    if (failure === undefined && listener !== undefined)
      listener.extensions = listener.extensions.filter((one) => one.id !== id);
    return failure;
  }

  /** The controller sends no id with a changed certificate, so the cloud always refuses. */
  setExtension(certificate: string): Failure | undefined {
    return this.journal.call(
      {
        kind: 'clb',
        api: 'SetDomainExtensionAttribute',
        lb: undefined,
        target: undefined,
        args: { ServerCertificateId: certificate },
      },
      extensionIdMissing,
    );
  }

  #secure(lb: string, port: number): ClbListenerState | undefined {
    return this.find(lb)?.listeners.get(`${port}/https`);
  }

  #membersCall(
    api: string,
    lb: string,
    group: ClbServerGroup | undefined,
    members: readonly GroupMember[],
  ): { kind: 'clb'; api: string; lb: string; target: string | undefined; args: Args } {
    return {
      kind: 'clb',
      api,
      lb,
      target: group === undefined ? undefined : groupTarget(group),
      args: { servers: members.map((member) => memberText(member)).sort() },
    };
  }
}

/** The controller's groups are called by their names, others by their ids. */
function groupTarget({ id, name }: ClbServerGroup): string {
  return clbKey(name) === undefined ? id : name;
}

/** Members that take the same connections. */
export function isAtSamePlace(a: GroupMember, b: GroupMember): boolean {
  return a.id === b.id && a.port === b.port && (a.type !== 'eni' || a.ip === b.ip);
}

/** Attributes by the names of requests, with values as they are sent. */
function namedArgs(attributes: Readonly<AttributeMap>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [requestName(name), typeof value === 'object' ? value : String(value)]),
  );
}
