import type { FileDiff } from '../analysis/git-diff.ts';
import { shownFindings } from '../analysis/decide-outcome.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import type { GitHubClient } from '../host/github/client.ts';
import { writeInWorkspace, writeSummary } from '../host/runner.ts';
import { PullRequest } from '../host/github/pull-request.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import type { Bilingual, Finding } from '../model/finding.ts';
import { auditOf } from '../reporting/audit.ts';
import type { History } from '../reporting/history/history-schema.ts';
import { jsonReportPieces } from '../reporting/json.ts';
import { markdownReport, type MarkdownOptions } from '../reporting/markdown.ts';
import { DiffCanvas } from '../reporting/review/diff-canvas.ts';
import { TreeLines } from '../reporting/review/tree-lines.ts';
import { workflowCommands } from '../reporting/workflow-commands.ts';
import { version } from '../version.ts';
import { changedFiles, headTexts } from './diff-of.ts';
import { mostListed } from '../host/github/changed-files.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { keepHistory, trendOf } from './history.ts';
import { linkMaker } from './links.ts';
import { footerOf, gateOf } from './own-gate.ts';
import { outputsOf, reportingTime, type Ending, type ReportFiles, type Step } from './run.ts';
import { sayInPullRequest, speaks, type CommentStatus, type Sheet } from './say-in-pull-request.ts';
import type { PullRequestSituation, Situation } from './situation.ts';

/** The longest time for what evaluating needs from GitHub, in milliseconds. */
const evaluatingTime = 120_000;

/** Evaluates what is checked out and tells it in every way that was asked for; only the first decides the exit code. */
export async function judge(step: Step, situation: Situation): Promise<Ending> {
  const { settings, environment, started, warn } = step;
  const today = started.toISOString().slice(0, 'YYYY-MM-DD'.length);
  const client = async (): ReturnType<Step['client']> => {
    const made = await step.client();
    made?.endIn(evaluatingTime);
    return made;
  };
  const evaluation = await evaluate({ settings, environment, situation, client, today });
  const told = new Telling(step, situation, evaluation);
  await told.localTexts();
  told.log();
  const history = await keepHistory(step, evaluation);
  const files = await told.files(history);
  told.summary(files.json);
  const status = await told.comments();
  const auditIssue = await told.auditIssue(history);
  await told.checkRun().catch((error: unknown) => {
    if (!(error instanceof RequestFailed)) throw error;
    warn(`The check run was not made: ${error.message}`);
  });
  const { result } = evaluation;
  const mayFail = situation.kind !== 'audit' || settings.auditFail;
  return {
    exitCode: result.outcome.result === 'pass' || !mayFail ? 0 : 1,
    outputs: { ...outputsOf(result, status, files), 'audit-issue-number': auditIssue ?? '' },
  };
}

const inSummary: Bilingual = { en: 'the job summary lists every finding', zh: '作业摘要列出所有问题' };

class Telling {
  readonly #step: Step;
  readonly #situation: Situation;
  readonly #evaluation: Evaluation;
  /** Files of the head commit that findings stand in. */
  #headTexts: ReadonlyMap<string, string> = new Map();
  #lines: TreeLines;

  constructor(step: Step, situation: Situation, evaluation: Evaluation) {
    this.#step = step;
    this.#situation = situation;
    this.#evaluation = evaluation;
    this.#lines = this.#linesIn();
  }

  /** What git has of the head commit; the API is asked only where comments need it. */
  async localTexts(): Promise<void> {
    const { git } = this.#evaluation;
    const headSha = this.#headSha();
    if (headSha === undefined || git?.has(headSha) !== true) return;
    this.#headTexts = await headTexts(git, headSha, this.#filesOfFindings(), undefined, '');
    this.#lines = this.#linesIn();
  }

