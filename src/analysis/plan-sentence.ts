import { identityText, type Bilingual } from '../model/finding.ts';
import type { PlanStory } from './plan-entry.ts';
import { addressEn, addressZh, exposed, has, kindOf, portsOf } from './plan-terms.ts';
import { owners, traffic } from './plan-traffic.ts';

/** What happens to traffic and address if the change is deployed, in one sentence. */
export function planSentence(story: PlanStory): Bilingual {
  const parts = [
    ...clauses(story),
    ...owners(story),
    ...(story.action === 'ignore' ? [] : ignoredEdits(story)),
    ...order(story),
  ];
  return {
    en: `If deployed, ${parts.map(({ en }) => en).join('; ')}.`,
    zh: `部署后，${parts.map(({ zh }) => zh).join('；')}。`,
  };
}

function clauses(story: PlanStory): Bilingual[] {
  switch (story.action) {
    case 'create':
      return [made(story)];
    case 'delete':
      return [
        whoGoes(story),
        {
          en: `its ${kindOf(story.before)} is deleted, all traffic to it stops, and its ${addressEn(story.before)} is lost for good`,
          zh: `其 ${kindOf(story.before)} 会被删除，所有流量中断，${addressZh(story.before)}永久失去`,
        },
      ];
    case 'orphan':
      return [whoGoes(story), left(story), ...usedInstead(story)];
    case 'replace':
      return replaced(story);
    case 'refuse':
      return refused(story);
    case 'update':
      return updated(story);
    case 'ignore':
      return [...ignoredEdits(story), ...addressOf(story)];
    case 'unknown':
      return [
        {
          en: 'a kustomization changes what is applied of it, and what comes of that is not known before it is rendered: it may lose its address',
          zh: 'kustomization 改变了其实际应用的内容，渲染之前无法得知结果：可能失去地址',
        },
      ];
  }
}

function made(story: PlanStory): Bilingual {
  const { after } = story;
  const ports = portsOf(story, 'listener-created');
  const takes =
    ports.en === '' ? { en: '', zh: '' } : { en: ` and takes traffic on ${ports.en}`, zh: `，在 ${ports.zh} 接收流量` };
  return {
    en: `a new ${exposed(after).en}${kindOf(after)} with a new ${addressEn(after)} is made${takes.en}`,
    zh: `会新建${exposed(after).zh} ${kindOf(after)}，得到新${addressZh(after)}${takes.zh}`,
  };
}

/** What people see happen to the object. */
function whoGoes({ object, resource, formerly, leaves, becomes }: PlanStory): Bilingual {
  const name = identityText(formerly ?? resource);
  switch (object) {
    case 'left':
      return {
        en: `Service ${name} leaves ${leaves} for ${becomes}`,
        zh: `Service ${name} 离开 ${leaves}，移至 ${becomes}`,
      };
    case 'renamed':
      return {
        en: `Service ${name} becomes ${identityText(resource)}, which is deletion and creation`,
        zh: `Service ${name} 改为 ${identityText(resource)}，即先删除再创建`,
      };
    case 'retyped':
      return {
        en: `Service ${name} is no load balancer any more (${becomes ?? 'ClusterIP'})`,
        zh: `Service ${name} 不再是负载均衡类型（${becomes ?? 'ClusterIP'}）`,
      };
    case 'removed':
      return { en: `Service ${name} is deleted`, zh: `Service ${name} 被删除` };
    case 'added':
    case 'changed':
      return { en: `Service ${name} gives up its load balancer`, zh: `Service ${name} 放弃其负载均衡` };
  }
}

function left(story: PlanStory): Bilingual {
  const { before } = story;
  const closed = portsOf(story, 'listener-deleted');
  if ((before?.id === null || before === null) && closed.en === '' && story.object === 'changed')
    return {
      en: `its ${kindOf(before)} stays with its ${addressEn(before)} and its listeners, used by no Service, and its members are not kept up to date any more`,
      zh: `其 ${kindOf(before)} 连同${addressZh(before)}和监听保留，不再被任何 Service 使用，后端也不再更新`,
    };
  if (before?.id === null || before === null)
    return {
      en: `traffic to it stops, and its ${kindOf(before)} stays with its ${addressEn(before)}, used by no Service, and keeps billing`,
      zh: `流量中断，其 ${kindOf(before)} 连同${addressZh(before)}保留，不再被任何 Service 使用并继续计费`,
    };
  const stays = {
    en: `the reused ${kindOf(before)} ${before.id} stays`,
    zh: `所复用的 ${kindOf(before)} ${before.id} 会保留`,
  };
  return closed.en === ''
    ? {
        en: `${stays.en} with its listeners, whose members nobody keeps up to date any more`,
        zh: `${stays.zh}，其监听仍在，但后端不再有人维护`,
      }
    : {
        en: `${stays.en}, what it has for this Service is deleted (${closed.en}), and that traffic stops`,
        zh: `${stays.zh}，其中属于该 Service 的监听（${closed.zh}）被删除，相应流量中断`,
      };
}

