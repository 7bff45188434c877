import {
  compareProblems,
  type Bilingual,
  type Finding,
  type NotEvaluated,
  type Problem,
  type ProblemKind,
} from '../model/finding.ts';
import type { Resource } from '../model/manifest.ts';
import type { World } from '../world/world.ts';
import type { ScopeMatch } from './compare-trees.ts';
import { notSuppressible } from './overrides.ts';
import { covers, readSuppressions, type WrittenSuppression } from './read-suppressions.ts';
import type { Settings } from './settings.ts';

export interface SuppressionInput {
  /** Of head and, as fixed ones, of base; status set. */
  readonly findings: readonly Finding[];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly settings: Settings;
  readonly head: World;
  readonly base: { readonly world: World; readonly scopes: ScopeMatch } | undefined;
  /** True for rules that were asked in this run about what is in a file. */
  readonly wasAsked: (ruleId: string, file: string) => boolean;
  /** True for what this run evaluates, where others evaluate the rest. */
  readonly isOwn: (ruleId: string, file: string) => boolean;
}

export interface Suppressed {
  readonly findings: readonly Finding[];
  /** Suppressions that this change adds, which do not count yet. */
  readonly added: readonly Problem[];
  readonly problems: readonly Problem[];
}

/** Marks what the manifests of head silence, as far as the settings honour it, and tells of every suppression that does not. */
export function applySuppressions(input: SuppressionInput): Suppressed {
  const { settings, head, base } = input;
  const { honour, requireReason } = settings.suppressions;
  const read = readSuppressions(head, requireReason);
  const problems: Problem[] = [...read.problems];
  const isProtected = ({ ruleId }: WrittenSuppression): boolean => settings.rules.get(ruleId)?.suppressible === false;
  problems.push(
    ...read.suppressions.filter(isProtected).map(({ ruleId, location }) => notSuppressible(ruleId, location)),
  );
  const written = read.suppressions.filter((each) => !isProtected(each));
  if (honour === 'none') {
    problems.push(...written.map((each) => problemAt(each, 'suppression-not-honoured', notHonoured(each))));
    return { findings: input.findings, added: [], problems };
  }

  // A finding that was there before has the first claim on what silenced it before.
  const open = input.findings.filter(({ status }) => status !== 'fixed');
  const index = new CoveredFindings(open);
  const known = honour === 'base' && base !== undefined ? new KnownSuppressions(base, requireReason) : undefined;
  const isOld = (each: WrittenSuppression): boolean => index.of(each).some(({ status }) => status === 'unchanged');
  const inTurn = [...written.filter(isOld), ...written.filter((each) => !isOld(each))];
  const fresh = new Set(known === undefined ? [] : inTurn.filter((each) => !known.claim(each)));

  const undecided = new Set(input.notEvaluated.map(({ ruleId, location }) => `${location.file}\0${ruleId}`));
  // What was not asked, or could not be answered, in a file says nothing about a suppression in it.
  const isUnused = ({ ruleId, location }: WrittenSuppression): boolean =>
    input.wasAsked(ruleId, location.file) && !undecided.has(`${location.file}\0${ruleId}`);
  const marked = new Map<Finding, WrittenSuppression>();
  const idle: Problem[] = [];
  for (const each of written) {
    const covered = index.of(each);
    if (covered.length === 0 && isUnused(each)) idle.push(problemAt(each, 'unused-suppression', unused(each)));
    if (fresh.has(each)) continue;
    for (const finding of covered) if (!marked.has(finding)) marked.set(finding, each);
  }
  return {
    findings: input.findings.map((finding) => {
      const by = finding.suppression === null ? marked.get(finding) : undefined;
      return by === undefined ? finding : { ...finding, suppression: plain(by) };
    }),
    added: written
      .filter((each) => fresh.has(each) && input.isOwn(each.ruleId, each.location.file))
      .map((each) => problemAt(each, 'new-suppression', added(each)))
      .sort(compareProblems),
    problems: [...problems, ...idle.sort(compareProblems)],
  };
}

