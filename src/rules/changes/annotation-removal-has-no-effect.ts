import { controllerSource } from '../../catalog/sources.ts';
import { annotation, missingAnnotationSpot } from '../../controller/annotations.ts';
import { keptSettings, type KeptSetting } from '../../controller/change/kept-settings.ts';
import type { Spot } from '../../model/node.ts';
import type { Resource } from '../../model/manifest.ts';
import type { Service } from '../../world/service.ts';
import { defineRule } from '../rule.ts';
import { annotationSpot, fullKey, list } from '../support.ts';

interface Kept {
  /** Short keys. */
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

const are = (keys: readonly string[]): string => `${list(keys, ' and ')} ${keys.length === 1 ? 'is' : 'are'} removed`;
const said = (kept: Kept): string => list(quoted(kept), ' and ');
const write = {
  en: ({ keys }: Kept) => `Write what you want to have: ${list(keys.map(fullKey), ' and ')}.`,
  zh: ({ keys }: Kept) => `请明确写出想要的取值：${list(keys.map(fullKey), '、')}。`,
};

export const annotationRemovalHasNoEffect = defineRule({
  id: 'annotation-removal-has-no-effect',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'change',
  reads: ['ccmVersion', 'backendMode'],
  events: [],
  summary: {
    en: 'An annotation is removed, and the load balancer keeps what it said.',
    zh: '删除了注解，但负载均衡仍保留其设置。',
  },
  why: {
    en: 'If this is deployed, nothing happens, and no event tells: the controller compares only what annotations say, and puts nothing back to its default. Address and traffic stay as they are until the load balancer or the listener is made anew, which then comes without the setting.',
    zh: '部署后什么都不会发生，也没有事件：控制器只比对注解中写明的内容，不会恢复任何默认值。地址和流量保持不变，直到负载均衡或监听被重新创建，届时该设置才会消失。',
  },
  remedy: {
    en: 'Write the wanted value in the annotation instead of removing it.',
    zh: '在注解中写明想要的取值，而不是删除注解。',
  },
  source: controllerSource(
    'isNeedUpdate and LoadBalancerManager.Update pass empty wishes by; changes T18 and T52, observed by running v2.14.0',
  ),
  messages: {
    acl: {
      en: ({ keys }: Kept) => `${are(keys)}, but access control stays in force on the listeners.`,
      zh: ({ keys }) => `删除了 ${list(keys, '、')}，但监听上的访问控制仍然生效。`,
      severity: 'error',
      why: {
        en: 'If this is deployed, nothing happens, and no event tells: removing annotations neither lifts nor changes the access control of a live listener. Clients that the list keeps out stay out, while the manifest shows an open port; a listener that is made anew comes without access control.',
        zh: '部署后什么都不会发生，也没有事件：删除注解既不会解除也不会修改已有监听的访问控制。被访问控制列表拒绝的客户端仍被拒绝，而清单看上去是开放的；重新创建的监听则没有访问控制。',
      },
      remedy: {
        en: () =>
          `To lift access control, set ${fullKey('acl-status')} to "off"; to keep it, leave the annotations as they were.`,
        zh: () => `若要解除访问控制，请将 ${fullKey('acl-status')} 设置为 "off"；若要保留，请勿改动这些注解。`,
      },
    },
    'address-type': {
      en: ({ values }: Kept) =>
        `address-type ${list(values, ' and ')} is removed: the load balancer stays ${list(values, ' and ')}, but turns internet-facing when it is next made anew.`,
      zh: ({ values }) =>
        `删除了 address-type ${list(values, '、')}：负载均衡仍为 ${list(values, '、')}，但下次重新创建时会变为公网类型。`,
      severity: 'error',
      why: {
        en: 'If this is deployed, address and traffic stay as they are, and no event tells. Without the annotation a load balancer is internet-facing: as soon as the Service is made again, under another name, in another cluster or after a restore, it is open to the internet.',
        zh: '部署后地址和流量保持不变，也没有事件。但没有该注解的负载均衡默认面向公网：一旦 Service 被重新创建（改名、换集群或从备份恢复），它就会暴露到公网。',
      },
      remedy: {
        en: ({ values }) => `Keep ${fullKey('address-type')}: "${values[0] ?? ''}".`,
        zh: ({ values }) => `保留 ${fullKey('address-type')}: "${values[0] ?? ''}"。`,
      },
    },
    listener: {
      en: (kept: Kept) => `${are(kept.keys)}, but the listeners keep ${said(kept)}.`,
      zh: (kept) => `删除了 ${list(kept.keys, '、')}，但监听仍保留 ${list(quoted(kept), '、')}。`,
      remedy: write,
    },
    instance: {
      en: (kept: Kept) => `${are(kept.keys)}, but the load balancer keeps ${said(kept)}.`,
      zh: (kept) => `删除了 ${list(kept.keys, '、')}，但负载均衡仍保留 ${list(quoted(kept), '、')}。`,
      remedy: write,
    },
  },
  *check(change) {
    const { base, head, before, after } = change;
    if (base === undefined || head === undefined) return;
    const groups = new Map<ReturnType<typeof messageFor>, KeptSetting[]>();
    for (const setting of keptSettings(change)) {
      // The instance that is named has its type, and is not made anew.
      if (setting.shortKey === 'address-type' && before?.reused !== undefined) continue;
      const message = messageFor(setting);
      groups.set(message, [...(groups.get(message) ?? []), setting]);
    }
    for (const [message, settings] of groups) {
      if (message === 'acl' && (after === undefined || !isInForce(base, head))) continue;
      const [first, ...others] = settings.map((setting) => placeOf(setting, base, head));
      if (first === undefined) continue;
      const related = others.map((place) => ({
        ...place,
        message: { en: 'this one has no effect, too', zh: '这一项同样没有效果' },
      }));
      const data = {
        keys: settings.map(({ shortKey }) => shortKey),
        values: settings.map(({ text }) => text),
      };
      const rests = first.resource === base.resource ? { others: [head.resource] } : {};
      yield { ...first, ...rests, message, data, related };
    }
  },
});

function quoted({ keys, values }: Kept): string[] {
  return keys.map((key, at) => `${key} "${values[at] ?? ''}"`);
}

function messageFor({ shortKey, of }: KeptSetting): 'acl' | 'address-type' | 'listener' | 'instance' {
  if (shortKey.startsWith('acl-')) return 'acl';
  return shortKey === 'address-type' ? 'address-type' : of;
}

function isInForce(base: Service, head: Service): boolean {
  const now = annotation(head, 'acl-status');
  return annotation(base, 'acl-status')?.text === 'on' && (now === undefined || now.text === 'on');
}

/** The entry that is gone, or the empty value that is left of it. */
function placeOf(setting: KeptSetting, base: Service, head: Service): { at: Spot; resource: Resource } {
  const at = missingAnnotationSpot(head, setting.shortKey);
  const isEmptied = typeof at.node.step === 'string' && at.node.step.endsWith(`-${setting.shortKey}`);
  return isEmptied
    ? { at, resource: head.resource }
    : { at: annotationSpot(setting.annotation), resource: base.resource };
}
