import type { ServicePair } from '../controller/change/change.ts';
import {
  compareFindings,
  compareNotEvaluated,
  type Finding,
  type NotEvaluated,
  type Problem,
} from '../model/finding.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import type { FactName } from '../world/facts.ts';
import type { Inventory } from '../world/inventory.ts';
import { aliasesOf, type Tree } from '../world/tree.ts';
import { buildWorld, type World } from '../world/world.ts';
import { collapsePlaces } from './collapse-places.ts';
import { applySuppressions } from './apply-suppressions.ts';
import { compareTrees, ScopeMatch, type TreeChange } from './compare-trees.ts';
import { clusterLookup, requireFactsOf } from './cluster-lookup.ts';
import { decideOutcome, type Outcome } from './decide-outcome.ts';
import { circumstancesOf, type Circumstances } from './circumstances.ts';
import { EarlierFates } from './earlier-fates.ts';
import type { LastAudit } from './earlier-finding.ts';
import { fixFinder, type FixFinder } from './fixes.ts';
import { helpfulFacts, isUnanswered } from './open-questions.ts';
import { knownAsAck } from './known-as-ack.ts';
import { reportedPaths } from './match-paths.ts';
import { Overrides, type Override } from './overrides.ts';
import { Part, type PartRequest } from './parts.ts';
import { nothingReported, partOfRun, problemsOf, unreadableIn, unusedPatterns } from './problems.ts';
import type { PatternPlace } from './read-configuration.ts';
import { raiseRemovedProtections } from './removed-protections.ts';
import { pairServices } from './pair-services.ts';
import { planChanges } from './plan-changes.ts';
import type { PlanEntry } from './plan-entry.ts';
import { rolloutsOf, type PairRollout } from './rollouts.ts';
import { plannedIn, type Planned } from './planned.ts';
import { isAsked, runRules, type RunResult } from './run-rules.ts';
import type { Settings } from './settings.ts';
import { compareWithLastAudit, type SinceLastAudit } from './since-last-audit.ts';
import { summarize, type Summary } from './summary.ts';
import { UnrenderedChanges } from './unrendered-changes.ts';
import { UnseenFiles } from './unseen-files.ts';

export interface CheckResult {
  readonly settings: Settings;
  readonly hasBase: boolean;
  /** What changed since the last audit, where one is known and there is no base. */
  readonly since?: SinceLastAudit | undefined;
  /** What the next audit has to know of this one besides its findings, worked out when it is asked for. */
  readonly circumstances?: () => Circumstances;
  readonly outcome: Outcome;
  readonly summary: Summary;
  /** In the one order of findings. */
  readonly findings: readonly Finding[];
  /** The fix of one of these findings, worked out when it is asked for. */
  readonly fixOf: FixFinder;
  readonly notEvaluated: readonly NotEvaluated[];
  readonly problems: readonly Problem[];
  /** What becomes of load balancers, the worst first; undefined without a base. */
  readonly plan: readonly PlanEntry[] | undefined;
  /** What rollouts of head do to connections, for each load balancer Service and workload behind it. */
  readonly rollouts: readonly PairRollout[];
  /** What will be made for each LoadBalancer Service of head, worked out when it is asked for. */
  readonly planned: () => readonly Planned[];
  /** Files that were not judged, or not in full, for want of rendering; with a base only those that the change touches. */
  readonly unjudged: number;
  /** Facts that would let more be judged, the most useful first. */
  readonly helpfulFacts: readonly FactName[];
  readonly trees: { readonly head: Tree; readonly base: Tree | undefined };
  /** Where only a part was evaluated. What concerns the whole tree is told in full all the same. */
  readonly part: EvaluatedPart | undefined;
}

export interface EvaluatedPart extends PartRequest {
  /** The same for the parts of one run. */
  readonly digest: string;
  /** What trying the fix of a finding cost, once fixes were asked for. */
  readonly fixCosts: ReadonlyMap<Finding, number>;
  /** The path in head of a file of base. */
  pathInHead(this: void, file: string): string;
}

