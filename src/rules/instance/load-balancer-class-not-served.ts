import { nlbClass } from '../../catalog/annotation-keys.ts';
import { controllerChanges, loadBalancerClassSince } from '../../catalog/controller-changes.ts';
import { isPlaceholder } from '../../catalog/placeholders.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { isBelow } from '../../controller/controller-version.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

const { since } = controllerChanges.nlb;

export const loadBalancerClassNotServed = defineRule({
  id: 'load-balancer-class-not-served',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion', 'kubernetesVersion'],
  thresholds: { ccmVersion: since, kubernetesVersion: loadBalancerClassSince },
  events: ['S13'],
  summary: {
    en: 'No controller serves this load balancer class.',
    zh: '没有控制器处理该负载均衡类。',
  },
  why: {
    en: 'The CLB controller takes Services without a class, the NLB controller those of its own. Nobody takes this one: no event tells, and EXTERNAL-IP stays pending (S13).',
    zh: 'CLB 控制器只处理未设置该字段的 Service，NLB 控制器只处理自己的类。该 Service 无人处理：没有事件提示，EXTERNAL-IP 一直为 pending（S13）。',
  },
  remedy: {
    en: `Drop spec.loadBalancerClass for a CLB, or write ${nlbClass} for an NLB. The field cannot change on a live Service: delete and create it anew.`,
    zh: `使用 CLB 时删除 spec.loadBalancerClass，使用 NLB 时设置为 ${nlbClass}。已创建的 Service 不能修改该字段：需删除后重建。`,
  },
  source: controllerSource('helper.NeedCLB and helper.NeedNLB'),
  messages: {
    unknown: {
      en: ({ name }: { name: string }) => `No controller of ACK serves the class "${name}".`,
      zh: ({ name }) => `ACK 没有控制器处理类 "${name}"。`,
    },
    'controller-too-old': {
      en: ({ version }: { version: string }) =>
        `The class ${nlbClass} needs a cloud controller manager of ${since} or later; the cluster has ${version}.`,
      zh: ({ version }) => `类 ${nlbClass} 需要 ${since} 及以上版本的 cloud-controller-manager；该集群为 ${version}。`,
      remedy: {
        en: () =>
          `Upgrade the cloud controller manager to ${since} or later, or drop spec.loadBalancerClass for a CLB.`,
        zh: () => `将 cloud-controller-manager 升级到 ${since} 及以上，或删除 spec.loadBalancerClass 以使用 CLB。`,
      },
    },
    'kubernetes-too-old': {
      en: ({ version }: { version: string }) =>
        `The class ${nlbClass} needs Kubernetes ${loadBalancerClassSince} or later; the cluster has ${version}.`,
      zh: ({ version }) => `类 ${nlbClass} 需要 Kubernetes ${loadBalancerClassSince} 及以上版本；该集群为 ${version}。`,
      remedy: {
        en: () =>
          `Upgrade the cluster to Kubernetes ${loadBalancerClassSince} or later, or drop spec.loadBalancerClass for a CLB.`,
        zh: () =>
          `将集群升级到 Kubernetes ${loadBalancerClassSince} 及以上，或删除 spec.loadBalancerClass 以使用 CLB。`,
      },
    },
  },
  *check({ service: { loadBalancerClass: node }, prediction }, { facts }) {
    if (node === undefined || isPlaceholder(node.text)) return;
    const { ccmVersion = '', kubernetesVersion = '' } = facts;
    const at = spot(node);
    if (node.text !== nlbClass) {
      yield { at, message: 'unknown', data: { name: node.text } };
      return;
    }
    if (prediction.controller === 'none') yield { at, message: 'controller-too-old', data: { version: ccmVersion } };
    if (isBelow(kubernetesVersion, loadBalancerClassSince) === true)
      yield { at, message: 'kubernetes-too-old', data: { version: kubernetesVersion } };
  },
});
