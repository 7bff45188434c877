import { key, step, text } from '../explanation.ts';
import { failed, fromSource, type EventFact } from './event.ts';

/** The end of a Service, and what the controller writes on it. */
export const lifecycleEvents = {
  E41: {
    says: ['Error deleting load balancer [lb-xxx]: Message:'],
    meaning: text('The load balancer could not be deleted.', '负载均衡删除失败。'),
    why: text(
      'The Service waits in Terminating until the controller has cleaned up. What stopped it stands after the colon: often a listener made by hand that uses a server group (E08), a prepaid instance, or an order that is not done.',
      '控制器清理完成之前，Service 会停留在 Terminating。冒号之后是具体原因：常见为手动监听仍在使用服务器组（E08）、包年包月实例或未完成的订单。',
    ),
    reason: 'CleanLoadBalancerFailed',
    class: 'degraded',
    effect: text(
      'The Service stays in Terminating until it is done. The controller tries again, 5 seconds to 5 minutes apart.',
      '完成之前，Service 会停留在 Terminating。控制器会以 5 秒至 5 分钟的间隔重试。',
    ),
    foresight: ['change', 'runtime'],
    steps: [
      step(
        'Take away what the message names, in the console; the controller retries by itself, at most 5 minutes later.',
        '在控制台处理报错所指的资源；控制器最多 5 分钟后自动重试。',
      ),
      step(
        'Do not remove the finalizer to be done with it: the load balancer would stay, and cost, with nobody to delete it.',
        '不要为了结束删除而移除 finalizer：负载均衡会残留并持续计费。',
      ),
    ],
    rules: ['reused-listener-left-behind', 'service-removed-releases-ip'],
    source: fromSource,
  },
  X04: {
    says: ['The lb [lb-xxx] will be preserved after the service is deleted.'],
    meaning: text('The load balancer will outlive the Service.', '删除 Service 后负载均衡会保留。'),
    why: text(
      'preserve-lb-on-delete is written. Any text switches it on, "false" and "off" too. Listeners that the controller made still go with the Service.',
      '写有 preserve-lb-on-delete。任何非空值都会生效，包括 "false" 和 "off"。控制器创建的监听仍会随 Service 删除。',
    ),
    reason: 'PreservedOnDelete',
    class: 'none',
    foresight: ['manifest'],
    needs: ['preserve-lb-on-delete'],
    steps: [
      step(
        'If it is meant, nothing is to be done; after the deletion the load balancer costs until somebody deletes it by hand.',
        '若符合预期，无需处理；删除 Service 后负载均衡会持续计费，直到手动删除。',
      ),
      step(
        `If not, remove ${key('preserve-lb-on-delete')} before the Service is deleted.`,
        `若不符合预期，请在删除 Service 之前移除 ${key('preserve-lb-on-delete')}。`,
      ),
    ],
    rules: ['preserve-flag-any-value', 'service-removed-releases-ip'],
    source: fromSource,
  },
  X05: {
    says: ['get eip error, set external ip to slb ip'],
    meaning: text(
      'No elastic IP is bound; the address of the load balancer is shown.',
      '未绑定弹性公网 IP，显示的是负载均衡自身的地址。',
    ),
    why: text(
      'external-ip-type is "eip", but the load balancer has no elastic IP.',
      'external-ip-type 为 "eip"，但负载均衡没有绑定 EIP。',
    ),
    reason: 'FailedSetEIPAddress',
    class: 'none',
    foresight: ['runtime'],
    needs: ['external-ip-type'],
    steps: [
      step(
        'Bind an elastic IP to the load balancer in the console, then touch an annotation of the Service to trigger a sync.',
        '在控制台为负载均衡绑定 EIP，然后改动一个注解以触发同步。',
      ),
      step(`Or remove ${key('external-ip-type')}.`, `或删除 ${key('external-ip-type')}。`),
    ],
    rules: [],
    source: fromSource,
  },
  X06: {
    says: [
      'Error adding finalizer: ',
      'Error removing load balancer finalizer: ',
      'Error updating load balancer status: ',
      'Error updating pod readiness gates: ',
      'Error adding service hash: ',
    ],
    meaning: text(
      'The API server refused a change to the Service or a pod.',
      'API Server 拒绝了对 Service 或 Pod 的修改。',
    ),
    why: text(
      'The controller writes finalizers, labels and status. An admission webhook, missing rights (RBAC) or a conflict kept it from that; the words after the colon say which.',
      '控制器需要写入 finalizer、标签和状态，但被准入 Webhook、权限（RBAC）或写冲突阻止；冒号之后是具体原因。',
    ),
    reason: 'FailedUpdateStatus',
    class: 'freeze',
    foresight: ['runtime'],
    steps: [
      step(
        'A webhook is named: let it pass writes of the cloud controller manager, or mend what it objects to.',
        '提到 Webhook：放行 CCM 的写操作，或修正其拒绝的内容。',
      ),
      step(
        '"forbidden": give the service account of the controller its rights back; after an upgrade it may need new ones.',
        '“forbidden”：恢复控制器服务账号的权限；升级后可能需要新增权限。',
      ),
      step(
        '"the object has been modified": passes at the next retry. If it stays, another program writes the same Service again and again.',
        '“the object has been modified”：下次重试即可恢复。若持续出现，说明有其他程序在反复修改同一 Service。',
      ),
    ],
    rules: [],
    source: fromSource,
  },
  X07: {
    says: ['DryRun: Error syncing load balancer [lb-xxx]: '],
    meaning: text('The check before an upgrade of the controller failed.', '控制器升级前的预检失败。'),
    why: text(
      'The new version tried this Service without changing anything, and would fail on it. What it would fail on stands after the colon.',
      '新版本对该 Service 做了不产生变更的演练，结果为失败。冒号之后是失败原因。',
    ),
    reason: failed,
    class: 'none',
    foresight: ['runtime'],
    steps: [step('Mend the cause first, then start the upgrade anew.', '先修复原因，再重新发起升级。')],
    rules: [],
    source: fromSource,
  },
  P01: {
    says: ['HandleServiceUpdateError', 'HandleServiceDeletionError'],
    meaning: text('The private zone record could not be set.', '内网解析（PrivateZone）记录设置失败。'),
    why: text(
      'The PrivateZone controller of the cluster could not write a DNS record for this Service. The load balancer is not affected.',
      '集群的 PrivateZone 控制器未能为该 Service 写入解析记录。负载均衡不受影响。',
    ),
    reason: 'HandleServiceUpdateError',
    class: 'none',
    foresight: ['runtime'],
    steps: [
      step(
        'See that the private zone exists, that it is bound to the VPC, and that the controller may write to it.',
        '确认内网域名已存在、已绑定集群所在 VPC，且控制器有写权限。',
      ),
    ],
    rules: [],
    source: fromSource,
  },
} as const satisfies Record<string, EventFact>;
