import type { Condition } from '../catalog/annotation-conditions.ts';
import type { Beyond } from '../controller/limits.ts';
import type { Verdict } from '../controller/verdicts.ts';
import type { FailureClass } from '../controller/problems.ts';
import type { Bilingual } from '../model/finding.ts';

/** Why an annotation is ignored or refused, in a phrase that follows its key. Undefined where it is neither. */
export function verdictText({ why }: Verdict): Bilingual | undefined {
  if (why === undefined) return undefined;
  switch (why.because) {
    case 'no-controller':
      return { en: 'no controller takes this Service', zh: '没有控制器处理该 Service' };
    case 'unknown-key':
      return { en: 'no controller reads this key', zh: '没有控制器读取该键' };
    case 'removed-key':
      return { en: 'controllers of today no longer read this key', zh: '当前版本的控制器不再读取该键' };
    case 'other-controller': {
      const kind = why.controller.toUpperCase();
      return { en: `read for ${kind} only`, zh: `仅对 ${kind} 有效` };
    }
    case 'hidden':
      return {
        en: 'the key with the current prefix stands beside it and wins',
        zh: '同时存在新前缀的键，以新前缀为准',
      };
    case 'too-new':
      return { en: `read from CCM ${why.since} on`, zh: `CCM ${why.since} 起才读取` };
    case 'feature-gate':
      return {
        en: 'acts only behind a feature gate that is off by default',
        zh: '仅在默认关闭的特性开关打开后生效',
      };
    case 'empty':
      return { en: 'an empty text counts as absent', zh: '空值等同于未设置' };
    case 'zero':
      return { en: '0 counts as absent', zh: '0 等同于未设置' };
    case 'listeners-not-managed':
      return {
        en: 'listeners of a reused load balancer are left alone without force-override-listeners: "true"',
        zh: '未设置 force-override-listeners: "true" 时，不会修改复用的负载均衡的监听',
      };
    case 'no-such-listener':
      return {
        en: `acts on ${why.actsOn.join(', ')} listeners only; there is ${why.listeners.join(', ')}`,
        zh: `仅对 ${why.actsOn.join('、')} 监听有效；当前为 ${why.listeners.join('、')}`,
      };
    case 'groups-not-managed':
      return {
        en: 'settings of server groups named by vgroup-port are left alone',
        zh: '不会修改 vgroup-port 指定的服务器组的设置',
      };
    case 'backend-mode':
      return why.mode === 'eni'
        ? { en: 'does nothing where pods are the backends', zh: '后端为 Pod 时不起作用' }
        : { en: 'does nothing where nodes are the backends', zh: '后端为节点时不起作用' };
    case 'needs':
      return needs(why.condition);
    case 'outranked':
      return { en: `${why.by} outranks it`, zh: `${why.by} 优先` };
    case 'reused':
      return { en: 'does nothing to a reused load balancer', zh: '对复用的负载均衡不起作用' };
    case 'intranet':
      return { en: 'does nothing to an intranet load balancer', zh: '对私网负载均衡不起作用' };
    case 'controller':
      return { en: why.problem.message, zh: why.problem.message };
    case 'value':
      return outOf(why.beyond);
    case 'blank':
      return { en: 'holds a blank, which is taken for a part of the id', zh: '含有空格，空格会被当作 ID 的一部分' };
    case 'incomplete':
      return { en: `needs ${why.demands}`, zh: `缺少 ${why.demands}` };
    case 'conflict':
      return { en: `cannot go with ${why.with} as it is`, zh: `与当前的 ${why.with} 冲突` };
  }
}

function needs({ needs: key, values, not }: Condition): Bilingual {
  if (not !== undefined)
    return { en: `needs ${key} other than ${not.join(', ')}`, zh: `需要 ${key} 不为 ${not.join('、')}` };
  const wanted = values === undefined ? key : `${key}: ${values.map((value) => `"${value}"`).join(', ')}`;
  return { en: `needs ${wanted}`, zh: `需要 ${wanted}` };
}

function outOf(beyond: Beyond): Bilingual {
  const where = beyond.scope === undefined ? '' : ` for ${beyond.scope}`;
  const zhWhere = beyond.scope === undefined ? '' : `（${beyond.scope}）`;
  if (beyond.limit === 'values') {
    const allowed = beyond.allowed.join(', ');
    return { en: `is none of ${allowed}${where}`, zh: `不在 ${beyond.allowed.join('、')} 之中${zhWhere}` };
  }
  const { min, max, unit } = beyond.range;
  const range = `${min}–${max}${unit === undefined ? '' : ` ${unit}`}`;
  return { en: `is outside ${range}${where}`, zh: `超出 ${range}${zhWhere}` };
}

/** How far a refusal reaches, in words. */
export const reach: Readonly<Record<FailureClass, Bilingual>> = {
  freeze: { en: 'nothing of this Service is synced', zh: '该 Service 的一切内容都不会同步' },
  degraded: { en: 'the rest is synced, every run ends in an error', zh: '其余内容会同步，但每次同步都以错误结束' },
  silent: { en: 'no event tells', zh: '没有事件提示' },
};
