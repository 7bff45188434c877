import { groupOf } from '../catalog/kinds.ts';
import type { Resource } from '../model/manifest.ts';
import { numberOf, textOf, valueAt } from '../model/node.ts';

/** A HorizontalPodAutoscaler: which workload it scales, and how far. */
export interface Autoscaler {
  readonly resource: Resource;
  readonly target: { readonly kind: string; readonly name: string };
  /** undefined when it is decided elsewhere. */
  readonly maxReplicas: number | undefined;
}

/** The autoscaler that a resource is, or undefined when it is none. */
export function readAutoscaler(resource: Resource): Autoscaler | undefined {
  if (groupOf(resource.apiVersion) !== 'autoscaling') return undefined;
  const target = valueAt(resource.root, 'spec', 'scaleTargetRef');
  const [kind, name] = [textOf(valueAt(target, 'kind')), textOf(valueAt(target, 'name'))];
  if (kind === undefined || name === undefined) return undefined;
  return { resource, target: { kind, name }, maxReplicas: numberOf(valueAt(resource.root, 'spec', 'maxReplicas')) };
}