/** Findings by file and rule, so that each suppression only looks at its own. */
class CoveredFindings {
  readonly #byPlace = new Map<string, Finding[]>();

  constructor(findings: readonly Finding[]) {
    for (const finding of findings) {
      const key = `${finding.location.file}\0${finding.ruleId}`;
      const known = this.#byPlace.get(key);
      if (known === undefined) this.#byPlace.set(key, [finding]);
      else known.push(finding);
    }
  }

  of(suppression: WrittenSuppression): readonly Finding[] {
    const candidates = this.#byPlace.get(`${suppression.location.file}\0${suppression.ruleId}`) ?? [];
    return candidates.filter((finding) => covers(suppression, finding));
  }
}

/**
 * The suppressions of base by resource and rule, wherever they stand in it. One of a line pays for one of a line; only
 * one of the whole resource pays for more, so that none can be widened unseen.
 */
class KnownSuppressions {
  readonly #whole = new Set<string>();
  readonly #lines = new Map<string, number>();
  readonly #scopes: ScopeMatch;

  constructor({ world, scopes }: NonNullable<SuppressionInput['base']>, requireReason: boolean) {
    this.#scopes = scopes;
    for (const { ruleId, reach, owners } of readSuppressions(world, requireReason).suppressions) {
      for (const owner of owners) {
        const key = keyOf(ruleId, owner, owner.scope);
        if ('line' in reach) this.#lines.set(key, (this.#lines.get(key) ?? 0) + 1);
        else this.#whole.add(key);
      }
    }
  }

  /** True, and the claim is spent, when every resource that it silences had the like in base. */
  claim({ ruleId, reach, owners }: WrittenSuppression): boolean {
    const keys = [...new Set(owners.map((owner) => keyOf(ruleId, owner, this.#scopeOf(owner))))];
    const isKnown = (key: string): boolean =>
      this.#whole.has(key) || ('line' in reach && (this.#lines.get(key) ?? 0) > 0);
    if (keys.length === 0 || !keys.every(isKnown)) return false;
    for (const key of keys) if (!this.#whole.has(key)) this.#lines.set(key, (this.#lines.get(key) ?? 0) - 1);
    return true;
  }

  #scopeOf({ scope, cluster, file }: Resource): string {
    return this.#scopes.scopeInBase({ scope, clusters: cluster === undefined ? [] : [cluster], file });
  }
}

function keyOf(ruleId: string, { key }: Resource, scope: string): string {
  return [ruleId, scope, key].join('\0');
}

function plain({ kind, reason, location }: WrittenSuppression): Finding['suppression'] {
  return { kind, reason, location };
}

function problemAt({ location }: WrittenSuppression, kind: ProblemKind, message: Bilingual): Problem {
  return { kind, file: location.file, message, location };
}

function added({ ruleId, reason }: WrittenSuppression): Bilingual {
  return {
    en: `this change adds a suppression of ${ruleId}, which takes effect once it is merged${reason === '' ? '' : ` (its reason: ${reason})`}`,
    zh: `本次变更新增了对 ${ruleId} 的抑制，合并后才会生效${reason === '' ? '' : `（原因：${reason}）`}`,
  };
}

function unused({ ruleId }: WrittenSuppression): Bilingual {
  return {
    en: `this suppression of ${ruleId} matches no finding; remove it`,
    zh: `对 ${ruleId} 的抑制没有匹配任何问题，请将其删除`,
  };
}

function notHonoured({ ruleId }: WrittenSuppression): Bilingual {
  return {
    en: `this suppression of ${ruleId} has no effect: the configuration says suppressions.honour: none`,
    zh: `对 ${ruleId} 的抑制不生效：配置中已设置 suppressions.honour: none`,
  };
}