  log(): void {
    const { settings, write } = this.#step;
    const isJudged = this.#headTexts.size > 0;
    write(
      workflowCommands(this.#evaluation.result, {
        annotations: settings.annotations,
        fullReport: inSummary,
        ...(isJudged ? { lineOf: (location) => this.#lines.lineOf(location) } : {}),
      }),
    );
  }

  /** Writes the reports that are asked for, and gives the paths of those that could be written. */
  async files(history: History | undefined): Promise<ReportFiles> {
    const { jsonFile, sarifFile, htmlFile } = this.#step.settings;
    if ([jsonFile, sarifFile, htmlFile].every((file) => file === undefined)) return {};
    const audit = auditOf(this.#evaluation.result);
    return {
      json: await this.#file('json-file', jsonFile, () => {
        const durationMs = Date.now() - this.#step.started.getTime();
        const change = this.#change();
        return jsonReportPieces(audit, { version, durationMs, ...(change === undefined ? {} : { change }) });
      }),
      sarif: await this.#file('sarif-file', sarifFile, async () => {
        const { sarifReportPieces } = await import('../reporting/sarif/sarif-report.ts');
        return sarifReportPieces(audit, { version });
      }),
      html: await this.#file('html-file', htmlFile, async () => {
        const { htmlReport } = await import('../reporting/html/html-report.ts');
        return [htmlReport(audit, { version, trend: trendOf(history) })];
      }),
    };
  }

  /** Undefined where the file is not asked for, or cannot be written. */
  async #file(
    input: string,
    file: string | undefined,
    piecesOf: () => Iterable<string> | Promise<Iterable<string>>,
  ): Promise<string | undefined> {
    if (file === undefined) return undefined;
    const { environment, warn } = this.#step;
    const pieces = await piecesOf();
    try {
      writeInWorkspace(environment.workspace, file, pieces);
      return file;
    } catch (error) {
      if (!(error instanceof CannotEvaluate)) throw error;
      warn(`${input}: ${error.message}`);
      return undefined;
    }
  }

  summary(jsonFile: string | undefined): void {
    const { settings, variables, warn } = this.#step;
    const fullReport = jsonFile === undefined ? {} : { fullReport: jsonFile };
    const report = markdownReport(this.#evaluation.result, {
      linkTo: this.#linkTo(),
      plan: settings.plan,
      ...fullReport,
    });
    if (!writeSummary(report, variables)) warn('The job summary cannot be written.');
  }

  async comments(): Promise<CommentStatus> {
    const { settings, environment, client, warn } = this.#step;
    const { result } = this.#evaluation;
    const situation = this.#situation;
    if (settings.comments === 'off') return 'off';
    if (situation.kind !== 'pull-request') return 'unchanged';
    const api = situation.isReadOnly ? undefined : await client();
    if (api === undefined) {
      if (!speaks(result, settings.commentWhen)) return 'unchanged';
      const why = situation.isReadOnly ? 'the token of this run may only read' : 'there is no token';
      warn(`Nothing is posted, because ${why}; the annotations and the job summary have everything.`);
      return 'forbidden';
    }
    api.endIn(reportingTime);
    const { repository } = environment;
    const gate = gateOf(environment, settings);
    const footer = footerOf(environment, result.settings.locale);
    return sayInPullRequest(new PullRequest(api, repository, situation.number, gate), {
      result,
      settings,
      gate,
      headSha: situation.headSha,
      footer,
      warn,
      linkTo: (location) => this.#linkTo()(location),
      canvas: async () => this.#sheet(situation),
    });
  }

  /** The number of the issue of audits; undefined where there is none. */
  async auditIssue(history: History | undefined): Promise<number | undefined> {
    if (history === undefined || this.#step.settings.auditIssue === undefined) return undefined;
    const { tellInAuditIssue } = await import('./audit-issue.ts');
    return tellInAuditIssue(this.#step, this.#situation, this.#evaluation, { history, linkTo: this.#linkTo() });
  }

  async checkRun(): Promise<void> {
    const { settings, environment, client } = this.#step;
    const headSha = this.#headSha() ?? this.#evaluation.checkedOut;
    if (settings.checkRun === undefined || headSha === undefined) return;
    if (this.#situation.kind === 'pull-request' && this.#situation.isReadOnly) return;
    const api = await client();
    if (api === undefined) return;
    // What comments have left of it, where there were any.
    if (settings.comments === 'off' || this.#situation.kind !== 'pull-request') api.endIn(reportingTime);
    const { checkRun } = await import('../reporting/check-run.ts');
    const { createCheckRun } = await import('../host/github/check-runs.ts');
    const isChange = this.#headSha() !== undefined;
    const run = checkRun(
      this.#evaluation.result,
      (location) => (isChange ? this.#lines.lineOf(location) : location.start.line),
      { linkTo: this.#linkTo() },
    );
    await createCheckRun(api, environment.repository, { name: settings.checkRun, headSha, run });
  }

  /** The diff, or undefined where it cannot be had: then all is said in the summary. */
  async #sheet(situation: PullRequestSituation): Promise<Sheet | undefined> {
    const { environment, client, warn } = this.#step;
    const { git, mergeBase, result } = this.#evaluation;
    const { repository } = environment;
    const api = await client();
    if (api === undefined) return undefined;
    try {
      const files = await changedFiles(git, mergeBase, situation, api, repository);
      const hidden = this.#filesOfFindings().filter((path) => files.has(path) && files.get(path)?.patch === undefined);
      if (files.size >= mostListed)
        warn(
          `GitHub lists no more than ${mostListed} files of a pull request; findings in others stand in the summary.`,
        );
      if (hidden.length > 0)
        warn(`GitHub shows no diff of ${hidden.length} files with findings, so these stand in the summary.`);
      await this.#moreTexts(files, situation.headSha, api);
      const canvas = new DiffCanvas(files, this.#lines);
      return { canvas, suggest: (finding) => this.#suggestion(canvas, finding, result.fixOf) };
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      warn(`The diff cannot be had, so nothing is said beside it: ${error.message}`);
      return undefined;
    }
  }

  /** Texts that the diff needs beside those that git had: of renamed files, too, which findings of base stand in. */
  async #moreTexts(files: ReadonlyMap<string, FileDiff>, headSha: string, api: GitHubClient): Promise<void> {
    const found = new Set(this.#filesOfFindings());
    const wanted = [...files].filter(([path, { previous }]) => found.has(path) || found.has(previous ?? path));
    const missing = wanted.map(([path]) => path).filter((path) => !this.#headTexts.has(path));
    const { git } = this.#evaluation;
    const texts = await headTexts(git, headSha, missing, api, this.#step.environment.repository);
    this.#headTexts = new Map([...this.#headTexts, ...texts]);
    this.#lines = this.#linesIn();
  }

  #suggestion(
    canvas: DiffCanvas,
    finding: Finding,
    fixOf: Evaluation['result']['fixOf'],
  ): ReturnType<TreeLines['suggestion']> {
    const fix = fixOf(finding);
    return fix === null ? undefined : this.#lines.suggestion(canvas, fix, finding.location);
  }

  #linesIn(): TreeLines {
    return new TreeLines(this.#evaluation.result.trees, (path) => this.#headTexts.get(path));
  }

  /** Files of head that findings stand in or speak of, and those that a finding of base was in. */
  #filesOfFindings(): string[] {
    const { findings, settings } = this.#evaluation.result;
    const locations = shownFindings(findings, settings.gate).flatMap(({ location, related }) => [
      location,
      ...related.map((each) => each.location),
    ]);
    return [...new Set(locations.map(({ file }) => file))];
  }

  #headSha(): string | undefined {
    return this.#situation.kind === 'audit' ? undefined : this.#situation.headSha;
  }

  #linkTo(): NonNullable<MarkdownOptions['linkTo']> {
    const { serverUrl, repository } = this.#step.environment;
    const { checkedOut, baseSha } = this.#evaluation;
    const headLine: Parameters<typeof linkMaker>[0]['headLine'] = (location) => this.#lines.lineOf(location);
    return linkMaker({ serverUrl, repository, headSha: this.#headSha(), checkedOut, baseSha, headLine });
  }

  #change(): Parameters<typeof jsonReportPieces>[1]['change'] {
    if (this.#situation.kind !== 'pull-request') return undefined;
    const { headSha, headRepository = null, number } = this.#situation;
    const { repository } = this.#step.environment;
    return { repository, headRepository, headSha, baseSha: this.#evaluation.baseSha ?? null, pullRequest: number };
  }
}
