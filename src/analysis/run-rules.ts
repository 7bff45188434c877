import { changeOf, type ServicePair } from '../controller/change/change.ts';
import { Neighbours } from '../controller/change/neighbours.ts';
import {
  compareSeverity,
  type Bilingual,
  type Finding,
  type Location,
  type NotEvaluated,
  type Severity,
  type Unless,
} from '../model/finding.ts';
import { fingerprintOf } from '../model/fingerprint.ts';
import type { Manifest, Resource } from '../model/manifest.ts';
import { pathOf, writtenText, type Spot } from '../model/node.ts';
import type { PlainRecord } from '../model/plain.ts';
import type { Evidence, Rule, RuleContext, Whereabouts } from '../rules/rule.ts';
import type { ClusterFacts } from '../world/facts.ts';
import { annotationsSpot } from '../world/service.ts';
import type { World } from '../world/world.ts';
import { first100OfEachValue, mergeAnswers, type AnyReport, type Yielded } from './answers.ts';
import { assumptionsOf, certain, combinationsOf, isSilent, missingFacts, type Condition } from './assumptions.ts';
import { casesOf, type Case, type Compared } from './cases.ts';
import { messageOf, textsOf } from './finding-texts.ts';
import { locationIn, type PlacedFile } from './locate.ts';
import { configuredSeverity, type Overrides } from './overrides.ts';
import { rolloutAssumptions } from './rollout-assumptions.ts';
import type { Settings } from './settings.ts';

export interface RunResult {
  readonly findings: readonly Finding[];
  readonly notEvaluated: readonly NotEvaluated[];
}

export interface RunOptions {
  readonly compared?: Compared | undefined;
  /** What this run asks about, where others ask about the rest. */
  readonly isOwn?: ((rule: Rule, manifest: Manifest) => boolean) | undefined;
}

/**
 * Asks every rule about every subject of a world, rules about changes only where something is compared. A rule that throws
 * is named in the error.
 */
export function runRules(
  world: World,
  rules: readonly Rule[],
  settings: Settings,
  overrides: Overrides,
  { compared, isOwn }: RunOptions = {},
): RunResult {
  const run = new Run(world, settings, overrides, compared);
  const asking = rules.filter((rule) => isAsked(rule, settings, overrides));
  // All that is asked about one subject is asked together, so that what is worked out for it need not be kept for long.
  for (const subject of new Set(asking.map((rule) => rule.subject))) {
    const own = asking.filter((rule) => rule.subject === subject);
    for (const asked of casesOf(subject, world, compared)) {
      for (const rule of own) if (isOwn?.(rule, asked.manifest) ?? true) run.ask(rule, asked);
      asked.forget?.();
    }
  }
  const orderOf = new Map(asking.map(({ id }, at) => [id, at]));
  const byRule = (one: { readonly ruleId: string }, other: { readonly ruleId: string }): number =>
    (orderOf.get(one.ruleId) ?? 0) - (orderOf.get(other.ruleId) ?? 0);
  return { findings: run.findings.toSorted(byRule), notEvaluated: run.notEvaluated.toSorted(byRule) };
}

/** False for a rule that is off everywhere. */
export function isAsked(rule: Rule, settings: Settings, overrides: Overrides): boolean {
  return configuredSeverity(rule, settings) !== 'off' || overrides.turnsOn(rule.id);
}

class Run {
  readonly findings: Finding[] = [];
  readonly notEvaluated: NotEvaluated[] = [];
  readonly #world: World;
  readonly #settings: Settings;
  readonly #overrides: Overrides;
  readonly #seen = new Set<string>();
  readonly #baseFiles: ReadonlySet<Manifest>;
  readonly #base: World | undefined;
  readonly #pairs: ReadonlyMap<Resource | undefined, ServicePair>;
  readonly #neighbours: Neighbours;

  constructor(world: World, settings: Settings, overrides: Overrides, compared: Compared | undefined) {
    const base = compared?.base;
    this.#world = world;
    this.#base = base;
    this.#pairs = new Map(compared?.pairs.map((pair) => [pair.head?.resource, pair]));
    this.#neighbours = new Neighbours(compared?.pairs ?? [], world.inventory);
    const ofHead = new Set(world.tree.manifests.values());
    this.#baseFiles = new Set([...(base?.tree.manifests.values() ?? [])].filter((manifest) => !ofHead.has(manifest)));
    this.#settings = settings;
    this.#overrides = overrides;
  }

