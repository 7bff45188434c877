import type { Bilingual, ProblemKind } from '../model/finding.ts';

/** What is said of a problem where nothing is known of it but its kind. */
export const problemWords: Readonly<Record<ProblemKind, Bilingual>> = {
  'base-is-merge-base': {
    en: 'compared with the commit where the change left base; what happened on base since is not part of it',
    zh: '与变更同基线的分叉点比较；基线此后的改动不属于本次变更',
  },
  'base-is-revision': {
    en: 'no commit that the change shares with base was there; compared with base as it is',
    zh: '找不到变更与基线的共同提交；直接与基线比较',
  },
  'base-unproved': {
    en: 'nothing could be compared, so everything was evaluated and every finding counts (gate all)',
    zh: '无法比较，因此评估了全部内容，所有问题都计入结果（gate all）',
  },
  'configuration-changed': {
    en: 'the configuration differs from base; the new one counts once it is merged',
    zh: '配置与基线不同；新配置在合并后生效',
  },
  'configuration-unused-pattern': {
    en: 'a pattern of the configuration matches nothing',
    zh: '配置中有模式未匹配任何内容',
  },
  'events-changed': {
    en: 'a file of events differs from base, which was used; the new one counts once it is merged',
    zh: '有事件文件与基线不同；本次使用基线的版本，新版本在合并后生效',
  },
  'events-ignored': {
    en: 'a file of events that the change may have brought was not read; it counts once it is merged',
    zh: '有事件文件可能由本次变更带入，未读取；合并后生效',
  },
  'events-missing': {
    en: 'a file of events that is asked for was not there',
    zh: '所要求的事件文件不存在',
  },
  'events-read': {
    en: 'what this file tells of the cluster was joined to findings',
    zh: '已将该文件中的集群事件与问题关联',
  },
  'events-unexplained': {
    en: 'Services have events that no finding explains',
    zh: '有 Service 的事件没有对应的问题',
  },
  'expired-override': {
    en: 'an override has expired and no longer holds',
    zh: '有例外（override）已过期，不再生效',
  },
  'expiring-override': {
    en: 'an override is about to expire',
    zh: '有例外（override）即将过期',
  },
  'history-ignored': {
    en: 'the history of earlier audits says nothing about this one',
    zh: '此前的审计历史无法用于本次审计',
  },
  'invalid-kustomization': {
    en: 'kustomize refuses this kustomization; a field of it was not followed',
    zh: 'kustomize 会拒绝该 kustomization；其中有字段未被采用',
  },
  'inventory-changed': {
    en: 'an inventory differs from base, which was used; the new one counts once it is merged',
    zh: '有资源清单与基线不同；本次使用基线的版本，新版本在合并后生效',
  },
  'inventory-contradiction': {
    en: 'inventories disagree about something, which counts as unknown',
    zh: '不同的资源清单说法不一，按未知处理',
  },
  'inventory-ignored': {
    en: 'an inventory that the change may have brought was not read; it counts once it is merged',
    zh: '有资源清单可能由本次变更带入，未读取；合并后生效',
  },
  'inventory-missing': {
    en: 'an inventory that is asked for was not there',
    zh: '所要求的资源清单不存在',
  },
  'inventory-read': {
    en: 'checked against this inventory of the cloud',
    zh: '已与该云上资源清单核对',
  },
  'kustomization-cycle': {
    en: 'this kustomization includes itself through others; what it brings is not judged',
    zh: '该 kustomization 经由其他 kustomization 引用了自身；其内容未作判断',
  },
  'label-missing': {
    en: 'a label that the configuration allows to approve a finding is not set',
    zh: '配置允许用于批准问题的标签尚未设置',
  },
  'label-unreadable': {
    en: 'a label that could approve a finding cannot be read, so the finding is not approved',
    zh: '无法读取可用于批准问题的标签，因此该问题未获批准',
  },
  'malformed-suppression': {
    en: 'a suppression that is not written as one silences nothing',
    zh: '抑制标记的写法有误，不会抑制任何问题',
  },
  'missing-api-version': {
    en: 'a document names a kind but no apiVersion, so it was not judged',
    zh: '文档有 kind 但没有 apiVersion，因此未作判断',
  },
  'missing-base': {
    en: 'a base of this kustomization is not among the checked files, so it is known only in part',
    zh: '该 kustomization 的某个基线不在所检查的文件中，因此只能了解其部分内容',
  },
  'new-suppression': {
    en: 'this change adds a suppression, which takes effect once it is merged',
    zh: '本次变更新增了抑制标记，合并后才会生效',
  },
  'no-earlier-audit': {
    en: 'no earlier audit is known, so every finding counts (gate all)',
    zh: '没有更早的审计，因此所有问题都计入结果（gate all）',
  },
  'not-suppressible': {
    en: 'a suppression has no effect: the configuration says suppressible: false',
    zh: '有抑制标记不生效：配置中已设置 suppressible: false',
  },
  'nothing-to-judge': {
    en: 'the change touches nothing that is judged, so nothing was read',
    zh: '本次变更未涉及任何需要判断的内容，因此未读取任何内容',
  },
  'patch-without-target': {
    en: 'a patch is of an object that is not among the checked files, so nothing in it was judged',
    zh: '有补丁修补的对象不在所检查的文件中，因此其内容未作判断',
  },
  'part-of-run': {
    en: 'one part of several was evaluated; merge joins them',
    zh: '仅评估了其中一个分片；可用 merge 合并',
  },
  'paths-exclude-all': {
    en: 'paths leaves out every file, so nothing was judged',
    zh: 'paths 排除了所有文件，因此未作任何判断',
  },
  'remote-base': {
    en: 'a base of this kustomization is fetched from elsewhere, so it is known only in part',
    zh: '该 kustomization 的某个基线要从别处获取，因此只能了解其部分内容',
  },
  'suppression-not-honoured': {
    en: 'a suppression has no effect: the configuration says suppressions.honour: none',
    zh: '有抑制标记不生效：配置中已设置 suppressions.honour: none',
  },
  'suppression-without-reason': {
    en: 'a suppression without a reason does not count',
    zh: '没有写明原因的抑制标记不生效',
  },
  'unknown-suppressed-rule': {
    en: 'a suppression names a rule that does not exist',
    zh: '抑制标记中的规则不存在',
  },
  'unreadable-base': {
    en: 'base cannot be read here, so that what stood there is not known',
    zh: '基线在此处无法读取，因此不知道原有内容',
  },
  'unreadable-head': {
    en: 'this cannot be read, so that what it changes is not known',
    zh: '此处无法读取，因此不知道其改动',
  },
  'unrendered-template': {
    en: 'a template, which is not judged until it is rendered',
    zh: '模板，渲染之前不作判断',
  },
  'unused-suppression': {
    en: 'a suppression matches no finding; remove it',
    zh: '有抑制标记没有匹配任何问题，请将其删除',
  },
  'workflow-changed': {
    en: 'this change touches a workflow that runs the gate; look at it yourself, the gate cannot protect it',
    zh: '本次变更涉及运行本检查的工作流；请人工审查，检查本身无法保护它',
  },
};
