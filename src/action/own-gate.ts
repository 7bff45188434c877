import type { Environment } from '../host/runner.ts';
import type { Locale } from '../model/finding.ts';
import { inLocale } from '../model/finding.ts';
import { gateKey } from '../reporting/review/marker.ts';
import type { ActionSettings } from './inputs.ts';

/** What tells the comments of this gate from those of others in the same repository: where it runs and what it judges. */
export function gateOf(
  { workflow, job }: Pick<Environment, 'workflow' | 'job'>,
  { workingDirectory, paths, config = '', preset = '' }: ActionSettings,
): string {
  return gateKey([workflow, job, workingDirectory, ...paths, config, preset]);
}

/** What tells the issue of this audit from those of others: what it looks at, whichever workflow does, in whatever order. */
export function auditKey({
  workingDirectory,
  paths,
  config = '',
  preset = '',
}: Pick<ActionSettings, 'workingDirectory' | 'paths' | 'config' | 'preset'>): string {
  return gateKey(['audit', workingDirectory, ...[...paths].sort(), config, preset]);
}

/** The last line of a summary comment. */
export function footerOf({ runUrl }: Pick<Environment, 'runUrl'>, locale: Locale): string | undefined {
  return runUrl === undefined ? undefined : `[${inLocale({ en: 'This run', zh: '本次运行' }, locale)}](${runUrl})`;
}
