/** Turns the facts about annotations (`src/catalog/facts/ccm-annotations.yaml`) into typed data. */
import { parse } from 'yaml';

interface Fact {
  readonly key: string;
  readonly legacy_key: string | null;
  readonly kind: 'clb' | 'nlb' | 'both';
  readonly target: { readonly group: string; readonly object: string };
  readonly type: string;
  readonly values?: unknown;
  readonly values_case?: unknown;
  readonly range?: unknown;
  readonly default: unknown;
  readonly pattern?: unknown;
  readonly min_ccm: unknown;
  readonly protocols?: readonly string[];
  readonly requires?: readonly Record<string, unknown>[];
  readonly conflicts?: readonly Record<string, unknown>[];
  readonly ignored_when?: readonly string[];
  readonly immutable: { readonly value: boolean | string; readonly effect?: string };
  readonly invalid_value?: unknown;
  readonly status?: string;
  readonly unverified?: boolean;
  readonly notes?: string;
  readonly source: readonly string[];
}

// The snapshot that the facts were read from, and the day on which they were checked against it.
const commit = 'eeb0ddc687ee5ee9d3726559d6a8ec056f694947';
const repository = 'https://github.com/kubernetes/cloud-provider-alibaba-cloud';
const guide =
  'https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/service-troubleshooting-2';
const checked = '2026-11-24';

/** The text of `src/catalog/annotations.generated.ts`. */
export function annotationsModule(yaml: string): string {
  const facts = parse(yaml) as readonly Fact[];
  const sources = new Map<string, string>();
  const entries = facts.map((fact) => entryOf(fact, sources));
  const lines = [
    '// Made by scripts/generate.ts from src/catalog/facts/ccm-annotations.yaml. Do not edit.',
    "import type { AnnotationFact } from './annotation-fact.ts';",
    "import type { Source } from './sources.ts';",
    '',
    ...[...sources].map(([text, name]) => `const ${name}: Source = ${JSON.stringify(sourceOf(text))};`),
    '',
    '/** Every key that the cloud controller manager reads or writes on Services, nodes, pods and cloud resources. */',
    'export const annotationFacts: readonly AnnotationFact[] = [',
    ...entries.map((entry) => `  ${entry},`),
    '];',
    '',
  ];
  return lines.join('\n');
}

function entryOf(fact: Fact, sources: Map<string, string>): string {
  const names = fact.source.map((text) => {
    const name = sources.get(text) ?? `source${sources.size + 1}`;
    sources.set(text, name);
    return name;
  });
  const controllers = fact.kind === 'both' ? ['clb', 'nlb'] : [fact.kind];
  const { values, open } = literalValues(fact.values, controllers);
  const data = {
    key: fact.key,
    legacyKey: fact.legacy_key ?? undefined,
    controllers,
    group: fact.target.group,
    object: fact.target.object,
    type: fact.type,
    values,
    openValues: open.length === 0 ? undefined : open,
    letterCase: byScope(fact.values_case),
    range: rangeOf(fact.range),
    default: byScope(fact.default),
    pattern: byScope(fact.pattern),
    firstVersion: firstVersions(fact.min_ccm, controllers),
    laterThan: /^later than (v[\d.]+)/.exec(String(fact.min_ccm))?.[1],
    protocols: protocolsOf(fact.protocols),
    requires: relations(fact.requires),
    conflicts: relations(fact.conflicts),
    ignoredWhen: fact.ignored_when,
    immutable: fact.immutable,
    invalidValue: byScope(fact.invalid_value),
    status: fact.status,
    unverified: fact.unverified || undefined,
    notes: fact.notes,
  };
  return `${JSON.stringify(data).slice(0, -1)},"sources":[${names.join(',')}]}`;
}

/**
 * Values that are meant literally. A description makes the list open, for one controller if it says so; a note in
 * brackets is dropped, but for `(UDP … only)`, which makes a list of its own for that protocol.
 */
