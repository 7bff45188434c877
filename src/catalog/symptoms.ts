import { furtherSymptoms } from './symptoms/further.ts';
import { settingSymptoms } from './symptoms/settings.ts';
import type { SymptomFact } from './symptoms/symptom.ts';
import { trafficSymptoms } from './symptoms/traffic.ts';

const byOrigin = { ...trafficSymptoms, ...settingSymptoms, ...furtherSymptoms } as const satisfies Record<
  string,
  SymptomFact
>;

export type SymptomId = keyof typeof byOrigin;

/** Symptoms by the ids that findings and `explain` use. */
export const symptoms: Readonly<Record<SymptomId, SymptomFact>> = byOrigin;
