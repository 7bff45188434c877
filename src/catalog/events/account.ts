import { step, text } from '../explanation.ts';
import { failed, fromGuide, fromSource, type EventFact } from './event.ts';

/** What the account, its quotas and the API's limits refuse. */
export const accountEvents = {
  E05: {
    says: ['ORDER.ARREARAGE Message: The account is arrearage.'],
    meaning: text('The account is in arrears.', '账号已欠费。'),
    why: text(
      'The cloud sells no new load balancer to an account with an overdue bill.',
      '账号存在未结清账单时，云平台拒绝创建新的负载均衡。',
    ),
    reason: failed,
    class: 'freeze',
    atCreation: true,
    foresight: ['runtime'],
    steps: [
      step(
        'Pay the overdue bill of the account that owns the cluster; the controller retries by itself within 5 minutes.',
        '结清集群所属账号的欠费账单；控制器会在 5 分钟内自动重试。',
      ),
      step(
        'Look at the load balancers that exist, too: those of an account in arrears are stopped after a while.',
        '同时检查已有负载均衡：欠费一段时间后，它们会被停机。',
      ),
    ],
    rules: [],
    source: fromGuide,
  },
  E06: {
    says: [
      'PAY.INSUFFICIENT_BALANCE Message: Your account does not have enough balance.',
      'Message: Your account balance is insufficient.',
    ],
    meaning: text('The account balance does not suffice.', '账号余额不足。'),
    why: text(
      'A pay-as-you-go load balancer is only made while the balance is high enough; the guide names 100 CNY.',
      '按量付费的负载均衡要求账号余额充足（排查文档给出的门槛为 100 元）才能创建。',
    ),
    reason: failed,
    class: 'freeze',
    atCreation: true,
    foresight: ['runtime'],
    steps: [step('Top up the account; the controller retries by itself.', '为账号充值；控制器会自动重试。')],
    rules: [],
    source: fromGuide,
  },
  E07: {
    says: [
      'Status Code: 400 Code: Throttling.User Message: Request was denied due to user flow control.',
      'Message: Request was denied due to user flow control.',
    ],
    meaning: text('The cloud API throttles the controller.', '云 API 对控制器限流。'),
    why: text(
      'The account made too many calls. Services that fail make it worse, since each retry compares everything anew; so does a change of many Services at once.',
      '账号的 API 调用频率超限。持续报错的 Service 会加剧限流（每次重试都会全量比对），一次变更大量 Service 也会。',
    ),
    reason: failed,
    class: 'varies',
    foresight: ['runtime'],
    steps: [
      step(
        'Find the other Services that fail, and mend them first: kubectl get events -A --field-selector reason=SyncLoadBalancerFailed',
        '先找出并修复其他报错的 Service：kubectl get events -A --field-selector reason=SyncLoadBalancerFailed',
      ),
      step(
        'Roll large changes of Services out in smaller lots. The controller retries by itself, 5 seconds to 5 minutes apart.',
        '将大批量 Service 变更分批发布。控制器会以 5 秒至 5 分钟的间隔自动重试。',
      ),
      step('If it stays, ask for a higher API quota.', '若仍持续出现，请申请提升 API 配额。'),
    ],
    rules: [],
    source: fromGuide,
  },
  E12: {
    says: ['Status Code: 400 Code: ShareSlbHaltSales Message: The share instance has been discontinued.'],
    meaning: text('The shared instance type is no longer sold.', '共享型实例已停止售卖。'),
    why: text(
      'An old controller names neither specification nor billing when it makes a load balancer, which means the shared type.',
      '低版本控制器创建负载均衡时不指定规格和计费方式，即默认创建共享型实例。',
    ),
    reason: failed,
    class: 'freeze',
    atCreation: true,
    foresight: ['cluster'],
    steps: [
      step(
        'Upgrade the cloud controller manager: from v2.12.1 it makes CLCU-billed load balancers by default.',
        '升级 CCM 组件：自 v2.12.1 起默认创建按使用量计费（CLCU）的负载均衡。',
      ),
    ],
    rules: ['controller-too-old'],
    source: fromGuide,
  },
  E39: {
    says: ['Code: ListenerNumberOverLimit', 'Code: ORDER.QUOTA_EXCEEDED'],
    meaning: text('A quota is reached.', '配额已用完。'),
    why: text(
      'The cloud limits listeners on a load balancer (50), its tags (20) and the load balancers of an account.',
      '云平台限制单个负载均衡的监听数（50）、标签数（20）以及账号下的负载均衡数量。',
    ),
    reason: failed,
    class: 'varies',
    foresight: ['manifest', 'inventory'],
    steps: [
      step(
        'See from the message which quota it is, and how much of it is used in the quota center.',
        '根据报错确认是哪一项配额，并在配额中心查看用量。',
      ),
      step(
        'Too many listeners: move some Services to a load balancer of their own.',
        '监听数超限：将部分 Service 拆分到独立的负载均衡。',
        'reused',
      ),
      step('Else delete what nobody uses, or ask for a higher quota.', '否则删除不再使用的资源，或申请提升配额。'),
    ],
    rules: ['backend-quota-exceeded'],
    source: fromSource,
  },
} as const satisfies Record<string, EventFact>;
