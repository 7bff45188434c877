import { events } from '../../catalog/events.ts';
import { isEventId } from '../../catalog/events/patterns.ts';
import { annotation } from '../../controller/annotations.ts';
import { compareFindings, compareSeverity, type Bilingual, type Finding, type Location } from '../../model/finding.ts';
import { pathOf } from '../../model/node.ts';
import { rules as allRules } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Service } from '../../world/service.ts';
import type { Tree } from '../../world/tree.ts';
import { buildWorld } from '../../world/world.ts';
import { clusterLookup } from '../cluster-lookup.ts';
import { locationIn } from '../locate.ts';
import { Overrides } from '../overrides.ts';
import { runRules, type RunResult } from '../run-rules.ts';
import type { Settings } from '../settings.ts';
import type { Manifests } from './explain.ts';
import { explanationOf, type ExplainedId } from './explanation.ts';
import { manifestSituation } from './manifest-situation.ts';
import { isSameService, type ServiceName } from './observation.ts';
import type { ManifestAnswer } from './occurrence.ts';

/** The LoadBalancer Services of a tree, and what rules find in them. The settings should ask every rule. */
export function manifestsOf(tree: Tree, settings: Settings, today: string): Manifests {
  const world = buildWorld(tree, { clusterOf: clusterLookup(settings) });
  const { loadBalancers } = world;
  const overrides = new Overrides([], settings, today);
  const results = new Map<ExplainedId, RunResult>();
  // As rules report it: `check` joins what one file does wrong in several namespaces under the name of one of them.
  const judge = (id: ExplainedId): RunResult => {
    const known = results.get(id) ?? runRules(world, rulesAbout(id), settings, overrides);
    results.set(id, known);
    return known;
  };
  const named = ({ name, namespace }: ServiceName): readonly Service[] =>
    loadBalancers.filter(({ resource: { identity } }) =>
      isSameService({ name: identity.name, namespace: identity.namespace ?? undefined }, { name, namespace }),
    );
  return {
    serviceWith(loadBalancer) {
      const [service, ...others] = loadBalancers.filter((each) => annotation(each, 'id')?.text === loadBalancer);
      if (service === undefined || others.length > 0) return undefined;
      const { name, namespace } = service.resource.identity;
      return { name, namespace: namespace ?? undefined };
    },
    situationOf(service) {
      const [found, ...others] = named(service);
      if (found === undefined || others.length > 0) return undefined;
      return manifestSituation(found, world.profileOf(found.resource).facts);
    },
    answersOf(id, service) {
      const found = named(service);
      if (found.length === 0) return undefined;
      const judged = judge(id);
      return found.map((each) => answer(id, each, tree, judged));
    },
  };
}

/** The rules that may report an event or symptom, and those that leave it open. */
function rulesAbout(id: ExplainedId): readonly Rule[] {
  const related = new Set(explanationOf(id, {}).rules);
  return allRules.filter(
    (rule) =>
      related.has(rule.id) || [rule, ...Object.values(rule.messages)].some(({ events = [] }) => events.includes(id)),
  );
}

/** Only what is proved is called gone: an all-clear that does not hold is worse than none. */
function answer(id: ExplainedId, service: Service, tree: Tree, { findings, notEvaluated }: RunResult): ManifestAnswer {
  const { resource } = service;
  const { rules, foresight, failure } = explanationOf(id, {});
  const isComplete = resource.completeness === 'complete';
  const location = placeOf(service, tree, resource.name ?? resource.root);
  const needs = isEventId(id) ? events[id].needs : undefined;
  const written = needs?.map((key) => annotation(service, key)).find((each) => each !== undefined);
  if (needs !== undefined && written === undefined && isComplete)
    return { location, verdict: 'no-longer', message: withoutKeys(needs), ruleId: null };
  // Of this very Service: others may have its name, in another namespace or cluster, as another kind, or as a copy.
  const isOwn = (each: Pick<Finding, 'resource'>): boolean => each.resource === resource.identity;
  const [worst] = findings
    .filter(({ events }) => events.includes(id))
    .filter((each) => isOwn(each) || each.related.some((related) => isAt(related.location, service)))
    .sort((left, right) => compareSeverity(right.severity, left.severity) || compareFindings(left, right));
  if (worst !== undefined)
    return {
      location: worst.location,
      verdict: worst.certainty === 'certain' ? 'causes' : 'may-cause',
      message: worst.message,
      ruleId: worst.ruleId,
    };
  // What the controller cannot read is all in the manifest, and rules look for exactly that.
  const isSettled = failure === 'freeze' && foresight.every((each) => each === 'manifest') && rules.length > 0;
  const isOpen = notEvaluated.some((each) => rules.includes(each.ruleId) && isOwn(each));
  if (isSettled && isComplete && !isOpen)
    return { location, verdict: 'no-longer', message: nothingFound, ruleId: null };
  if (written === undefined) return { location, verdict: 'not-seen', message: notInManifest, ruleId: null };
  const place = placeOf(service, tree, written.node);
  return { location: place, verdict: 'may-cause', message: stillWritten(written.key.text, written.text), ruleId: null };
}

function placeOf(
  { resource }: Service,
  tree: Tree,
  node: Service['resource']['root'] | NonNullable<Service['spec']>,
): Location {
  const { file, manifest, document, root } = resource;
  return locationIn({ tree: tree.name, file, lines: manifest.lines }, node.range, pathOf(node, root), document);
}

function isAt({ file, document }: Location, { resource }: Service): boolean {
  return file === resource.file && document === resource.document;
}

function withoutKeys(keys: readonly string[]): Bilingual {
  const names = keys.join(', ');
  return {
    en: `${names} is no longer written; once this is deployed, the event goes.`,
    zh: `已没有 ${names}；部署后该事件即消失。`,
  };
}

function stillWritten(key: string, value: string | undefined): Bilingual {
  const shown = value === undefined ? '' : `: "${value}"`;
  return {
    en: `${key}${shown} is written; the rest is decided in the cloud.`,
    zh: `写有 ${key}${shown}；其余取决于云上的实际状态。`,
  };
}

const nothingFound: Bilingual = {
  en: 'no rule finds it in here any more; once this is deployed, the event goes.',
  zh: '规则已不再发现该问题；部署后该事件即消失。',
};
const notInManifest: Bilingual = {
  en: 'here it is written; whether it still causes this does not stand in the manifest.',
  zh: '定义于此；是否仍会引发无法从清单得知。',
};
