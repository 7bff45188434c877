import {
  compareSeverity,
  type Location,
  type Problem,
  type ResourceIdentity,
  type Severity,
} from '../model/finding.ts';
import { daysBetween } from '../model/days.ts';
import type { Suppression } from '../model/suppression.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { pathMatcher } from './match-paths.ts';
import type { PatternPlace } from './read-configuration.ts';
import type { Settings } from './settings.ts';

/** One entry of `overrides`: other severities for some files or objects, for a reason and for a time. */
export interface Override {
  /** Globs; none means every file. */
  readonly paths: readonly string[];
  /** Globs of `namespace/name` or `name`; none means every object. */
  readonly names: readonly PatternPlace[];
  readonly rules: ReadonlyMap<string, OverriddenSeverity>;
  readonly reason: string;
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly expires: string;
  readonly expiresAt: Location;
}

export interface OverriddenSeverity {
  readonly severity: Severity | 'off';
  readonly location: Location;
}

/** What an override says of one finding. */
export interface Overridden {
  readonly severity: Severity | 'off';
  /** Set where it silences. */
  readonly suppression: Suppression | null;
}

/** What options, configuration and preset make of a rule; undefined leaves it to the rule. */
export function configuredSeverity(
  { id, strict }: Pick<Rule, 'id' | 'strict'>,
  { rules, preset }: Pick<Settings, 'rules' | 'preset'>,
): Severity | 'off' | undefined {
  return rules.get(id)?.severity ?? (preset === 'strict' && strict === true ? 'error' : undefined);
}

interface Compiled {
  readonly override: Override;
  readonly rules: ReadonlyMap<string, OverriddenSeverity>;
  matches(this: void, file: string, resource: ResourceIdentity | null): boolean;
}

/** Days before its end on which an override says that it ends. */
const noticeDays = 14;

/** The overrides that hold today. Of several that match, the first decides. */
export class Overrides {
  /** Those that no longer hold, that soon will not, and that try to silence what may not be silenced. */
  readonly problems: readonly Problem[];
  readonly #holding: readonly Compiled[];

  /** `today` is a day, YYYY-MM-DD: this floor has no clock. */
  constructor(overrides: readonly Override[], settings: Settings, today: string, namesOf: NamesOf = (file) => [file]) {
    const problems: Problem[] = [];
    this.problems = problems;
    this.#holding = overrides.flatMap((override) => {
      const left = daysBetween(today, override.expires);
      if (left < 0) problems.push(expired(override));
      else if (left <= noticeDays) problems.push(expiring(override, left));
      const refused = new Set([...override.rules].filter(([id, to]) => isRefused(id, to, settings)).map(([id]) => id));
      for (const id of refused) problems.push(notSuppressible(id, override.rules.get(id)?.location));
      if (left < 0) return [];
      return [compiled(override, namesOf, new Map([...override.rules].filter(([id]) => !refused.has(id))))];
    });
  }

  /** True where an override wants a rule that is off elsewhere. */
  turnsOn(ruleId: string): boolean {
    return this.#holding.some(({ rules }) => (rules.get(ruleId)?.severity ?? 'off') !== 'off');
  }

  find(ruleId: string, file: string, resource: ResourceIdentity | null): Overridden | undefined {
    for (const { override, rules, matches } of this.#holding) {
      const to = rules.get(ruleId);
      if (to === undefined || !matches(file, resource)) continue;
      const { severity, location } = to;
      const suppression = severity === 'off' ? ({ kind: 'config', reason: override.reason, location } as const) : null;
      return { severity, suppression };
    }
    return undefined;
  }

  /** Globs of names that match no object. */
  unusedNames(resources: readonly { readonly identity: ResourceIdentity }[]): Problem[] {
    return this.#holding
      .flatMap(({ override }) => override.names)
      .filter(({ pattern }) => {
        const isName = nameMatcher([pattern]);
        return !resources.some(({ identity }) => isName(identity));
      })
      .map(({ pattern, location }) => ({
        kind: 'configuration-unused-pattern',
        file: location.file,
        message: {
          en: `the name "${pattern}" of an override matches no object.`,
          zh: `例外（overrides）中的名称 "${pattern}" 未匹配任何对象。`,
        },
        location,
      }));
  }
}

/** A file's own name and those that links give it. */
type NamesOf = (file: string) => readonly string[];

function compiled(override: Override, namesOf: NamesOf, rules: Compiled['rules']): Compiled {
  const isPath = override.paths.length === 0 ? () => true : pathMatcher(override.paths);
  const isName = override.names.length === 0 ? () => true : nameMatcher(override.names.map(({ pattern }) => pattern));
  return { override, rules, matches: (file, resource) => isName(resource) && namesOf(file).every(isPath) };
}

/** A glob without `/` is for names in any namespace; one with it never matches where the namespace is left open. */
function nameMatcher(globs: readonly string[]): (resource: ResourceIdentity | null) => boolean {
  const bare = pathMatcher(globs.filter((glob) => !glob.includes('/')));
  const full = pathMatcher(globs.filter((glob) => glob.includes('/')));
  return (resource) => {
    if (resource === null) return false;
    const { namespace, name } = resource;
    return bare(name) || (namespace !== null && full(`${namespace}/${name}`));
  };
}

/** True for what would silence a rule, wholly or in part, that the configuration says must not be silenced. */
function isRefused(id: string, { severity }: OverriddenSeverity, settings: Settings): boolean {
  if (settings.rules.get(id)?.suppressible !== false) return false;
  const rule = allRules.find((candidate) => candidate.id === id);
  const usual = rule === undefined ? 'off' : (configuredSeverity(rule, settings) ?? rule.severity);
  if (usual === 'off') return false;
  return severity === 'off' || compareSeverity(severity, usual) < 0;
}

function expired({ expires, reason, expiresAt }: Override): Problem {
  return {
    kind: 'expired-override',
    file: expiresAt.file,
    message: {
      en: `this override expired on ${expires} and no longer holds (its reason: ${reason})`,
      zh: `该例外（override）已于 ${expires} 过期，不再生效（原因：${reason}）`,
    },
    location: expiresAt,
  };
}

function expiring({ expires, reason, expiresAt }: Override, left: number): Problem {
  const when = left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`;
  return {
    kind: 'expiring-override',
    file: expiresAt.file,
    message: {
      en: `${expires}, ${when}, is the last day of this override (its reason: ${reason})`,
      zh: `该例外（override）将在 ${expires} 之后失效，还剩 ${left} 天（原因：${reason}）`,
    },
    location: expiresAt,
  };
}

/** Said at a suppression or override of a rule that the configuration protects. */
export function notSuppressible(ruleId: string, location: Location | undefined): Problem {
  return {
    kind: 'not-suppressible',
    file: location?.file ?? '',
    message: {
      en: `${ruleId} cannot be silenced: the configuration says suppressible: false`,
      zh: `${ruleId} 不能被抑制：配置中已设置 suppressible: false`,
    },
    location: location ?? null,
  };
}
