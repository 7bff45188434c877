import { hasNoPrograms, readinessGate, sleepAction } from '../catalog/rollout.ts';
import { isBelow } from '../controller/controller-version.ts';
import type { Change, Suggestion, Written } from '../model/fix.ts';
import { isPresent, numberOf, textOf, valueAt, type ValueNode } from '../model/node.ts';
import { gracePeriodOf, type Container, type Workload } from '../world/workload.ts';
import type { RuleContext } from './rule.ts';

/** A longer grace period. */
export function withGrace(workload: Workload, seconds: number): Suggestion | undefined {
  const changes = graceChanges(workload, seconds);
  if (changes === undefined) return undefined;
  return {
    description: {
      en: `Set terminationGracePeriodSeconds to ${seconds}.`,
      zh: `将 terminationGracePeriodSeconds 设置为 ${seconds}。`,
    },
    changes,
  };
}

/** What makes the grace period at least so long; undefined where that cannot be told. */
function graceChanges(workload: Workload, seconds: number): Change[] | undefined {
  const { podSpec } = workload;
  const grace = gracePeriodOf(workload);
  if (podSpec?.kind !== 'map' || grace.seconds === undefined) return undefined;
  if (grace.seconds >= seconds) return [];
  if (grace.node !== undefined) return [{ kind: 'number', node: grace.node, value: seconds }];
  const key = 'terminationGracePeriodSeconds';
  return podSpec.entries.has(key)
    ? undefined
    : [{ kind: 'insert', map: podSpec, key, value: seconds, behind: [], before: 'containers' }];
}

/** A preStop of so many seconds where there is none, and a grace period that goes with it. */
export function withPreStop(
  workload: Workload,
  { node }: Container,
  seconds: number,
  { facts: { kubernetesVersion }, marginSeconds }: Pick<RuleContext, 'facts' | 'marginSeconds'>,
): Suggestion | undefined {
  const lifecycle = valueAt(node, 'lifecycle');
  const hasAction = isBelow(kubernetesVersion, sleepAction.since) === false;
  // Whether an image holds the program cannot be told; one that is named for having none does not.
  if (!hasAction && hasNoPrograms(textOf(valueAt(node, 'image')) ?? '')) return undefined;
  const preStop: Written = hasAction ? { sleep: { seconds } } : { exec: { command: ['sleep', String(seconds)] } };
  const grace = graceChanges(workload, seconds + marginSeconds);
  if (grace === undefined || node.kind !== 'map') return undefined;
  let change: Change;
  if (lifecycle === undefined)
    change = { kind: 'insert', map: node, key: 'lifecycle', value: { preStop }, behind: ['image', 'name'] };
  else if (lifecycle.kind === 'map' && lifecycle.entries.size > 0)
    change = { kind: 'insert', map: lifecycle, key: 'preStop', value: preStop, behind: [] };
  else return undefined;
  return {
    description: {
      en: `Add a preStop of ${seconds} s${grace.length > 0 ? ' and the grace period that goes with it' : ''}.`,
      zh: `添加 ${seconds} 秒的 preStop${grace.length > 0 ? '及与之匹配的优雅终止时间' : ''}。`,
    },
    changes: [...grace, change],
  };
}

/** A longer sleep in the preStop that is there; undefined where its length is not a value of its own. */
export function withLongerPreStop(
  workload: Workload,
  length: ValueNode,
  seconds: number,
  { marginSeconds }: Pick<RuleContext, 'marginSeconds'>,
): Suggestion | undefined {
  const grace = graceChanges(workload, seconds + marginSeconds);
  if (grace === undefined || length.kind !== 'scalar') return undefined;
  const change: Change | undefined =
    numberOf(length) !== undefined && length.step === 'seconds'
      ? { kind: 'number', node: length, value: seconds }
      : /^[0-9.]+[smhd]?$/.test(length.text)
        ? { kind: 'set', node: length, text: String(seconds) }
        : undefined;
  if (change === undefined) return undefined;
  return {
    description: {
      en: `Let preStop sleep for ${seconds} s${grace.length > 0 ? ', with the grace period that goes with it' : ''}.`,
      zh: `将 preStop 的休眠时间设为 ${seconds} 秒${grace.length > 0 ? '，并相应延长优雅终止时间' : ''}。`,
    },
    changes: [...grace, change],
  };
}

/** A check of the port that traffic comes in by; undefined where the container has one already, or the port is unknown. */
export function withReadinessProbe({ node }: Container, port: number | string | undefined): Suggestion | undefined {
  if (node.kind !== 'map' || port === undefined || node.entries.has('readinessProbe')) return undefined;
  return {
    description: {
      en: `Add a readinessProbe that connects to port ${port}.`,
      zh: `添加连接端口 ${port} 的 readinessProbe。`,
    },
    changes: [
      {
        kind: 'insert',
        map: node,
        key: 'readinessProbe',
        value: { tcpSocket: { port } },
        behind: ['image', 'name'],
      },
    ],
  };
}

/** Gates for load balancers where the pod has none at all. */
export function withGates({ podSpec }: Workload, services: readonly string[]): Suggestion | undefined {
  if (podSpec?.kind !== 'map' || isPresent(valueAt(podSpec, 'readinessGates'))) return undefined;
  return {
    description: { en: 'Add the readiness gate.', zh: '添加 readinessGate。' },
    changes: [
      {
        kind: 'insert',
        map: podSpec,
        key: 'readinessGates',
        value: services.map((name) => ({ conditionType: readinessGate.prefix + name })),
        behind: [],
        before: 'containers',
      },
    ],
  };
}
