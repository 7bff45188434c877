import type { Audit } from './reporting/audit.ts';
import type { ReportContext } from './reporting/json.ts';
import { version } from './version.ts';

export const checkFormats = ['text', 'json', 'sarif', 'markdown', 'html', 'junit', 'github'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export interface CheckReportOptions {
  readonly colour: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** The file of the JSON report, where there is one. */
  readonly jsonFile: string | undefined;
  /** What the JSON report says of the run, asked when it is made. */
  readonly context: () => ReportContext;
}

/** A report of a check, in pieces that follow one another. Each format is loaded only when it is asked for. */
export async function checkReport(
  name: CheckFormat,
  audit: Audit,
  options: CheckReportOptions,
): Promise<Iterable<string>> {
  switch (name) {
    case 'json':
      return (await import('./reporting/json.ts')).jsonReportPieces(audit, options.context());
    case 'sarif':
      return (await import('./reporting/sarif/sarif-report.ts')).sarifReportPieces(audit, { version });
    default:
      return [await textOf(name, audit, options)];
  }
}

async function textOf(
  name: Exclude<CheckFormat, 'json' | 'sarif'>,
  audit: Audit,
  options: CheckReportOptions,
): Promise<string> {
  switch (name) {
    case 'markdown': {
      const { markdownReport } = await import('./reporting/markdown.ts');
      return markdownReport(audit, options.jsonFile === undefined ? {} : { fullReport: options.jsonFile });
    }
    case 'html':
      return (await import('./reporting/html/html-report.ts')).htmlReport(audit, { version });
    case 'junit':
      return (await import('./reporting/junit.ts')).junitReport(audit);
    case 'github':
      return (await import('./reporting/workflow-commands.ts')).workflowCommands(audit);
    case 'text': {
      const { colour, quiet, verbose } = options;
      const { textReport } = await import('./reporting/text.ts');
      return textReport(audit, { colour, quiet: quiet === true, verbose: verbose === true });
    }
  }
}
