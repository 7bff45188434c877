import { annotationNotString } from './manifest/annotation-not-string.ts';
import { duplicateKey } from './manifest/duplicate-key.ts';
import { duplicateResource } from './manifest/duplicate-resource.ts';
import { unreadableManifest } from './manifest/unreadable-manifest.ts';
import { annotationWrongLayer } from './annotations/annotation-wrong-layer.ts';
import { explicitAddressType } from './instance/explicit-address-type.ts';
import { ignoredServiceField } from './instance/ignored-service-field.ts';
import { healthCheckDisabled } from './listeners/health-check-disabled.ts';
import { httpsListenerNeedsCert } from './listeners/https-listener-needs-cert.ts';
import { httpsTargetIsTlsPort } from './listeners/https-target-is-tls-port.ts';
import { protocolPortSyntax } from './listeners/protocol-port-syntax.ts';
import { protocolPortUnmatched } from './listeners/protocol-port-unmatched.ts';
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
import { readinessProbeMissing } from './rollout/readiness-probe-missing.ts';
import { readinessProbeUnsane } from './rollout/readiness-probe-unsane.ts';
import type { Rule } from './rule.ts';

/** Every rule, in the order in which they are listed. */
export const rules: readonly Rule[] = [
  annotationNotString,
  duplicateKey,
  duplicateResource,
  unreadableManifest,
  annotationWrongLayer,
  explicitAddressType,
  ignoredServiceField,
  healthCheckDisabled,
  httpsListenerNeedsCert,
  httpsTargetIsTlsPort,
  protocolPortSyntax,
  protocolPortUnmatched,
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
  connectionDrainNotEnabled,
  connectionDrainTimeoutMissing,
  drainExceedsGrace,
  gracePeriodTooShort,
  prestopArgNotString,
  prestopMissing,
  readinessProbeMissing,
  readinessProbeUnsane,
];
