import type { CheckResult } from '../analysis/check.ts';
import type { Settings } from '../analysis/settings.ts';

/** What reports for people are made from: a check of this run, or one that was read from a report. */
export type Judged = Omit<CheckResult, 'settings' | 'fixOf' | 'trees' | 'planned' | 'part'> & {
  /** It was read from a report that somebody else may have altered, and people are told so. */
  readonly isReported?: boolean;
  readonly settings: Pick<Settings, 'locale' | 'gate' | 'failOn' | 'preset'>;
};
