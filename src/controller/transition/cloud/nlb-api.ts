import { transportOf } from '../../../catalog/transports.ts';
import type { Value } from '../../values.ts';
import { attributesWithout } from '../attributes.ts';
import type { Failure } from '../failure.ts';
import { nlbKey } from '../names.ts';
import type { Args, Journal, Refusal } from '../journal.ts';
import {
  memberText,
  same,
  type AttributeMap,
  type CloudRules,
  type CloudState,
  type GroupMember,
  type NlbListenerState,
  type NlbServerGroup,
  type NlbState,
  type SecurityGroup,
  type SecurityRule,
} from './state.ts';

/** A listener as it is asked for. */
export interface NlbListenerRequest {
  readonly port: number;
  readonly startPort: number;
  readonly endPort: number;
  readonly protocol: string;
  readonly description: string;
  readonly group: string;
  readonly attributes: Readonly<AttributeMap>;
}

/** The calls by which NLB instances and their server groups are changed; see `ClbApi`. */
export class NlbApi {
  readonly state: CloudState;
  readonly rules: CloudRules;
  readonly journal: Journal;
  /** Looked up again once a listener changes. */
  #used: ReadonlySet<string> | undefined;

  constructor(state: CloudState, rules: CloudRules, journal: Journal) {
    this.state = state;
    this.rules = rules;
    this.journal = journal;
  }

