import type { Change, Written } from '../model/fix.ts';
import type { MapNode, ScalarNode, SequenceNode, ValueNode } from '../model/node.ts';

/** All values of an object by their place, as Kubernetes reads them: how they are written makes no difference. */
export type Values = Map<string, string>;

export function valuesOf(root: ValueNode): Values {
  const values: Values = new Map();
  collect(root, '', values);
  return values;
}

function collect(node: ValueNode, place: string, values: Values): void {
  if (node.kind === 'scalar') values.set(place, `${node.type} ${node.text}`);
  else if (node.kind === 'unknown') values.set(place, `unknown ${node.text}`);
  else {
    values.set(place, node.kind);
    if (node.kind === 'map') for (const [key, { value }] of node.entries) collect(value, below(place, key), values);
    else node.items.forEach((item, index) => collect(item, below(place, index), values));
  }
}

function collectWritten(value: Written, place: string, values: Values): void {
  if (typeof value === 'string') values.set(place, `string ${value}`);
  else if (typeof value === 'number') values.set(place, numberValue(value));
  else {
    values.set(place, isList(value) ? 'sequence' : 'map');
    for (const [step, part] of Object.entries(value)) collectWritten(part, below(place, step), values);
  }
}

function numberValue(value: number): string {
  return `${Number.isInteger(value) ? 'int' : 'float'} ${value}`;
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}

/** What the values must be once the changes are made; undefined where a change is about something outside of `root`. */
export function expectedValues(root: MapNode, changes: readonly Change[]): Values | undefined {
  const values = valuesOf(root);
  for (const change of changes) {
    switch (change.kind) {
      case 'set':
      case 'quote': {
        const { node } = change;
        const place = placeOf(node, root);
        if (place === undefined || node.kind !== 'scalar') return undefined;
        values.set(place, `string ${change.kind === 'set' ? change.text : node.source}`);
        break;
      }
      case 'number': {
        const place = placeOf(change.node, root);
        if (place === undefined) return undefined;
        values.set(place, numberValue(change.value));
        break;
      }
      case 'insert': {
        const holder = placeOf(change.map, root);
        if (holder === undefined) return undefined;
        collectWritten(change.value, below(holder, change.key), values);
        break;
      }
      case 'rename': {
        const holder = placeOf(change.key.parent, root);
        if (holder === undefined) return undefined;
        const moved = removeBelow(values, below(holder, change.key.text));
        for (const [rest, value] of moved) values.set(below(holder, change.to) + rest, value);
        break;
      }
      case 'remove': {
        const map = change.key.parent;
        const holder = placeOf(map, root);
        if (holder === undefined || map?.kind !== 'map') return undefined;
        removeBelow(values, below(holder, change.key.text));
        // A block map that is left empty goes with its last entry; a flow map may stay as {}.
        if (map.entries.size === 1) removeBelow(values, holder);
        break;
      }
      case 'annotate': {
        const holder = below(below('', 'metadata'), 'annotations');
        values.set(holder, 'map');
        for (const [key, text] of change.entries) values.set(below(holder, key), `string ${text}`);
      }
    }
  }
  return values;
}

/** True when both hold the same values; an empty map is as good as none. */
export function areEqual(expected: Values, found: Values): boolean {
  for (const [place, value] of expected) if (found.get(place) !== value) return false;
  for (const [place, value] of found) {
    if (expected.has(place)) continue;
    const isEmptyMap = value === 'map' && ![...found.keys()].some((other) => other.startsWith(`${place}/`));
    if (!isEmptyMap) return false;
  }
  return true;
}

function removeBelow(values: Values, place: string): [rest: string, value: string][] {
  const removed = [...values].filter(([other]) => other === place || other.startsWith(`${place}/`));
  for (const [other] of removed) values.delete(other);
  return removed.map(([other, value]) => [other.slice(place.length), value]);
}

function below(place: string, step: string | number): string {
  return `${place}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The place of a value below `root`; undefined when it stands elsewhere. */
function placeOf(node: MapNode | SequenceNode | ScalarNode | ValueNode | undefined, root: MapNode): string | undefined {
  const steps: (string | number)[] = [];
  let at: ValueNode | undefined = node;
  for (; at !== undefined && at !== root; at = at.parent) {
    if (at.step === undefined) return undefined;
    steps.push(at.step);
  }
  return at === undefined ? undefined : steps.reverse().reduce<string>((place, step) => below(place, step), '');
}
