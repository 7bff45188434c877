import { once } from 'node:events';
import { argv, cwd, env, exit, stderr, stdout } from 'node:process';
import { isatty } from 'node:tty';
import { inspect } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import { CannotEvaluate } from './analysis/failure.ts';
import {
  collect,
  colourOption,
  formatOf,
  inventoryOption,
  localeOf,
  localeOption,
  shardOf,
  type Format,
} from './cli-options.ts';
import { explainHelp, explainReport } from './explain-command.ts';
import { growHeapSlowly, settleHeap } from './host/heap.ts';
import { writeReportFile } from './host/report-file.ts';
import { localeFrom, progressOn, wantsColour } from './host/terminal.ts';
import type { Audit } from './reporting/audit.ts';
import type { ReportContext } from './reporting/json.ts';
import { checkFormats, checkReport, type CheckFormat } from './check-report.ts';
import { planFormats, planReport, type PlanFormat } from './plan-report.ts';
import { rulesReport } from './rules-report.ts';
import { safeForLog, withoutCommands } from './reporting/safe-log.ts';
import { version } from './version.ts';

interface CheckOptions {
  base?: string;
  config?: string | false;
  inventory?: string[];
  format: Format<CheckFormat>[];
  failOn?: string;
  gate?: string;
  preset?: string;
  rule?: string[];
  ignoreRule?: string[];
  set?: string[];
  locale?: string;
  color: 'auto' | 'always' | 'never';
  quiet?: boolean;
  verbose?: boolean;
  shard?: { index: number; total: number };
}

type ReportOptions = Pick<CheckOptions, 'format' | 'color' | 'quiet' | 'verbose'>;

type PlanOptions = Pick<
  CheckOptions,
  'base' | 'config' | 'inventory' | 'set' | 'locale' | 'color' | 'quiet' | 'verbose'
> & {
  format: Format<PlanFormat>[];
};

const program = new Command('ack-service-gate')
  .description('Finds what breaks Alibaba Cloud load balancers in Kubernetes manifests, before it is deployed.')
  .version(version)
  .exitOverride()
  .configureOutput({ writeErr: (text) => stderr.write(text) })
  .addHelpText(
    'after',
    `
Examples:
  ack-service-gate check                        evaluate all manifests below this folder
  ack-service-gate check k8s --base main        report what this branch adds to main
  ack-service-gate check --set cluster.backendMode=eni --format json=report.json
  ack-service-gate check --format github --format markdown=summary.md
  ack-service-gate plan k8s                     show the load balancers that these manifests make
  ack-service-gate plan --base main             show what this branch changes about load balancers
  ack-service-gate explain 'can not find loadbalancer by tag'
  ack-service-gate check --shard 2/4 --format json=2.json
  ack-service-gate merge 1.json 2.json 3.json 4.json --format html=report.html
  ack-service-gate rules grace-period-too-short

Exit codes: 0 passed, 1 the policy failed, 2 could not evaluate, 3 a bug in the gate.`,
  );

program
  .command('check')
  .description('evaluate manifests')
  .argument('[path...]', 'files and folders (default: this folder)')
  .option(
    '--base <revision or folder>',
    'compare with this tree: findings become new, unchanged or fixed, and only new ones count',
  )
  .option('--config <file>', 'configuration (default: .github/ack-service-gate.yml, then ack-service-gate.yml)')
  .option('--no-config', 'read no configuration')
  .addOption(inventoryOption())
  .option(
    '--format <name[=file]>',
    'report format: text, json, sarif (for code scanning), markdown (for a pull request or job summary), html (one page for a browser), junit or github (annotations of a workflow); repeatable, at most one without a file',
    formatOf(checkFormats),
    undefined,
  )
  .option('--fail-on <severity>', 'fail on findings of error, warning or info and above, or never (default: error)')
  .option('--gate <which>', 'findings that count: new or all (default: new with --base, else all)')
  .option('--preset <name>', 'recommended or strict (default: recommended)')
  .option('--rule <id>', 'run only this rule; repeatable', collect)
  .option('--ignore-rule <id>', 'leave this rule out; repeatable', collect)
  .option('--set <cluster.fact=value>', 'tell a fact about the cluster; repeatable', collect)
  .option('--shard <i/n>', 'evaluate the i-th of n parts; merge joins their JSON reports', shardOf)
  .addOption(localeOption())
  .addOption(colourOption())
  .option('--quiet', 'in text only findings and the outcome')
  .option(
    '--verbose',
    'in text also unchanged findings, rollouts with time lines, all problems and what was not evaluated',
  )
  .action(check);

