import { CannotEvaluate } from './analysis/failure.ts';
import { didYouMean } from './analysis/suggest.ts';
import type { Locale } from './model/finding.ts';
import { version } from './version.ts';

export interface RulesReportOptions {
  readonly format: 'text' | 'json';
  readonly locale: Locale;
  readonly colour: boolean;
}

/** The list of all rules, or one in full. Throws `CannotEvaluate` where there is no rule of that name. */
export async function rulesReport(
  id: string | undefined,
  { format, locale, colour }: RulesReportOptions,
): Promise<string> {
  const { rules } = await import('./rules/index.ts');
  const { rulePage, rulesJson, rulesList } = await import('./reporting/rules-report.ts');
  const chosen = id === undefined ? rules : rules.filter((rule) => rule.id === id);
  const [first] = chosen;
  if (first === undefined) {
    const near = didYouMean(
      id ?? '',
      rules.map((rule) => rule.id),
    );
    throw new CannotEvaluate(`There is no rule "${id}".${near}`, 'ack-service-gate rules lists them.');
  }
  if (format === 'json') return rulesJson(chosen, locale, version);
  return id === undefined ? rulesList(chosen, locale, colour) : rulePage(first, locale, colour);
}