  ask(rule: Rule, asked: Case): void {
    const known = asked.resource === undefined ? {} : this.#worldOf(asked.manifest).profileOf(asked.resource).facts;
    const combinations = combinationsOf(rule, known);
    const answers = combinations.map((assumed) => ({
      assumed,
      yielded: this.#check(rule, asked, { ...known, ...assumed.facts }),
    }));
    const [only] = answers;
    if (only === undefined) return;
    for (const { report, under } of mergeAnswers(answers)) {
      const always = under.length === answers.length;
      if ('undecided' in report) this.#leaveOpen(rule, asked, report.at, report.resource, report.undecided);
      else if (always) this.#report(rule, asked, report);
      else if (rule.conditional) {
        const rest = answers.filter(({ assumed }) => !under.includes(assumed));
        const assumes = assumptionsOf(under, combinations);
        this.#report(rule, asked, report, {
          assumes,
          otherwise: assumptionsOf(
            rest.map(({ assumed }) => assumed),
            combinations,
          ).filter((fact) => !assumes.includes(fact)),
          instead: insteadOf(
            report,
            rest.flatMap(({ yielded }) => yielded),
          ),
        });
      } else if (!isSilent(rule, known, under))
        this.#leaveOpen(rule, asked, report.at, report.resource, missingFacts(rule, known));
    }
  }

  #check(rule: Rule, asked: Case, facts: ClusterFacts): Yielded[] {
    const options = Object.fromEntries(
      Object.entries(rule.options ?? {}).map(([name, option]) => [
        name,
        this.#settings.rules.get(rule.id)?.options?.[name] ?? option.default,
      ]),
    );
    const context: RuleContext = {
      world: this.#world,
      facts,
      options,
      ...rolloutAssumptions(this.#settings),
      changeOf: ({ resource }) => {
        const pair = this.#pairs.get(resource);
        return pair === undefined ? undefined : changeOf(pair, facts, { inventory: this.#world.inventory });
      },
      neighboursOf: (change) => this.#neighbours.of(change, facts),
    };
    try {
      return first100OfEachValue(rule.check(asked.subject(facts), context));
    } catch (error) {
      throw new Error(
        `rule ${rule.id} failed on ${asked.file}${asked.resource === undefined ? '' : ` (${asked.resource.key})`}`,
        { cause: error },
      );
    }
  }

  #report(rule: Rule, asked: Case, report: AnyReport, condition: Condition = certain): void {
    const message = messageOf(rule, report.message);
    const resource = report.resource ?? asked.resource;
    const involved = [...(resource === undefined ? [] : [resource]), ...(report.others ?? [])];
    const firesOn: Evidence = report.firesOn ?? message.firesOn ?? rule.firesOn;
    const partial = involved.find((entry) => entry.completeness === 'partial');
    if (partial !== undefined && (firesOn === 'absence' || rule.crossResource === true || involved.length > 1)) {
      this.#leaveOpen(rule, asked, report.at, resource, ['render']);
      return;
    }
    const allAssumed = [
      ...condition.assumes,
      ...(message.assumes ?? []),
      ...(partial === undefined ? [] : ['render=unchanged']),
    ];
    const { file } = resource ?? asked;
    const usual = configuredSeverity(rule, this.#settings);
    const override = this.#overrides.find(rule.id, file, resource?.identity ?? null);
    const configured = override === undefined || override.severity === 'off' ? usual : override.severity;
    if (configured === 'off') return;
    let severity = configured ?? message.severity ?? rule.severity;
    // A message graver or milder than its rule keeps its distance when the rule's severity is configured.
    if (
      configured !== undefined &&
      message.severity !== undefined &&
      compareSeverity(message.severity, rule.severity) < 0
    )
      severity = lower(configured, message.severity);
    if (allAssumed.length > 0) severity = lower(severity, 'warning');
    const location = this.#locate(report.at, report.within ?? resource, asked, report.document);
    // Where a missing annotation is shown depends on what else is written; its identity does not.
    const isMissingAnnotation =
      firesOn === 'absence' && resource !== undefined && report.at.node === annotationsSpot(resource).node;
    const path = report.path ?? (isMissingAnnotation ? 'metadata.annotations' : location.path);
    const told = {
      messageId: report.message,
      data: plainData(report),
      unless: unlessOf(condition, partial),
      removesProtection: false,
    };
    const [other = ''] = (report.others ?? []).map(({ key }) => key).sort();
    const parts = {
      ruleId: rule.id,
      messageId: report.message,
      scope: resource?.scope ?? '.',
      resource: resource?.key ?? '',
      // A finding about one workload and every Service in front of it is one finding, whichever Services there are.
      other: rule.subject === 'workload' ? '' : other,
      path,
    };
    const finding: Finding = {
      ruleId: rule.id,
      severity,
      ...told,
      ...textsOf(rule, told),
      resource: resource?.identity ?? null,
      scope: resource?.scope ?? '.',
      clusters: this.#clustersOf(asked, resource),
      ...(report.others === undefined ? {} : { others: report.others }),
      files: asked.files,
      location,
      related: [
        ...this.#writtenElsewhere(report.at, report.within ?? resource, asked),
        ...(report.related ?? []).map((place) => ({
          message: place.message,
          location: this.#locate(place.at, place.resource, asked, undefined),
        })),
      ],
      certainty: allAssumed.length > 0 ? 'conditional' : 'certain',
      assumes: allAssumed,
      status: 'new',
      worsened: false,
      inDiff: null,
      suppression: override?.suppression ?? null,
      fingerprint: fingerprintOf(parts),
      parts,
      measure: report.measure ?? null,
      value:
        report.measure !== undefined || firesOn === 'absence' ? null : (report.value ?? writtenText(report.at.node)),
      // Where a rule points at another resource than the one that it was asked about, nothing would prove the fix.
      proposed:
        report.fix === undefined || resource === undefined || resource !== asked.resource
          ? null
          : { resource, suggest: report.fix },
    };
    this.findings.push(finding);
  }

  #leaveOpen(rule: Rule, asked: Case, at: Spot, resource: Resource | undefined, missing: readonly string[]): void {
    const owner = resource ?? asked.resource;
    const override = this.#overrides.find(rule.id, (owner ?? asked).file, owner?.identity ?? null);
    if ((override?.severity ?? configuredSeverity(rule, this.#settings)) === 'off') return;
    const location = this.#locate(at, owner, asked, undefined);
    const place = [rule.id, location.file, location.startOffset, missing.join()].join('\0');
    if (this.#seen.has(place)) return;
    this.#seen.add(place);
    this.notEvaluated.push({ ruleId: rule.id, resource: owner?.identity ?? null, location, missing });
  }

  #clustersOf(asked: Case, resource: Resource | undefined): readonly string[] {
    const owner = resource ?? asked.resource;
    const name = owner?.cluster;
    return name === undefined ? [] : [name];
  }

  #locate(at: Spot, resource: Whereabouts | undefined, asked: Case, document: number | undefined): Location {
    const path = pathOf(at.node, resource?.root);
    return locationIn(this.#placeOf(resource, asked), at.range, path, document ?? resource?.document ?? 0);
  }

  #writtenElsewhere(at: Spot, resource: Whereabouts | undefined, asked: Case): Finding['related'] {
    const { written } = at.node;
    if (written === undefined) return [];
    const message: Bilingual = { en: 'written here, behind the anchor', zh: '实际内容写在此锚点处' };
    const path = pathOf(at.node, resource?.root);
    return [{ message, location: locationIn(this.#placeOf(resource, asked), written, path, resource?.document) }];
  }

  #placeOf(resource: Whereabouts | undefined, asked: Case): PlacedFile {
    const { file, manifest } = resource ?? asked;
    return { tree: this.#worldOf(manifest).tree.name, file, lines: manifest.lines };
  }

  /** What is gone is located in base; what stands in both trees as it is belongs to head. */
  #worldOf(manifest: Manifest): World {
    return this.#base !== undefined && this.#baseFiles.has(manifest) ? this.#base : this.#world;
  }
}

const lower = (left: Severity, right: Severity): Severity => (compareSeverity(left, right) <= 0 ? left : right);

/** `defineRule` lets no other data through. */
function plainData({ data }: AnyReport): PlainRecord {
  return data as PlainRecord;
}

function unlessOf({ otherwise, instead }: Condition, partial: Resource | undefined): Unless | null {
  const changedBy = partial?.partialBecause ?? null;
  return otherwise.length === 0 && changedBy === null ? null : { facts: otherwise, instead, changedBy };
}

function insteadOf(report: AnyReport, others: readonly Yielded[]): Unless['instead'] {
  const other = others.find(
    (each): each is AnyReport => !('undecided' in each) && each.at.range.start === report.at.range.start,
  );
  return other === undefined ? null : { messageId: other.message, data: plainData(other) };
}
