import { controllerChanges } from '../../catalog/controller-changes.ts';
import { releaseNotes } from '../../catalog/sources.ts';
import { isBelow } from '../../controller/controller-version.ts';
import type { LoadBalancer, Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { fullKey, isText, verdictSpot } from '../support.ts';

interface TooNew {
  readonly key: string;
  readonly since: string;
  readonly ccmVersion: string;
}

/** Controllers before these make no such load balancers, or are of the series before the present one. */
const oldest = { clb: controllerChanges.namedTargetPortsWithEni.since, nlb: controllerChanges.nlb.since } as const;

/** preserve-flag-any-value says what follows from that one. */
const leftToOthers = new Set(['preserve-lb-on-delete']);

export const annotationNeedsNewerCcm = defineRule({
  id: 'annotation-needs-newer-ccm',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  reads: ['ccmVersion'],
  events: ['S06'],
  summary: { en: 'Annotation needs a newer controller.', zh: '注解需要更新版本的控制器。' },
  why: {
    en: 'The controller of this cluster does not know the key and passes it by without an event (S06).',
    zh: '该集群的控制器不识别这个键，会将其忽略且不产生事件（S06）。',
  },
  remedy: {
    en: 'Upgrade the cloud controller manager, or drop the annotation.',
    zh: '升级 Cloud Controller Manager，或删除该注解。',
  },
  source: releaseNotes('first version of each annotation; where the notes are silent, the first tag that reads it'),
  messages: {
    'too-new': {
      en: ({ key, since, ccmVersion }: TooNew) => `${key} is read from ${since} on; this cluster has ${ccmVersion}.`,
      zh: ({ key, since, ccmVersion }) => `${key} 自 ${since} 起才会被读取；该集群的版本为 ${ccmVersion}。`,
      remedy: {
        en: ({ key, since }) => `Upgrade the cloud controller manager to ${since}, or drop ${fullKey(key)}.`,
        zh: ({ key, since }) => `将 Cloud Controller Manager 升级到 ${since}，或删除 ${fullKey(key)}。`,
      },
    },
    unreleased: {
      en: ({ key, since, ccmVersion }: TooNew) =>
        `${key} came up after ${since}, the newest controller that is known; this cluster has ${ccmVersion}.`,
      zh: ({ key, since, ccmVersion }) =>
        `${key} 出现在目前已知的最新版本 ${since} 之后；该集群的版本为 ${ccmVersion}。`,
      remedy: {
        en: ({ key }) => `Drop ${fullKey(key)} until a release reads it.`,
        zh: ({ key }) => `在有版本支持之前删除 ${fullKey(key)}。`,
      },
    },
  },
  *check(loadBalancer, { facts: { ccmVersion } }) {
    const own = loadBalancer.verdicts.filter(
      (verdict) => isText(verdict) && verdict.annotation.text !== '' && !leftToOthers.has(verdict.shortKey),
    );
    if (ccmVersion === undefined) {
      const first = own.find((verdict) => mayBeTooNew(verdict, loadBalancer));
      if (first !== undefined)
        yield { undecided: ['cluster.ccmVersion'], at: verdictSpot(first), resource: loadBalancer.service.resource };
      return;
    }
    for (const verdict of own) {
      const { why, fact, shortKey: key } = verdict;
      if (why?.because !== 'too-new') continue;
      const at = verdictSpot(verdict);
      const laterThan = fact?.laterThan;
      if (laterThan === undefined) yield { at, message: 'too-new', data: { key, since: why.since, ccmVersion } };
      else if (!isNewer(ccmVersion, laterThan))
        yield { at, message: 'unreleased', data: { key, since: laterThan, ccmVersion } };
    }
  },
});

/** A release that the catalogue does not know may read what was written after the last one that it knows. */
function isNewer(ccmVersion: string, known: string): boolean {
  return isBelow(ccmVersion, known) !== true && ccmVersion.replace(/^v/, '') !== known.replace(/^v/, '');
}

/** True where a controller that makes such load balancers may be too old to read the annotation. */
function mayBeTooNew({ fact, why }: Verdict, { controller }: LoadBalancer): boolean {
  if (controller === 'none' || fact === undefined) return false;
  if (why?.because === 'removed-key' || why?.because === 'other-controller' || why?.because === 'hidden') return false;
  const since = fact.laterThan ?? fact.firstVersion[controller];
  return since !== undefined && isBelow(oldest[controller], since) === true;
}
