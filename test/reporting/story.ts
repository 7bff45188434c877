import { chooseConfiguration } from '../../src/analysis/choose-configuration.ts';
import type { Locale } from '../../src/model/finding.ts';
import type { CheckResult } from '../../src/analysis/check.ts';
import { checkChange } from '../support/check-files.ts';
import {
  cleanDeployment,
  cleanService,
  renamed,
  shortGrace,
  unquotedValue,
  withoutDrain,
} from '../support/manifests.ts';

const configuration = { name: 'ack-service-gate.yml', text: 'preset: strict\n' };
const listener = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
const dependsOnVersion = cleanService.replace(
  'annotations:\n',
  `annotations:\n    ${listener}xforwardedfor-proto: "on"\n`,
);

/**
 * A change with something for every part of a report: it shortens a grace period (new), repairs the Service `api` (fixed),
 * leaves the Service `web` without draining (unchanged), adds a chart and a Service that needs facts, and loosens its policy.
 */
export function story(locale: Locale = 'en'): CheckResult {
  const before = {
    'k8s/api/deployment.yaml': renamed(cleanDeployment, 'api'),
    'k8s/api/service.yaml': renamed(unquotedValue, 'api'),
    'k8s/web/deployment.yaml': cleanDeployment,
    'k8s/web/service.yaml': withoutDrain,
  };
  const after = {
    ...before,
    'charts/shop/Chart.yaml': 'name: shop\n',
    'charts/shop/templates/service.yaml': '{{ .Values.service }}\n',
    'k8s/api/service.yaml': renamed(cleanService, 'api'),
    'k8s/web/deployment.yaml': shortGrace,
    'k8s/job/deployment.yaml': renamed(cleanDeployment, 'job'),
    'k8s/job/service.yaml': renamed(dependsOnVersion, 'job').replace('Policy: Cluster', 'Policy: Local'),
  };
  const texts = { base: configuration, head: { ...configuration, text: '' }, comesFromBase: true };
  return checkChange(before, after, { locale }, chooseConfiguration(texts).notices);
}
