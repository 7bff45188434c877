import { posix } from 'node:path';
import { CannotEvaluate } from '../analysis/failure.ts';
import { choose } from '../analysis/choose.ts';
import { didYouMean } from '../analysis/suggest.ts';

/** What the workflow asks for, read once. Every name of `action.yml` is here; absent is what was left empty. */
export interface ActionSettings {
  readonly token: string | undefined;
  readonly mode: 'auto' | 'pull-request' | 'audit' | 'publish';
  /** A folder of the workspace, with `/`. */
  readonly workingDirectory: string;
  /** Folders, files and globs, from the top of the repository. */
  readonly paths: readonly string[];
  readonly config: string | undefined;
  /** Files and globs of exports, from the top of the repository; none means those of the configuration. */
  readonly inventory: readonly string[];
  /** Files and globs of what kubectl printed, from the top of the repository. */
  readonly eventsFile: readonly string[];
  readonly preset: string | undefined;
  readonly failOn: string | undefined;
  readonly gate: string | undefined;
  readonly base: string | undefined;
  readonly locale: string | undefined;
  readonly comments: 'review' | 'summary' | 'off';
  readonly commentWhen: 'always' | 'on-failure';
  readonly mostInlineComments: number;
  readonly suggestions: boolean;
  readonly annotations: boolean;
  /** Tell in summary and comment what happens to load balancers. */
  readonly plan: boolean;
  /** The name of the extra check run. */
  readonly checkRun: string | undefined;
  /** Where the JSON report goes, from the workspace. */
  readonly jsonFile: string | undefined;
  readonly sarifFile: string | undefined;
  readonly htmlFile: string | undefined;
  /** The title of the issue that audits keep. */
  readonly auditIssue: string | undefined;
  /** False: an audit that finds something does not fail. */
  readonly auditFail: boolean;
  /** Where audits leave what the next one needs, from the workspace. */
  readonly historyFile: string | undefined;
  readonly reportArtifactPath: string | undefined;
  readonly pullRequestNumber: number | undefined;
}

export const inputNames = [
  'github-token',
  'mode',
  'working-directory',
  'paths',
  'config',
  'inventory',
  'events-file',
  'preset',
  'fail-on',
  'gate',
  'base',
  'locale',
  'comments',
  'comment-when',
  'max-inline-comments',
  'suggestions',
  'annotations',
  'check-run',
  'plan',
  'json-file',
  'sarif-file',
  'html-file',
  'audit-issue',
  'audit-fail',
  'history-file',
  'report-artifact-path',
  'pull-request-number',
] as const;
type InputName = (typeof inputNames)[number];

/**
 * Reads and validates the inputs. Throws `CannotEvaluate` with every fault: an unknown name, too, which the runner only
 * warns about, since a misspelt `fail-on` would loosen the gate unseen.
 */
