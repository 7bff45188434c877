import { controllerSource, releaseNotes, type Source } from './sources.ts';

/** A change of what the controller does, at the first version that does it. */
export interface ControllerChange {
  readonly since: string;
  readonly what: string;
  readonly source: Source;
}

/** Versions at which the controller's behaviour changed; those of annotations stand with the annotation. */
export const controllerChanges = {
  events: {
    since: 'v1.9.3.276',
    what: 'Events are put on Services; before, failures stand in the log of the controller only.',
    source: releaseNotes('also in the troubleshooting guide'),
  },
  namedTargetPortsWithEni: {
    since: 'v2.0.1',
    what: 'A targetPort may be a name where pods are the members.',
    source: releaseNotes('v2.0.1'),
  },
  nlb: {
    since: 'v2.5.0',
    what: 'Services of class alibabacloud.com/nlb are served.',
    source: releaseNotes('v2.5.0; Kubernetes 1.24 or later'),
  },
  specLeftUnderClcu: {
    since: 'v2.8.0',
    what: 'The specification of a CLB billed by PayByCLCU is not touched; before, the cloud refused the change.',
    source: controllerSource('guard IsPayBySpec around the change of the specification'),
  },
  clusterResourceGroup: {
    since: 'v2.9.1',
    what: 'New instances join the resource group of the cluster.',
    source: releaseNotes('v2.9.1'),
  },
  nlbProtections: {
    since: 'v2.9.1',
    what: 'New NLB instances are protected against deletion and modification.',
    source: releaseNotes('v2.9.1'),
  },
  groupErrorsDropped: {
    since: 'v2.12.0',
    what: 'CLB: a server group that cannot be described is left out, without an error.',
    source: controllerSource('VGroupManager.BuildLocalModel at v2.11.4 and v2.12.4; observed by running v2.14.0'),
  },
  updatedOnDeletion: {
    since: 'v2.12.0',
    what: 'CLB: the attributes of a reused instance are compared when its Service is deleted, too, as if none were asked for.',
    source: controllerSource('ModelApplier.Apply at v2.11.2 and v2.12.4; observed by running v2.14.0'),
  },
  clcuByDefault: {
    since: 'v2.12.1',
    what: 'New CLB instances are billed by PayByCLCU; before by PayBySpec.',
    source: releaseNotes('v2.12.1; the annotation page says v2.5.0, the source agrees with the release notes'),
  },
  nlbSourceRanges: {
    since: 'v2.14.0',
    what: 'NLB: spec.loadBalancerSourceRanges is enforced by a security group.',
    source: releaseNotes('v2.14.0'),
  },
  nlbDualStackBackends: {
    since: 'v2.14.0',
    what: 'NLB: members of both IP versions in one group.',
    source: controllerSource('backend-ip-version: dualstack, first in v2.14.0'),
  },
} as const satisfies Record<string, ControllerChange>;

/** Kubernetes serves `spec.loadBalancerClass` as a stable field from this version on. */
export const loadBalancerClassSince = '1.24';

/** The newest controller whose behaviour this catalogue knows. */
export const newestKnownController = 'v2.14.0';
