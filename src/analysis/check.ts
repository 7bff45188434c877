import { compareFindings, compareSeverity, type Finding, type NotEvaluated, type Problem } from '../model/finding.ts';
import { isAlibabaAnnotation } from '../catalog/clouds.ts';
import { rules as allRules } from '../rules/index.ts';
import type { ClusterProfile, FactName } from '../world/facts.ts';
import { annotationsOf } from '../world/service.ts';
import type { Tree } from '../world/tree.ts';
import { buildWorld, type World } from '../world/world.ts';
import { compareTrees, type TreeChange } from './compare-trees.ts';
import { decideOutcome, type Outcome } from './decide-outcome.ts';
import { pathMatcher } from './match-paths.ts';
import { runRules } from './run-rules.ts';
import type { Settings } from './settings.ts';

export interface Summary {
  readonly files: number;
  readonly documents: number;
  readonly scopes: number;
  readonly services: number;
  readonly loadBalancerServices: number;
  readonly foreignLoadBalancers: number;
  readonly workloads: number;
  readonly notRendered: number;
}

export interface CheckResult {
  readonly settings: Settings;
  readonly hasBase: boolean;
  readonly outcome: Outcome;
  readonly summary: Summary;
  /** In the one order of findings. */
  readonly findings: readonly Finding[];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly problems: readonly Problem[];
  /** Facts that would let more be judged, the most useful first. */
  readonly helpfulFacts: readonly FactName[];
  readonly trees: { readonly head: Tree; readonly base: Tree | undefined };
}

export interface CheckInput {
  readonly settings: Settings;
  readonly head: Tree;
  readonly base?: { readonly tree: Tree; readonly change: TreeChange };
  /** What the host has to say beside the findings. */
  readonly notices?: readonly Problem[];
}

/** Evaluates one tree, or a tree against its base. */
export function check({ settings, head, base, notices = [] }: CheckInput): CheckResult {
  const clusterOf = clusterLookup(settings);
  const rules = allRules.filter(
    (rule) => !settings.ignoredRules.has(rule.id) && (settings.onlyRules?.has(rule.id) ?? true),
  );
  const baseWorld = base === undefined ? undefined : buildWorld(base.tree, { clusterOf });
  const knownAsAck = new Set(
    baseWorld?.loadBalancers.filter((service) => isMarkedAck(service)).map((service) => service.resource.key) ?? [],
  );
  const world = buildWorld(head, { clusterOf, knownAsAck });
  const run = runRules(world, rules, settings);
  const isReported = reportedPaths(settings);
  let findings: readonly Finding[] = run.findings;
  if (base !== undefined && baseWorld !== undefined) {
    findings = compareTrees(
      run.findings,
      runRules(baseWorld, rules, settings).findings,
      { head, base: base.tree },
      base.change,
    );
  }
  findings = findings.filter(({ location }) => isReported(location.file)).sort(compareFindings);
  const notEvaluated = run.notEvaluated.filter(({ location }) => isReported(location.file)).sort(byPlace);
  return {
    settings,
    hasBase: base !== undefined,
    outcome: decideOutcome(findings, settings),
    summary: summarize(world),
    findings,
    notEvaluated,
    problems: [...notices, ...problemsOf(world, settings)].filter(
      ({ file, kind }) => kind.startsWith('configuration') || isReported(file),
    ),
    helpfulFacts: helpfulFacts(findings, notEvaluated, settings),
    trees: { head, base: base?.tree },
  };
}

function isMarkedAck(service: World['services'][number]): boolean {
  return [...annotationsOf(service.resource).keys()].some(isAlibabaAnnotation);
}

/** The first entry of `clusters` whose paths match wins over `cluster`. */
function clusterLookup(settings: Settings): (file: string) => ClusterProfile {
  const entries = settings.clusters.map(({ name, paths, facts }) => ({
    matches: pathMatcher(paths),
    profile: { name, facts },
  }));
  const rest: ClusterProfile = { name: undefined, facts: settings.cluster };
  const known = new Map<string, ClusterProfile>();
  return (file) => {
    const cached = known.get(file);
    if (cached !== undefined) return cached;
    const profile = entries.find((entry) => entry.matches(file))?.profile ?? rest;
    known.set(file, profile);
    return profile;
  };
}

function reportedPaths({ include, exclude }: Settings): (file: string) => boolean {
  const included = include.length === 0 ? () => true : pathMatcher(include);
  const excluded = pathMatcher(exclude);
  return (file) => included(file) && !excluded(file);
}

