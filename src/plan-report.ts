import type { PlanResult } from './analysis/plan.ts';
import { version } from './version.ts';

export const planFormats = ['text', 'json', 'markdown'] as const;
export type PlanFormat = (typeof planFormats)[number];

export interface PlanReportOptions {
  readonly colour: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly durationMs: number;
}

/** A report of a plan as text. Each format is loaded only when it is asked for. */
export async function planReport(name: PlanFormat, result: PlanResult, options: PlanReportOptions): Promise<string> {
  const { colour, durationMs, quiet = false, verbose = false } = options;
  if (name === 'json') return (await import('./reporting/plan-json.ts')).planJson(result, { version, durationMs });
  if (name === 'markdown') return (await import('./reporting/change-plan-markdown.ts')).changePlanMarkdown(result);
  if (result.changes === undefined)
    return (await import('./reporting/plan-text.ts')).planText(result, { colour, quiet, verbose });
  return (await import('./reporting/change-plan-text.ts')).changePlanText(result, { colour, quiet });
}
