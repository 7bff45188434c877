/**
 * `npm run bench [-- files]`: how fast `dist/cli.js` is as a process, each figure beside a floor measured in the same run.
 * Whole processes on both sides, start-up included; medians of several runs. Nothing fails by time.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, stdout } from 'node:process';
import { quietPullRequest } from './bench-action.ts';
import { servicesInGit } from './bench-services.ts';
import { makeTree } from './bench-tree.ts';

const count = Number(process.argv[2] ?? 1000);
if (!Number.isSafeInteger(count) || count < 1)
  throw new Error(`the number of files is a whole number, not ${process.argv[2]}`);
const runs = 7;
const cli = join(import.meta.dirname, '../dist/cli.js');
const action = join(import.meta.dirname, '../dist/action.js');
const workspace = mkdtempSync(join(tmpdir(), 'gate-bench-'));
const tree = join(workspace, 'tree');

interface Figures {
  readonly seconds: number;
  readonly megabytes: number;
}

const nothingYet: Figures = { seconds: 0, megabytes: 0 };

/** Runs a script as a process of its own; it tells its peak memory (VmHWM, or the largest resident set) when it ends. */
function measure(
  args: readonly string[],
  allowed: readonly number[] = [0],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Figures {
  const times: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const { status, stderr } = spawnSync(execPath, ['--import', probe, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    times.push((performance.now() - started) / 1000);
    if (status === null || !allowed.includes(status))
      throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
    memory.push((Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN) * 1024) / 1e6);
  }
  return { seconds: median(times), megabytes: Math.max(...memory) };
}

/** Services per second of the model in a process of its own, and of copying the same Services. */
function modelRates(): { readonly model: number; readonly floor: number } {
  const {
    status,
    stdout: answer,
    stderr,
  } = spawnSync(execPath, [join(import.meta.dirname, 'bench-model.ts')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the model's benchmark ended with ${status}: ${stderr}`);
  return JSON.parse(answer) as { model: number; floor: number };
}

interface PageFigures {
  readonly findings: number;
  readonly bytes: number;
  readonly open: number;
  readonly search: number;
}

/** The HTML report in a browser; nothing where there is none. */
function pageFigures(): readonly PageFigures[] {
  const args = [join(import.meta.dirname, 'bench-page.ts')];
  const { status, stdout: answer, stderr } = spawnSync(execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the page's benchmark ended with ${status}: ${stderr}`);
  return JSON.parse(answer) as PageFigures[];
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function script(name: string, text: string): string {
  const file = join(workspace, name);
  writeFileSync(file, text);
  return file;
}

const probe = script(
  'probe.mjs',
  `process.on('exit', () => process.stderr.write(\`peak \${process.resourceUsage().maxRSS}\\n\`));\n`,
);
const everyFile = `
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
const [, , folder] = process.argv;
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
`;
const readAll = script(
  'read-all.mjs',
  `${everyFile}for (const { parentPath, name } of files) readFileSync(join(parentPath, name));\n`,
);
const yamlModule = import.meta.resolve('yaml');
const parseAll = script(
  'parse-all.mjs',
  `${everyFile}import { parseAllDocuments } from ${JSON.stringify(yamlModule)};
for (const { parentPath, name } of files) parseAllDocuments(readFileSync(join(parentPath, name), 'utf8'), { logLevel: 'silent' });\n`,
);
const nothing = script('nothing.mjs', '0;\n');

try {
  makeTree(tree, count);
  const bytes = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((total, { parentPath, name }) => total + statSync(join(parentPath, name)).size, 0);
  const checked = measure([cli, 'check', tree, '--no-config', '--format', 'json'], [0, 1]);
  const all = ['json', 'sarif', 'html', 'junit', 'markdown', 'text'].map(
    (format) => `--format=${format}=${join(workspace, `report.${format}`)}`,
  );
  const reported = measure([cli, 'check', tree, '--no-config', ...all], [0, 1]);
  const parts = [1, 2, 3, 4].map((index) => {
    const file = join(workspace, `part-${index}.json`);
    const args = [cli, 'check', tree, '--no-config', '--shard', `${index}/4`, `--format=json=${file}`];
    return { file, figures: measure(args, [0, 1]) };
  });
  const slowest = parts.reduce((most, { figures }) => (figures.seconds > most.seconds ? figures : most), nothingYet);
  const merged = measure([cli, 'merge', ...parts.map(({ file }) => file), ...all], [0, 1]);
  const read = measure([readAll, tree]);
  const parsed = measure([parseAll, tree]);
  const version = measure([cli, '--version']);
  const small = measure([cli, 'check', join(import.meta.dirname, '../examples/https-port/right'), '--no-config']);
  const explained = measure([cli, 'explain', 'can not change LoadBalancer AddressType once created']);
  const observed = measure(
    [cli, 'explain', '--events', 'events.txt'],
    [0],
    {},
    servicesInGit(join(workspace, 'services')),
  );
  const quiet = measure([action], [0], quietPullRequest(join(workspace, 'quiet')));
  const bare = measure([nothing]);
  const model = modelRates();
  const pages = pageFigures();
  const row = (name: string, value: string, floor: string, ratio: string): string =>
    `${name.padEnd(33)}${value.padStart(14)}   ${floor.padEnd(40)}${ratio}\n`;
  const rate = (seconds: number): string => `${Math.round(count / seconds)} files/s`;
  const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;
  stdout.write(
    [
      `${count} files, ${(bytes / 1e6).toFixed(1)} MB, Node ${process.version}, medians of ${runs} whole processes\n\n`,
      row(
        'check',
        rate(checked.seconds),
        `reading every file: ${rate(read.seconds)}`,
        `${(checked.seconds / read.seconds).toFixed(2)} x`,
      ),
      row(
        '',
        `${(bytes / 1e6 / checked.seconds).toFixed(1)} MB/s`,
        `parsing all with yaml: ${rate(parsed.seconds)}`,
        `${(checked.seconds / parsed.seconds).toFixed(2)} x`,
      ),
      row(
        'peak memory',
        `${checked.megabytes.toFixed(0)} MB`,
        `node alone: ${bare.megabytes.toFixed(0)} MB`,
        `${(checked.megabytes / bare.megabytes).toFixed(2)} x`,
      ),
      row(
        'check with six reports',
        rate(reported.seconds),
        `with JSON alone: ${rate(checked.seconds)}`,
        `${(reported.seconds / checked.seconds).toFixed(2)} x`,
      ),
      row(
        '  peak memory',
        `${reported.megabytes.toFixed(0)} MB`,
        `with JSON alone: ${checked.megabytes.toFixed(0)} MB`,
        `${(reported.megabytes / checked.megabytes).toFixed(2)} x`,
      ),
      ...Object.entries({ 'slowest of four shards': slowest, 'merge into six reports': merged }).flatMap(
        ([name, { seconds, megabytes }]) => [
          row(
            name,
            milliseconds(seconds),
            `check with JSON alone: ${milliseconds(checked.seconds)}`,
            `${(seconds / checked.seconds).toFixed(2)} x`,
          ),
          row(
            '  peak memory',
            `${megabytes.toFixed(0)} MB`,
            `with JSON alone: ${checked.megabytes.toFixed(0)} MB`,
            `${(megabytes / checked.megabytes).toFixed(2)} x`,
          ),
        ],
      ),
      ...Object.entries({
        'start-up (--version)': version,
        'check of two files': small,
        'explain a message': explained,
        'explain a Service in a checkout': observed,
        'action, nothing to do': quiet,
      }).map(([name, { seconds }]) =>
        row(
          name,
          milliseconds(seconds),
          `node alone: ${milliseconds(bare.seconds)}`,
          `${(seconds / bare.seconds).toFixed(2)} x, ${seconds < bare.seconds ? '' : '+'}${milliseconds(seconds - bare.seconds)}`,
        ),
      ),
      row(
        'model, one core',
        `${model.model} Services/s`,
        `copying them through JSON: ${model.floor}/s`,
        `${(model.floor / model.model).toFixed(2)} x`,
      ),
      ...pages.map(({ findings, bytes, open, search }) =>
        row(
          `page of ${findings} findings`,
          `open ${open} ms`,
          `${(bytes / 1e6).toFixed(1)} MB; a search: ${search} ms`,
          `${((open / findings) * 1000).toFixed(0)} µs each`,
        ),
      ),
      ...(pages.length === 0 ? ['The HTML report was not measured: there is no Chromium.\n'] : []),
    ].join(''),
  );
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
