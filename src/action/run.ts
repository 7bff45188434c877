import { inspect } from 'node:util';
import { CannotEvaluate } from '../analysis/failure.ts';
import { countBySeverity } from '../analysis/finding-counts.ts';
import type { GitHubClient } from '../host/github/client.ts';
import { readEnvironment, writeOutputs, writeSummary, type Environment, type Outputs } from '../host/runner.ts';
import type { Judged } from '../reporting/judged.ts';
import { notEvaluated } from '../reporting/not-evaluated.ts';
import { safeForLog } from '../reporting/safe-log.ts';
import { command } from '../reporting/workflow-commands.ts';
import { readInputs, type ActionSettings } from './inputs.ts';
import type { CommentStatus } from './say-in-pull-request.ts';
import { situationOf } from './situation.ts';

/** The longest time for all that is said in GitHub, in milliseconds. */
export const reportingTime = 60_000;

type Variables = Readonly<Record<string, string | undefined>>;

/** What one run of the action has at hand. */
export interface Step {
  readonly settings: ActionSettings;
  readonly environment: Environment;
  readonly variables: Variables;
  /** The API, made when it is first needed; undefined without a token. */
  readonly client: () => Promise<GitHubClient | undefined>;
  readonly started: Date;
  /** Text for the log that may hold commands of our own. */
  write(this: void, text: string): void;
  /** A warning of ours, whatever it quotes. */
  warn(this: void, text: string): void;
}

/** How a step ends. */
export interface Ending {
  readonly exitCode: number;
  readonly outputs: Outputs;
}

/** Runs the action; gives its exit code. Never throws. */
export async function runAction(variables: Variables, write: (text: string) => void): Promise<number> {
  let ending: Ending;
  try {
    ending = await run(variables, write);
  } catch (error) {
    ending = ended(error, write, variables);
  }
  try {
    writeOutputs(ending.outputs, variables);
  } catch (error) {
    write(`${command('warning', { title: 'ack-service-gate' }, `The outputs cannot be written: ${String(error)}`)}\n`);
  }
  return ending.exitCode;
}

async function run(variables: Variables, write: (text: string) => void): Promise<Ending> {
  const started = new Date();
  const settings = readInputs(variables);
  const environment = readEnvironment(variables);
  const warn = (text: string): void => write(`${command('warning', { title: 'ack-service-gate' }, text)}\n`);
  const step = { settings, environment, variables, client: clientMaker(settings, environment), started, write, warn };
  if (settings.mode === 'publish') return (await import('./publish.ts')).publish(step);
  const situation = situationOf(environment, settings.mode);
  if (situation.kind === 'pull-request' && situation.isClosed) {
    write('The pull request is closed: nothing was evaluated.\n');
    return { exitCode: 0, outputs: { ...nothingFound, outcome: 'pass', 'comment-status': 'unchanged' } };
  }
  if (situation.kind === 'pull-request' && situation.isTarget)
    warn(
      'pull_request_target runs with the rights of the base branch: run the gate on pull_request, where it needs none.',
    );
  try {
    return await (await import('./judge.ts')).judge(step, situation);
  } catch (error) {
    if (!(error instanceof CannotEvaluate) || situation.kind !== 'pull-request') throw error;
    const ending = ended(error, write, variables);
    const status = await (await import('./say-that-nothing.ts')).sayThatNothing(step, situation, error);
    return { ...ending, outputs: { ...ending.outputs, 'comment-status': status } };
  }
}

function clientMaker(
  { token }: ActionSettings,
  { apiUrl, graphqlUrl }: Environment,
): () => Promise<GitHubClient | undefined> {
  let made: Promise<GitHubClient> | undefined;
  return async () => {
    if (token === undefined) return undefined;
    // Loaded only when it is needed: most runs that have nothing to say never ask.
    made ??= import('../host/github/client.ts').then(
      ({ GitHubClient: Client }) => new Client({ token, apiUrl, graphqlUrl }),
    );
    return made;
  };
}

const nothingFound: Outputs = {
  errors: 0,
  warnings: 0,
  infos: 0,
  'new-findings': 0,
  suppressed: 0,
  'report-json': '',
  'sarif-file': '',
  'html-file': '',
  'audit-issue-number': '',
};

/** Paths of the reports that were written, from the workspace. */
export interface ReportFiles {
  readonly json?: string | undefined;
  readonly sarif?: string | undefined;
  readonly html?: string | undefined;
}

/** The outputs of what was judged. */
export function outputsOf(result: Judged, commentStatus: CommentStatus, files: ReportFiles): Outputs {
  const { error, warning, info } = countBySeverity(result.findings);
  return {
    outcome: result.outcome.result,
    errors: error,
    warnings: warning,
    infos: info,
    'new-findings': result.findings.filter(({ status, suppression }) => status === 'new' && suppression === null)
      .length,
    suppressed: result.findings.filter(({ suppression }) => suppression !== null).length,
    'report-json': files.json ?? '',
    'sarif-file': files.sarif ?? '',
    'html-file': files.html ?? '',
    'comment-status': commentStatus,
    'audit-issue-number': '',
  };
}

function ended(error: unknown, write: (text: string) => void, variables: Variables): Ending {
  const outputs = { ...nothingFound, outcome: 'error', 'comment-status': 'unchanged' };
  const title = { title: 'ack-service-gate' };
  if (error instanceof CannotEvaluate) {
    const text = [error.message, ...(error.hint === undefined ? [] : [error.hint])].join('\n');
    write(`${command('error', title, text)}\nCould not evaluate, and what cannot be evaluated fails.\n`);
    writeSummary(notEvaluated(error, 'en'), variables);
    return { exitCode: 2, outputs };
  }
  write(`${command('error', title, 'This is a bug in the gate; please report it with the lines of the log.')}\n`);
  write(`${safeForLog(inspect(error))}\n`);
  return { exitCode: 3, outputs };
}
