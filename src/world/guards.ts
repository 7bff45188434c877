import { autoscalers } from '../catalog/autoscalers.ts';
import { groupOf, guardKinds } from '../catalog/kinds.ts';
import { isPlaceholder } from '../catalog/placeholders.ts';
import type { ParsedResource, Resource } from '../model/manifest.ts';
import { isPresent, itemsOf, numberOf, textOf, valueAt, type ValueNode } from '../model/node.ts';
import { isOpenNamespace } from './open-namespace.ts';
import { readLabels } from './service.ts';
import type { Workload } from './workload.ts';

/** A PodDisruptionBudget: how many pods may be taken at one time by evictions. */
export interface Budget {
  readonly resource: Resource;
  /** As written: a number, or a text such as `50%`. */
  readonly minAvailable: ValueNode | undefined;
  readonly maxUnavailable: ValueNode | undefined;
}

/** What sets the number of replicas in the workload's stead. */
export interface Scaler {
  readonly resource: Resource;
  /** It names the workload; another one may be about it. */
  readonly isNamed: boolean;
  /** The fewest and the most pods that it leaves; undefined when they are decided elsewhere. */
  readonly minReplicas: number | undefined;
  readonly maxReplicas: number | undefined;
}

/** The objects that watch over the pods of one workload. What may be about them counts, as long as nothing says it is not. */
export interface Guards {
  readonly budgets: readonly Budget[];
  readonly scalers: readonly Scaler[];
  /** A budget of this namespace, whatever it covers: where one stands, one that is missing is not likely to stand elsewhere. */
  readonly budgetKeptHere: Resource | undefined;
}

/** True for an object that is read for what it says of the pods of others. */
export function isGuard({ apiVersion, kind }: Pick<ParsedResource, 'apiVersion' | 'kind'>): boolean {
  return guardKinds.get(kind) === groupOf(apiVersion);
}

/** The guards of a workload among those that are applied together with it. */
export function guardsOf(workload: Workload, all: readonly Resource[]): Guards {
  const near = all.filter((guard) => isSameNamespace(guard, workload.resource));
  const budgets = near.filter(({ kind }) => kind === 'PodDisruptionBudget');
  return {
    budgets: budgets
      .filter(({ root }) => mayCover(valueAt(root, 'spec', 'selector'), workload))
      .map((resource) => ({
        resource,
        minAvailable: presentAt(resource, 'minAvailable'),
        maxUnavailable: presentAt(resource, 'maxUnavailable'),
      })),
    scalers: near
      .filter(({ kind }) => autoscalers.has(kind))
      .filter(({ root, kind }) => mayScale(valueAt(root, 'spec', 'scaleTargetRef'), kind, workload))
      .map((resource) => ({
        resource,
        isNamed: namesWorkload(resource, workload),
        minReplicas: boundOf(resource, 'least'),
        maxReplicas: boundOf(resource, 'most'),
      })),
    budgetKeptHere: budgets[0],
  };
}

function presentAt({ root }: Resource, key: string): ValueNode | undefined {
  const node = valueAt(root, 'spec', key);
  return isPresent(node) ? node : undefined;
}

function isSameNamespace({ namespaceName: one }: Resource, { namespaceName: two }: Resource): boolean {
  return one === two || [one, two].some(isOpenNamespace);
}

function mayCover(selector: ValueNode | undefined, { podLabels }: Workload): boolean {
  if (podLabels === undefined || selector === undefined || selector.kind !== 'map') return true;
  if (itemsOf(valueAt(selector, 'matchExpressions')).length > 0) return true;
  // A selector without labels is for every pod of the namespace, and one with an unknown value for we cannot tell which.
  const wanted = readLabels(valueAt(selector, 'matchLabels'));
  return [...(wanted ?? [])].every(
    ([key, value]) => podLabels.get(key) === value || isPlaceholder(value) || isPlaceholder(podLabels.get(key) ?? ''),
  );
}

function mayScale(target: ValueNode | undefined, kind: string, { resource }: Workload): boolean {
  const name = textOf(valueAt(target, 'name'));
  if (name === undefined || isPlaceholder(name)) return true;
  const targetKind = textOf(valueAt(target, 'kind')) ?? autoscalers.get(kind)?.targetKind;
  return name === resource.identity.name && (targetKind === undefined || targetKind === resource.kind);
}

/** The fewest or the most pods, written or by default; undefined where that is decided elsewhere. */
function boundOf({ root, kind }: Resource, which: 'least' | 'most'): number | undefined {
  const bound = autoscalers.get(kind)?.[which];
  if (bound === undefined) return undefined;
  const node = valueAt(root, 'spec', bound.field);
  return isPresent(node) ? numberOf(node) : bound.unsaid;
}

function namesWorkload({ root }: Resource, { resource }: Workload): boolean {
  return textOf(valueAt(root, 'spec', 'scaleTargetRef', 'name')) === resource.identity.name;
}
