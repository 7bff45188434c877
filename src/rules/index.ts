import { annotationNotString } from './manifest/annotation-not-string.ts';
import { duplicateKey } from './manifest/duplicate-key.ts';
import { duplicateResource } from './manifest/duplicate-resource.ts';
import { ccmOwnedMetadata } from './manifest/ccm-owned-metadata.ts';
import { portNameMissing } from './manifest/port-name-missing.ts';
import { unreadableManifest } from './manifest/unreadable-manifest.ts';
import { unknownAnnotationKey } from './annotations/unknown-annotation-key.ts';
import { annotationOnWrongObject } from './annotations/annotation-on-wrong-object.ts';
import { placeholderValue } from './annotations/placeholder-value.ts';
import { annotationNotInteger } from './annotations/annotation-not-integer.ts';
import { annotationOutOfRange } from './annotations/annotation-out-of-range.ts';
import { annotationFlagNotCanonical } from './annotations/annotation-flag-not-canonical.ts';
import { annotationValueNotAllowed } from './annotations/annotation-value-not-allowed.ts';
import { annotationNeedsNewerCcm } from './annotations/annotation-needs-newer-ccm.ts';
import { annotationWrongLayer } from './annotations/annotation-wrong-layer.ts';
import { legacyAnnotationPrefix } from './annotations/legacy-annotation-prefix.ts';
import { explicitAddressType } from './instance/explicit-address-type.ts';
import { loadBalancerTypeAnnotationIgnored } from './instance/load-balancer-type-annotation-ignored.ts';
import { classAnnotationOptsOut } from './instance/class-annotation-opts-out.ts';
import { loadBalancerClassNotServed } from './instance/load-balancer-class-not-served.ts';
import { controllerTooOld } from './instance/controller-too-old.ts';
import { preserveFlagAnyValue } from './instance/preserve-flag-any-value.ts';
import { aclIncomplete } from './listeners/acl-incomplete.ts';
import { forwardPortIncoherent } from './listeners/forward-port-incoherent.ts';
import { bandwidthBillingConflict } from './instance/bandwidth-billing-conflict.ts';
import { networkPlacementConflict } from './instance/network-placement-conflict.ts';
import { nlbZoneMapsInvalid } from './instance/nlb-zone-maps-invalid.ts';
import { payBySpecDiscontinued } from './instance/pay-by-spec-discontinued.ts';
import { reuseWithoutOverride } from './instance/reuse-without-override.ts';
import { specIgnoredUnderClcu } from './instance/spec-ignored-under-clcu.ts';
import { ignoredServiceField } from './instance/ignored-service-field.ts';
import { healthCheckDisabled } from './listeners/health-check-disabled.ts';
import { healthCheckTiming } from './listeners/health-check-timing.ts';
import { httpsListenerNeedsCert } from './listeners/https-listener-needs-cert.ts';
import { httpsTargetIsTlsPort } from './listeners/https-target-is-tls-port.ts';
import { nlbListenerPortsInvalid } from './listeners/nlb-listener-ports-invalid.ts';
import { protocolPortSyntax } from './listeners/protocol-port-syntax.ts';
import { protocolPortUnmatched } from './listeners/protocol-port-unmatched.ts';
import { stickySessionIncomplete } from './listeners/sticky-session-incomplete.ts';
import { inClusterNeedsHostname } from './backends/in-cluster-needs-hostname.ts';
import { eniWithLocalPolicy } from './backends/eni-with-local-policy.ts';
import { localPolicyInClusterAccess } from './backends/local-policy-in-cluster-access.ts';
import { localSchedulerNotWrr } from './backends/local-scheduler-not-wrr.ts';
import { namedTargetPortUnresolved } from './backends/named-target-port-unresolved.ts';
import { selectorMatchesNoWorkload } from './backends/selector-matches-no-workload.ts';
import { eniOnFlannel } from './backends/eni-on-flannel.ts';
import { eniStringTargetPortOldCcm } from './backends/eni-string-target-port-old-ccm.ts';
import { nodePortsDisabledWithoutEni } from './backends/node-ports-disabled-without-eni.ts';
import { backendLabelInvalid } from './backends/backend-label-invalid.ts';
import { selectorlessNodeBackend } from './backends/selectorless-node-backend.ts';
import { sourceRangesIgnored } from './backends/source-ranges-ignored.ts';
import { vgroupAnnotationInvalid } from './backends/vgroup-annotation-invalid.ts';
import { connectionDrainNotEnabled } from './rollout/connection-drain-not-enabled.ts';
import { connectionDrainTimeoutMissing } from './rollout/connection-drain-timeout-missing.ts';
import { drainExceedsGrace } from './rollout/drain-exceeds-grace.ts';
import { gracePeriodTooShort } from './rollout/grace-period-too-short.ts';
import { prestopArgNotString } from './rollout/prestop-arg-not-string.ts';
import { prestopMissing } from './rollout/prestop-missing.ts';
import { prestopSleepNeedsVersion } from './rollout/prestop-sleep-needs-version.ts';
import { prestopTooShort } from './rollout/prestop-too-short.ts';
import { readinessGateDangling } from './rollout/readiness-gate-dangling.ts';
import { readinessGateMissing } from './rollout/readiness-gate-missing.ts';
import { readinessProbeMissing } from './rollout/readiness-probe-missing.ts';
import { readinessProbeUnsane } from './rollout/readiness-probe-unsane.ts';
import { rolloutLeavesNoBackend } from './rollout/rollout-leaves-no-backend.ts';
import { workloadOnExcludedNodes } from './rollout/workload-on-excluded-nodes.ts';
import type { Rule } from './rule.ts';
import { annotationRemovalHasNoEffect } from './changes/annotation-removal-has-no-effect.ts';
import { billingChangeUnsupported } from './changes/billing-change-unsupported.ts';
import { immutableAttributeChanged } from './changes/immutable-attribute-changed.ts';
import { loadbalancerIdChanged } from './changes/loadbalancer-id-changed.ts';
import { serviceRemovedReleasesIp } from './changes/service-removed-releases-ip.ts';
import { vswitchChangeHasNoEffect } from './changes/vswitch-change-has-no-effect.ts';
import { listenerRecreated } from './changes/listener-recreated.ts';
import { reusedListenerLeftBehind } from './changes/reused-listener-left-behind.ts';
import { listenerOwnershipToggled } from './changes/listener-ownership-toggled.ts';
import { sharedPortMoves } from './changes/shared-port-moves.ts';
import { trafficPolicyChanged } from './changes/traffic-policy-changed.ts';
import { loadBalancerAdded } from './changes/load-balancer-added.ts';
import { backendQuotaExceeded } from './sharing/backend-quota-exceeded.ts';
import { reusedClbMismatch } from './inventory/reused-clb-mismatch.ts';
import { vswitchUnusable } from './inventory/vswitch-unusable.ts';
import { sharedClbAttributeConflict } from './sharing/shared-clb-attribute-conflict.ts';
import { sharedClbPortCollision } from './sharing/shared-clb-port-collision.ts';

