import type { Finding, Problem } from '../model/finding.ts';
import { failingServices, type FailingService, type Failure } from './explain/failing-services.ts';
import { isSameService, type Observed, type ServiceName } from './explain/observation.ts';

/** Findings with what fails now because of them, and Services with failures that none of them explains. */
export interface JoinedFindings {
  readonly findings: readonly Finding[];
  readonly unexplained: readonly FailingService[];
}

/**
 * Joins what the cluster says of Services to findings about them: by namespace and name, and where the finding names the
 * event or the event names the rule. It changes neither what is found nor whether it counts.
 */
export function joinEvents(findings: readonly Finding[], observed: Observed): JoinedFindings {
  const failing = failingServices(observed);
  const services = servicesByName(observed);
  const joined = new Set<Failure>();
  const withFailures = findings.map((finding): Finding => {
    const service = serviceOf(finding, services);
    if (service === undefined) return finding;
    const own = failing
      .filter((each) => isSameService(each.service, service))
      .flatMap(({ failures }) => failures.filter((failure) => explains(finding, failure)));
    for (const failure of own) joined.add(failure);
    const failingNow = own.flatMap(({ event, count, last }) => (event === undefined ? [] : [{ event, count, last }]));
    return failingNow.length === 0 ? finding : { ...finding, failingNow };
  });
  const unexplained = failing
    .map(({ service, failures }) => ({ service, failures: failures.filter((failure) => !joined.has(failure)) }))
    .filter(({ failures }) => failures.length > 0);
  return { findings: withFailures, unexplained };
}

function servicesByName({ observations, services }: Observed): ReadonlyMap<string, readonly ServiceName[]> {
  const found = new Map<string, ServiceName[]>();
  for (const { service } of [...observations, ...services]) {
    if (service === undefined) continue;
    const known = found.get(service.name) ?? [];
    if (!known.some(({ namespace }) => namespace === service.namespace)) known.push(service);
    found.set(service.name, known);
  }
  return found;
}

/** The Service of the cluster that a finding is about; a name alone counts only where there is just one. */
function serviceOf(
  { resource, status }: Finding,
  services: ReadonlyMap<string, readonly ServiceName[]>,
): ServiceName | undefined {
  if (resource?.kind !== 'Service' || status === 'fixed') return undefined;
  const named = services.get(resource.name) ?? [];
  const exact = named.find(({ namespace }) => namespace !== undefined && namespace === resource.namespace);
  if (exact !== undefined) return exact;
  const [only, ...others] = named;
  const mayBe = only !== undefined && (resource.namespace === null || only.namespace === undefined);
  return mayBe && others.length === 0 ? only : undefined;
}

function explains({ events, ruleId }: Finding, { event, rules }: Failure): boolean {
  return event !== undefined && (events.includes(event) || rules.includes(ruleId));
}

/** Services that the note names; the others are counted. */
const mostNamed = 10;
/** No name of Kubernetes is longer. */
const longestName = 253;

/** The one note about failures that no finding explains; undefined where there are none. */
export function unexplainedNotice(unexplained: readonly FailingService[]): Problem | undefined {
  const count = unexplained.length;
  if (count === 0) return undefined;
  const shown = unexplained.slice(0, mostNamed);
  const idsOf = ({ failures }: FailingService, unknown: string): string[] =>
    failures.map(({ event }) => event ?? unknown);
  const english = shown.map((each) => `${nameOf(each)} (${idsOf(each, 'a message that is not known').join(', ')})`);
  const chinese = shown.map((each) => `${nameOf(each)}（${idsOf(each, '未知消息').join('、')}）`);
  const rest = count - shown.length;
  return {
    kind: 'events-unexplained',
    file: '',
    message: {
      en: `${count} ${count === 1 ? 'Service has' : 'Services have'} events that no finding explains: ${english.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
      zh: `${count} 个 Service 的事件没有对应的问题：${chinese.join('、')}${rest > 0 ? ' 等' : ''}`,
    },
    location: null,
  };
}

function nameOf({ service: { namespace, name } }: FailingService): string {
  return [namespace, name]
    .filter((part) => part !== undefined)
    .map((part) => part.slice(0, longestName))
    .join('/');
}
