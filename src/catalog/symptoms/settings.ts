import { key, step, text } from '../explanation.ts';
import { fromGuide, word, type SymptomFact } from './symptom.ts';

/** Symptoms of the vendor's guide: settings, reuse and the end of a load balancer. */
export const settingSymptoms = {
  S06: {
    meaning: text('An annotation has no effect.', 'Service 注解未生效。'),
    why: text(
      'The key is misspelt, the value has the wrong form, the controller is too old for it, it stands on a Pod or Deployment, or the controller leaves it alone in this situation (a reused load balancer, another kind of listener).',
      '键名拼写错误、取值格式不对、控制器版本过低、写在了 Pod 或 Deployment 上，或控制器在该场景下不处理（如复用的负载均衡、不匹配的监听类型）。',
    ),
    steps: [
      step(
        'Run "ack-service-gate check" and "ack-service-gate plan" on the manifest: they name annotations that are ignored, and why.',
        '对清单运行 "ack-service-gate check" 和 "ack-service-gate plan"：会列出被忽略的注解及原因。',
      ),
      step(
        'See the events of the Service: after an error that freezes it, no annotation acts.',
        '查看 Service 事件：出现导致停止同步的错误后，任何注解都不会生效。',
      ),
      step(
        `Listener annotations act only with ${key('force-override-listeners')}: "true".`,
        `监听类注解仅在 ${key('force-override-listeners')}: "true" 时生效。`,
        'reused',
      ),
      step('Compare the version of the controller with what the annotation needs.', '核对控制器版本是否满足注解要求。'),
    ],
    rules: [
      'unknown-annotation-key',
      'annotation-flag-not-canonical',
      'annotation-needs-newer-ccm',
      'annotation-on-wrong-object',
      'annotation-wrong-layer',
      'annotation-not-string',
      'annotation-value-not-allowed',
      'legacy-annotation-prefix',
      'placeholder-value',
      'duplicate-key',
      'protocol-port-unmatched',
      'ignored-service-field',
      'load-balancer-type-annotation-ignored',
      'annotation-removal-has-no-effect',
      'vswitch-change-has-no-effect',
      'acl-incomplete',
      'sticky-session-incomplete',
      'forward-port-incoherent',
      'health-check-timing',
      'protocol-port-syntax',
      'backend-label-invalid',
      'vgroup-annotation-invalid',
      'nlb-listener-ports-invalid',
    ],
    asked: [[word.annotation, word.noEffect]],
    source: fromGuide,
  },
  S07: {
    meaning: text('Settings made by hand in the console are reverted.', '在控制台手动修改的配置被还原。'),
    why: text(
      'The controller writes the declared values again whenever the Service changes (any annotation counts) and whenever it restarts. On a load balancer of its own it owns the listeners in full.',
      'Service 发生变化（任何注解的改动都算）或控制器重启时，都会重新写入声明的值。对于自己创建的负载均衡，监听完全由控制器管理。',
    ),
    steps: [
      step('Declare the wanted value as an annotation of the Service.', '通过 Service 注解声明所需的值。'),
      step(
        `Or keep the listeners in your own hands: a load balancer made by hand, named with ${key('id')}, without force-override-listeners.`,
        `或自行管理监听：手动创建负载均衡并用 ${key('id')} 引用，不设置 force-override-listeners。`,
      ),
    ],
    rules: ['shared-clb-attribute-conflict'],
    asked: [
      [
        /revert|overw?rit|undone|changed? back|reset|还原|覆盖|被修改|被改/i,
        /console|manual|by hand|settings?|config|控制台|手动|配置/i,
      ],
    ],
    source: fromGuide,
  },
  S08: {
    meaning: text('Reusing a load balancer has no effect.', '复用已有负载均衡未生效。'),
    why: text(
      'The named one was made by the controller or belongs to the API server (E16), lies in another VPC (E09), or the controller is older than v1.9.3.105.',
      '引用的实例由控制器创建或属于 API Server（E16）、位于其他 VPC（E09），或控制器版本低于 v1.9.3.105。',
    ),
    steps: [
      step(
        'kubectl -n <namespace> describe svc <name>: an event E16, E18, E09 or E26 names the cause.',
        'kubectl -n <命名空间> describe svc <名称>：事件 E16、E18、E09 或 E26 会指明原因。',
      ),
      step(
        `Name a load balancer that was made by hand in the VPC of the cluster: ${key('id')}.`,
        `引用在集群所在 VPC 中手动创建的负载均衡：${key('id')}。`,
      ),
      step(
        'It keeps the load balancer that it has; make a second Service for another one.',
        '不能更换负载均衡；请新建 Service。',
        'live',
      ),
    ],
    rules: ['loadbalancer-id-changed', 'reused-clb-mismatch'],
    asked: [[word.reuse, word.noEffect]],
    source: fromGuide,
  },
  S09: {
    meaning: text('A reused load balancer has no listeners.', '复用已有负载均衡时没有配置监听。'),
    why: text(
      'Without force-override-listeners: "true" the controller leaves listeners of a reused load balancer alone, and only fills server groups.',
      '未设置 force-override-listeners: "true" 时，控制器不处理复用实例的监听，只维护服务器组。',
    ),
    steps: [
      step(
        `Set ${key('force-override-listeners')}: "true" (exactly this text); listeners on the same ports are taken over.`,
        `设置 ${key('force-override-listeners')}: "true"（必须完全一致）；相同端口的现有监听会被接管。`,
      ),
      step(
        'Or make the listeners by hand and point them at the server groups of this Service (k8s/…). Changing ports later then needs your hand as well (E08).',
        '或手动创建监听并指向该 Service 的服务器组（k8s/…）。之后修改端口也需手动处理（E08）。',
      ),
    ],
    rules: ['reuse-without-override', 'annotation-flag-not-canonical', 'listener-ownership-toggled'],
    asked: [[word.reuse, /listener|监听/i], [/no listeners?|without listeners?|没有监听|未配置监听|无监听/i]],
    source: fromGuide,
  },
  S10: {
    meaning: text('The members of the server group are not the pods of the Service.', '负载均衡后端与 Pod 不一致。'),
    why: text(
      'The sync stopped: an error freezes the Service, one pod without a network interface holds removals back (X02), or the annotation "class" or a tunnel type was added, after which the controller no longer looks at the Service.',
      '同步已停止：错误导致该 Service 不再同步、某个没有网卡的 Pod 阻止移除后端（X02），或添加了 class、tunnel-type 注解使控制器不再处理该 Service。',
    ),
    steps: [
      step(
        'kubectl -n <namespace> describe svc <name>: explain and mend what its events say.',
        'kubectl -n <命名空间> describe svc <名称>：按事件提示修复。',
      ),
      step(
        'No event: see that the Service carries neither service.beta.kubernetes.io/class nor a tunnel type, and that the controller runs.',
        '没有事件：确认 Service 没有 service.beta.kubernetes.io/class 和 tunnel-type 注解，且控制器运行正常。',
      ),
      step(
        'Once the cause is gone, touch any annotation of the Service to trigger a sync.',
        '原因消除后，改动任意一个注解以触发同步。',
      ),
    ],
    rules: ['class-annotation-opts-out', 'reused-listener-left-behind', 'vgroup-annotation-invalid'],
    asked: [
      [
        /backends?|members?|server ?groups?|vserver|后端|服务器组/i,
        /not (?:updated?|synced|in sync)|stale|outdated|differ|mismatch|wrong|old|不一致|未更新|没更新|不更新/i,
      ],
    ],
    source: fromGuide,
  },
  S11: {
    meaning: text('The load balancer was deleted.', '负载均衡被删除。'),
    why: text(
      'Its Service was deleted, renamed or moved to another namespace (a deployer that prunes does so by itself), or its type is no longer LoadBalancer. The controller deletes what it made; delete-protection does not keep it from that.',
      '其 Service 被删除、改名、移动命名空间（带清理的部署工具会自动删除旧对象），或类型不再是 LoadBalancer。控制器会删除自己创建的实例，delete-protection 不能阻止。',
    ),
    steps: [
      step(
        'The address is lost: create the Service anew, and change DNS and allow lists to its new address.',
        '原地址无法找回：重新创建 Service，并将 DNS 和白名单改为新地址。',
      ),
      step(
        `For an address that must stay: make the load balancer by hand and name it with ${key('id')}; the controller never deletes such a one.`,
        `需要固定地址时：手动创建负载均衡并用 ${key('id')} 引用，控制器不会删除它。`,
      ),
      step(
        `Or ${key('preserve-lb-on-delete')} (controller v2.10.0 or newer): the load balancer stays, its listeners go.`,
        `或使用 ${key('preserve-lb-on-delete')}（控制器 v2.10.0 及以上）：保留负载均衡，但监听会被删除。`,
      ),
    ],
    rules: ['service-removed-releases-ip', 'preserve-flag-any-value'],
    asked: [
      [
        word.loadBalancer,
        /(?:was|got|been|is|are) (?:\w+ )?(?:deleted|removed|gone)|disappear|vanish|被删除|被删了|丢失|不见了/i,
      ],
      [/(?:lost|lose|losing) (?:the |its |our )?(?:ip|address)|(?:ip|address) changed|ip ?变了|地址变了|ip ?丢失/i],
    ],
    source: fromGuide,
  },
  S12: {
    meaning: text('The load balancer remains after the Service is gone.', 'Service 删除后负载均衡未删除。'),
    why: text(
      'The Service named it by id (such a one is never deleted, not even its own), preserve-lb-on-delete was written, the finalizer was removed by hand, or the load balancer had lost its tag.',
      'Service 通过 ID 引用了它（此类实例不会被删除，即使是控制器创建的）、写有 preserve-lb-on-delete、手动移除了 finalizer，或负载均衡丢失了标签。',
    ),
    steps: [
      step(
        'See in the console that no listener on it is in use, then delete it by hand; it costs until then.',
        '在控制台确认没有监听在使用后手动删除；在此之前会持续计费。',
      ),
      step(
        'Do not write the id of a load balancer that the controller made into a manifest.',
        '不要将控制器创建的负载均衡 ID 写入清单。',
      ),
    ],
    rules: ['service-removed-releases-ip'],
    asked: [
      [
        word.loadBalancer,
        /(?:not|n't) (?:be(?:en)? )?(?:deleted?|removed?)|remains?|still (?:there|exists)|left (?:behind|over)|未删除|没有删除|没删除|没被删除|残留|还在/i,
      ],
    ],
    source: fromGuide,
  },
} as const satisfies Record<string, SymptomFact>;
