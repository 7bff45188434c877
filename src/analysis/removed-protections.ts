import { annotation, type Annotation } from '../controller/annotations.ts';
import { isOn, predictLoadBalancer } from '../controller/load-balancer.ts';
import { compareSeverity, severities, type Bilingual, type Finding, type Severity } from '../model/finding.ts';
import type { Resource } from '../model/manifest.ts';
import { isPresent, pathOf, valueAt, type ValueNode } from '../model/node.ts';
import type { Service } from '../world/service.ts';
import { gracePeriodOf, type Workload } from '../world/workload.ts';
import type { World } from '../world/world.ts';
import type { ScopeMatch } from './compare-trees.ts';
import { locationIn } from './locate.ts';

interface Worlds {
  readonly head: World;
  readonly base: World;
  readonly scopes: ScopeMatch;
}

/** What protects against the mistake that a rule finds. */
interface Protection {
  /** Of an annotation: where it is removed from, since a live listener may keep it (annotation-removal-has-no-effect). */
  readonly name: Bilingual;
  /** Where base had it and head has it no more. */
  lost(this: void, finding: Finding, before: Counterpart): ValueNode | undefined;
}

/** One object of head and the same one of base. */
interface Counterpart {
  readonly services?: { readonly head: Service; readonly base: Service; readonly baseWorld: World };
  readonly workloads?: { readonly head: Workload; readonly base: Workload };
}

const protections: Readonly<Record<string, Protection>> = {
  'connection-drain-not-enabled': {
    name: { en: 'connection draining from the manifest', zh: '清单中的连接优雅中断' },
    lost: (_, { services }) => {
      if (services === undefined) return undefined;
      const { base, baseWorld } = services;
      const { controller } = predictLoadBalancer(base, baseWorld.profileOf(base.resource).facts);
      const drain = annotation(base, 'connection-drain');
      return controller !== 'none' && isOn(drain, controller) === true ? drain?.node : undefined;
    },
  },
  'prestop-missing': {
    name: { en: 'preStop', zh: 'preStop' },
    // A preStop that is there and cannot run is not gone.
    lost: (finding, { workloads }) =>
      finding.messageId === 'missing' ? inContainer(finding, workloads, 'lifecycle', 'preStop') : undefined,
  },
  'readiness-probe-missing': {
    name: { en: 'the readinessProbe', zh: 'readinessProbe' },
    lost: (finding, { workloads }) => inContainer(finding, workloads, 'readinessProbe'),
  },
  'grace-period-too-short': {
    name: { en: 'the longer grace period', zh: '更长的优雅终止时间' },
    lost: (_, { workloads }) => {
      if (workloads === undefined) return undefined;
      const before = gracePeriodOf(workloads.base);
      const after = gracePeriodOf(workloads.head);
      const isLess = before.seconds !== undefined && after.seconds !== undefined && after.seconds < before.seconds;
      return isLess ? before.node : undefined;
    },
  },
  'acl-incomplete': {
    name: { en: 'access control from the manifest', zh: '清单中的访问控制' },
    lost: (_, { services }) =>
      lostAnnotation(services, 'acl-status') ??
      lostAnnotation(services, 'acl-id') ??
      lostAnnotation(services, 'acl-type'),
  },
  'https-listener-needs-cert': {
    name: { en: 'the certificate from the manifest', zh: '清单中的证书' },
    lost: (_, { services }) => lostAnnotation(services, 'cert-id'),
  },
};

/**
 * A new finding where this change takes a protection away is one severity graver than one where nobody ever had it, and
 * says so. Its fingerprint stays: once merged it is an ordinary finding.
 */
export function raiseRemovedProtections(findings: readonly Finding[], worlds: Worlds): Finding[] {
  const isRaised = ({ ruleId, status }: Finding): boolean => status === 'new' && protections[ruleId] !== undefined;
  if (!findings.some(isRaised)) return [...findings];
  const pairs = new Counterparts(worlds);
  return findings.map((finding) => {
    const protection = isRaised(finding) ? protections[finding.ruleId] : undefined;
    const pair = protection === undefined ? undefined : pairs.of(finding);
    const node = pair === undefined ? undefined : protection?.lost(finding, pair);
    const before = pair?.services?.base.resource ?? pair?.workloads?.base.resource;
    if (protection === undefined || node === undefined || before === undefined) return finding;
    return {
      ...finding,
      severity: raised(finding),
      removesProtection: true,
      message: sayingRemoved(finding.message, finding.ruleId),
      related: [...finding.related, { message: hadIt, location: placeOf(node, before) }],
    };
  });
}

