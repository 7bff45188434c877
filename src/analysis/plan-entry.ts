import type { EventId } from '../catalog/events.ts';
import type { Kind } from '../catalog/annotations.ts';
import type { FailureClass } from '../controller/problems.ts';
import type { Bilingual, Location, ResourceIdentity } from '../model/finding.ts';

/**
 * What becomes of a load balancer, the worst of it. `replace`: deleted and made again, it or a listener of it. `orphan`:
 * it stays, and no Service uses it any more. `refuse`: the controller ends with an error, or looks away. `ignore`: nothing
 * is done about what was edited, and no event tells. `unknown`: kustomizations change it in a way that was not rendered.
 */
export const planActions = ['create', 'delete', 'replace', 'update', 'refuse', 'orphan', 'ignore', 'unknown'] as const;
export type PlanAction = (typeof planActions)[number];

/** What becomes of the address under which the Service is reached. `unknown`: nothing written here tells. */
export const addressFates = ['new', 'kept', 'lost', 'unknown'] as const;
export type AddressFate = (typeof addressFates)[number];

/** How the object itself changes: `left`: it stands in another scope now. `retyped`: it is no load balancer any more. */
export const objectChanges = ['added', 'removed', 'left', 'renamed', 'retyped', 'changed'] as const;
export type ObjectChange = (typeof objectChanges)[number];

export const effectKinds = [
  'load-balancer-created',
  'load-balancer-deleted',
  'load-balancer-orphaned',
  'load-balancer-left',
  'load-balancer-changed',
  'exposure-changed',
  'listener-created',
  /** It passes from one Service to another with this change: `owner` tells which. */
  'listener-taken-over',
  /** It is taken from a Service that goes on asking for it. */
  'listener-contested',
  'listener-deleted',
  'listener-recreated',
  'listener-changed',
  /** A port of a load balancer whose listeners people make: it gets a server group, and no listener. */
  'listener-not-made',
  /** The controller no longer looks after the listeners that it made. */
  'listeners-released',
  'backends-changed',
  /** The status of the Service shows another entry of the same load balancer. */
  'status-changed',
  'members-changed',
  'refused',
  'unnoticed',
  /** A kustomization changes what is applied, in a way that was not rendered. */
  'not-rendered',
  /** The API server does not let the change in. */
  'not-accepted',
  /** Edits of annotations about which nothing is done; its attributes have their short keys as names. */
  'ignored',
] as const;
export type PlanEffectKind = (typeof effectKinds)[number];

/** A setting by the controller's name, or an annotation that is ignored by its key. Null: it is not stated, or is not known. */
export interface AttributeChange {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface PlanEffect {
  readonly kind: PlanEffectKind;
  /** `443/https` of a listener; null of the load balancer itself. */
  readonly target: string | null;
  readonly attributes: readonly AttributeChange[];
  /** What in the manifests brings it about, in base and head. */
  readonly causes: readonly Location[];
}

/** The load balancer that an entry is mostly about. */
export interface PlannedLoadBalancer {
  readonly kind: Kind;
  /** Of one that people made; null of the controller's own. */
  readonly id: string | null;
  readonly exposure: 'internet' | 'intranet' | 'unknown';
}

/** All that the sentence of an entry is made from, so that it can be made again from a report. */
export interface PlanStory {
  readonly resource: ResourceIdentity;
  readonly object: ObjectChange;
  /** The object in base, where it was renamed. */
  readonly formerly: ResourceIdentity | null;
  /** The scope, or the kustomization, that it is applied with no more, where it stands elsewhere now. */
  readonly leaves: string | null;
  /** The scope in which it stands now, where it left its own; the type that it has now, where it was retyped. */
  readonly becomes: string | null;
  readonly action: PlanAction;
  readonly address: AddressFate;
  readonly before: PlannedLoadBalancer | null;
  readonly after: PlannedLoadBalancer | null;
  /** Ports of a reused load balancer stay as people made them. */
  readonly listenersManaged: boolean;
  readonly event: EventId | null;
  readonly failure: FailureClass | null;
  /**
   * The controller does things at the same time, here or for another Service, and how the first sync ends depends on which
   * comes first.
   */
  readonly dependsOnOrder: boolean;
  /** Calls of the first sync that change something in the cloud; there may be more where members are not known. */
  readonly calls: number;
  readonly effects: readonly PlanEffect[];
}

/** What another value of an unknown fact would make of it. */
export interface Otherwise {
  readonly assumes: readonly string[];
  /** `none`: nothing happens then. */
  readonly action: PlanAction | 'none';
  readonly address: AddressFate;
}

/** What happens to one load balancer if the change is deployed. */
export interface PlanEntry extends PlanStory {
  readonly scope: string;
  readonly clusters: readonly string[];
  /** The name of the Service in head; in base, where it is gone; the entry that listed it, where head lists it no more. */
  readonly location: Location;
  /** What was taken for granted; empty where nothing was. */
  readonly assumes: readonly string[];
  readonly otherwise: readonly Otherwise[];
  /** What happens to traffic and address, in one sentence. */
  readonly summary: Bilingual;
}

/** The worst first: addresses that go, then outages, then what no longer works, then the rest. */
export function gravityOf({ action, address, effects }: Pick<PlanStory, 'action' | 'address' | 'effects'>): number {
  if (address === 'lost') return 7;
  if (action === 'replace') return effects.some(({ kind }) => kind === 'load-balancer-deleted') ? 6 : 4;
  if (action === 'orphan' || action === 'delete') return 5;
  if (action === 'refuse' || action === 'unknown') return 3;
  if (action === 'update') return 2;
  return action === 'ignore' ? 0 : 1;
}
