import { controllerChanges } from '../../catalog/controller-changes.ts';
import { currentPrefix } from '../../catalog/annotation-keys.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { annotation, type Annotation } from '../../controller/annotations.ts';
import { verdictOf, type LoadBalancer, type Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { fullKey, elementsOf, verdictSpot } from '../support.ts';

interface Element {
  readonly element: string;
}
interface Key {
  readonly key: string;
}

const groups = fullKey('vgroup-port');
const weights = fullKey('weight');
const id = fullKey('id');

const pairs = {
  en: () => `Write ${groups} as id:port pairs, separated by commas, without blanks: "rsp-a:80,rsp-b:443".`,
  zh: () => `将 ${groups} 写成逗号分隔、不含空格的 服务器组ID:端口 形式："rsp-a:80,rsp-b:443"。`,
};
const number = {
  en: () => `Set ${weights} to a whole number from 0 to 100.`,
  zh: () => `将 ${weights} 设置为 0 至 100 的整数。`,
};
const silence = {
  en: 'The controller passes it by without an event (S06): members and weights are as if it were not there.',
  zh: '控制器会忽略该注解且不产生事件（S06）：后端成员与权重如同未设置一样。',
};

const dropped = controllerChanges.groupErrorsDropped.since;

export const vgroupAnnotationInvalid = defineRule({
  id: 'vgroup-annotation-invalid',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['E33', 'E34', 'E35'],
  summary: {
    en: 'Annotation for existing server groups has no effect, or a wrong one.',
    zh: '指定已有服务器组的注解无效或有误。',
  },
  why: {
    en: `An NLB Service is not synced any more (E33). A CLB controller from ${dropped} on drops the error, leaves the port without a server group and takes the members of this Service out of it (E34), or misses the group at its listener (E35); an older one syncs nothing.`,
    zh: `NLB 的 Service 将停止同步（E33）。CLB 控制器自 ${dropped} 起会忽略该错误，使端口没有服务器组并移除该 Service 的后端成员（E34），或在监听处报找不到服务器组（E35）；更早的版本则停止同步。`,
  },
  remedy: { en: pairs.en(), zh: pairs.zh() },
  source: controllerSource('vgroup() and getVGroupIDs(), setWeightBackends; observed by running v2.14.0'),
  messages: {
    syntax: {
      en: ({ element }: Element) => `${inWords(element).en} in vgroup-port has no colon between group and port.`,
      zh: ({ element }) => `vgroup-port 中的${inWords(element).zh}缺少服务器组与端口之间的冒号。`,
    },
    'not-reached': {
      en: ({ element }: Element) =>
        `${inWords(element).en} in vgroup-port has no colon. Today's ports are found before it, but the next port that is added meets it.`,
      zh: ({ element }) =>
        `vgroup-port 中的${inWords(element).zh}缺少冒号。目前的端口在其之前已匹配，但再增加端口就会遇到它。`,
      severity: 'warning',
    },
    'blank-port': {
      en: ({ element }: Element) =>
        `"${element}" in vgroup-port holds a blank beside the port, which then equals no port of the Service.`,
      zh: ({ element }) => `vgroup-port 中的 "${element}" 在端口旁含有空格，因此不等于任何 Service 端口。`,
      severity: 'warning',
      events: ['S06'],
      why: {
        en: 'The controller trims nothing and passes the entry by without an event (S06): it makes a server group of its own, and the named one gets no members.',
        zh: '控制器不会去除空格，会忽略该条目且不产生事件（S06）：它会另建服务器组，而指定的服务器组得不到成员。',
      },
    },
    'blank-group': {
      en: ({ element }: Element) =>
        `"${element}" in vgroup-port holds a blank beside the group; no server group has such an id.`,
      zh: ({ element }) => `vgroup-port 中的 "${element}" 在服务器组旁含有空格；不存在这样的服务器组 ID。`,
      events: ['E34', 'N09'],
      why: {
        en: 'The controller trims nothing and looks for a group with a blank in its id. An NLB Service is not synced any more (N09); a CLB port is left without a server group and its members (E34).',
        zh: '控制器不会去除空格，会查找 ID 中带空格的服务器组。NLB 的 Service 将停止同步（N09）；CLB 的端口则没有服务器组及成员（E34）。',
      },
    },
    weight: {
      en: ({ text }: { text: string }) => `The weight "${text}" is no whole number from 0 to 100.`,
      zh: ({ text }) => `weight "${text}" 不是 0 至 100 的整数。`,
      events: ['E34', 'E35'],
      why: {
        en: `From ${dropped} on the controller takes all members of this Service out of the named server groups and still reports EnsuredLoadBalancer (E34): the Service is cut off without a word. A listener that it manages misses its group (E35).`,
        zh: `自 ${dropped} 起，控制器会把该 Service 的全部成员移出指定的服务器组，却仍报告 EnsuredLoadBalancer（E34）：服务中断而没有任何提示。由其管理的监听会报找不到服务器组（E35）。`,
      },
      remedy: number,
    },
    'weight-nlb': {
      en: ({ text }: { text: string }) => `The weight "${text}" is no whole number from 0 to 100.`,
      zh: ({ text }) => `weight "${text}" 不是 0 至 100 的整数。`,
      events: ['E34'],
      why: {
        en: 'The controller stops with "weight must be integer in range" (E34) and syncs nothing of this Service any more; the next rollout becomes an outage.',
        zh: '控制器会报 "weight must be integer in range"（E34）并停止同步该 Service；下一次发布将导致服务中断。',
      },
      remedy: number,
    },
    'without-id': {
      en: ({ key }: Key) => `${key} acts only on a load balancer that is named by loadbalancer-id; none is.`,
      zh: ({ key }) => `${key} 只对通过 loadbalancer-id 指定的负载均衡起作用；此处未指定。`,
      severity: 'warning',
      events: ['S06'],
      why: silence,
      remedy: {
        en: ({ key }) => `Name the load balancer with ${id}, or drop ${currentPrefix}${key}.`,
        zh: ({ key }) => `通过 ${id} 指定负载均衡，或删除 ${currentPrefix}${key}。`,
      },
    },
    'weight-without-groups': {
      en: (_: object) => 'weight acts only on server groups that are named by vgroup-port; none is.',
      zh: () => 'weight 只对通过 vgroup-port 指定的服务器组起作用；此处未指定。',
      severity: 'warning',
      events: ['S06'],
      why: silence,
      remedy: {
        en: () => `Name the server groups with ${groups}, or drop the annotation ${weights}.`,
        zh: () => `通过 ${groups} 指定服务器组，或删除注解 ${weights}。`,
      },
    },
  },
  *check(loadBalancer) {
    const { service, controller } = loadBalancer;
    const named = verdictOf(loadBalancer, 'vgroup-port');
    const list = annotation(service, 'vgroup-port');
    if (named !== undefined && lacks(named, 'id'))
      yield { at: verdictSpot(named), message: 'without-id', data: { key: 'vgroup-port' } };
    else if (named !== undefined && list !== undefined && named.outcome !== 'ignored')
      yield* faultsIn(loadBalancer, list, named.outcome === 'refused');

    const weight = verdictOf(loadBalancer, 'weight');
    if (weight === undefined) return;
    const at = verdictSpot(weight);
    // Both without an id are one mistake.
    if (lacks(weight, 'id')) {
      if (list === undefined) yield { at, message: 'without-id', data: { key: 'weight' } };
    } else if (lacks(weight, 'vgroup-port')) yield { at, message: 'weight-without-groups', data: {} };
    else if (weight.outcome === 'refused')
      yield {
        at,
        message: controller === 'nlb' ? 'weight-nlb' : 'weight',
        data: { text: weight.annotation.written },
      };
  },
});

function lacks({ why }: Verdict, shortKey: string): boolean {
  return why?.because === 'needs' && why.condition.needs === shortKey;
}

/** The scan ends at the first element without a colon; what stands behind it is not looked at. */
function* faultsIn({ service }: LoadBalancer, list: Annotation, isRefused: boolean) {
  const ports = new Set(service.ports.map(({ port }) => String(port)));
  for (const { text: element, at } of elementsOf(list)) {
    const [group = '', port] = element.split(':');
    const common = { at, data: { element }, value: element };
    if (port === undefined) {
      // Whether a port that is not known yet gets this far cannot be told.
      if (isRefused) yield { ...common, message: 'syntax' as const };
      else if (!ports.has('undefined')) yield { ...common, message: 'not-reached' as const };
      return;
    }
    if (port !== port.trim()) yield { ...common, message: 'blank-port' as const };
    else if (group !== group.trim() && ports.has(port)) yield { ...common, message: 'blank-group' as const };
  }
}

function inWords(element: string): { readonly en: string; readonly zh: string } {
  if (element !== '') return { en: `"${element}"`, zh: ` "${element}" ` };
  return { en: 'An empty element (a comma too many)', zh: '空元素（多了一个逗号）' };
}
