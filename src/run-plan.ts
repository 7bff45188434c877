import { plan, planAgainst, type PlanResult } from './analysis/plan.ts';
import { openRun, type RunRequest } from './open-run.ts';

/** Reads a tree, or two, and the configuration and predicts. Throws `CannotEvaluate` when that is not possible. */
export async function runPlan(request: RunRequest): Promise<PlanResult> {
  const { settings, head, base, isAsked, inventory, notices } = await openRun(request);
  if (base === undefined) return plan(settings, head, { notices, inventory });
  return planAgainst(settings, head, base, { notices, inventory, isAsked });
}