function literalValues(
  given: unknown,
  controllers: readonly string[],
): { values: Record<string, string[]> | undefined; open: readonly string[] } {
  if (given === undefined) return { values: undefined, open: [] };
  const scopes = Array.isArray(given) ? { all: given as unknown[] } : (given as Record<string, unknown[]>);
  const open = new Set<string>();
  const values: Record<string, string[]> = {};
  for (const [scope, list] of Object.entries(scopes)) {
    const own: string[] = [];
    values[scope] = own;
    for (const value of list) {
      const text = String(value).replace(/ \(.*\)$/, '');
      const protocol = / \((TCP|UDP) .*only\)$/.exec(String(value))?.[1];
      const only = /^(CLB|NLB) only/.exec(text)?.[1]?.toLowerCase();
      if (text.includes(' ')) for (const kind of only === undefined ? controllers : [only]) open.add(kind);
      else if (protocol === undefined) own.push(text);
      else values[`${scope} ${protocol}`] = [...own, text];
    }
  }
  return { values, open: [...open] };
}

function byScope(given: unknown): Record<string, unknown> | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') return { all: given };
  return Object.fromEntries(
    Object.entries(given).map(([scope, value]) => [
      scope,
      typeof value === 'object' && value !== null
        ? Object.entries(value as Record<string, unknown>)
            .map(([name, text]) => `${name}: ${String(text)}`)
            .join('; ')
        : (value as unknown),
    ]),
  );
}

function rangeOf(given: unknown): Record<string, unknown> | undefined {
  if (given === undefined) return undefined;
  const range = given as Record<string, unknown>;
  return 'min' in range ? { all: range } : range;
}

function firstVersions(given: unknown, controllers: readonly string[]): Record<string, string> {
  const scopes: Record<string, unknown> =
    typeof given === 'object' && given !== null
      ? (given as Record<string, unknown>)
      : Object.fromEntries(controllers.map((kind) => [kind, given]));
  const versions: Record<string, string> = {};
  for (const [kind, text] of Object.entries(scopes)) {
    const version = /^v\d+(\.\d+)*(-g[0-9a-f]+-aliyun)?/.exec(String(text))?.[0];
    if (version !== undefined) versions[kind] = version;
  }
  return versions;
}

function protocolsOf(given: readonly string[] | undefined): Record<string, string[]> | undefined {
  if (given === undefined) return undefined;
  const clb = given.filter((protocol) => protocol === protocol.toLowerCase());
  const nlb = given.filter((protocol) => protocol !== protocol.toLowerCase());
  return { ...(clb.length > 0 ? { clb } : {}), ...(nlb.length > 0 ? { nlb } : {}) };
}

function relations(given: readonly Record<string, unknown>[] | undefined): object[] | undefined {
  return given?.map((relation) =>
    Object.fromEntries(Object.entries(relation).map(([name, value]) => [name, String(value)])),
  );
}

function sourceOf(text: string): { url: string; checked: string; note: string } {
  const at = (url: string, note: string): { url: string; checked: string; note: string } => ({ url, checked, note });
  const file = /^(?:docs|pkg)\/[^ :]+/.exec(text);
  if (file !== null) return at(`${repository}/blob/${commit}/${file[0]}`, text);
  const link = / - (https:\S+)$/.exec(text);
  if (link?.[1] !== undefined) return at(link[1], text.slice(0, link.index));
  const sdk = /repo (alibabacloud-go\/[a-z0-9-]+)/.exec(text);
  if (sdk !== null) return at(`https://github.com/${sdk[1]}`, text);
  const thread = /^(PR|Issue) \S+#(\d+)/.exec(text);
  if (thread !== null) return at(`${repository}/${thread[1] === 'PR' ? 'pull' : 'issues'}/${thread[2]}`, text);
  return at(text.startsWith('Doc (seed)') ? guide : repository, text);
}
