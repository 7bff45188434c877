import type { PlanResult } from '../analysis/plan.ts';
import type { Planned } from '../analysis/planned.ts';
import type { ClbPrediction, NlbPrediction } from '../controller/prediction.ts';
import { isPlaceholderValue, type Attributes, type Value } from '../controller/values.ts';
import { inLocale, type Bilingual } from '../model/finding.ts';
import { plainPlan } from './change-plan-json.ts';
import type { ReportContext } from './json.ts';
import { plainLocation } from './plain-location.ts';
import type { ChangePlanReport, PlanReport } from './report-schema.ts';
import { verdictText } from './verdict-text.ts';

type Prediction = PlanReport['predictions'][number];
type Setting = Prediction['listeners'][number]['settings'][number];
type Origin = Setting['from'];

/** The JSON report of a plan: the same input gives the same bytes, `durationMs` apart. */
export function planJson(result: PlanResult, context: ReportContext): string {
  const report = result.changes === undefined ? planReport(result, context) : changePlanReport(result, context);
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function planReport(
  { settings, summary, planned, problems }: PlanResult,
  { version, durationMs }: ReportContext,
): PlanReport {
  const say = (text: Bilingual): string => inLocale(text, settings.locale);
  return {
    schemaVersion: 1,
    tool: { name: 'ack-service-gate', version },
    summary: { ...summary, durationMs },
    predictions: planned.map((each) => predictionOf(each, say)),
    problems: plainProblems(problems, say),
  };
}

/** The JSON report of a plan with a base. */
export function changePlanReport(
  { settings, summary, changes = [], problems }: PlanResult,
  { version, durationMs }: ReportContext,
): ChangePlanReport {
  const { locale } = settings;
  return {
    schemaVersion: 1,
    tool: { name: 'ack-service-gate', version },
    summary: { ...summary, durationMs },
    plan: plainPlan(changes, locale),
    problems: plainProblems(problems, (text) => inLocale(text, locale)),
  };
}

function plainProblems(problems: PlanResult['problems'], say: (text: Bilingual) => string): PlanReport['problems'] {
  return problems.map((problem) => ({
    kind: problem.kind,
    file: problem.file,
    message: say(problem.message),
    location: problem.location === null ? null : plainLocation(problem.location),
  }));
}

export function predictionOf(
  { loadBalancer, location, locate, assumes, quotas }: Planned,
  say: (text: Bilingual) => string,
): Prediction {
  const { prediction, service, verdicts } = loadBalancer;
  const { resource } = service;
  const served = prediction.controller === 'none' ? undefined : prediction;
  return {
    resource: resource.identity,
    scope: resource.scope,
    clusters: resource.cluster === undefined ? [] : [resource.cluster],
    location: plainLocation(location),
    certainty: assumes.length === 0 ? 'certain' : 'conditional',
    assumes: [...assumes],
    controller: prediction.controller,
    reason: prediction.controller === 'none' ? prediction.reason : null,
    error: served?.error === undefined ? null : errorOf(served.error, locate),
    loadBalancer: served === undefined ? null : instanceOf(served),
    listeners: served === undefined ? [] : listenersOf(served),
    backends: served === undefined ? null : backendsOf(served),
    ...(quotas === undefined
      ? {}
      : {
          quotas: {
            services: quotas.services,
            servers: quotas.servers === undefined ? null : { ...quotas.servers },
            listeners: quotas.listeners === undefined ? null : { ...quotas.listeners },
          },
        }),
    annotations: verdicts.map((verdict) => {
      const { annotation, outcome } = verdict;
      const text = verdictText(verdict);
      return {
        key: annotation.key,
        value: annotation.written,
        outcome,
        because: verdict.why?.because ?? null,
        message: text === undefined ? null : say(text),
        event: outcome === 'refused' ? verdict.event : null,
        failure: outcome === 'refused' || outcome === 'ignored' ? verdict.failure : null,
        location:
          annotation.located === undefined
            ? null
            : plainLocation(locate({ node: annotation.located.node, range: annotation.located.node.range })),
      };
    }),
  };
}

function errorOf(
  { event, failure, message, annotation }: NonNullable<ClbPrediction['error']>,
  locate: Planned['locate'],
): Prediction['error'] {
  const node = annotation?.located?.node;
  return {
    event,
    failure,
    message,
    location: node === undefined ? null : plainLocation(locate({ node, range: node.range })),
  };
}

function instanceOf(prediction: ClbPrediction | NlbPrediction): Prediction['loadBalancer'] {
  const { userManaged, listenersManaged, override, preserveOnDelete, instance, create, context } = prediction;
  const id = context.annotations.text('id');
  return {
    action: userManaged ? 'reuse' : 'create',
    id: typeof id === 'string' ? id : null,
    listenersManaged,
    override,
    preserveOnDelete,
    attributes: [...settingsOf(instance, 'annotation'), ...settingsOf(create?.defaults ?? {}, 'default')],
  };
}

function listenersOf(prediction: ClbPrediction | NlbPrediction): Prediction['listeners'] {
  if (!prediction.listenersManaged) return [];
  const { listeners } = prediction;
  return listeners.map((listener) => ({
    port: listener.port ?? null,
    portRange:
      'range' in listener && listener.range !== undefined ? `${listener.range.start}-${listener.range.end}` : null,
    protocol: listener.protocol ?? null,
    settings: [
      ...settingsOf(listener.attributes, 'annotation'),
      ...('createDefaults' in listener ? settingsOf(listener.createDefaults, 'default') : []),
    ],
  }));
}

function backendsOf({ backends }: ClbPrediction | NlbPrediction): Prediction['backends'] {
  return {
    mode: backends.mode ?? null,
    groups: backends.groups.map((group) => ({
      servicePort: group.port ?? null,
      id: group.id ?? null,
      backendPort: group.backendPort ?? null,
      weight: group.weight ?? group.defaultWeight ?? null,
      settings: settingsOf(group.attributes, 'annotation'),
    })),
    portsWithoutGroup: [...backends.portsWithoutGroup],
  };
}

function settingsOf(attributes: Attributes, from: Origin): Setting[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: plain(value), from: isPlaceholderValue(value) ? 'unknown' : from }],
  );
}

/** Longer settings are cut, since they stand at every listener; `annotations` has them in full. */
const longestText = 1000;
const longestList = 50;

/** A value as JSON; what is decided elsewhere is the text that stands for it. */
function plain(value: Value): unknown {
  if (typeof value === 'string') return cut(value);
  if (isPlaceholderValue(value)) return cut(value.placeholder);
  if (Array.isArray(value)) {
    const items = value.slice(0, longestList).map((each) => plain(each as Value));
    return value.length > longestList ? [...items, '…'] : items;
  }
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
