import {
  conditionsOf,
  demands,
  emptyIsAnOrder,
  idKeys,
  keepsZero,
  nlbGroupKeys,
} from '../catalog/annotation-conditions.ts';
import type { Condition } from '../catalog/annotation-conditions.ts';
import { currentPrefix, legacyPrefix, shortKeyOf, typeKey } from '../catalog/annotation-keys.ts';
import { annotationFact, scoped, type AnnotationFact, type Kind } from '../catalog/annotations.ts';
import { isAlibabaAnnotation } from '../catalog/clouds.ts';
import { controllerChanges } from '../catalog/controller-changes.ts';
import type { EventId } from '../catalog/events.ts';
import { parseInteger } from './go/integer.ts';
import { equalsFold } from './go/text.ts';
import { beyond } from './limits.ts';
import type { ClbPrediction, NlbPrediction, Prediction } from './prediction.ts';
import type { FailureClass } from './problems.ts';
import type { Subject, SubjectAnnotation } from './subject.ts';
import type { Ignored, Refused, Verdict } from './verdict.ts';

export type { Ignored, Refused, Verdict } from './verdict.ts';

/**
 * What becomes of each annotation of Alibaba Cloud's family on a Service, in the order in which they are written. The
 * first reason that holds is given: who serves the Service, which keys are read, what the controller refuses, what its
 * listeners and groups take, what else is needed, and last what the cloud allows.
 */
export function verdictsOf(subject: Subject, prediction: Prediction): readonly Verdict[] {
  const family = [...subject.annotations.values()].filter(({ key }) => isOfFamily(key));
  if (prediction.controller === 'none')
    return family.map((annotation) => {
      const judged = { annotation, shortKey: shortKeyOf(annotation.key), fact: factOf(annotation.key) };
      const decides = judged.fact?.group === 'other' && annotation.text !== undefined && annotation.text !== '';
      if (judged.fact === undefined) return ignored(judged, { because: 'unknown-key' });
      if (decides && judged.fact.status === undefined) return { ...judged, outcome: 'applied' };
      return ignored(judged, { because: 'no-controller', reason: prediction.reason });
    });
  const court = new Court(subject, prediction);
  return family.map((annotation) => court.judge(annotation));
}

/** True for keys that only Alibaba Cloud's controller reads on a Service. */
function isOfFamily(key: string): boolean {
  return isAlibabaAnnotation(key) || factOf(key) !== undefined;
}

function factOf(key: string): AnnotationFact | undefined {
  const fact = annotationFact(key);
  return fact?.object === 'Service' ? fact : undefined;
}

type Judged = Pick<Verdict, 'annotation' | 'shortKey' | 'fact'>;

function ignored(judged: Judged, why: Ignored): Verdict {
  return { ...judged, outcome: 'ignored', why, failure: 'silent' };
}

function refused(judged: Judged, why: Refused, event: EventId, failure: FailureClass): Verdict {
  return { ...judged, outcome: 'refused', why, event, failure };
}

class Court {
  readonly #subject: Subject;
  readonly #prediction: ClbPrediction | NlbPrediction;
  readonly #kind: Kind;
  /** Protocols of the listeners, as the catalogue writes them; undefined where one is not known. */
  readonly #protocols: readonly string[] | undefined;

  constructor(subject: Subject, prediction: ClbPrediction | NlbPrediction) {
    this.#subject = subject;
    this.#prediction = prediction;
    this.#kind = prediction.controller;
    const protocols = new Set(prediction.listeners.map(({ protocol }) => protocol));
    this.#protocols = protocols.has(undefined) ? undefined : [...protocols].filter((one) => one !== undefined);
  }

