import type { BackendMode } from '../catalog/backend-modes.ts';
import type { ClusterFacts } from '../world/facts.ts';
import type { Service, ServicePort } from '../world/service.ts';
import { annotation, type Annotation } from './annotations.ts';
import { backendModeOf } from './backends/mode.ts';
import { equalsFold } from './go/text.ts';
import { predict, type Prediction } from './prediction.ts';
import { parseProtocolPort, type ProtocolPortElement } from './protocol-port.ts';
import { subjectOf } from './subject.ts';
import { surroundingsOf } from './surroundings.ts';
import { verdictsOf, type Verdict } from './verdicts.ts';

export type { Verdict } from './verdicts.ts';

export interface Listener {
  readonly port: ServicePort;
  /** `tcp`, `udp`, `http`, `https` (CLB) or `tcpssl` (NLB); undefined when it cannot be known or is refused. */
  readonly protocol: string | undefined;
}

/** What the cloud controller makes of one LoadBalancer Service under known facts: the model, as rules ask it. */
export interface LoadBalancer {
  readonly service: Service;
  /** All that the model says. */
  readonly prediction: Prediction;
  /** The controller that serves it; `none` when both pass it by without an event. */
  readonly controller: 'clb' | 'nlb' | 'none';
  /** The annotation that names an existing instance. */
  readonly reused: Annotation | undefined;
  /** Listeners are made from the Service: always on an own instance, on a reused one only with override. */
  readonly managesListeners: boolean;
  readonly listeners: readonly Listener[];
  readonly protocolPort: Annotation | undefined;
  /** Elements of the protocol-port annotation; empty when it is absent or unknown. */
  readonly protocolPortElements: readonly ProtocolPortElement[];
  /** undefined where facts leave it open. */
  readonly backendMode: BackendMode | undefined;
  /** What becomes of each annotation of the family, in the order in which they are written. */
  readonly verdicts: readonly Verdict[];
}

// Rules ask about the same Service again and again; the answer depends on nothing else.
const answers = new WeakMap<Service, Map<string, LoadBalancer>>();

/** Predicts from the Service alone, under what is known about its cluster. */
export function predictLoadBalancer(service: Service, facts: ClusterFacts): LoadBalancer {
  const known = JSON.stringify(surroundingsOf(facts));
  const under = answers.get(service) ?? new Map<string, LoadBalancer>();
  answers.set(service, under);
  const answer = under.get(known) ?? ask(service, facts);
  under.set(known, answer);
  return answer;
}

/** Lets go of what was predicted for a Service that is not asked about soon: all of it together is a lot. */
export function forgetPredictions(service: Service): void {
  answers.delete(service);
}

function ask(service: Service, facts: ClusterFacts): LoadBalancer {
  const subject = subjectOf(service);
  const surroundings = surroundingsOf(facts);
  const prediction = predict(subject, surroundings);
  const { controller } = prediction;
  const reused = annotation(service, 'id');
  const protocolPort = annotation(service, 'protocol-port');
  const view = { service, prediction, controller, reused, protocolPort };
  let judged: readonly Verdict[] | undefined;
  const verdicts = (): readonly Verdict[] => (judged ??= verdictsOf(subject, prediction));
  if (prediction.controller === 'none')
    return {
      ...view,
      managesListeners: reused === undefined,
      protocolPortElements: [],
      listeners: service.ports.map((port) => ({ port, protocol: port.protocol.toLowerCase() })),
      backendMode: backendModeOf(subject, surroundings),
      get verdicts() {
        return verdicts();
      },
    };
  return {
    ...view,
    managesListeners: prediction.listenersManaged,
    protocolPortElements:
      protocolPort?.text === undefined ? [] : parseProtocolPort(protocolPort.text, prediction.controller),
    listeners: prediction.listeners.flatMap(({ servicePort, protocol }) =>
      servicePort.located === undefined ? [] : [{ port: servicePort.located, protocol: protocol?.toLowerCase() }],
    ),
    backendMode: prediction.backends.mode,
    get verdicts() {
      return verdicts();
    },
  };
}

/** What becomes of the annotation of a short key; of its legacy form only where that one counts. */
export function verdictOf({ verdicts }: LoadBalancer, shortKey: string): Verdict | undefined {
  const own = verdicts.filter((verdict) => verdict.shortKey === shortKey);
  return own.find(({ why }) => why?.because !== 'hidden');
}

/** A flag as the controller reads it: CLB compares with `on` exactly, NLB in any case. */
export function isOn(flag: Annotation | undefined, controller: LoadBalancer['controller']): boolean | undefined {
  if (flag === undefined) return false;
  if (flag.text === undefined) return undefined;
  return controller === 'nlb' ? equalsFold(flag.text, 'on') : flag.text === 'on';
}
