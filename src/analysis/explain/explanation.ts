import { conditions, type Condition, type Foresight, type Step } from '../../catalog/explanation.ts';
import { events, type EventId } from '../../catalog/events.ts';
import { isEventId } from '../../catalog/events/patterns.ts';
import { ruleIds } from '../../catalog/rule-ids.generated.ts';
import type { Source } from '../../catalog/sources.ts';
import { symptoms, type SymptomId } from '../../catalog/symptoms.ts';
import type { Bilingual } from '../../model/finding.ts';
import type { Situation } from './observation.ts';

export type ExplainedId = EventId | SymptomId;

/** A step for one situation. */
export interface OpenStep {
  readonly text: Bilingual;
  /** What must be so for this step as far as it is not known; empty where it is for this Service for sure. */
  readonly when: readonly Bilingual[];
}

/** What is said of an event or a symptom in one situation. */
export interface Explanation {
  readonly id: ExplainedId;
  readonly kind: 'event' | 'symptom';
  readonly meaning: Bilingual;
  readonly why: Bilingual;
  /** What becomes of the Service meanwhile; null for symptoms, which are that themselves. */
  readonly effect: Bilingual | null;
  readonly failure: 'freeze' | 'degraded' | 'silent' | null;
  readonly reason: string | null;
  readonly foresight: readonly Foresight[];
  readonly steps: readonly OpenStep[];
  /** Rules that exist and would have reported it. */
  readonly rules: readonly string[];
  readonly source: Source;
}

export function isSymptomId(text: string): text is SymptomId {
  return Object.hasOwn(symptoms, text);
}

/** Explains an event or a symptom for a Service in this situation. */
export function explanationOf(id: ExplainedId, situation: Situation): Explanation {
  const fact = isEventId(id) ? undefined : symptoms[id];
  const common = fact ?? events[id as EventId];
  const shared = {
    id,
    meaning: common.meaning,
    why: common.why,
    steps: openSteps(common.steps, situation),
    rules: common.rules.filter((rule) => ruleIds.has(rule)),
    source: common.source,
  };
  if (!isEventId(id)) return { ...shared, kind: 'symptom', effect: null, failure: null, reason: null, foresight: [] };
  const event = events[id];
  const { class: reach } = event;
  const isNew = event.atCreation === true && situation.hasAddress !== true;
  const stage = situation.isTerminating === true && reach !== 'none' ? 'deletion' : isNew ? 'creation' : undefined;
  return {
    ...shared,
    kind: 'event',
    effect: event.effect ?? effects[stage ?? reach],
    failure: reach === 'varies' || reach === 'none' ? null : reach,
    reason: event.reason,
    foresight: event.foresight,
  };
}

const effects = {
  deletion: {
    en: 'The Service stays in Terminating until the controller has cleaned up. It tries again, 5 seconds to 5 minutes apart.',
    zh: '控制器完成清理之前，Service 会停留在 Terminating。控制器会以 5 秒至 5 分钟的间隔重试。',
  },
  creation: {
    en: 'No load balancer is made: EXTERNAL-IP stays pending. The controller tries again, 5 seconds to 5 minutes apart.',
    zh: '负载均衡未创建，EXTERNAL-IP 一直为 pending。控制器会以 5 秒至 5 分钟的间隔重试。',
  },
  freeze: {
    en: 'Nothing of this Service is synced any more, backends included: traffic goes on with the last members, so the next rollout or change of nodes becomes an outage.',
    zh: '该 Service 的任何内容（包括后端）都不再同步：流量继续使用最后一次的后端，下一次发布或节点变化就会造成中断。',
  },
  degraded: {
    en: 'Backends and listeners are still synced, but the run ends in an error: the status is not refreshed, and pods with a readiness gate of this Service do not become ready.',
    zh: '后端和监听仍会同步，但本次同步以错误结束：状态不会刷新，带有该 Service 就绪门控的 Pod 不会就绪。',
  },
  silent: {
    en: 'The sync goes on as if nothing was; what the manifest asks for is not there.',
    zh: '同步照常进行，但清单要求的内容没有生效。',
  },
  varies: {
    en: 'How far it reaches depends on the version of the controller and on the call that met it; the sync is tried again.',
    zh: '影响范围取决于控制器版本和出错的调用；控制器会重试。',
  },
  none: {
    en: 'It does not stop the sync.',
    zh: '不会中断同步。',
  },
} as const satisfies Record<string, Bilingual>;

/** The steps that may be for this Service, in order; what is for others only is left out. */
function openSteps(steps: readonly Step[], situation: Situation): OpenStep[] {
  return steps.flatMap(({ en, zh, when }): OpenStep[] => {
    const answers = when.map((condition) => ({ condition, holds: holds(condition, situation) }));
    if (answers.some(({ holds }) => holds === false)) return [];
    const open = answers.filter(({ holds }) => holds === undefined);
    return [{ text: { en, zh }, when: open.map(({ condition }) => conditions[condition]) }];
  });
}

function holds(condition: Condition, situation: Situation): boolean | undefined {
  const { hasAddress, isTerminating, isReused, isOverridden, isNlb, hasPodMembers, isLocal } = situation;
  switch (condition) {
    case 'pending':
      return isTerminating === true ? false : not(hasAddress);
    case 'live':
      return isTerminating === true ? false : hasAddress;
    case 'terminating':
      return isTerminating;
    case 'own':
      return not(isReused);
    case 'reused':
      return isReused;
    case 'handMade':
      return isReused === false ? false : not(isOverridden);
    case 'clb':
      return not(isNlb);
    case 'nlb':
      return isNlb;
    case 'eni':
      return hasPodMembers;
    case 'nodes':
      return not(hasPodMembers);
    case 'cluster':
      return not(isLocal);
    case 'local':
      return isLocal;
  }
}

function not(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}