export interface CheckInput {
  readonly settings: Settings;
  readonly head: Tree;
  readonly base?: { readonly tree: Tree; readonly change: TreeChange };
  /** What an earlier audit of the same left; only where there is no base. */
  readonly lastAudit?: LastAudit | undefined;
  /** What the host has to say beside the findings. */
  readonly notices?: readonly Problem[];
  /** The globs of the configuration. */
  readonly patterns?: readonly PatternPlace[];
  readonly overrides?: readonly Override[];
  /** What exists in the cloud. */
  readonly inventory?: Inventory | undefined;
  /** Faults of head's configuration, which is not the one that holds. */
  readonly invalid?: readonly Finding[];
  /** Where findings are asked for; everywhere, if absent. The configuration's paths hold as well. */
  readonly isAsked?: (file: string) => boolean;
  /** The run looks at the whole directory, so that what matches nothing there matches nothing at all. */
  readonly judgesAll?: boolean;
  /** The day, YYYY-MM-DD, by which overrides end. */
  readonly today: string;
  /** Evaluate this part only. */
  readonly part?: PartRequest | undefined;
}

/** Evaluates one tree, or a tree against its base. */
export function check(input: CheckInput): CheckResult {
  const { settings, head, base, notices = [], patterns = [], inventory } = input;
  const clusterOf = clusterLookup(settings);
  const rules = allRules.filter(
    (rule) => !settings.ignoredRules.has(rule.id) && (settings.onlyRules?.has(rule.id) ?? true),
  );
  const baseWorld = base === undefined ? undefined : buildWorld(base.tree, { clusterOf, inventory });
  const world = buildWorld(head, {
    clusterOf,
    inventory,
    ...(base === undefined || baseWorld === undefined ? {} : { knownAsAck: knownAsAck(baseWorld, base.change) }),
  });
  for (const each of [world, baseWorld]) if (each !== undefined) requireFactsOf(each, settings);
  // A link must not lead out of what is looked at, nor into what is let off.
  const overrides = new Overrides(input.overrides ?? [], settings, input.today, (file) => [
    file,
    ...aliasesOf(head, file),
  ]);
  const unseen = new UnseenFiles(head, base?.change);
  const scopes =
    base === undefined || baseWorld === undefined
      ? undefined
      : new ScopeMatch({ head: world, base: baseWorld }, base.change);
  const compared =
    baseWorld === undefined || scopes === undefined
      ? undefined
      : {
          base: baseWorld,
          pairs: pairServices(world, baseWorld, scopes),
        };
  const unrenderedChanges = base === undefined ? undefined : new UnrenderedChanges(head, base.tree, base.change);
  const divided =
    compared === undefined || scopes === undefined ? undefined : { world: compared.base, scopes, ...compared };
  const part =
    input.part === undefined
      ? undefined
      : new Part(
          input.part,
          { head: world, base: divided },
          { settings, overrides: input.overrides ?? [], today: input.today },
        );
  const isOwn = part === undefined ? undefined : part.owns.bind(part);
  const run = runRules(world, rules, settings, overrides, { compared, isOwn });
  const isConfigured = reportedPaths(settings);
  const isAskedFor = (file: string): boolean => isConfigured(file) && (input.isAsked?.(file) ?? true);
  const isReported = (file: string): boolean => isAskedFor(file) || aliasesOf(head, file).some(isAskedFor);
  let found: readonly Finding[] = run.findings;
  if (base !== undefined && baseWorld !== undefined && scopes !== undefined) {
    // What nobody reported where it stood excuses nothing.
    const before = runRules(baseWorld, rules, settings, overrides, { isOwn }).findings.filter(({ location }) =>
      isReported(location.file),
    );
    const compared = compareTrees(run.findings, before, { head: world, base: baseWorld }, base.change);
    const raised = raiseRemovedProtections(compared, { head: world, base: baseWorld, scopes });
    found = raised.filter((finding) => finding.status !== 'fixed' || !isOpen(finding, run, unseen));
  }
  const asked = new Set(rules.filter((rule) => isAsked(rule, settings, overrides)).map(({ id }) => id));
  const isOwnFile = (ruleId: string, file: string): boolean =>
    part === undefined || part.owns(ruleNamed.get(ruleId) ?? { subject: 'manifest' }, head.manifests.get(file));
  const suppressed = applySuppressions({
    findings: found,
    notEvaluated: run.notEvaluated,
    settings,
    head: world,
    base: baseWorld === undefined || scopes === undefined ? undefined : { world: baseWorld, scopes },
    wasAsked: (ruleId, file) => asked.has(ruleId) && isOwnFile(ruleId, file),
    isOwn: isOwnFile,
  });
  const reported = collapsePlaces(suppressed.findings, base?.change.baseOf)
    .filter(({ location }) => isReported(location.file))
    .concat(input.part === undefined || input.part.index === 1 ? (input.invalid ?? []) : [])
    .sort(compareFindings);
  let made: Circumstances | undefined;
  const circumstances = (): Circumstances => (made ??= circumstancesOf(world, settings, input.lastAudit));
  const compareWith = (lastAudit: LastAudit): ReturnType<typeof compareWithLastAudit> => {
    const present = { world, run, unseen, asked, isReported, circumstances: circumstances() };
    return compareWithLastAudit(reported, lastAudit, new EarlierFates(present, lastAudit), input.today);
  };
  const { findings, since } =
    input.lastAudit === undefined ? { findings: reported, since: undefined } : compareWith(input.lastAudit);
  const notEvaluated = run.notEvaluated.filter(({ location }) => isReported(location.file)).sort(compareNotEvaluated);
  const fixCosts = new Map<Finding, number>();
  const onCost = (finding: Finding, cost: number): void => void fixCosts.set(finding, cost);
  return {
    settings,
    hasBase: base !== undefined,
    since,
    circumstances,
    outcome: decideOutcome(findings, settings),
    summary: summarize(world, input.isAsked),
    findings,
    fixOf: fixFinder(world, settings, overrides, { onCost }),
    notEvaluated,
    problems: [
      ...(input.part === undefined ? [] : [partOfRun(input.part)]),
      ...suppressed.added.filter(({ file }) => isReported(file)),
      ...notices,
      ...overrides.problems,
      ...unusedPatterns(head.paths, patterns),
      ...(input.judgesAll === true ? overrides.unusedNames(world.resources) : []),
      ...nothingReported(
        [head, base?.tree].flatMap((tree) => [...(tree?.manifests.keys() ?? [])]),
        isReported,
      ),
      ...[
        ...(base === undefined ? [] : unreadableIn(base.tree, base.change)),
        ...problemsOf(world),
        ...suppressed.problems,
      ].filter(({ file }) => isReported(file)),
    ],
    plan:
      compared === undefined || unrenderedChanges === undefined
        ? undefined
        : planChanges({ head: world, ...compared, isReported, unrenderedChanges }),
    rollouts: rolloutsOf(world, settings).filter(({ location }) => isReported(location.file)),
    planned: () => plannedIn(world, isReported),
    unjudged: unjudgedFiles(world, base?.change, compared?.pairs, unrenderedChanges),
    helpfulFacts: helpfulFacts(findings, notEvaluated, new Set(Object.keys(settings.cluster))),
    trees: { head, base: base?.tree },
    part:
      input.part === undefined || part === undefined
        ? undefined
        : { ...input.part, digest: part.digest, fixCosts, pathInHead: (file) => unseen.pathInHead(file) },
  };
}

