import type { Location, TreeName } from '../model/finding.ts';
import { entryAt, itemsOf, pathOf, valueAt, type MapEntry, type ScalarNode, type ValueNode } from '../model/node.ts';
import { LineIndex, type Range } from '../model/position.ts';
import { parseValue } from '../parsing/parse-value.ts';
import { rules } from '../rules/index.ts';
import { configurationSchema, type Configuration } from './configuration-schema.ts';
import { CannotEvaluate } from './failure.ts';
import { locationIn } from './locate.ts';
import { isGlob } from './match-paths.ts';
import type { Override } from './overrides.ts';
import { didYouMean } from './suggest.ts';

interface Fault {
  readonly range: Range;
  readonly message: string;
}

/** A configuration that does not validate; the message lists every fault with file, line and column. */
export class ConfigurationInvalid extends CannotEvaluate {
  readonly faults: readonly { readonly message: string; readonly location: Location }[];

  constructor(faults: ConfigurationInvalid['faults']) {
    const shown = faults.map(({ message, location: { tree, file, start } }) => {
      return `${file}${tree === 'base' ? ' (base)' : ''}:${start.line}:${start.column}: ${message}`;
    });
    const isOfBase = faults.some(({ location }) => location.tree === 'base');
    const wayOut = isOfBase ? ' A change that mends it cannot pass before it is merged.' : '';
    super(
      shown.join('\n'),
      `The configuration was not used. Its keys are described in schema/config.schema.json.${wayOut}`,
    );
    this.faults = faults;
  }
}

/** A glob of the configuration, and where it is written. */
export interface PatternPlace {
  readonly pattern: string;
  readonly location: Location;
}

export interface ReadConfiguration {
  readonly configuration: Configuration;
  readonly patterns: readonly PatternPlace[];
  readonly overrides: readonly Override[];
  /** Files and globs of `inventory`, from the working directory. */
  readonly inventory: readonly PatternPlace[];
  /** Where `allowLabel` is written, by the rule's id. */
  readonly labels: ReadonlyMap<string, Location>;
}

/**
 * Reads a configuration file. Throws `ConfigurationInvalid` with every fault, and with a suggestion where one is near.
 */
export function readConfiguration(text: string, file: string, tree: TreeName): ReadConfiguration {
  const parsed = parseValue(text);
  const lines = new LineIndex(text);
  const refuse = (faults: readonly Fault[]): never => {
    throw new ConfigurationInvalid(
      faults.map(({ range, message }) => ({ message, location: locationIn({ tree, file, lines }, range) })),
    );
  };
  if ('error' in parsed) return refuse([{ range: parsed.range, message: parsed.error }]);
  const root = parsed.value;
  if (root === undefined || (root.kind === 'scalar' && root.type === 'null'))
    return { configuration: {}, patterns: [], overrides: [], inventory: [], labels: new Map() };
  const result = configurationSchema.safeParse(plain(root));
  const faults = result.success ? [] : result.error.issues.flatMap((issue) => faultsOf(root, issue as Issue));
  faults.push(...ruleFaults(root), ...overrideFaults(root), ...globFaults(root));
  faults.sort((left, right) => left.range.start - right.range.start);
  if (faults.length > 0 || !result.success) return refuse(faults);
  const locate = (node: ValueNode): Location => locationIn({ tree, file, lines }, node.range, pathOf(node, root));
  const placed = (node: ScalarNode): PatternPlace => ({ pattern: node.text, location: locate(node) });
  const overrides = itemsOf(valueAt(root, 'overrides')).map((entry, index): Override => {
    const { paths = [], reason = '', expires = '' } = result.data.overrides?.[index] ?? {};
    return {
      paths,
      names: scalarsOf(valueAt(entry, 'names')).map(placed),
      rules: new Map(
        entriesOf(valueAt(entry, 'rules')).map(([id, { key, value }]) => [
          id,
          {
            severity: result.data.overrides?.[index]?.rules[id] ?? 'off',
            location: { ...locate(value), start: locate(key).start, startOffset: key.range.start },
          },
        ]),
      ),
      reason: reason.trim(),
      expires,
      expiresAt: locate(valueAt(entry, 'expires') ?? entry),
    };
  });
  const labels = new Map(
    entriesOf(valueAt(root, 'rules')).flatMap(([id, { value }]) => {
      const label = valueAt(value, 'allowLabel');
      return label === undefined ? [] : [[id, locate(label)] as const];
    }),
  );
  const inventory = scalarsOf(valueAt(root, 'inventory')).map(placed);
  return { configuration: result.data, patterns: globsOf(root).map(placed), overrides, inventory, labels };
}