function summarize(world: World): Summary {
  let documents = 0;
  for (const manifest of world.tree.manifests.values()) documents += manifest.documents;
  const partial = new Set(
    world.resources
      .filter(({ completeness }) => completeness === 'partial')
      .map(({ file, document, name }) => `${file}\0${document}\0${name?.text}`),
  );
  return {
    files: world.tree.manifests.size,
    documents,
    scopes: Math.max(1, world.scopes.size),
    services: world.services.length,
    loadBalancerServices: world.loadBalancers.length,
    foreignLoadBalancers: world.foreignLoadBalancers.length,
    workloads: world.workloads.length,
    notRendered: partial.size + world.tree.unrenderedTemplates.length,
  };
}

function problemsOf(world: World, settings: Settings): Problem[] {
  const problems: Problem[] = world.tree.unrenderedTemplates.map((file) => ({
    kind: 'unrendered-template',
    file,
    message: { en: 'a Helm template, which is not judged until it is rendered', zh: 'Helm 模板,渲染之前不作判断' },
    location: null,
  }));
  for (const { kind, file, node, message } of world.problems) {
    const lines = world.tree.manifests.get(file)?.lines;
    const location =
      node === undefined || lines === undefined
        ? null
        : {
            tree: world.tree.name,
            file,
            document: 0,
            path: '',
            start: lines.positionAt(node.range.start),
            end: lines.positionAt(node.range.end),
            startOffset: node.range.start,
            endOffset: node.range.end,
          };
    problems.push({ kind, file, message, location });
  }
  for (const [file, manifest] of world.tree.manifests) {
    for (const root of manifest.withoutApiVersion) {
      problems.push({
        kind: 'missing-api-version',
        file,
        message: {
          en: 'a document names a kind but no apiVersion; Kubernetes refuses it, so it was not judged',
          zh: '文档有 kind 但没有 apiVersion;Kubernetes 会拒绝它,因此未作判断',
        },
        location: {
          tree: world.tree.name,
          file,
          document: 0,
          path: '',
          start: manifest.lines.positionAt(root.range.start),
          end: manifest.lines.positionAt(root.range.start + 1),
          startOffset: root.range.start,
          endOffset: root.range.start + 1,
        },
      });
    }
  }
  problems.push(...unusedPatterns(world, settings));
  return problems.sort((left, right) =>
    left.file < right.file ? -1 : left.file > right.file ? 1 : left.kind < right.kind ? -1 : 1,
  );
}

function unusedPatterns(world: World, { include, exclude, clusters }: Settings): Problem[] {
  const patterns = [...include, ...exclude, ...clusters.flatMap(({ paths }) => paths)];
  const paths = [...world.tree.paths];
  return patterns
    .filter((pattern) => !paths.some(pathMatcher([pattern])))
    .map((pattern) => ({
      kind: 'configuration-unused-pattern',
      file: '',
      message: {
        en: `the pattern "${pattern}" of the configuration matches no file`,
        zh: `配置中的模式 "${pattern}" 未匹配任何文件`,
      },
      location: null,
    }));
}

function helpfulFacts(
  findings: readonly Finding[],
  notEvaluated: readonly NotEvaluated[],
  settings: Settings,
): FactName[] {
  const counts = new Map<string, number>();
  const count = (text: string): void => {
    const fact = /^cluster\.([A-Za-z]+)/.exec(text)?.[1];
    if (fact !== undefined) counts.set(fact, (counts.get(fact) ?? 0) + 1);
  };
  for (const { assumes, status } of findings) if (status !== 'fixed') assumes.forEach(count);
  for (const { missing } of notEvaluated) missing.forEach(count);
  const known = settings.cluster;
  return [...counts.keys()]
    .filter((fact): fact is FactName => !(fact in known))
    .sort((left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0));
}

function byPlace(left: NotEvaluated, right: NotEvaluated): number {
  const key = ({ location, ruleId }: NotEvaluated): string =>
    `${location.file}\0${String(location.start.line).padStart(9, '0')}\0${String(location.start.column).padStart(9, '0')}\0${ruleId}`;
  return key(left) < key(right) ? -1 : 1;
}

/** How many findings of head there are of each severity, the fixed ones left out. */
export function countBySeverity(findings: readonly Finding[]): { error: number; warning: number; info: number } {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity, status } of findings) if (status !== 'fixed') counts[severity] += 1;
  return counts;
}

/** The gravest first, then in reading order. */
export function byGravity(left: Finding, right: Finding): number {
  return compareSeverity(right.severity, left.severity) || compareFindings(left, right);
}
