import { key, step, text } from '../explanation.ts';
import { failed, fromSource, type EventFact } from './event.ts';

/** What only NLB Services get. */
export const nlbEvents = {
  N01: {
    says: ['ParameterMissing, zone mappings are required'],
    meaning: text('zone-maps is missing.', '缺少 zone-maps。'),
    why: text(
      'An NLB needs a vSwitch in each of its zones, and the manifest neither tells them nor names an NLB that exists.',
      'NLB 需要在每个可用区指定一个虚拟交换机，而清单既没有指定，也没有引用已有的 NLB。',
    ),
    reason: failed,
    class: 'freeze',
    atCreation: true,
    foresight: ['manifest'],
    steps: [
      step(
        `Add ${key('zone-maps')}: "<zone>:<vSwitch id>,<zone>:<vSwitch id>", two zones or more.`,
        `添加 ${key('zone-maps')}: "<可用区>:<虚拟交换机 ID>,<可用区>:<虚拟交换机 ID>"，至少两个可用区。`,
      ),
    ],
    rules: ['nlb-zone-maps-invalid'],
    source: fromSource,
  },
  N02: {
    says: ['ZoneMapping format error, expect [zone-a:vsw-id-1,zone-b:vsw-id-2]'],
    meaning: text('zone-maps is not understood.', 'zone-maps 无法解析。'),
    why: text('A part of it has no colon between zone and vSwitch.', '其中某一项的可用区与虚拟交换机之间缺少冒号。'),
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    needs: ['zone-maps'],
    steps: [
      step(
        `Write ${key('zone-maps')} as "cn-hangzhou-i:vsw-…,cn-hangzhou-j:vsw-…", without blanks and without a comma at the end.`,
        `将 ${key('zone-maps')} 写为 "cn-hangzhou-i:vsw-…,cn-hangzhou-j:vsw-…"，无空格且末尾无逗号。`,
      ),
    ],
    rules: ['nlb-zone-maps-invalid'],
    source: fromSource,
  },
  N03: {
    says: ['cross zone enabled flag error: invalid flag'],
    meaning: text('cross-zone-enabled is neither on nor off.', 'cross-zone-enabled 既不是 on 也不是 off。'),
    why: text('The controller takes these two words only.', '控制器只接受这两个取值。'),
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    needs: ['cross-zone-enabled'],
    steps: [
      step(
        `Write ${key('cross-zone-enabled')}: "on" or "off", in quotes.`,
        `将 ${key('cross-zone-enabled')} 写为 "on" 或 "off"（带引号）。`,
      ),
    ],
    rules: ['annotation-flag-not-canonical'],
    source: fromSource,
  },
  N04: {
    says: ['AddressIpVersion cannot be changed, service: default/web'],
    meaning: text('The IP version cannot change once created.', 'IP 版本创建后不可修改。'),
    why: text(
      'The manifest wants another IP version than the NLB has, which is settled when it is made.',
      '清单要求的 IP 版本与 NLB 现有的不同，而它在创建后不可修改。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['change'],
    needs: ['ip-version'],
    steps: [
      step(`Set ${key('ip-version')} back to what the NLB has.`, `将 ${key('ip-version')} 恢复为 NLB 的现有值。`),
      step(
        'If the new version is needed: make a second Service with it, move the clients, then remove this one.',
        '若确实需要新的 IP 版本：新建 Service，迁移客户端后再删除当前 Service。',
      ),
    ],
    rules: ['immutable-attribute-changed'],
    source: fromSource,
  },
  N05: {
    says: ['LoadBalancerSourceRanges is not supported for user-managed LB'],
    meaning: text('Source ranges do not act on a reused load balancer.', '源地址限制对复用的负载均衡不生效。'),
    why: text(
      'The Service is open to everybody: spec.loadBalancerSourceRanges is read for an NLB only that the controller made.',
      '该 Service 对所有来源开放：只有控制器创建的 NLB 才会应用 spec.loadBalancerSourceRanges。',
    ),
    reason: 'FeatureNotSupported',
    class: 'silent',
    foresight: ['manifest'],
    needs: ['id'],
    steps: [
      step(
        'Restrict the sources with a security group on the NLB, in the console; do so now if the port must not be public.',
        '在控制台为 NLB 绑定安全组以限制来源；若端口不应公开，请立即处理。',
      ),
      step(
        'Then remove loadBalancerSourceRanges from the manifest, which promises what does not hold.',
        '然后从清单中删除 loadBalancerSourceRanges，避免误以为已生效。',
      ),
    ],
    rules: ['source-ranges-ignored'],
    source: fromSource,
  },
  N06: {
    says: ['port of listener [80/TCP] overlaps with listener [1-100/TCP]'],
    meaning: text('Listener ports overlap.', '监听端口重叠。'),
    why: text(
      'Two listeners of the same protocol share a port, or one port lies in the range of another.',
      '同一协议的两个监听使用同一端口，或某个端口位于另一监听的端口范围内。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['manifest'],
    steps: [
      step(
        `Give each listener ports of its own, in spec.ports and in ${key('listener-port-range')}.`,
        `在 spec.ports 和 ${key('listener-port-range')} 中为每个监听使用不重叠的端口。`,
      ),
    ],
    rules: ['nlb-listener-ports-invalid'],
    source: fromSource,
  },
  N07: {
    says: [
      'listener port range can only be used for eni backend type service',
      'listener port range must be like 1000-2000:80',
      'start port should be smaller than end port',
      'port range [2000-1000:80] is invalid',
    ],
    meaning: text(
      'listener-port-range is not understood, or the members are nodes.',
      'listener-port-range 无法解析，或后端为节点。',
    ),
    why: text(
      'A range is written as start-end:port, its start before its end, and only pods (ENI) can be its members.',
      '端口范围写为 start-end:port，start 须小于 end，且仅支持 ENI 后端。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['manifest', 'cluster'],
    needs: ['listener-port-range'],
    steps: [
      step(
        `Write ${key('listener-port-range')} as "1000-2000:80", the last number being a port of the Service.`,
        `将 ${key('listener-port-range')} 写为 "1000-2000:80"，最后一个数字为 Service 的端口。`,
      ),
      step(
        'Make pods the members: service.beta.kubernetes.io/backend-type: "eni" (Terway), or remove the range.',
        '使用 Pod 作为后端：service.beta.kubernetes.io/backend-type: "eni"（Terway），或删除该注解。',
        'nodes',
      ),
    ],
    rules: ['nlb-listener-ports-invalid'],
    source: fromSource,
  },
  N08: {
    says: ['unsupport server ServerGroupType', 'ServerGroupType of user managed server group sgp-xxx is not equal'],
    meaning: text(
      'server-group-type is not understood, or is not that of the group.',
      'server-group-type 无法识别，或与服务器组不一致。',
    ),
    why: text(
      'It takes Instance or Ip, and for a server group made by hand only what that group is.',
      '取值只能为 Instance 或 Ip；对于手动创建的服务器组，必须与其类型一致。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['manifest', 'inventory'],
    needs: ['server-group-type'],
    steps: [
      step(
        `Set ${key('server-group-type')} to "Instance" or "Ip", as the group is, or remove it.`,
        `将 ${key('server-group-type')} 设为与服务器组一致的 "Instance" 或 "Ip"，或删除该注解。`,
      ),
    ],
    rules: ['annotation-value-not-allowed'],
    source: fromSource,
  },
  N09: {
    says: [
      'cannot find server group id sgp-xxx',
      'reused server group id sgp-xxx not found',
      'cannot reuse a ccm created server group',
    ],
    meaning: text('The server group does not exist or belongs to the controller.', '服务器组不存在，或由控制器创建。'),
    why: text(
      'vgroup-port names a server group that the region does not have, or one that the controller made.',
      'vgroup-port 指向的服务器组在该地域不存在，或由控制器创建。',
    ),
    reason: failed,
    class: 'freeze',
    foresight: ['inventory'],
    needs: ['vgroup-port'],
    steps: [
      step(
        `Set ${key('vgroup-port')} to server groups that were made by hand in the VPC of the cluster.`,
        `将 ${key('vgroup-port')} 改为集群所在 VPC 中手动创建的服务器组。`,
      ),
    ],
    rules: ['vgroup-annotation-invalid'],
    source: fromSource,
  },
  N10: {
    says: [
      'update source ranges error',
      'find associated security group error: expect 1, got 2',
      'update associated security group error',
    ],
    meaning: text('The security group for source ranges could not be set.', '用于源地址限制的安全组设置失败。'),
    why: text(
      'The controller keeps one security group for each NLB with source ranges; it was missing, there were two, or the controller may not make one. Who may connect is not what the manifest says.',
      '控制器为每个带源地址限制的 NLB 维护一个安全组；该安全组缺失、重复，或控制器无权创建。实际的访问限制与清单不一致。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['runtime'],
    steps: [
      step(
        'Look at the security groups with the tag of this Service: keep the one that is bound to the NLB, delete others.',
        '查看带有该 Service 标签的安全组：保留已绑定到 NLB 的，删除其余的。',
      ),
      step(
        'Grant the controller the rights for security groups (RAM) if the message says that they are missing.',
        '若报错提示权限不足，为控制器授予安全组相关的 RAM 权限。',
      ),
      step('See in the console which rules hold right now.', '在控制台确认当前实际生效的规则。'),
    ],
    rules: [],
    source: fromSource,
  },
  N11: {
    says: ['wait jobs error: ', 'wait job error: '],
    meaning: text('A job of the cloud failed or timed out.', '云端异步任务失败或超时。'),
    why: text(
      'The NLB works through changes as jobs; one ended badly or took too long.',
      'NLB 以异步任务执行变更；其中一个失败或耗时过长。',
    ),
    reason: failed,
    class: 'degraded',
    foresight: ['runtime'],
    steps: [
      step(
        'The controller retries by itself: look again after 5 minutes.',
        '控制器会自动重试：请在 5 分钟后再次查看。',
      ),
      step(
        'If it stays, open a ticket with the job or request id of the message.',
        '若仍持续出现，请提供报错中的任务 ID 或请求 ID 提交工单。',
      ),
    ],
    rules: [],
    source: fromSource,
  },
} as const satisfies Record<string, EventFact>;