  /** Ids of the groups that listeners use. */
  #usedGroups(): ReadonlySet<string> {
    this.#used ??= new Set(
      this.state.nlbs.flatMap(({ listeners }) => [...listeners.values()].map(({ group }) => group)),
    );
    return this.#used;
  }

  find(id: string): NlbState | undefined {
    return this.state.nlbs.find((nlb) => nlb.id === id);
  }

  group(id: string): NlbServerGroup | undefined {
    return this.state.serverGroups.get(id);
  }

  create(attributes: Readonly<AttributeMap>, tags: ReadonlyMap<string, Value>): { id: string } | { failure: Failure } {
    const args = { ...attributes, tags: Object.fromEntries(tags) };
    const failure = this.#call('CreateNLB', '(new)', undefined, args);
    if (failure !== undefined) return { failure };
    const id = `nlb-new-${++this.state.made}`;
    this.state.nlbs.push({
      id,
      dnsName: `${id}.cn-hangzhou.nlb.aliyuncs.com`,
      attributes: { ...this.rules.newNlb, ...attributes },
      tags: new Map(tags),
      securityGroups: [],
      listeners: new Map(),
      assumed: false,
    });
    return { id };
  }

  protect(id: string, args: Readonly<AttributeMap>): Failure | undefined {
    const failure = this.#call('UpdateLoadBalancerProtection', id, undefined, args);
    const nlb = this.find(id);
    if (failure === undefined && nlb !== undefined) {
      nlb.attributes['deletionProtectionConfig'] = { enabled: false };
      if (args['modificationProtection'] !== undefined)
        nlb.attributes['modificationProtectionConfig'] = { status: args['modificationProtection'] };
    }
    return failure;
  }

  delete(id: string): Failure | undefined {
    const failure = this.#call('DeleteNLB', id);
    if (failure === undefined) this.state.nlbs = this.state.nlbs.filter((nlb) => nlb.id !== id);
    this.#used = undefined;
    return failure;
  }

  /** One of the calls that set attributes of an instance. */
  modify(api: string, id: string, changes: Readonly<AttributeMap>): Failure | undefined {
    const nlb = this.find(id);
    // A change that was asked for just before says nothing new.
    const isNew = ([name, value]: [string, Value]): boolean => !same(value, nlb?.attributes[name]);
    const args = api === 'UpdateNLB' ? Object.fromEntries(Object.entries(changes).filter(isNew)) : changes;
    const failure = this.#call(api, id, undefined, args);
    if (failure === undefined && nlb !== undefined) Object.assign(nlb.attributes, changes);
    return failure;
  }

  tag(id: string, tags: ReadonlyMap<string, Value>): Failure | undefined {
    const failure = this.#call('TagNLBResources', id, undefined, { Tags: Object.fromEntries(tags) });
    if (failure === undefined) for (const [key, value] of tags) this.find(id)?.tags.set(key, value);
    return failure;
  }

  untag(id: string, resourceType: 'loadbalancer' | 'servergroup', keys: readonly string[]): Failure | undefined {
    const args = { TagKeys: [...keys].sort(), resourceType };
    const failure = this.#call('UntagNLBResources', undefined, id, args);
    const tags = resourceType === 'loadbalancer' ? this.find(id)?.tags : this.group(id)?.tags;
    if (failure === undefined) for (const key of keys) tags?.delete(key);
    return failure;
  }

  joinSecurityGroups(id: string, groups: readonly string[]): Failure | undefined {
    const failure = this.#call('NLBJoinSecurityGroup', id, undefined, { securityGroupIds: groups });
    const nlb = this.find(id);
    if (failure === undefined && nlb !== undefined)
      nlb.securityGroups = [...new Set([...nlb.securityGroups, ...groups])];
    return failure;
  }

  leaveSecurityGroups(id: string, groups: readonly string[]): Failure | undefined {
    const failure = this.#call('NLBLeaveSecurityGroup', id, undefined, { securityGroupIds: groups });
    const nlb = this.find(id);
    if (failure === undefined && nlb !== undefined)
      nlb.securityGroups = nlb.securityGroups.filter((one) => !groups.includes(one));
    return failure;
  }

  createListener(lb: string, request: NlbListenerRequest): Failure | undefined {
    const { port, startPort, endPort, protocol, description, group, attributes } = request;
    const nlb = this.find(lb);
    const target = targetOf(request);
    // Further certificates follow in a call of their own.
    const sent = attributesWithout(attributes, 'additionalCertificateIds');
    const args: Record<string, Value> = { ...sent, listenerDescription: description };
    if (group !== '') args['serverGroupId'] = group;
    const failure = this.#call(
      'CreateNLBListener',
      lb,
      target,
      args,
      nlb === undefined ? undefined : listenerRefusal(nlb, request),
    );
    if (failure === undefined && nlb !== undefined) {
      this.#used = undefined;
      const attributes = { ...sent };
      nlb.listeners.set(target, { port, startPort, endPort, protocol, description, group, attributes });
    }
    return failure;
  }

  updateListener(lb: string, listener: NlbListenerState, changes: Readonly<AttributeMap>): Failure | undefined {
    const live = this.find(lb)?.listeners.get(targetOf(listener));
    const failure = this.#call('UpdateNLBListener', lb, targetOf(listener), changes);
    if (failure === undefined && live !== undefined) {
      const { listenerDescription, serverGroupId, ...attributes } = changes;
      Object.assign(live.attributes, attributes);
      if (typeof listenerDescription === 'string') live.description = listenerDescription;
      if (typeof serverGroupId === 'string') live.group = serverGroupId;
      this.#used = undefined;
    }
    return failure;
  }

  deleteListener(lb: string, listener: NlbListenerState): Failure | undefined {
    const nlb = this.find(lb);
    const failure = this.#call('DeleteNLBListener', lb, targetOf(listener));
    if (failure === undefined) nlb?.listeners.delete(targetOf(listener));
    this.#used = undefined;
    return failure;
  }

  /** Certificates beside the first one. */
  certify(
    api: 'AssociateAdditionalCertificates' | 'DisassociateAdditionalCertificates',
    lb: string,
    listener: Pick<NlbListenerState, 'port' | 'startPort' | 'endPort' | 'protocol'>,
    ids: readonly string[],
  ): Failure | undefined {
    const failure = this.#call(api, lb, targetOf(listener), { certIds: ids });
    const live = this.find(lb)?.listeners.get(targetOf(listener));
    if (failure === undefined && live !== undefined) {
      const has = listIn(live.attributes['additionalCertificateIds']);
      live.attributes['additionalCertificateIds'] =
        api === 'AssociateAdditionalCertificates' ? [...has, ...ids] : has.filter((id) => !ids.includes(id));
    }
    return failure;
  }

  createGroup(
    name: string,
    attributes: Readonly<AttributeMap>,
    tags: ReadonlyMap<string, Value>,
  ): { id: string } | { failure: Failure } {
    const failure = this.#call('CreateNLBServerGroup', undefined, name, { ...attributes, serverGroupName: name });
    if (failure !== undefined) return { failure };
    const [, port = '', protocol = '', service = '', namespace = ''] = name.split('.');
    let id = `sgp-${port}.${protocol}.${service}.${namespace}`;
    for (let next = 2; this.group(id) !== undefined; next++) id += `-${next}`;
    const check = { healthCheckEnabled: true, healthCheckType: 'TCP' };
    this.state.serverGroups.set(id, {
      id,
      name,
      attributes: {
        serverGroupType: 'Instance',
        ...attributes,
        healthCheckConfig: { ...check, ...(attributes['healthCheckConfig'] as AttributeMap | undefined) },
      },
      tags: new Map(tags),
      members: [],
      assumed: false,
    });
    return { id };
  }

  updateGroup({ id, name }: NlbServerGroup, changes: Readonly<AttributeMap>): Failure | undefined {
    const failure = this.#call('UpdateNLBServerGroup', undefined, name, changes);
    const group = this.group(id);
    if (failure === undefined && group !== undefined) Object.assign(group.attributes, changes);
    return failure;
  }

  deleteGroup({ id, name }: NlbServerGroup): Failure | undefined {
    const isUsed = this.#usedGroups().has(id);
    const failure = this.#call(
      'DeleteNLBServerGroup',
      undefined,
      name,
      {},
      isUsed
        ? { code: 'ResourceInUse.serverGroup', message: 'The specified resource of serverGroup is in use.' }
        : undefined,
    );
    if (failure === undefined) this.state.serverGroups.delete(id);
    return failure;
  }

  changeMembers(
    api: 'AddNLBServers' | 'RemoveNLBServers' | 'UpdateNLBServers',
    groupId: string,
    members: readonly GroupMember[],
  ): Failure | undefined {
    const group = this.group(groupId);
    const servers = members.map((member) => memberText(member, 'nlb')).sort();
    const badPort = members.some(({ port }) => typeof port === 'number' && (port < 0 || port > 65535));
    const failure = this.#call(
      api,
      undefined,
      group === undefined || nlbKey(group.name) !== undefined ? group?.name : group.id,
      { servers },
      badPort && api !== 'RemoveNLBServers'
        ? { code: 'InvalidParameter', message: 'The specified Port must be between 1 and 65535.' }
        : undefined,
    );
    if (failure !== undefined || group === undefined) return failure;
    if (api === 'AddNLBServers') group.members.push(...members);
    else if (api === 'RemoveNLBServers')
      group.members = group.members.filter((one) => !members.some((gone) => isSameServer(one, gone)));
    else group.members = group.members.map((one) => members.find((member) => isSameServer(one, member)) ?? one);
    return undefined;
  }

  createSecurityGroup(name: string, owner: Value, vpcId: Value, rules: readonly SecurityRule[]): Failure | undefined {
    const failure = this.#call('CreateSecurityGroup', undefined, name, { rules: rules.map(ruleText), vpcId });
    if (failure === undefined) this.state.securityGroups.push({ id: `sg-${name}`, name, owner, rules: [...rules] });
    return failure;
  }

  authorize(group: SecurityGroup, rules: readonly SecurityRule[]): Failure | undefined {
    const failure = this.#call('AuthorizeSecurityGroup', undefined, group.id, { rules: rules.map(ruleText) });
    if (failure === undefined) group.rules.push(...rules);
    return failure;
  }

  revoke(group: SecurityGroup, rules: readonly SecurityRule[]): Failure | undefined {
    const failure = this.#call('RevokeSecurityGroup', undefined, group.id, { rules: rules.map(ruleText) });
    if (failure === undefined) group.rules = group.rules.filter((rule) => !rules.includes(rule));
    return failure;
  }

  deleteSecurityGroup({ id }: SecurityGroup): Failure | undefined {
    const failure = this.#call('DeleteSecurityGroup', undefined, id);
    if (failure === undefined) this.state.securityGroups = this.state.securityGroups.filter((one) => one.id !== id);
    return failure;
  }

  #call(api: string, lb?: string, target?: string, args: Args = {}, refusal?: Refusal): Failure | undefined {
    return this.journal.call({ kind: 'nlb', api, lb, target, args }, refusal);
  }
}

