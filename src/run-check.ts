import { check, type CheckResult } from './analysis/check.ts';
import type { PartRequest } from './analysis/parts.ts';
import { openRun, type RunRequest } from './open-run.ts';

export interface CheckRequest extends RunRequest {
  /** The day, YYYY-MM-DD, by which overrides end. */
  readonly today: string;
  /** Evaluate this part only. */
  readonly part?: PartRequest | undefined;
}

/** Reads trees and configuration and evaluates them. Throws `CannotEvaluate` when that is not possible. */
export async function runCheck(request: CheckRequest): Promise<CheckResult> {
  const { settings, configuration, inventory, notices, isWhole, head, base, isAsked } = await openRun(request);
  const { patterns, overrides, invalid } = configuration;
  return check({
    settings,
    head,
    isAsked,
    // A pattern may well match a file that this run was not asked to look at.
    patterns: isWhole ? patterns : [],
    judgesAll: isWhole,
    overrides,
    invalid,
    inventory,
    today: request.today,
    part: request.part,
    notices,
    ...(base === undefined ? {} : { base }),
  });
}