/** The load balancer that the Service names from now on. */
function usedInstead(story: PlanStory): Bilingual[] {
  const { before, after } = story;
  if (after === null || after.id === null || after.id === before?.id) return [];
  return [reused(story)];
}

function reused(story: PlanStory): Bilingual {
  const { after, listenersManaged } = story;
  const ports = portsOf(story, 'listener-created', 'listener-taken-over', 'listener-contested');
  const uses = {
    en: `the existing ${kindOf(after)} ${after?.id ?? ''} is used`,
    zh: `会使用已有的 ${kindOf(after)} ${after?.id ?? ''}`,
  };
  return !listenersManaged || ports.en === ''
    ? { en: `${uses.en}, its listeners left as they are`, zh: `${uses.zh}，其监听保持不变` }
    : {
        en: `${uses.en} and takes traffic on ${ports.en}, where listeners that stand are taken over`,
        zh: `${uses.zh}，在 ${ports.zh} 接收流量，已有的监听会被接管`,
      };
}

function replaced(story: PlanStory): Bilingual[] {
  const { before, after, object } = story;
  const isMade = has(story, 'load-balancer-created');
  const who = object === 'renamed' || object === 'left' ? [whoGoes(story)] : [];
  if (isMade && has(story, 'load-balancer-deleted'))
    return [
      ...who,
      {
        en: `the old ${kindOf(before)} is deleted and its ${addressEn(before)} lost for good, and a new ${exposed(after).en}${kindOf(after)} with a new ${addressEn(after)} is made, so that traffic to the old one fails`,
        zh: `旧 ${kindOf(before)} 被删除，其${addressZh(before)}永久失去，并新建${exposed(after).zh} ${kindOf(after)}，得到新${addressZh(after)}，发往旧地址的流量会失败`,
      },
    ];
  if (isMade)
    return [
      ...who,
      {
        en: `a new ${exposed(after).en}${kindOf(after)} with a new ${addressEn(after)} is made, and the old ${kindOf(before)} stays, used by no Service, so that clients have to move`,
        zh: `会新建${exposed(after).zh} ${kindOf(after)}，得到新${addressZh(after)}；旧 ${kindOf(before)} 会保留，但不再被任何 Service 使用，客户端必须迁移`,
      },
    ];
  if (object === 'renamed') return [...who, ...handedOver(story)];
  return [...traffic(story), ...addressOf(story)];
}

/** A renamed Service, of which no load balancer is made. */
function handedOver(story: PlanStory): Bilingual[] {
  const { before, after } = story;
  const isSame = before?.id != null && before.id === after?.id;
  if (isSame && has(story, 'listener-recreated'))
    return [
      {
        en: `what the old Service made on the reused ${kindOf(before)} ${before.id} goes and is made again by the new one, so that traffic stops in between, unless the new one is made first and takes the listeners over`,
        zh: `旧 Service 在所复用的 ${kindOf(before)} ${before.id} 上创建的内容会被删除，再由新 Service 重新创建，期间流量中断，除非新 Service 先创建并接管监听`,
      },
    ];
  const gone = has(story, 'load-balancer-deleted')
    ? [
        {
          en: `the old ${kindOf(before)} is deleted and its ${addressEn(before)} lost for good`,
          zh: `旧 ${kindOf(before)} 被删除，其${addressZh(before)}永久失去`,
        },
      ]
    : isSame || before === null
      ? []
      : [left(story)];
  return [...gone, ...(after === null ? [] : [reused(story)])];
}