/** `port/protocol`, or `start-end/protocol` for a range. */
export function targetOf({
  port,
  startPort,
  endPort,
  protocol,
}: Pick<NlbListenerState, 'port' | 'startPort' | 'endPort' | 'protocol'>): string {
  return `${port === 0 ? `${startPort}-${endPort}` : port}/${protocol}`;
}

/** A server is known by its type and id; its port may change. */
export function isSameServer(a: GroupMember, b: GroupMember): boolean {
  return a.type === b.type && a.id === b.id && (a.type === 'ecs' || a.ip === b.ip);
}

export function listIn(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function ruleText({ policy, source, priority }: SecurityRule): string {
  return `${policy} ${source} priority=${priority} All -1/-1`;
}

function listenerRefusal(nlb: NlbState, request: NlbListenerRequest): Refusal | undefined {
  const rivals = ['TCP', 'UDP', 'TCPSSL'].filter((one) => transportOf(one) === transportOf(request.protocol));
  const taken = rivals.some((protocol) => nlb.listeners.has(targetOf({ ...request, protocol })));
  if (taken)
    return { code: 'ResourceAlreadyExist.Listener', message: 'The specified resource Listener already exists.' };
  if (request.protocol === 'TCPSSL' && listIn(request.attributes['certificateIds']).length === 0)
    return { code: 'MissingParam.CertificateIds', message: 'The parameter of CertificateIds is missing.' };
  return undefined;
}
