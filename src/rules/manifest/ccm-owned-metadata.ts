import { ownedMarks } from '../../catalog/annotations.ts';
import { controllerSource } from '../../catalog/sources.ts';
import { entryAt, itemsOf, textOf, valueAt } from '../../model/node.ts';
import { isPlaceholder } from '../../catalog/placeholders.ts';
import { defineRule } from '../rule.ts';
import { spot } from '../support.ts';

const hashKey = 'service.beta.kubernetes.io/hash';

interface Mark {
  readonly key: string;
}

export const ccmOwnedMetadata = defineRule({
  id: 'ccm-owned-metadata',
  severity: 'error',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S21'],
  summary: {
    en: 'The manifest carries what the controller writes itself.',
    zh: '清单中包含应由控制器写入的内容。',
  },
  why: {
    en: 'The controller keeps its books on the Service. A copy of them from another time or another Service makes it work on the wrong load balancer, or leave one behind (S21).',
    zh: '控制器在 Service 上记录自身状态。来自其他时间或其他 Service 的副本会使其操作错误的负载均衡，或遗留负载均衡（S21）。',
  },
  remedy: {
    en: 'Take it out of the manifest; the controller writes it when it serves the Service.',
    zh: '从清单中删除；控制器处理该 Service 时会自行写入。',
  },
  source: controllerSource('labels and finalizers that the controller writes; GetServiceHash'),
  messages: {
    hash: {
      en: ({ key }: Mark) => `The label ${key} is the controller's own mark of what it has synced.`,
      zh: ({ key }) => `标签 ${key} 是控制器记录同步状态的标记。`,
      events: ['E24'],
      why: {
        en: 'When the hash equals the one that the controller computes, it takes the Service for synced: load balancer and listeners are left out, and a new Service fails to find the one it never made (E24).',
        zh: '当该值与控制器计算的哈希相同时，控制器认为 Service 已同步：跳过负载均衡与监听；新建的 Service 会因找不到从未创建的负载均衡而失败（E24）。',
      },
    },
    label: {
      en: ({ key }: Mark) => `The label ${key} is written by the controller.`,
      zh: ({ key }) => `标签 ${key} 由控制器写入。`,
      why: {
        en: 'It names a resource of the cloud that belongs to a live Service. Applied again, or to another Service, it names the wrong one, and whoever cleans up by it leaks or deletes the wrong one (S21).',
        zh: '该标签指向某个运行中 Service 的云资源。再次应用或用于其他 Service 时会指向错误的资源，依据它进行清理会造成遗留或误删（S21）。',
      },
    },
    finalizer: {
      en: ({ key }: Mark) => `The finalizer ${key} is the controller's to set and to lift.`,
      zh: ({ key }) => `finalizer ${key} 只应由控制器添加和移除。`,
      why: {
        en: 'It keeps the Service until the load balancer is cleaned up. Managed from Git it is lifted with the next change of the list, which leaks the load balancer (S21), or stays on a Service that nobody serves and hangs in Terminating.',
        zh: '它用于在负载均衡清理完成之前保留 Service。由 Git 管理时，列表一旦变化它就会被移除，造成负载均衡遗留（S21）；或留在无人处理的 Service 上，使其一直处于 Terminating。',
      },
    },
    status: {
      en: (_: object) => 'The status names an address of a load balancer, which is for the controller to say.',
      zh: () => 'status 中写有负载均衡的地址，而该地址应由控制器填写。',
      why: {
        en: 'Kubernetes drops a status that is applied with a manifest, and the controller writes its own. Who reads the address here, or builds on it, is misled as soon as the load balancer is another one.',
        zh: 'Kubernetes 会丢弃随清单应用的 status，控制器会写入自己的内容。一旦负载均衡发生变化，依据此处地址的人或程序都会被误导。',
      },
      events: [],
    },
  },
  *check({ service: { resource } }) {
    const labels = valueAt(resource.root, 'metadata', 'labels');
    for (const key of ownedMarks.labels) {
      const entry = entryAt(labels, key);
      if (entry === undefined || entry.value.kind !== 'scalar' || isPlaceholder(entry.value.text)) continue;
      yield {
        at: spot(entry.key),
        message: key === hashKey ? 'hash' : 'label',
        data: { key },
        value: entry.value.text,
      };
    }
    for (const item of itemsOf(valueAt(resource.root, 'metadata', 'finalizers'))) {
      const key = textOf(item);
      if (key !== undefined && ownedMarks.finalizers.has(key))
        yield { at: spot(item), message: 'finalizer', data: { key } };
    }
    const ingress = valueAt(resource.root, 'status', 'loadBalancer', 'ingress');
    const status = entryAt(resource.root, 'status')?.key;
    if (status !== undefined && itemsOf(ingress).length > 0) yield { at: spot(status), message: 'status', data: {} };
  },
});