/** Every rule, in the order in which they are listed. */
export const rules: readonly Rule[] = [
  annotationNotString,
  duplicateKey,
  duplicateResource,
  ccmOwnedMetadata,
  portNameMissing,
  unreadableManifest,
  unknownAnnotationKey,
  annotationOnWrongObject,
  placeholderValue,
  annotationNotInteger,
  annotationOutOfRange,
  annotationFlagNotCanonical,
  annotationValueNotAllowed,
  annotationNeedsNewerCcm,
  annotationWrongLayer,
  legacyAnnotationPrefix,
  explicitAddressType,
  loadBalancerTypeAnnotationIgnored,
  classAnnotationOptsOut,
  loadBalancerClassNotServed,
  controllerTooOld,
  preserveFlagAnyValue,
  aclIncomplete,
  forwardPortIncoherent,
  bandwidthBillingConflict,
  networkPlacementConflict,
  nlbZoneMapsInvalid,
  payBySpecDiscontinued,
  reuseWithoutOverride,
  specIgnoredUnderClcu,
  ignoredServiceField,
  healthCheckDisabled,
  healthCheckTiming,
  httpsListenerNeedsCert,
  httpsTargetIsTlsPort,
  nlbListenerPortsInvalid,
  protocolPortSyntax,
  protocolPortUnmatched,
  stickySessionIncomplete,
  inClusterNeedsHostname,
  eniWithLocalPolicy,
  localPolicyInClusterAccess,
  localSchedulerNotWrr,
  namedTargetPortUnresolved,
  selectorMatchesNoWorkload,
  eniOnFlannel,
  eniStringTargetPortOldCcm,
  nodePortsDisabledWithoutEni,
  backendLabelInvalid,
  selectorlessNodeBackend,
  sourceRangesIgnored,
  vgroupAnnotationInvalid,
  sharedClbPortCollision,
  sharedClbAttributeConflict,
  backendQuotaExceeded,
  reusedClbMismatch,
  vswitchUnusable,
  connectionDrainNotEnabled,
  connectionDrainTimeoutMissing,
  drainExceedsGrace,
  gracePeriodTooShort,
  prestopArgNotString,
  prestopMissing,
  prestopSleepNeedsVersion,
  prestopTooShort,
  readinessGateDangling,
  readinessGateMissing,
  readinessProbeMissing,
  readinessProbeUnsane,
  rolloutLeavesNoBackend,
  workloadOnExcludedNodes,
  serviceRemovedReleasesIp,
  loadbalancerIdChanged,
  immutableAttributeChanged,
  vswitchChangeHasNoEffect,
  annotationRemovalHasNoEffect,
  billingChangeUnsupported,
  listenerRecreated,
  reusedListenerLeftBehind,
  listenerOwnershipToggled,
  sharedPortMoves,
  trafficPolicyChanged,
  loadBalancerAdded,
];
