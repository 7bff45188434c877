import { horizontalPodAutoscaler, scaledObject, type Source } from './sources.ts';

/** A number of pods that an autoscaler keeps to. */
interface Bound {
  readonly field: string;
  /** What counts where it is left out; undefined where it must be written. */
  readonly unsaid: number | undefined;
}

/** What sets the number of pods in a workload's stead, and how it says so in `spec`. */
export interface Autoscaler {
  readonly least: Bound;
  readonly most: Bound;
  /** The kind of what it scales, where `scaleTargetRef` names none; undefined where it must name one. */
  readonly targetKind: string | undefined;
  readonly source: Source;
}

/** By kind. */
export const autoscalers: ReadonlyMap<string, Autoscaler> = new Map([
  [
    'HorizontalPodAutoscaler',
    {
      least: { field: 'minReplicas', unsaid: 1 },
      most: { field: 'maxReplicas', unsaid: undefined },
      targetKind: undefined,
      source: horizontalPodAutoscaler(
        'minReplicas "defaults to 1 pod"; maxReplicas and kind of scaleTargetRef are required',
      ),
    },
  ],
  [
    'ScaledObject',
    {
      least: { field: 'minReplicaCount', unsaid: 0 },
      most: { field: 'maxReplicaCount', unsaid: 100 },
      targetKind: 'Deployment',
      source: scaledObject('the defaults stand behind each field'),
    },
  ],
]);
