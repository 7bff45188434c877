import type { ExplainRequest } from './run-explain.ts';

export const explainHelp = `
Examples:
  ack-service-gate explain 'alicloud: can not change LoadBalancer AddressType once created. delete and retry'
  kubectl -n shop describe svc web | ack-service-gate explain
  kubectl get events -A -o json | ack-service-gate explain
  ack-service-gate explain --events events.json --events services.json
  ack-service-gate explain E13
  ack-service-gate explain E13 --events events.json
  ack-service-gate explain 503 during rollout
  ack-service-gate explain --symptom

Ids beside --events choose what is told of it; a message beside it is explained as well.
In a git checkout it also tells where the Service is written, and whether that still causes the event.

Exit codes: 0 explained, or nothing that needs it; 1 some message is not known; 2 could not be read; 3 a bug in the gate.`;

export interface ExplainOutput {
  readonly format: 'text' | 'json';
  readonly colour: boolean;
  readonly version: string;
}

/** The report of `explain`, and whether all that it was asked about is known. */
export async function explainReport(
  request: ExplainRequest,
  { format, colour, version }: ExplainOutput,
): Promise<{ readonly report: string; readonly isKnown: boolean }> {
  const { runExplain } = await import('./run-explain.ts');
  const { result, notices, isList } = await runExplain(request);
  const { locale } = request;
  const isKnown = result.unknown.length === 0;
  if (format === 'json') {
    const { explainJson } = await import('./reporting/explain-json.ts');
    return { report: explainJson(result, { locale, version, notices }), isKnown };
  }
  const { explainText, symptomList } = await import('./reporting/explain-text.ts');
  const report = isList
    ? symptomList(
        result.explained.map(({ explanation }) => explanation),
        locale,
        colour,
      )
    : explainText(result, { locale, colour, notices });
  return { report, isKnown };
}