program
  .command('merge')
  .description('join the JSON reports of all parts of a run into the report of the whole')
  .argument('<file...>', 'reports that check --shard has written; name=file where there are several repositories')
  .option(
    '--format <name[=file]>',
    'as for check; repeatable, at most one without a file',
    formatOf(checkFormats),
    undefined,
  )
  .addOption(colourOption())
  .option('--quiet', 'in text only findings and the outcome')
  .option(
    '--verbose',
    'in text also unchanged findings, rollouts with time lines, all problems and what was not evaluated',
  )
  .addHelpText(
    'after',
    `
Every part must be there once, of the same manifests, settings and day. The result is that of the undivided run.

Several repositories, each with all of its parts (--shard 1/1 makes one), are told apart by names:
  ack-service-gate merge acme/shop=shop.json acme/pay=pay-1.json acme/pay=pay-2.json --format html=all.html
Paths then begin with the name of the repository.`,
  )
  .action(merge);

program
  .command('plan')
  .description('show what the controller will make of each LoadBalancer Service, or what a change does to it')
  .argument('[path...]', 'files and folders (default: this folder)')
  .option(
    '--base <revision or folder>',
    'compare with this tree: show what happens to load balancers, traffic and addresses if the change is deployed',
  )
  .option('--config <file>', 'configuration (default: .github/ack-service-gate.yml, then ack-service-gate.yml)')
  .option('--no-config', 'read no configuration')
  .addOption(inventoryOption())
  .option(
    '--format <name[=file]>',
    'report format: text, json, or with --base markdown; repeatable, at most one without a file',
    formatOf(planFormats),
    undefined,
  )
  .option('--set <cluster.fact=value>', 'tell a fact about the cluster; repeatable', collect)
  .addOption(localeOption())
  .addOption(colourOption())
  .option('--quiet', 'only the load balancers and the last line')
  .option('--verbose', 'also every default that the controller adds')
  .addHelpText(
    'after',
    `
Signs: + a new load balancer, ~ an existing one is reused, ! refused, so that nothing is synced, - not served at all.
With --base: + created, - deleted or left without a Service, -/+ deleted and made again, ~ changed in place, ! refused,
? changed by a kustomization that is not rendered. A changed file that cannot be read ends with exit code 2.`,
  )
  .action(showPlan);

program
  .command('explain')
  .description('say what an event or a symptom means, and what to do next')
  .argument('[text...]', 'a message, ids (E13 S02) or words of your own; - or nothing reads standard input')
  .option(
    '--events <file>',
    'what kubectl get events -o json, kubectl get svc -o json or kubectl describe svc printed; repeatable, - is standard input',
    collect,
  )
  .option('--symptom', 'list the symptoms that have no event, or search only these')
  .addOption(new Option('--format <name>', 'text or json').choices(['text', 'json']).default('text'))
  .addOption(localeOption())
  .addOption(colourOption())
  .addHelpText('after', explainHelp)
  .action(showExplanation);

program
  .command('rules')
  .description('list the rules, or show one in full')
  .argument('[id]', 'a rule')
  .addOption(new Option('--format <name>', 'text or json').choices(['text', 'json']).default('text'))
  .addOption(localeOption())
  .addOption(colourOption())
  .action(showRules);

async function check(paths: string[], options: CheckOptions): Promise<void> {
  const started = Date.now();
  growHeapSlowly();
  const { runCheck } = await import('./run-check.ts');
  const progress = progressOn(stderr.isTTY && options.quiet !== true);
  const { auditOf } = await import('./reporting/audit.ts');
  const checked = await runCheck({
    ...options,
    paths,
    part: options.shard,
    directory: cwd(),
    defaultLocale: localeFrom(env),
    today: today(),
    onProgress: (done, total) => {
      progress.show(done, total);
      if (done % 16 === 0) settleHeap();
    },
  });
  progress.clear();
  const audit = auditOf(checked);
  const details = options.shard === undefined ? undefined : await import('./reporting/shards/shard-details.ts');
  await writeReports(audit, options, () => ({
    version,
    shard: details?.shardDetails(checked, audit),
    durationMs: Date.now() - started,
  }));
}

