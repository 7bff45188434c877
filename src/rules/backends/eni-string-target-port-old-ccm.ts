import { controllerChanges } from '../../catalog/controller-changes.ts';
import { isBelow } from '../../controller/controller-version.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

const { since, source } = controllerChanges.namedTargetPortsWithEni;

export const eniStringTargetPortOldCcm = defineRule({
  id: 'eni-string-target-port-old-ccm',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion', 'backendMode'],
  thresholds: { ccmVersion: since },
  events: ['E11'],
  summary: {
    en: 'Named targetPort with pods as backends, on a controller that cannot read it.',
    zh: '以 Pod 作为后端时使用命名 targetPort，而控制器版本过旧无法识别。',
  },
  why: {
    en: `A controller below ${since} sends port 0 for the name, and the load balancer refuses: "The specified Port must be between 1 and 65535" (E11). The port gets no backend.`,
    zh: `低于 ${since} 的控制器会把端口名当作端口 0 提交，负载均衡拒绝并报 "The specified Port must be between 1 and 65535"（E11）。该端口没有任何后端。`,
  },
  remedy: {
    en: `Write the number of the container port as targetPort, or upgrade the controller to ${since} or later.`,
    zh: `在 targetPort 中填写容器端口号，或将控制器升级到 ${since} 及以上版本。`,
  },
  source,
  messages: {
    name: {
      en: ({ name, version }: Named) =>
        `targetPort is the name "${name}"; with pods as backends the controller ${version} takes numbers only.`,
      zh: ({ name, version }) => `targetPort 为名称 "${name}"；以 Pod 作为后端时，控制器 ${version} 只支持数字。`,
    },
  },
  *check({ service, controller, backendMode }, { facts: { ccmVersion } }) {
    if (controller === 'none' || backendMode !== 'eni') return;
    if (ccmVersion === undefined || isBelow(ccmVersion, since) !== true) return;
    for (const { targetPort, targetPortNode } of service.ports) {
      // Digits in quotes are refused by the API server; they are no name.
      if (typeof targetPort !== 'string' || targetPortNode === undefined || /^[0-9]+$/.test(targetPort)) continue;
      yield { at: spot(targetPortNode), message: 'name', data: { name: targetPort, version: ccmVersion } };
    }
  },
});

interface Named {
  readonly name: string;
  readonly version: string;
}
