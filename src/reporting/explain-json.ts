import type { ExplainResult } from '../analysis/explain/explain.ts';
import type { ServiceName } from '../analysis/explain/observation.ts';
import { inLocale, type Bilingual, type Locale } from '../model/finding.ts';
import type { ExplainReport } from './explain-schema.ts';
import { plainLocation } from './plain-location.ts';

interface JsonOptions {
  readonly locale: Locale;
  readonly version: string;
  readonly notices: readonly Bilingual[];
}

/** Explanations as JSON. */
export function explainJson(result: ExplainResult, { locale, version, notices }: JsonOptions): string {
  const say = (text: Bilingual): string => inLocale(text, locale);
  const { explained, unknown, read, passedOver, leftOut, services } = result;
  const report: ExplainReport = {
    schemaVersion: 1,
    tool: { name: 'ack-service-gate', version },
    summary: { read, explained: explained.length, unknown: unknown.length, passedOver, leftOut, services },
    explanations: explained.map(({ explanation: { steps, rules, foresight, ...one }, occurrences }) => ({
      ...one,
      meaning: say(one.meaning),
      why: say(one.why),
      effect: one.effect === null ? null : say(one.effect),
      foresight: [...foresight],
      steps: steps.map(({ text, when }) => ({ text: say(text), when: when.map(say) })),
      rules: [...rules],
      occurrences: occurrences.map((each) => ({
        service: serviceOf(each.service),
        loadBalancer: each.loadBalancer ?? null,
        message: each.message ?? null,
        count: each.count,
        lastSeen: each.lastSeen ?? null,
        manifests:
          each.manifests?.map(({ location, verdict, message, ruleId }) => ({
            location: plainLocation(location),
            verdict,
            message: say(message),
            ruleId,
          })) ?? null,
      })),
    })),
    unknown: unknown.map(({ message, service, count, lastSeen, closest }) => ({
      message,
      service: serviceOf(service),
      count,
      lastSeen: lastSeen ?? null,
      closest: closest === undefined ? null : { id: closest.event, message: closest.message },
    })),
    notices: notices.map(say),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function serviceOf(service: ServiceName | undefined): { namespace: string | null; name: string } | null {
  return service === undefined ? null : { namespace: service.namespace ?? null, name: service.name };
}