async function merge(files: string[], options: ReportOptions): Promise<void> {
  growHeapSlowly();
  const { runMerge } = await import('./run-merge.ts');
  const { audit, durationMs } = runMerge(files, cwd());
  await writeReports(audit, options, () => ({ version, durationMs }));
}

/** Sets the exit code, and writes each report that is asked for. */
async function writeReports(audit: Audit, options: ReportOptions, context: () => ReportContext): Promise<void> {
  // Before the first is written, whose reader may go away meanwhile.
  process.exitCode = audit.outcome.result === 'pass' ? 0 : 1;
  for (const { name, file } of options.format ?? [{ name: 'text', file: undefined }]) {
    const report = await checkReport(name, audit, {
      ...options,
      context,
      colour: file === undefined && wantsColour(options.color),
      jsonFile: options.format?.find((format) => format.name === 'json')?.file,
    });
    await write(report, file, name === 'github');
  }
}

async function showPlan(paths: string[], options: PlanOptions): Promise<void> {
  if (options.base === undefined && options.format?.some(({ name }) => name === 'markdown'))
    throw new CannotEvaluate('--format markdown of a plan needs --base.');
  const started = Date.now();
  const { runPlan } = await import('./run-plan.ts');
  const progress = progressOn(stderr.isTTY && options.quiet !== true);
  const result = await runPlan({
    ...options,
    paths,
    directory: cwd(),
    defaultLocale: localeFrom(env),
    onProgress: progress.show,
  });
  progress.clear();
  const unread = result.changes === undefined ? [] : result.problems.filter(({ kind }) => kind === 'unreadable-head');
  if (unread.length > 0) process.exitCode = 2;
  const formats = options.format ?? [{ name: 'text', file: undefined }];
  for (const { name, file } of formats) {
    const colour = file === undefined && wantsColour(options.color);
    await write(await planReport(name, result, { ...options, colour, durationMs: Date.now() - started }), file);
  }
  if (unread.length > 0)
    throw new CannotEvaluate(
      `The plan is not whole: ${[...new Set(unread.map(({ file }) => file))].join(', ')} could not be read.`,
      'check says why.',
    );
}

async function showRules(
  id: string | undefined,
  options: { format: 'text' | 'json'; locale?: string; color: 'auto' | 'always' | 'never' },
): Promise<void> {
  const { format } = options;
  await write(
    await rulesReport(id, { format, locale: localeOf(options.locale), colour: wantsColour(options.color) }),
    undefined,
  );
}

async function showExplanation(
  words: string[],
  options: {
    events?: string[];
    symptom?: boolean;
    format: 'text' | 'json';
    locale?: string;
    color: 'auto' | 'always' | 'never';
  },
): Promise<void> {
  const locale = localeOf(options.locale);
  const { report, isKnown } = await explainReport(
    {
      words,
      files: options.events ?? [],
      symptom: options.symptom === true,
      isInteractive: isatty(0),
      directory: cwd(),
      locale,
      today: today(),
    },
    { format: options.format, colour: wantsColour(options.color), version },
  );
  process.exitCode = isKnown ? 0 : 1;
  await write(report, undefined);
}

async function write(
  report: string | Iterable<string>,
  file: string | undefined,
  holdsCommands = false,
): Promise<void> {
  const pieces = typeof report === 'string' ? [report] : report;
  if (file !== undefined) return writeReportFile(file, pieces);
  // The runner takes lines of any program for commands; what manifests say must not become one.
  const isUnsafe = env['GITHUB_ACTIONS'] === 'true' && !holdsCommands;
  // A pipe takes no more than its reader does: what is written beyond waits in memory.
  for (const piece of isUnsafe ? [withoutCommands([...pieces].join(''))] : pieces)
    if (!stdout.write(piece)) await once(stdout, 'drain');
}

/** The same day wherever it runs. */
function today(): string {
  return new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
}

stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') exit(process.exitCode ?? 0); // the reader went away, as with `| head`
  throw error;
});

try {
  await program.parseAsync(argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof CannotEvaluate) {
    stderr.write(safeForLog(`${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`));
    process.exitCode = 2;
  } else {
    // inspect shows the stack and its causes.
    stderr.write(safeForLog(`This is a bug in the gate; please report it with the lines below.\n${inspect(error)}\n`));
    process.exitCode = 3;
  }
}