function refused(story: PlanStory): Bilingual[] {
  const { before, after, event, failure, object } = story;
  const why = event === null ? { en: '', zh: '' } : { en: ` (${event})`, zh: `（${event}）` };
  if (has(story, 'not-accepted'))
    return [
      {
        en: `the API server refuses the change of loadBalancerClass, so that nothing of it arrives and traffic goes on as before; only a Service that is deleted and made again gets there, and it loses its ${addressEn(before)}`,
        zh: `API server 会拒绝修改 loadBalancerClass，变更不会生效，流量照旧；只有删除并重建 Service 才能达成，届时会失去${addressZh(before)}`,
      },
    ];
  if (failure === 'silent')
    return [
      {
        en: `no controller takes note, and no event tells: its ${kindOf(before)} stays as it is, and its members are no longer kept up to date, so that traffic fails as pods move`,
        zh: `没有控制器处理此变更，也没有事件提示：其 ${kindOf(before)} 保持原样，后端不再更新，Pod 迁移后流量会失败`,
      },
      ...addressOf(story),
    ];
  if (object === 'removed' || object === 'left')
    return [
      whoGoes(story),
      {
        en: `cleaning up is refused${why.en}, and the Service hangs in Terminating`,
        zh: `清理被拒绝${why.zh}，Service 停留在 Terminating 状态`,
      },
      ...traffic(story),
      ...addressOf(story),
    ];
  const who = object === 'renamed' || object === 'retyped' ? [whoGoes(story)] : [];
  if (who.length > 0 && event === 'E08') {
    const hangs =
      object === 'renamed'
        ? { en: 'it hangs in Terminating', zh: '旧对象停留在 Terminating 状态' }
        : { en: 'every sync ends in an error', zh: '每次同步都以错误结束' };
    return [
      ...who,
      {
        en: `cleaning up is refused${why.en}: listeners made by hand use its server groups, and ${hangs.en}`,
        zh: `清理被拒绝${why.zh}：手工创建的监听仍在使用其服务器组，${hangs.zh}`,
      },
      ...(after === null || object === 'retyped' ? [] : [reused(story)]),
    ];
  }
  if (failure !== 'freeze')
    return [
      ...who,
      ...(before === null && has(story, 'load-balancer-created') ? [made(story)] : []),
      {
        en: `the controller refuses a part of it${why.en}, and every sync ends in an error while the rest is synced`,
        zh: `控制器拒绝其中一部分${why.zh}，其余内容会同步，但每次同步都以错误结束`,
      },
      ...traffic(story),
      ...addressOf(story),
    ];
  if (before === null && !has(story, 'load-balancer-created'))
    return [
      {
        en: `the controller refuses it${why.en} and makes no load balancer, so that the Service gets no address and no traffic`,
        zh: `控制器拒绝${why.zh}，不会创建负载均衡，Service 得不到地址，也没有流量`,
      },
    ];
  return [
    ...who,
    ...(before === null && after !== null ? [made(story)] : []),
    {
      en: `the controller refuses it${why.en} and syncs nothing of this Service any more, so that traffic fails as pods move`,
      zh: `控制器拒绝${why.zh}，不再同步该 Service 的任何内容，Pod 迁移后流量会失败`,
    },
    ...traffic(story),
    ...addressOf(story),
  ];
}

function updated(story: PlanStory): Bilingual[] {
  const { before, after } = story;
  if (before !== null || after === null) return [...traffic(story), ...addressOf(story)];
  return [reused(story), ...addressOf(story)];
}

function addressOf({ address, before, after }: PlanStory): Bilingual[] {
  const about = after ?? before;
  switch (address) {
    case 'kept':
      return [{ en: `the ${addressEn(about)} is kept`, zh: `${addressZh(about)}不变` }];
    case 'lost':
      return [{ en: `the ${addressEn(about)} is lost for good`, zh: `${addressZh(about)}永久失去` }];
    case 'new':
    case 'unknown':
      return [];
  }
}

/** Edits about which nothing is done. */
function ignoredEdits({ action, effects }: PlanStory): Bilingual[] {
  const names = effects.flatMap(({ kind, attributes }) =>
    kind === 'ignored' ? attributes.map(({ name }) => name) : [],
  );
  if (names.length === 0) return [];
  const only = action === 'ignore';
  return [
    {
      en: `${only ? 'nothing changes: ' : ''}the ${names.length === 1 ? 'edit' : 'edits'} of ${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} no effect, and no event tells`,
      zh: `${only ? '没有任何变化：' : ''}对 ${names.join('、')} 的修改不起作用，也没有事件提示`,
    },
  ];
}

function order({ dependsOnOrder }: PlanStory): Bilingual[] {
  if (!dependsOnOrder) return [];
  return [
    {
      en: 'calls go out at the same time, and if the wrong one comes first, only a later sync gets there',
      zh: '多个调用同时发出，若先后顺序不巧，需等下一次同步才能完成',
    },
  ];
}