/** A message that begins with what this change removes; the message as it is where its rule watches over no protection. */
export function sayingRemoved(message: Bilingual, ruleId: string): Bilingual {
  const protection = Object.hasOwn(protections, ruleId) ? protections[ruleId] : undefined;
  return protection === undefined ? message : withRemoval(message, protection.name);
}

/** What is said at the place in base that had the protection. */
export const hadIt: Bilingual = { en: 'base had it here', zh: '基线中位于此处' };

function placeOf(node: ValueNode, { file, manifest, document, root }: Resource): Finding['location'] {
  return locationIn({ tree: 'base', file, lines: manifest.lines }, node.range, pathOf(node, root), document);
}

/** What rests on an assumption stays a warning at most. */
function raised({ severity, assumes }: Finding): Severity {
  const next = severities[severities.indexOf(severity) + 1] ?? severity;
  const most = assumes.length === 0 ? next : 'warning';
  return compareSeverity(next, most) > 0 ? most : next;
}

function withRemoval({ en, zh }: Bilingual, name: Bilingual): Bilingual {
  return {
    en: `This change removes ${name.en}. ${en}`,
    zh: `本次变更移除了${/^[a-z]/i.test(name.zh) ? ' ' : ''}${name.zh}。${zh}`,
  };
}

/** An annotation that base has with a text and head has not at all. */
function lostAnnotation(services: Counterpart['services'], shortKey: string): ValueNode | undefined {
  if (services === undefined || annotation(services.head, shortKey) !== undefined) return undefined;
  const before: Annotation | undefined = annotation(services.base, shortKey);
  return before?.node;
}

/** What the container at the finding had in base. */
function inContainer(
  { location }: Finding,
  workloads: Counterpart['workloads'],
  ...keys: readonly string[]
): ValueNode | undefined {
  const own = workloads?.head.containers.find(
    ({ node: { range } }) => range.start <= location.startOffset && location.startOffset <= range.end,
  );
  const before = workloads?.base.containers.find(({ name }) => name !== undefined && name === own?.name);
  const node = valueAt(before?.node, ...keys);
  return isPresent(node) ? node : undefined;
}

/** Finds the object of a finding in both trees. */
class Counterparts {
  readonly #worlds: Worlds;
  readonly #headServices: ReadonlyMap<string, Service>;
  readonly #baseServices: ReadonlyMap<string, Service>;
  readonly #headWorkloads: ReadonlyMap<string, Workload>;
  readonly #baseWorkloads: ReadonlyMap<string, Workload>;

  constructor(worlds: Worlds) {
    this.#worlds = worlds;
    this.#headServices = byKey(worlds.head.loadBalancers);
    this.#baseServices = byKey(worlds.base.loadBalancers);
    this.#headWorkloads = byKey(worlds.head.workloads);
    this.#baseWorkloads = byKey(worlds.base.workloads);
  }

  of(finding: Finding): Counterpart | undefined {
    const { scope, parts, location } = finding;
    const own = keyOf(scope, parts.resource);
    const before = keyOf(this.#worlds.scopes.scopeInBase({ ...finding, file: location.file }), parts.resource);
    const services = pairOf(this.#headServices.get(own), this.#baseServices.get(before));
    if (services !== undefined) return { services: { ...services, baseWorld: this.#worlds.base } };
    const workloads = pairOf(this.#headWorkloads.get(own), this.#baseWorkloads.get(before));
    return workloads === undefined ? undefined : { workloads };
  }
}

function pairOf<T>(head: T | undefined, base: T | undefined): { head: T; base: T } | undefined {
  return head === undefined || base === undefined ? undefined : { head, base };
}

function byKey<T extends { readonly resource: Resource }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((each) => [keyOf(each.resource.scope, each.resource.key), each]));
}

function keyOf(scope: string, key: string): string {
  return `${scope}\0${key}`;
}