const ruleNamed: ReadonlyMap<string, Rule> = new Map(allRules.map((rule) => [rule.id, rule]));

/** What head can no longer answer is not fixed: it is counted as not evaluated, not rendered or unreadable. */
function isOpen({ ruleId, resource, location: { file } }: Finding, run: RunResult, files: UnseenFiles): boolean {
  return files.hides({ ruleId, file }) || isUnanswered({ ruleId, resource }, run.notEvaluated, files.pathInHead(file));
}

function unjudgedFiles(
  { resources, tree }: World,
  change: TreeChange | undefined,
  pairs: readonly ServicePair[] = [],
  unrenderedChanges?: UnrenderedChanges,
): number {
  const partial = resources.filter(({ completeness }) => completeness === 'partial').map(({ file }) => file);
  const all = new Set([...partial, ...tree.unrenderedTemplates]);
  if (change === undefined) return all.size;
  const files = [
    ...partial.filter((file) => change.changed.has(file)),
    ...tree.unrenderedTemplates.filter((file) => isTouched(file, change)),
  ];
  // What a kustomization says of a manifest that stays as it is.
  const kustomized = pairs.flatMap((pair) => unrenderedChanges?.of(pair)?.file ?? []);
  return new Set([...files, ...kustomized]).size;
}

/** What a template says changes with everything else in its chart. */
function isTouched(template: string, { changed }: TreeChange): boolean {
  const [, chart = ''] = /^(.*?)\/?templates\//.exec(template) ?? [];
  return [...changed].some((path) => chart === '' || path.startsWith(`${chart}/`));
}
