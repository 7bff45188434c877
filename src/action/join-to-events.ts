import type { CheckResult } from '../analysis/check.ts';
import type { Observed } from '../analysis/explain/observation.ts';

/**
 * Says at findings what of them is failing now. In an audit, also what fails and no finding explains: of a change nobody
 * asks that.
 */
export async function joinToEvents(
  result: CheckResult,
  observed: Observed | undefined,
  isAudit: boolean,
): Promise<CheckResult> {
  if (observed === undefined) return result;
  const { joinEvents, unexplainedNotice } = await import('../analysis/failing-now.ts');
  const { findings, unexplained } = joinEvents(result.findings, observed);
  const notice = isAudit ? unexplainedNotice(unexplained) : undefined;
  return { ...result, findings, problems: notice === undefined ? result.problems : [...result.problems, notice] };
}
