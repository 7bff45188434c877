import type { PlanEntry, PlanStory } from '../analysis/plan-entry.ts';
import { planSentence } from '../analysis/plan-sentence.ts';
import { isEventId } from '../catalog/events/patterns.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import type { Location } from '../model/finding.ts';
import type { ChangePlan } from './plan-schema.ts';
import { madeByAnother } from './restate.ts';

/** The plan of a report that somebody else made: its sentences are made anew, its names are cut where they are shown. */
export function restatedPlan(plan: ChangePlan, locationOf: (location: ReportLocation) => Location): PlanEntry[] {
  return plan.map((entry): PlanEntry => {
    const { event, certainty, summary, ...said } = entry;
    // An entry that is sure of itself assumes nothing, and its sentence is that of its data.
    const isSound = (certainty === 'certain') === (entry.assumes.length === 0) && summary !== '';
    if (!isSound)
      throw new CannotEvaluate(`The plan of the report contradicts itself at ${JSON.stringify(nameOf(entry))}.`);
    if (event !== null && !isEventId(event)) throw new CannotEvaluate(madeByAnother(`the event "${event}"`));
    const effects = entry.effects.map((effect) => ({ ...effect, causes: effect.causes.map(locationOf) }));
    const story: PlanStory = { ...said, event, effects };
    return { ...said, ...story, location: locationOf(entry.location), summary: planSentence(story) };
  });
}

type ReportLocation = ChangePlan[number]['location'];

function nameOf({ resource }: ChangePlan[number]): string {
  return resource.name.slice(0, 100);
}
