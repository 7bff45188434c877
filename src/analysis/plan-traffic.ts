import type { Bilingual } from '../model/finding.ts';
import type { PlanEffectKind, PlanStory } from './plan-entry.ts';
import { attributesOf, has, portsOf } from './plan-terms.ts';

/** What becomes of ports that are open, and of what stands behind them. */
export function traffic(story: PlanStory): Bilingual[] {
  const said: Bilingual[] = [];
  const say = (kind: PlanEffectKind, one: string, many: string, zh: string): void => {
    const ports = portsOf(story, kind);
    if (ports.count === 1) said.push({ en: `listener ${ports.en} ${one}`, zh: `监听 ${ports.zh} ${zh}` });
    if (ports.count > 1) said.push({ en: `listeners ${ports.en} ${many}`, zh: `监听 ${ports.zh} ${zh}` });
  };
  say(
    'listener-recreated',
    'is deleted and made again, and takes no traffic in between',
    'are deleted and made again, and take no traffic in between',
    '会先删除再创建，期间不接收流量',
  );
  say(
    'listener-deleted',
    'is deleted, and its traffic stops',
    'are deleted, and their traffic stops',
    '被删除，其流量中断',
  );
  const mayStand = story.after !== null && story.after.id !== null;
  if (mayStand)
    say(
      'listener-created',
      'is added, or taken over where the load balancer has it, and takes traffic',
      'are added, or taken over where the load balancer has them, and take traffic',
      '新增（若负载均衡上已存在则被接管）并接收流量',
    );
  else say('listener-created', 'is added and takes traffic', 'are added and take traffic', '新增并接收流量');
  const isProxied = attributesOf(story, 'listener-changed').some(({ name }) => /proxyProtocol/i.test(name));
  if (isProxied)
    say(
      'listener-changed',
      'changes in place, and requests fail unless the backends change the PROXY header with it',
      'change in place, and requests fail unless the backends change the PROXY header with them',
      '原地修改，后端若不同步切换 PROXY 头，请求会失败',
    );
  else
    say(
      'listener-changed',
      'changes in place, and traffic goes on',
      'change in place, and traffic goes on',
      '原地修改，流量不中断',
    );
  say(
    'listener-not-made',
    'is not made: its port gets a server group only, and takes no traffic',
    'are not made: their ports get server groups only, and take no traffic',
    '不会创建：其端口只有服务器组，不接收流量',
  );
  if (has(story, 'listeners-released'))
    said.push({
      en: 'its listeners stay as they are and are not kept up to date any more',
      zh: '其监听保持现状，不再自动更新',
    });
  const exposure = attributesOf(story, 'exposure-changed')[0];
  if (exposure !== undefined)
    said.push({
      en: `it is reached from the ${exposure.to} in place of the ${exposure.from}`,
      zh: `访问范围从 ${exposure.from} 变为 ${exposure.to}`,
    });
  if (has(story, 'backends-changed')) said.push(otherBackends(story));
  if (has(story, 'members-changed'))
    said.push({ en: 'members of its server groups, or their weights, change', zh: '服务器组的成员或其权重变化' });
  if (attributesOf(story, 'load-balancer-changed').some(({ name }) => name === 'zoneMappings'))
    said.push({ en: 'addresses of the zones that change move', zh: '发生变化的可用区的地址会改变' });
  said.push(...otherStatus(story));
  if (said.length === 0 && has(story, 'load-balancer-changed'))
    said.push({ en: 'the load balancer changes in place, and traffic goes on', zh: '负载均衡原地修改，流量不中断' });
  return said;
}

/** What reads the status follows: external-dns, an Ingress, pods that call the address. */
function otherStatus(story: PlanStory): Bilingual[] {
  const [status] = attributesOf(story, 'status-changed');
  if (status === undefined) return [];
  return [
    {
      en: `the status shows ${status.to} in place of ${status.from}, and whatever reads it follows`,
      zh: `状态中的入口由 ${status.from} 变为 ${status.to}，读取状态的组件会随之变化`,
    },
  ];
}

/** Nodes that pass traffic on to other nodes hide where it came from. */
function otherBackends(story: PlanStory): Bilingual {
  const [change] = attributesOf(story, 'backends-changed');
  if (change?.name === 'selector' && change.to === null)
    return {
      en: 'its backends stay as they are until somebody edits its Endpoints, and are not kept up to date any more',
      zh: '其后端保持现状，不再自动更新，直到有人修改其 Endpoints',
    };
  const { after, listenersManaged } = story;
  if (after !== null && after.id !== null && !listenersManaged && change?.name !== 'selector')
    return {
      en: 'its backends move to another server group, and listeners made by hand stay with the old one, which is not kept up to date any more',
      zh: '其后端移至另一个服务器组，手工创建的监听仍指向不再更新的旧组',
    };
  const hid = change?.from?.startsWith('cluster') === true;
  const hides = change?.to?.startsWith('cluster') === true;
  const moves = {
    en: 'traffic moves to other backends, and connections through those that leave end',
    zh: '流量转向其他后端，经由被移除后端的连接会断开',
  };
  if (hid === hides) return moves;
  return hides
    ? {
        en: `${moves.en}, and pods no longer see the address of the client`,
        zh: `${moves.zh}，Pod 不再能看到客户端地址`,
      }
    : { en: `${moves.en}, and pods see the address of the client`, zh: `${moves.zh}，Pod 可以看到客户端地址` };
}

/** Listeners that are another Service's before or after. */
export function owners({ effects }: PlanStory): Bilingual[] {
  return effects.flatMap(({ kind, target, attributes: [owner] }): Bilingual[] => {
    const { from = null, to = null } = owner ?? {};
    if (target === null || from === null || to === null) return [];
    if (kind === 'listener-taken-over')
      return [
        {
          en: `listener ${target} passes from Service ${from} to ${to}`,
          zh: `监听 ${target} 由 Service ${from} 移交给 ${to}`,
        },
      ];
    if (kind === 'listener-contested')
      return [
        {
          en: `listener ${target} is taken from Service ${from}, which asks for it as well, so that each sync of one takes it from the other`,
          zh: `监听 ${target} 取自 Service ${from}，而后者也要求该监听，因此每次同步都会从对方手中夺走它`,
        },
      ];
    return [];
  });
}
