import { mayBeOwn } from '../../catalog/events/recorders.ts';
import { CannotEvaluate } from '../failure.ts';
import type { Observation, Observed, ServiceState } from './observation.ts';
import { situationOf } from './read-annotations.ts';

interface JsonObject {
  readonly [key: string]: unknown;
}

/** Events and Services of `kubectl get … -o json`. Throws `CannotEvaluate` where it is neither, or is cut off. */
export function readJson(input: string): Observed {
  const observations: Observation[] = [];
  const services: ServiceState[] = [];
  let passedOver = 0;
  let isKnown = false;
  for (const item of itemsOf(parse(input))) {
    if (item['kind'] === 'Event') {
      const observation = observationOf(item);
      if (observation === undefined) passedOver += 1;
      else observations.push(observation);
    } else if (item['kind'] === 'Service') {
      const state = stateOf(item);
      if (state !== undefined) services.push(state);
    } else if (item['kind'] !== 'List') continue;
    isKnown = true;
  }
  if (!isKnown)
    throw new CannotEvaluate(
      'The JSON holds neither events nor Services.',
      'Give it what kubectl get events -A -o json or kubectl get svc -A -o json prints.',
    );
  return { observations, services, passedOver };
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input) as unknown;
  } catch (error) {
    const isCutOff = /end of JSON input|Unterminated|after property value|after array element/.test(String(error));
    throw new CannotEvaluate(
      isCutOff && !/[}\]]\s*$/.test(input)
        ? 'The JSON ends in the middle; the command that wrote it was cut off.'
        : `This is no valid JSON: ${(error as Error).message.slice(0, 200)}`,
      'Write it to a file first: kubectl get events -A -o json > events.json',
    );
  }
}

/** The objects of a list, or the one object; an empty list counts as one of a known kind. */
function itemsOf(json: unknown): readonly JsonObject[] {
  if (Array.isArray(json)) return json.filter(isObject);
  if (!isObject(json)) return [];
  const { items, kind } = json;
  if (!Array.isArray(items)) return [json];
  // The items of a typed list may leave their kind out.
  const own = typeof kind === 'string' && kind !== 'List' ? kind.replace(/List$/, '') : undefined;
  const typed = items.filter(isObject).map((item): JsonObject => (own === undefined ? item : { kind: own, ...item }));
  return typed.length > 0 ? typed : [{ kind: 'List' }];
}

/**
 * An event of a Service, in the shape of `v1` or of `events.k8s.io/v1`; undefined for one of anything else, or of another
 * controller.
 */
function observationOf(event: JsonObject): Observation | undefined {
  const about = objectAt(event, 'involvedObject') ?? objectAt(event, 'regarding');
  const name = textAt(about, 'name');
  if (about === undefined || about['kind'] !== 'Service' || name === undefined) return undefined;
  if (!mayBeOwn(recorderOf(event))) return undefined;
  const series = objectAt(event, 'series');
  const count = [series?.['count'], event['count'], event['deprecatedCount']].find((value) => isCount(value));
  return {
    message: textAt(event, 'message') ?? textAt(event, 'note') ?? '',
    reason: textAt(event, 'reason'),
    service: { namespace: textAt(about, 'namespace'), name },
    count: count ?? 1,
    lastSeen:
      textAt(series, 'lastObservedTime') ??
      textAt(event, 'lastTimestamp') ??
      textAt(event, 'deprecatedLastTimestamp') ??
      textAt(event, 'eventTime') ??
      textAt(objectAt(event, 'metadata'), 'creationTimestamp'),
  };
}

/** Who says that it happened. */
function recorderOf(event: JsonObject): string | undefined {
  return (
    textAt(objectAt(event, 'source') ?? objectAt(event, 'deprecatedSource'), 'component') ??
    textAt(event, 'reportingComponent') ??
    textAt(event, 'reportingController')
  );
}

/** A Service of type LoadBalancer; undefined for any other. */
function stateOf(service: JsonObject): ServiceState | undefined {
  const metadata = objectAt(service, 'metadata');
  const spec = objectAt(service, 'spec');
  const name = textAt(metadata, 'name');
  if (name === undefined || spec?.['type'] !== 'LoadBalancer') return undefined;
  const annotations = objectAt(metadata, 'annotations');
  const ingress = objectAt(objectAt(service, 'status'), 'loadBalancer')?.['ingress'];
  return {
    service: { namespace: textAt(metadata, 'namespace'), name },
    situation: {
      ...situationOf(
        (key) => stringAt(annotations, key),
        textAt(spec, 'loadBalancerClass'),
        textAt(spec, 'externalTrafficPolicy'),
      ),
      hasAddress: Array.isArray(ingress) && ingress.length > 0,
      isTerminating: textAt(metadata, 'deletionTimestamp') !== undefined,
    },
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function objectAt(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? value : undefined;
}

function textAt(object: JsonObject | undefined, key: string): string | undefined {
  const text = stringAt(object, key);
  return text === '' ? undefined : text;
}

function stringAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
