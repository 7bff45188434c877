/**
 * `npm test`: everything that must hold before a change lands. All steps run, so that one look shows all that is wrong.
 * `dist` and the generated files must equal what is committed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { stdout } from 'node:process';

interface TestResult {
  readonly status: string;
  readonly fullName: string;
}
interface RunnerReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly TestResult[];
  }[];
}

const reportFile = 'test-output/vitest.json';
const failed: string[] = [];

function say(line: string): void {
  stdout.write(`${line}\n`);
}

function step(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  const started = Date.now();
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  const ok = status === 0;
  if (!ok) failed.push(name);
  if (error !== undefined) say(String(error));
  say(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

/** Fails when a path differs from the last commit, new files included. */
function committed(name: string, paths: readonly string[]): void {
  const { status, stdout: output } = spawnSync('git', ['status', '--porcelain', '--', ...paths], { encoding: 'utf8' });
  if (status !== 0) {
    say(`skipped ${name}: this is no git checkout`);
    return;
  }
  if (output === '') {
    say(`ok     ${name}`);
    return;
  }
  failed.push(name);
  say(`${output}FAILED ${name}: commit what was just rebuilt`);
}

step('types', 'tsc', ['--noEmit']);
step('types of the HTML page', 'tsc', ['--noEmit', '--project', 'src/reporting/html/page']);
step('lint', 'oxlint', ['--type-aware', '--deny-warnings', 'src', 'test', 'scripts']);
step('format', 'prettier', ['--check', '--log-level', 'warn', '.']);
step('generated files', 'node', ['scripts/generate.ts']);
step('build', 'rolldown', ['--config', 'rolldown.config.ts', '--log-level', 'warn']);
committed('dist and generated files are those committed', [
  'dist',
  'schema',
  'docs',
  'README.md',
  'src/catalog/annotations.generated.ts',
  'src/reporting/html/page.generated.ts',
  'src/catalog/rule-ids.generated.ts',
]);

rmSync(reportFile, { force: true });
// With CI set a missing expectation fails instead of being written.
const strict = { ...process.env, CI: 'true' };
step('tests', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`], strict);

if (!existsSync(reportFile)) {
  say('The test runner left no report.');
  process.exit(1);
}
const report = JSON.parse(readFileSync(reportFile, 'utf8')) as RunnerReport;
const skipped = report.testResults.flatMap(({ assertionResults }) =>
  assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
);
if (failed.length > 0) say(`\nFailed: ${failed.join(', ')}.`);
say(`Skipped: ${skipped.length === 0 ? 'nothing' : skipped.join('; ')}.`);
say(`${report.numPassedTests} passed, ${report.numFailedTests} failed, ${skipped.length} skipped`);
process.exit(failed.length === 0 ? 0 : 1);