  judge(annotation: SubjectAnnotation): Verdict {
    const { key, text } = annotation;
    const fact = factOf(key);
    const shortKey = shortKeyOf(key);
    const judged: Judged = { annotation, shortKey, fact };
    if (fact === undefined) return ignored(judged, { because: 'unknown-key' });
    const unread = this.#unread(fact, key, annotation, shortKey);
    if (unread !== undefined) return ignored(judged, unread);
    const { problems } = this.#prediction;
    const problem = problems.find((each) => each.annotation === annotation);
    if (problem !== undefined)
      return refused(judged, { because: 'controller', problem }, problem.event, problem.failure);
    if (text === '') {
      return emptyIsAnOrder.has(shortKey) && this.#kind === 'nlb' && shortKey !== 'additional-cert-ids'
        ? { ...judged, outcome: 'applied' }
        : ignored(judged, { because: 'empty' });
    }
    const unreached = this.#unreached(fact, shortKey);
    if (unreached !== undefined) return ignored(judged, unreached);
    if (text === undefined) return { ...judged, outcome: 'unknown' };
    const without = this.#unmet(fact, shortKey);
    if (without !== undefined) return ignored(judged, { because: 'needs', condition: without });
    return this.#byValue(judged, fact, text);
  }

  /** Why the controller does not look at the key at all. */
  #unread(fact: AnnotationFact, key: string, annotation: SubjectAnnotation, shortKey: string): Ignored | undefined {
    if (key === typeKey && this.#subject.loadBalancerClass === undefined && this.#kind === 'clb')
      return { because: 'feature-gate' };
    if (fact.status === 'removed') return { because: 'removed-key' };
    if (!fact.controllers.includes(this.#kind))
      return { because: 'other-controller', controller: fact.controllers[0] ?? this.#kind };
    const current = key.startsWith(legacyPrefix) ? this.#subject.annotations.get(currentPrefix + shortKey) : undefined;
    if (current !== undefined) return { because: 'hidden', by: current };
    if (fact.laterThan !== undefined) return { because: 'too-new', since: `after ${fact.laterThan}` };
    const since = fact.firstVersion[this.#kind];
    if (since !== undefined && this.#prediction.context.annotations.tooNew.has(annotation))
      return { because: 'too-new', since };
    return undefined;
  }

  /** Why what the annotation sets is not there, or not the controller's. */
  #unreached(fact: AnnotationFact, shortKey: string): Ignored | undefined {
    const { listenersManaged, userManaged } = this.#prediction;
    const isGroupSetting = this.#kind === 'nlb' && nlbGroupKeys.has(shortKey);
    if (isGroupSetting && this.#namesEveryGroup()) return { because: 'groups-not-managed' };
    const isListenerSetting = fact.protocols?.[this.#kind] !== undefined && !isGroupSetting;
    if (isListenerSetting && !listenersManaged) return { because: 'listeners-not-managed' };
    const missing = this.#missingListener(fact, shortKey);
    if (missing !== undefined) return missing;
    if (userManaged && (shortKey === 'vswitch-id' || shortKey === 'preserve-lb-on-delete'))
      return { because: 'reused' };
    if ((shortKey === 'charge-type' || shortKey === 'bandwidth') && this.#text('address-type') === 'intranet')
      return { because: 'intranet' };
    const { mode } = this.#prediction.backends;
    if (mode === 'eni' && (shortKey === 'backend-label' || shortKey === 'remove-unscheduled-backend'))
      return { because: 'backend-mode', mode };
    if (shortKey === 'default-weight') {
      if (this.#text('weight') !== undefined && this.#text('vgroup-port') !== undefined && userManaged)
        return { because: 'outranked', by: 'weight' };
      if (mode === 'local') return { because: 'backend-mode', mode };
    }
    if (shortKey === 'external-ip-type' && this.#text('hostname') !== undefined)
      return { because: 'outranked', by: 'hostname' };
    return undefined;
  }

  #missingListener(fact: AnnotationFact, shortKey: string): Ignored | undefined {
    const actsOn = fact.protocols?.[this.#kind];
    if (actsOn === undefined || this.#protocols === undefined || this.#protocols.length === 0) return undefined;
    // It names protocols itself.
    if (shortKey === 'protocol-port' || this.#protocols.some((protocol) => actsOn.includes(protocol))) return undefined;
    // On a TLS listener the cloud refuses it rather than passing it by.
    if (shortKey === 'preserve-client-ip') return undefined;
    // Checks of http and https listeners are HTTP checks anyway.
    if (shortKey === 'health-check-type' && this.#text(shortKey) === 'http' && !this.#protocols.includes('udp'))
      return undefined;
    return { because: 'no-such-listener', actsOn, listeners: this.#protocols };
  }

  /** The condition that keeps an annotation from acting on any listener. */
  #unmet(fact: AnnotationFact, shortKey: string): Condition | undefined {
    const own = conditionsOf(this.#kind, shortKey);
    if (own.length === 0) return undefined;
    const ofListeners = own.filter(({ protocols }) => protocols !== undefined);
    const everywhere = own.find(({ protocols, ...condition }) => protocols === undefined && !this.#holds(condition));
    if (everywhere !== undefined || ofListeners.length === 0 || this.#protocols === undefined) return everywhere;
    const listeners = this.#protocols.filter((one) => fact.protocols?.[this.#kind]?.includes(one) !== false);
    const unmet = listeners.map((one) =>
      ofListeners.find((condition) => condition.protocols?.includes(one) === true && !this.#holds(condition)),
    );
    return unmet.includes(undefined) ? undefined : unmet[0];
  }

  #holds({ needs, values, not, absentUntil }: Pick<Condition, 'needs' | 'values' | 'not' | 'absentUntil'>): boolean {
    const text = this.#text(needs);
    if (text === undefined) {
      if (not !== undefined) return true;
      // How a reused instance is billed is not known.
      return absentUntil !== undefined && (this.#prediction.userManaged || !this.#isAsked(absentUntil));
    }
    if (typeof text !== 'string') return true;
    const is = (word: string): boolean =>
      needs === 'instance-charge-type' ? equalsFold(text, word.toLowerCase()) : this.#is(text, word);
    if (not !== undefined) return !not.some(is);
    return values === undefined || values.some(is);
  }

  #isAsked(since: string): boolean {
    return this.#prediction.context.version.since(since);
  }

  #byValue(judged: Judged, fact: AnnotationFact, text: string): Verdict {
    const { shortKey } = judged;
    const parsed = fact.type === 'int' ? parseInteger(text) : undefined;
    if (parsed !== undefined && 'value' in parsed && parsed.value === 0n && !keepsZero.has(shortKey))
      return ignored(judged, { because: 'zero' });
    if (idKeys.has(shortKey) && /\s/.test(text)) {
      // The instance itself is not found.
      if (shortKey === 'id') return refused(judged, { because: 'blank' }, 'E26', 'freeze');
      return refused(judged, { because: 'blank' }, 'E37', this.#failureOf(fact));
    }
    const limit = beyond(fact, text, this.#kind, this.#scopesOf(fact, shortKey));
    if (limit !== undefined) {
      const outcome = outcomeOf(fact, this.#kind);
      if (limit.limit === 'values' && outcome === 'silent') return ignored(judged, { because: 'value', beyond: limit });
      if (outcome !== 'nothing known') {
        const why: Refused = { because: 'value', beyond: limit };
        // It is compared with the instance once that is there.
        if (shortKey === 'network-type') return refused(judged, why, 'E22', 'degraded');
        return refused(judged, why, 'E37', this.#failureOf(fact));
      }
    }
    const demanded = demands.find(
      ({ kind, key, values, protocol, demands: other }) =>
        kind === this.#kind &&
        key === shortKey &&
        (values === undefined || values.some((value) => this.#is(text, value))) &&
        (protocol === undefined ||
          (this.#protocols?.includes(protocol) === true && this.#prediction.listenersManaged)) &&
        !this.#isSet(other),
    );
    if (demanded !== undefined)
      return refused(judged, { because: 'incomplete', demands: demanded.demands }, 'E37', this.#failureOf(fact));
    const conflict = this.#conflictOf(shortKey, text);
    if (conflict !== undefined)
      return refused(judged, { because: 'conflict', with: conflict }, 'E37', this.#failureOf(fact));
    return { ...judged, outcome: 'applied' };
  }

  /** What the ranges and sets of the catalogue depend on: listener protocols, or the type of an NLB's check. */
  #scopesOf(fact: AnnotationFact, shortKey: string): readonly (string | undefined)[] {
    if (this.#kind === 'nlb' && fact.group === 'healthcheck') {
      const type = this.#text('health-check-type');
      if (typeof type === 'object') return [];
      return [type !== undefined && equalsFold(type, 'udp') ? 'UDP' : 'TCP'];
    }
    const actsOn = fact.protocols?.[this.#kind];
    if (actsOn === undefined || shortKey === 'protocol-port') return [undefined];
    return this.#protocols?.filter((protocol) => actsOn.includes(protocol)) ?? [];
  }

  #conflictOf(shortKey: string, text: string): string | undefined {
    if (this.#kind === 'clb' && shortKey === 'charge-type' && text === 'paybybandwidth') {
      const billing = this.#text('instance-charge-type');
      if (typeof billing === 'object') return undefined;
      const isClcu =
        billing === undefined
          ? !this.#prediction.userManaged && this.#isAsked(controllerChanges.clcuByDefault.since)
          : equalsFold(billing, 'paybyclcu');
      return isClcu ? 'instance-charge-type' : undefined;
    }
    if (shortKey === 'forward-port' && this.#forwardsAstray()) return 'protocol-port';
    const keepsClient = this.#kind === 'nlb' && shortKey === 'preserve-client-ip' && equalsFold(text, 'on');
    return keepsClient && this.#protocols?.includes('TCPSSL') === true ? 'protocol-port' : undefined;
  }

  /** An http listener forwards to what is no https listener; on a reused CLB that may be one made by hand. */
  #forwardsAstray(): boolean {
    const { listeners, userManaged } = this.#prediction;
    if (this.#protocols === undefined) return false;
    const protocols = new Map<number | undefined, string | undefined>();
    for (const { port, protocol } of listeners) if (protocols.get(port) !== 'https') protocols.set(port, protocol);
    return listeners.some(({ attributes }) => {
      const target = 'forwardPort' in attributes ? attributes.forwardPort : undefined;
      if (typeof target !== 'number' || protocols.get(target) === 'https') return false;
      return protocols.has(target) || !userManaged;
    });
  }

  /** A listener that fails leaves the rest standing; an instance that cannot be made leaves nothing. */
  #failureOf(fact: AnnotationFact): FailureClass {
    return fact.group === 'instance' && !this.#prediction.userManaged ? 'freeze' : 'degraded';
  }

  /** A flag as this controller compares it. */
  #is(text: string, word: string): boolean {
    return this.#kind === 'nlb' ? equalsFold(text, word.toLowerCase()) : text === word;
  }

  /** True where an annotation says something: neither absent nor a zero that counts as absent. */
  #isSet(shortKey: string): boolean {
    const parsed = this.#prediction.context.annotations.integer(shortKey);
    if (parsed === undefined) return false;
    return keepsZero.has(shortKey) || !('value' in parsed) || parsed.value !== 0n;
  }

  #namesEveryGroup(): boolean {
    const { groups } = this.#prediction.backends;
    return groups.length > 0 && groups.every(({ id }) => id !== undefined);
  }

  #text(shortKey: string): ReturnType<ClbPrediction['context']['annotations']['text']> {
    return this.#prediction.context.annotations.text(shortKey);
  }
}

/** What the catalogue says about a value that is not allowed. */
function outcomeOf(fact: AnnotationFact, kind: Kind): 'refused' | 'silent' | 'nothing known' {
  const said = scoped(fact.invalidValue, kind) ?? fact.invalidValue?.['out of range'];
  if (said === undefined) return 'nothing known';
  if (said.startsWith('silent')) return 'silent';
  return /^(?:api-reject|error-event)/.test(said) ? 'refused' : 'nothing known';
}
