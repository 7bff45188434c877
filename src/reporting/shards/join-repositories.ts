import type { Bilingual, Finding, Location, Problem } from '../../model/finding.ts';
import { compareFindings, compareNotEvaluated, severities } from '../../model/finding.ts';
import { digestOf } from '../../model/digest.ts';
import { countBySeverity } from '../../analysis/finding-counts.ts';
import type { Outcome } from '../../analysis/decide-outcome.ts';
import type { PlanEntry } from '../../analysis/plan-entry.ts';
import { gravityOf } from '../../analysis/plan-entry.ts';
import type { PairRollout } from '../../analysis/rollouts.ts';
import type { Audit, Prediction, RepositoryResult } from '../audit.ts';
import type { Excerpt } from '../excerpt.ts';
import type { Fix } from '../../model/fix.ts';

/** The audit of one repository under the name that paths get. */
export interface NamedAudit {
  readonly name: string;
  readonly audit: Audit;
}

/**
 * One audit of several repositories. Paths and scopes begin with the name of the repository, fingerprints are made from it,
 * and it fails if one of them fails, each by its own policy.
 */
export function joinRepositories(named: readonly [NamedAudit, ...NamedAudit[]]): Audit {
  const parts = named.map((each) => new Renamed(each));
  const audits = named.map(({ audit }) => audit);
  const [{ audit: first }] = named;
  const fixes = new Map<Finding, Fix>();
  const excerpts = new Map<Finding, Excerpt>();
  const findings = parts.flatMap((part) => part.findings(fixes, excerpts)).sort(compareFindings);
  const sum = (count: (audit: Audit) => number): number => audits.reduce((total, audit) => total + count(audit), 0);
  return {
    settings: {
      locale: first.settings.locale,
      gate: audits.every(({ settings }) => settings.gate === 'new') ? 'new' : 'all',
      failOn: strictest(audits.map(({ settings }) => settings.failOn)),
      preset: audits.every(({ settings }) => settings.preset === 'strict') ? 'strict' : 'recommended',
    },
    hasBase: audits.some(({ hasBase }) => hasBase),
    outcome: outcomeOf(named),
    summary: {
      files: sum(({ summary }) => summary.files),
      documents: sum(({ summary }) => summary.documents),
      scopes: sum(({ summary }) => summary.scopes),
      services: sum(({ summary }) => summary.services),
      loadBalancerServices: sum(({ summary }) => summary.loadBalancerServices),
      foreignLoadBalancers: sum(({ summary }) => summary.foreignLoadBalancers),
      workloads: sum(({ summary }) => summary.workloads),
      notRendered: sum(({ summary }) => summary.notRendered),
    },
    findings,
    notEvaluated: parts.flatMap((part) => part.notEvaluated()).sort(compareNotEvaluated),
    problems: parts.flatMap((part) => part.problems()),
    rollouts: parts.flatMap((part) => part.rollouts()),
    plan: audits.every(({ plan }) => plan === undefined)
      ? undefined
      : parts.flatMap((part) => part.plan()).sort((one, other) => gravityOf(other) - gravityOf(one)),
    unjudged: sum(({ unjudged }) => unjudged),
    // Whose configuration it would belong to, the report of each repository says.
    helpfulFacts: [],
    fixOf: (finding) => fixes.get(finding) ?? null,
    excerptOf: (finding) => excerpts.get(finding),
    predictions: () => parts.flatMap((part) => part.predictions()),
    repositories: named.map(({ name, audit }) => resultOf(name, audit)),
  };
}

/** What one audit is called by in the joined one. */
class Renamed {
  readonly #name: string;
  readonly #audit: Audit;

  constructor({ name, audit }: NamedAudit) {
    this.#name = name;
    this.#audit = audit;
  }

  findings(fixes: Map<Finding, Fix>, excerpts: Map<Finding, Excerpt>): Finding[] {
    return this.#audit.findings.map((finding) => {
      const { scope, location, related, suppression, fingerprint } = finding;
      const renamed: Finding = {
        ...finding,
        scope: this.#path(scope),
        location: this.#location(location),
        related: related.map((each) => ({ ...each, location: this.#location(each.location) })),
        suppression:
          suppression?.location == null
            ? suppression
            : { ...suppression, location: this.#location(suppression.location) },
        fingerprint: digestOf(`${this.#name}\0${fingerprint}`, 32),
      };
      const fix = this.#audit.fixOf(finding);
      if (fix !== null)
        fixes.set(renamed, { ...fix, edits: fix.edits.map((edit) => ({ ...edit, file: this.#path(edit.file) })) });
      const excerpt = this.#audit.excerptOf(finding);
      if (excerpt !== undefined) excerpts.set(renamed, excerpt);
      return renamed;
    });
  }

  notEvaluated(): Audit['notEvaluated'][number][] {
    return this.#audit.notEvaluated.map((open) => ({ ...open, location: this.#location(open.location) }));
  }

  problems(): Problem[] {
    return this.#audit.problems.map((problem) => ({
      ...problem,
      file: this.#path(problem.file),
      location: problem.location === null ? null : this.#location(problem.location),
    }));
  }

  plan(): PlanEntry[] {
    return (this.#audit.plan ?? []).map((entry) => ({
      ...entry,
      scope: this.#path(entry.scope),
      location: this.#location(entry.location),
      effects: entry.effects.map((effect) => ({
        ...effect,
        causes: effect.causes.map((cause) => this.#location(cause)),
      })),
    }));
  }

  rollouts(): PairRollout[] {
    return this.#audit.rollouts.map((pair) => ({
      ...pair,
      scope: this.#path(pair.scope),
      location: this.#location(pair.location),
    }));
  }

  predictions(): Prediction[] {
    return this.#audit.predictions().map((prediction) => ({
      ...prediction,
      scope: this.#path(prediction.scope),
      location: this.#location(prediction.location),
    }));
  }

  #path(path: string): string {
    return path === '' || path === '.' ? this.#name : `${this.#name}/${path}`;
  }

  #location<T extends Pick<Location, 'file'>>(location: T): T {
    return { ...location, file: this.#path(location.file) };
  }
}

/** Repositories whose reasons stand in the first line of a report; the list of all of them has the others. */
const mostNamed = 5;

function strictest(all: readonly Audit['settings']['failOn'][]): Audit['settings']['failOn'] {
  return severities.find((severity) => all.includes(severity)) ?? 'never';
}

function outcomeOf(named: readonly NamedAudit[]): Outcome {
  const failed = named.filter(({ audit }) => audit.outcome.result === 'fail');
  const reasons = failed
    .slice(0, mostNamed)
    .flatMap(({ name, audit }) =>
      audit.outcome.reasons.map((reason): Bilingual => ({ en: `${name}: ${reason.en}`, zh: `${name}：${reason.zh}` })),
    );
  if (failed.length === 0)
    return {
      result: 'pass',
      reasons: [{ en: `each of ${named.length} repositories passed`, zh: `${named.length} 个仓库均已通过` }],
    };
  const count: Bilingual = {
    en: `${failed.length} of ${named.length} repositories failed`,
    zh: `${named.length} 个仓库中有 ${failed.length} 个未通过`,
  };
  return { result: 'fail', reasons: [count, ...reasons] };
}

function resultOf(name: string, { outcome, findings, summary }: Audit): RepositoryResult {
  return {
    name,
    result: outcome.result,
    findings: countBySeverity(findings),
    loadBalancerServices: summary.loadBalancerServices,
  };
}
