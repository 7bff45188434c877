import { step, text } from '../explanation.ts';
import { failed, fromGuide, fromSource, type EventFact } from './event.ts';

const onlyAdded = text(
  'Members are only added as long as this lasts: pods that are gone stay members and get traffic.',
  '在此期间后端只增不减：已退出的 Pod 仍是后端，仍会收到流量。',
);

/** Pods as members, and those that cannot be. */
export const podEvents = {
  E14: {
    says: ['can not find eniid for ip x.x.x.x in vpc vpc-xxxx'],
    meaning: text('A pod address has no network interface in the VPC.', 'Pod IP 在 VPC 中没有对应的弹性网卡。'),
    why: text(
      'Pods are to be the members, but this one has no interface of its own: the network plug-in is Flannel, the pod uses the host network, or its interface is just being taken down.',
      '该 Service 以 Pod 为后端，但该 Pod 没有独立网卡：网络插件为 Flannel、Pod 使用主机网络，或网卡正在释放。',
    ),
    reason: failed,
    class: 'varies',
    foresight: ['cluster', 'runtime'],
    steps: [
      step(
        'On Flannel: remove the annotation service.beta.kubernetes.io/backend-type.',
        'Flannel 集群：删除注解 service.beta.kubernetes.io/backend-type。',
      ),
      step(
        'On Terway: find the pod of the address (kubectl get pods -A -o wide). With hostNetwork it cannot be a member; if it is going away, the next retry passes.',
        'Terway 集群：按 IP 查找 Pod（kubectl get pods -A -o wide）。使用 hostNetwork 的 Pod 不能作为后端；若 Pod 正在退出，下次重试即可恢复。',
      ),
    ],
    rules: ['eni-on-flannel'],
    source: fromGuide,
  },
  X01: {
    says: ['Not sync pods [default/web-0] whose eni is invalid'],
    meaning: text('Pods without a network interface are left out.', '没有弹性网卡的 Pod 被略过。'),
    why: text(
      'Pods are to be the members, but these have no interface in the VPC. From v2.13.0 on this takes the place of E14.',
      '该 Service 以 Pod 为后端，但这些 Pod 在 VPC 中没有网卡。自 v2.13.0 起取代 E14。',
    ),
    reason: 'SkipSyncBackends',
    class: 'degraded',
    effect: onlyAdded,
    foresight: ['cluster', 'runtime'],
    steps: [
      step(
        'Act soon: while one such pod exists, members are only added, so pods that are gone stay registered and get traffic (X02).',
        '请尽快处理：只要存在此类 Pod，后端就只增不减，已退出的 Pod 仍会收到流量（X02）。',
      ),
      step(
        'On Flannel: remove the annotation service.beta.kubernetes.io/backend-type.',
        'Flannel 集群：删除注解 service.beta.kubernetes.io/backend-type。',
      ),
      step(
        'On Terway: delete the pods that the message names, or take them out of the selector if they use hostNetwork.',
        'Terway 集群：删除报错中的 Pod；若其使用 hostNetwork，请将其移出选择器。',
      ),
    ],
    rules: ['eni-on-flannel'],
    source: fromSource,
  },
  X02: {
    says: ['Skip delete and update backends to vgroup rsp-xxx due to invalid backends'],
    meaning: text(
      'Backends are only added while a pod has no network interface.',
      '存在没有网卡的 Pod 时，后端只增不减。',
    ),
    why: text(
      'The controller does not trust its list as long as a pod in it has no interface, and takes nobody out. Pods that are gone stay members: users see time-outs and 5xx.',
      '列表中有 Pod 没有网卡时，控制器不信任该列表，不移除任何后端。已退出的 Pod 仍是后端，用户会遇到超时和 5xx。',
    ),
    reason: 'SkipSyncBackends',
    class: 'degraded',
    effect: onlyAdded,
    foresight: ['runtime'],
    steps: [
      step(
        'Find the pods in the X01 event beside it ("whose eni is invalid"), and delete them or take them out of the selector.',
        '在相邻的 X01 事件（“whose eni is invalid”）中找到这些 Pod，将其删除或移出选择器。',
      ),
      step(
        'Then see in the console that members which are gone have left the server group.',
        '然后在控制台确认已退出的后端不再属于服务器组。',
      ),
    ],
    rules: [],
    source: fromSource,
  },
  X03: {
    says: ['Not sync pods [default/web-0] whose ip is not in vpc cidrs'],
    meaning: text('Pods outside the VPC are left out.', '不在 VPC 网段内的 Pod 被略过。'),
    why: text(
      'Pods are to be the members, but their addresses belong to an overlay network, as with Flannel. These pods never get traffic.',
      '该 Service 以 Pod 为后端，但 Pod IP 属于覆盖网络（如 Flannel）。这些 Pod 永远不会收到流量。',
    ),
    reason: 'SkipSyncBackends',
    class: 'silent',
    foresight: ['cluster'],
    steps: [
      step(
        'Remove the annotation service.beta.kubernetes.io/backend-type, so that nodes are the members.',
        '删除注解 service.beta.kubernetes.io/backend-type，改用节点作为后端。',
      ),
    ],
    rules: ['eni-on-flannel'],
    source: fromSource,
  },
} as const satisfies Record<string, EventFact>;
