import { diffLines } from 'diff';
import type { ServerGroup } from '../../src/controller/backends/groups.ts';
import type { Member } from '../../src/controller/backends/members.ts';
import { predict, type Prediction } from '../../src/controller/prediction.ts';
import { isPlaceholderValue, type Attributes, type Value } from '../../src/controller/values.ts';
import { subjectOf, surroundingsOf, type OracleCase, type OracleInput } from './recording.ts';

/** Fields that the model does not answer: what the first sync does in the cloud. */
const unmodelled = new Set(['firstSync']);

/** What the model says about a recorded input, in the words of the recordings. */
export function answerOf(input: OracleInput): unknown {
  return ordered(inRecordedWords(predict(subjectOf(input), surroundingsOf(input))));
}

/** What was recorded, without what the model does not answer. */
export function recordedAnswer({ expected }: OracleCase): unknown {
  return ordered(Object.fromEntries(Object.entries(expected).filter(([name]) => !unmodelled.has(name))));
}

/** Undefined where model and recording agree, else a readable difference (`-` recorded, `+` model). */
export function difference(one: OracleCase): string | undefined {
  return readable(JSON.stringify(recordedAnswer(one), null, 1), JSON.stringify(answerOf(one.input), null, 1));
}

/** Undefined for equal texts, else what differs, with the lines around it. */
export function readable(recorded: string, answered: string): string | undefined {
  if (recorded === answered) return undefined;
  return diffLines(recorded, answered)
    .flatMap(({ added, removed, value }) => {
      const lines = value.replace(/\n$/, '').split('\n');
      if (added) return lines.map((line) => `+${line}`);
      if (removed) return lines.map((line) => `-${line}`);
      return lines.length > 4 ? [` ${lines[0]}`, ' …', ` ${lines.at(-1)}`] : lines.map((line) => ` ${line}`);
    })
    .join('\n');
}

function inRecordedWords(prediction: Prediction): unknown {
  if (prediction.controller === 'none') return { controller: 'none', reason: prediction.reason };
  const { error } = prediction;
  const common = {
    controller: prediction.controller,
    userManaged: prediction.userManaged,
    override: prediction.override,
    listenersManaged: prediction.listenersManaged,
    preserveOnDelete: prediction.preserveOnDelete || undefined,
  };
  // A model that could not be built has no parts.
  if (error !== undefined) return { ...common, error: { stage: error.stage, message: error.message } };
  const { create, backends } = prediction;
  return {
    ...common,
    instance: plain(prediction.instance),
    instanceCreateDefaults: create === undefined || create.error !== undefined ? undefined : plain(create.defaults),
    createError: create?.error,
    listeners: listenersOf(prediction),
    backends: {
      mode: backends.mode,
      groups: backends.groups.length === 0 ? null : backends.groups.map(groupOf),
      portsWithoutGroup: backends.portsWithoutGroup.length === 0 ? undefined : backends.portsWithoutGroup,
      waitsForPods: backends.waitsForPods === true || undefined,
    },
  };
}

function listenersOf(prediction: Exclude<Prediction, { controller: 'none' }>): unknown {
  if (prediction.listeners.length === 0) return null;
  if (prediction.controller === 'clb')
    return prediction.listeners.map(({ port, protocol, attributes, createDefaults }) => ({
      port,
      protocol,
      attributes: plain(attributes),
      createDefaults: plain(createDefaults),
    }));
  return prediction.listeners.map(({ port, protocol, attributes, range, servicePort }) => ({
    port,
    protocol,
    attributes: plain(attributes),
    servicePort: servicePort.port,
    portRange: range === undefined ? undefined : `${range.start}-${range.end}`,
  }));
}

function groupOf(group: ServerGroup): unknown {
  const { attributes, invalid } = group;
  return {
    port: group.port,
    name: group.name,
    id: group.id,
    weight: group.weight,
    defaultWeight: group.defaultWeight,
    ignoreWeightUpdate: group.ignoreWeightUpdate || undefined,
    servers: (group.servers ?? []).map((member) => memberOf(group, member)).sort(byText),
    invalid:
      invalid === undefined || invalid.length === 0
        ? undefined
        : invalid.map((member) => memberOf(group, member)).sort(byText),
    attributes: Object.keys(attributes).length === 0 ? undefined : plain(attributes),
  };
}

/** CLB writes the type of a member in lower case, NLB with a capital; the group's attributes tell which it is. */
function memberOf(group: ServerGroup, member: Member): unknown {
  const nlb = group.attributes['protocol'] !== undefined;
  const type = nlb ? member.type.charAt(0).toUpperCase() + member.type.slice(1) : member.type;
  return {
    id: member.id,
    ip: member.ip === '' ? undefined : member.ip,
    port: member.port,
    weight: member.weight,
    type,
  };
}

/** Attributes with what only the cluster knows written as text, as the recordings do. */
function plain(attributes: Attributes): unknown {
  return unwrap(attributes as Value);
}

function unwrap(value: Value): unknown {
  if (isPlaceholderValue(value)) return value.placeholder;
  if (Array.isArray(value)) return value.map((item) => unwrap(item as Value));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value as Attributes).map(([name, item]) => [name, unwrap(item ?? '')]));
}

/** The same value with its keys sorted and absent ones left out, so that equal values have equal texts. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, name === 'servers' || name === 'invalid' ? sorted(item) : ordered(item)]),
  );
}

function sorted(members: unknown): unknown {
  return Array.isArray(members) ? members.map(ordered).sort(byText) : members;
}

function byText(a: unknown, b: unknown): number {
  const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