export function readInputs(environment: Readonly<Record<string, string | undefined>>): ActionSettings {
  const faults: string[] = unknownInputs(environment);
  const get = (name: InputName): string | undefined => environment[variableOf(name)]?.trim() || undefined;
  const attempt = <T>(name: InputName, read: (value: string) => T): T | undefined => {
    const value = get(name);
    try {
      return value === undefined ? undefined : read(value);
    } catch (error) {
      if (!(error instanceof CannotEvaluate)) throw error;
      faults.push(error.message);
      return undefined;
    }
  };
  const oneOf = <T extends string>(name: InputName, allowed: readonly T[]): T | undefined =>
    attempt(name, (value) => choose(name, value, allowed));
  const settings: ActionSettings = {
    token: get('github-token'),
    mode: oneOf('mode', ['auto', 'pull-request', 'audit', 'publish']) ?? 'auto',
    workingDirectory: attempt('working-directory', (value) => inside('working-directory', value)) ?? '.',
    paths: attempt('paths', (value) => listOf(value).map((path) => inside('paths', path))) ?? [],
    config: attempt('config', (value) => inside('config', value)),
    inventory: attempt('inventory', (value) => listOf(value).map((path) => inside('inventory', path))) ?? [],
    eventsFile: attempt('events-file', (value) => listOf(value).map((path) => inside('events-file', path))) ?? [],
    preset: oneOf('preset', ['recommended', 'strict']),
    failOn: oneOf('fail-on', ['error', 'warning', 'info', 'never']),
    gate: oneOf('gate', ['new', 'all']),
    base: get('base'),
    locale: oneOf('locale', ['en', 'zh-CN']),
    comments: oneOf('comments', ['review', 'summary', 'off']) ?? 'review',
    commentWhen: oneOf('comment-when', ['always', 'on-failure']) ?? 'on-failure',
    mostInlineComments: attempt('max-inline-comments', (value) => numberOf('max-inline-comments', value, 0, 50)) ?? 20,
    suggestions: attempt('suggestions', (value) => flag('suggestions', value)) ?? true,
    annotations: attempt('annotations', (value) => flag('annotations', value)) ?? true,
    plan: attempt('plan', (value) => flag('plan', value)) ?? true,
    checkRun: attempt('check-run', (value) => (value === 'off' ? undefined : value)),
    jsonFile: attempt('json-file', (value) => inside('json-file', value)),
    sarifFile: attempt('sarif-file', (value) => inside('sarif-file', value)),
    htmlFile: attempt('html-file', (value) => inside('html-file', value)),
    auditIssue: attempt('audit-issue', (value) => (/^off$/i.test(value) ? undefined : titleOf('audit-issue', value))),
    auditFail: attempt('audit-fail', (value) => flag('audit-fail', value)) ?? true,
    historyFile: attempt('history-file', (value) => inside('history-file', value)),
    reportArtifactPath: attempt('report-artifact-path', (value) => value),
    pullRequestNumber: attempt('pull-request-number', (value) =>
      numberOf('pull-request-number', value, 1, Number.MAX_SAFE_INTEGER),
    ),
  };
  if (settings.mode === 'publish' && settings.reportArtifactPath === undefined)
    faults.push('mode publish needs report-artifact-path: the report file of the run that evaluated.');
  faults.push(...sharedFiles(settings));
  if (faults.length > 0) throw new CannotEvaluate(faults.join('\n'), 'The inputs are described in action.yml.');
  return settings;
}

function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

function unknownInputs(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set(inputNames.map(variableOf));
  const given = Object.keys(environment).filter((variable) => variable.startsWith('INPUT_') && !known.has(variable));
  return given.map((variable) => {
    const name = variable.slice('INPUT_'.length).toLowerCase();
    return `there is no input "${name}".${didYouMean(name, inputNames)}`;
  });
}

/** One a line: a comma may be part of a glob. */
function listOf(value: string): string[] {
  return value
    .split(/[\r\n]/)
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

/** A path that stays where it belongs, without `./` and a closing `/`. */
function inside(name: InputName, value: string): string {
  const path = posix.normalize(value.replaceAll('\\', '/')).replace(/(?<=.)\/$/, '');
  if (posix.isAbsolute(path) || /^[A-Za-z]:/.test(path) || path === '..' || path.startsWith('../'))
    throw new CannotEvaluate(`${name}: "${value}" leads out of the workspace.`);
  return path;
}

function numberOf(name: InputName, value: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CannotEvaluate(
    `${name} takes a whole number of at least ${least}${most < 1000 ? ` and at most ${most}` : ''}, not "${value}".`,
  );
}

/** What is written last would be all that is left; a report in place of the history is no history. */
function sharedFiles({ jsonFile, sarifFile, htmlFile, historyFile }: ActionSettings): string[] {
  const written = {
    'json-file': jsonFile,
    'sarif-file': sarifFile,
    'html-file': htmlFile,
    'history-file': historyFile,
  };
  const first = new Map<string, string>();
  return Object.entries(written).flatMap(([name, file]) => {
    if (file === undefined) return [];
    const other = first.get(file);
    if (other === undefined) first.set(file, name);
    return other === undefined ? [] : [`${other} and ${name} are the same file: "${file}".`];
  });
}

/** Characters of the longest title that GitHub takes for an issue. */
const longestTitle = 256;

function titleOf(name: InputName, value: string): string {
  // Meant as a switch: nobody wants an issue of this title.
  if (/^(?:true|false|yes|no|on|none)$/i.test(value))
    throw new CannotEvaluate(`${name} takes a title or off, not "${value}".`);
  if (/[\r\n]/.test(value)) throw new CannotEvaluate(`${name} takes a title of one line.`);
  if (value.length <= longestTitle) return value;
  throw new CannotEvaluate(`${name} takes a title of at most ${longestTitle} characters, not ${value.length}.`);
}

function flag(name: InputName, value: string): boolean {
  // The spellings of the YAML core schema, as the runner's own toolkit takes them.
  if (/^(?:true|True|TRUE)$/.test(value)) return true;
  if (/^(?:false|False|FALSE)$/.test(value)) return false;
  throw new CannotEvaluate(`${name} takes true or false, not "${value}".`);
}