interface Issue {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly expected?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly errors?: readonly (readonly Issue[])[];
}

function faultsOf(root: ValueNode, issue: Issue): Fault[] {
  const { node: at, missing } = nodeAt(root, issue.path);
  if (missing !== undefined) return [{ range: at.range, message: `"${missing}" is missing here.` }];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path);
    return (issue.keys ?? []).map((key) => ({
      range: entryAt(at, key)?.key.range ?? at.range,
      message: `unknown key "${key}".${didYouMean(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_union') {
    // The branch that got furthest into the value tells most.
    const branches = (issue.errors ?? []).map((errors) =>
      errors.map((error) => ({ ...error, path: [...issue.path, ...error.path] })),
    );
    const best = at.kind === 'map' ? branches.at(-1) : branches[0];
    return (best ?? []).flatMap((error) => faultsOf(root, error));
  }
  if (issue.code === 'invalid_value') {
    const values = (issue.values ?? []).map(String);
    const written = at.kind === 'scalar' ? at.source : '';
    return [
      {
        range: at.range,
        message: `expected one of ${values.join(', ')}, found ${describe(at)}.${didYouMean(written, values)}`,
      },
    ];
  }
  if (issue.code === 'invalid_type')
    return [
      {
        range: at.range,
        message: `expected ${typeNames[issue.expected ?? ''] ?? issue.expected}, found ${describe(at)}.`,
      },
    ];
  if (issue.code === 'too_big')
    return [{ range: at.range, message: `expected a number of at most ${issue.maximum}, found ${describe(at)}.` }];
  if (issue.code === 'too_small') {
    const least = at.kind === 'scalar' && at.type !== 'string' ? `a number of at least ${issue.minimum}` : 'a value';
    return [{ range: at.range, message: `expected ${least}, found ${describe(at)}.` }];
  }
  return [{ range: at.range, message: `${issue.message}.` }];
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'a text (in quotes)',
  int: 'a whole number',
  number: 'a whole number',
  boolean: 'true or false',
};

function describe(node: ValueNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'sequence') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.kind === 'unknown') return 'a template expression';
  return node.type === 'null' ? 'nothing' : JSON.stringify(node.source);
}

/** The node at the end of a path, or the last one on the way and the step that it lacks. */
function nodeAt(
  root: ValueNode,
  path: readonly (string | number)[],
): { readonly node: ValueNode; readonly missing?: string } {
  let at = root;
  for (const step of path) {
    const next =
      at.kind === 'map'
        ? at.entries.get(String(step))?.value
        : at.kind === 'sequence'
          ? at.items[Number(step)]
          : undefined;
    if (next === undefined) return { node: at, missing: String(step) };
    at = next;
  }
  return { node: at };
}

function knownKeys(path: readonly (string | number)[]): string[] {
  const cluster = Object.keys(configurationSchema.shape.cluster.def.innerType.shape);
  const [first] = path;
  if (first === undefined) return Object.keys(configurationSchema.shape);
  if (first === 'cluster') return cluster;
  if (first === 'clusters') return ['name', 'paths', ...cluster];
  if (first === 'rules') return ['severity', 'marginSeconds', 'suppressible', 'allowLabel'];
  if (first === 'paths') return ['include', 'exclude'];
  if (first === 'overrides') return ['paths', 'names', 'rules', 'reason', 'expires'];
  if (first === 'rollout') return ['syncDelaySeconds'];
  if (first === 'suppressions') return ['honour', 'requireReason'];
  return first === 'policy' ? ['failOn', 'gate'] : [];
}

function ruleFaults(root: ValueNode): Fault[] {
  const configured = entryAt(root, 'rules')?.value;
  if (configured?.kind !== 'map') return [];
  const ids = rules.map((rule) => rule.id);
  const faults: Fault[] = [];
  for (const [id, { key, value }] of configured.entries) {
    const rule = rules.find((candidate) => candidate.id === id);
    if (rule === undefined) {
      faults.push({ range: key.range, message: `unknown rule "${id}".${didYouMean(id, ids)}` });
      continue;
    }
    for (const [option, entry] of value.kind === 'map' ? value.entries : []) {
      if (option === 'marginSeconds' && rule.options?.[option] === undefined) {
        faults.push({ range: entry.key.range, message: `rule ${id} has no option "${option}".` });
      }
      if (option === 'allowLabel' && rule.subject !== 'change') {
        const message = `allowLabel is for rules about what a change does to a load balancer, and ${id} is none.`;
        faults.push({ range: entry.key.range, message });
      }
    }
  }
  return faults;
}

function overrideFaults(root: ValueNode): Fault[] {
  const ids = rules.map((rule) => rule.id);
  return itemsOf(valueAt(root, 'overrides')).flatMap((entry) => {
    const faults: Fault[] = [];
    for (const [id, { key }] of entriesOf(valueAt(entry, 'rules'))) {
      if (!ids.includes(id)) faults.push({ range: key.range, message: `unknown rule "${id}".${didYouMean(id, ids)}` });
    }
    // Without either it would hold for everything, which is what rules is for.
    if (entry.kind === 'map' && !entry.entries.has('paths') && !entry.entries.has('names')) {
      faults.push({ range: entry.range, message: '"paths" or "names" is missing here.' });
    }
    for (const { text, range } of scalarsOf(valueAt(entry, 'names'))) {
      if (isGlob(text) && text.split('/').length <= 2) continue;
      faults.push({
        range,
        message: 'this is no usable name: expected namespace/name or name, with "*" for any text.',
      });
    }
    return faults;
  });
}

function entriesOf(node: ValueNode | undefined): readonly (readonly [string, MapEntry])[] {
  return node?.kind === 'map' ? [...node.entries] : [];
}

function scalarsOf(node: ValueNode | undefined): ScalarNode[] {
  return itemsOf(node).filter((item) => item.kind === 'scalar');
}

function globsOf(root: ValueNode): ScalarNode[] {
  const entries = ['clusters', 'overrides'].flatMap((key) => itemsOf(valueAt(root, key)));
  const lists = [valueAt(root, 'paths', 'include'), valueAt(root, 'paths', 'exclude')];
  return [...lists, ...entries.map((entry) => valueAt(entry, 'paths'))].flatMap(scalarsOf);
}

function globFaults(root: ValueNode): Fault[] {
  return [...globsOf(root), ...scalarsOf(valueAt(root, 'inventory'))]
    .filter(({ text }) => !isGlob(text))
    .map(({ range }) => ({
      range,
      message:
        'this is no usable glob: patterns are relative to the working directory, use "/", stay inside, and close what they open.',
    }));
}

/** Numbers and bools as Kubernetes-flavoured YAML reads them, so that one file never means two things. */
function plain(node: ValueNode): unknown {
  if (node.kind === 'map') return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
  if (node.kind === 'sequence') return node.items.map(plain);
  if (node.kind === 'unknown') return node.text;
  if (node.type === 'null') return undefined;
  // `off` is a severity here, and no bool.
  if (node.type === 'bool')
    return node.source === 'true' || node.source === 'false' ? node.source === 'true' : node.source;
  return node.type === 'string' ? node.text : Number(node.text);
}
