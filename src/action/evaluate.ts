import { resolve } from 'node:path';
import { check, type CheckResult } from '../analysis/check.ts';
import type { ChosenConfiguration } from '../analysis/choose-configuration.ts';
import type { TreeChange } from '../analysis/compare-trees.ts';
import { CannotEvaluate } from '../analysis/failure.ts';
import { loadTree } from '../analysis/load-tree.ts';
import { pathMatcher } from '../analysis/match-paths.ts';
import { resolveSettings } from '../analysis/resolve-settings.ts';
import type { Settings } from '../analysis/settings.ts';
import { CommitBase, isUnknownTo, localCommit, openBase, type Base } from '../host/base-tree.ts';
import { configurationNames, loadConfiguration } from '../host/configuration-file.ts';
import { loadEvents, type LoadedEventsFiles } from '../host/events-files.ts';
import { listFiles, relativePath } from '../host/file-system.ts';
import { growHeapSlowly, settleHeap } from '../host/heap.ts';
import { loadInventory } from '../host/inventory-files.ts';
import { openGit, trust, whyRefused, type Git } from '../host/git.ts';
import { readTexts } from '../host/github/blobs.ts';
import type { GitHubClient } from '../host/github/client.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import { folderInWorkspace, type Environment } from '../host/runner.ts';
import { TextFiles } from '../host/text-files.ts';
import type { Problem } from '../model/finding.ts';
import type { Inventory } from '../world/inventory.ts';
import { isManifestPath } from '../world/manifest-paths.ts';
import type { Tree } from '../world/tree.ts';
import { BaseFinder, fetchTime, unprovedNotice, type NoBase } from './find-base.ts';
import type { ActionSettings } from './inputs.ts';
import { approveByLabel } from './approve-by-label.ts';
import { earlierAudits, noEarlierAudit, type Earlier } from './history.ts';
import { joinToEvents } from './join-to-events.ts';
import { kustomizationNames } from './kustomization-names.ts';
import { isNothingToJudge } from './nothing-to-judge.ts';
import type { Situation } from './situation.ts';
import { workflowFile, workflowNotices } from './workflow-notice.ts';

export interface Evaluation {
  readonly result: CheckResult;
  readonly git: Git | undefined;
  /** The commit that was judged. */
  readonly checkedOut: string | undefined;
  /** The commit that head was compared with. */
  readonly baseSha: string | undefined;
  /** The commit that GitHub compares the pull request with, where it is here. */
  readonly mergeBase: string | undefined;
  /** What earlier audits left; undefined outside of audits. */
  readonly earlier: Earlier | undefined;
}

export interface EvaluateOptions {
  readonly settings: ActionSettings;
  readonly environment: Environment;
  readonly situation: Situation;
  readonly client: () => Promise<GitHubClient | undefined>;
  /** The day, YYYY-MM-DD. */
  readonly today: string;
}

interface Compared {
  readonly base: Base | undefined;
  readonly baseSha: string | undefined;
  readonly mergeBase: string | undefined;
  /** Why there is no base although there is a change. */
  readonly unproved: NoBase | undefined;
}

/** Judges what is checked out, against the base of the change where there is one. Throws `CannotEvaluate`. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { settings: asked, environment, situation, today } = options;
  growHeapSlowly();
  settleHeap();
  const workspace = folderInWorkspace(environment.workspace, '.');
  const folder = folderInWorkspace(environment.workspace, asked.workingDirectory);
  // A job in a container is another user than the one that checked out.
  trust(workspace);
  const git = openGit(folder);
  const refusal = git === undefined ? whyRefused(folder) : undefined;
  if (refusal !== undefined) throw new CannotEvaluate(refusal);
  const directory = git?.top ?? workspace;
  const top = git === undefined ? undefined : openGit(directory);
  const within = relativePath(directory, folder);
  const files = new TextFiles(directory);
  const names = asked.config === undefined ? configurationNames(within) : [asked.config];
  const isNamed = top === undefined ? (): boolean => false : kustomizationNames(top, files);
  const isInput = pathMatcher([...asked.inventory, ...asked.eventsFile]);
  const isWanted = (path: string): boolean =>
    isManifestPath(path) || names.includes(path) || workflowFile.test(path) || isNamed(path) || isInput(path);
  const compared = await compare(options, top, directory, isWanted);
  const { base, unproved } = compared;

  const isChange = situation.baseSha !== undefined;
  // Whoever branches from an old commit does not bring old policy back: a merge base is no policy.
  const isOld = isChange && compared.mergeBase === compared.baseSha && compared.baseSha !== situation.baseSha;
  const policyBase =
    isChange && (base === undefined || (isOld && asked.base === undefined))
      ? await policyOf(options, top, situation.baseSha, names)
      : base;
  const chosen = await loadConfiguration(files, { named: asked.config, base: policyBase, folder: within });
  const earlier = situation.kind === 'audit' ? await earlierAudits(asked, environment, situation) : undefined;
  const lastAudit = base === undefined ? earlier?.lastAudit : undefined;
  const settings = settingsOf(asked, chosen, {
    hasBase: base !== undefined,
    isChange,
    hasLastAudit: lastAudit !== undefined,
  });
  const changes = base?.changes();
  // An audit judges everything, whatever it is compared with.
  const mayStop = situation.kind !== 'audit' && changes !== undefined && top !== undefined && settings.gate === 'new';
  const isExport = pathMatcher([...asked.eventsFile, ...inventoryPatterns(asked, chosen)]);
  const isNothing = mayStop && isNothingToJudge(changes, top, { configuration: names, isNamed, isExport });
  // Of a change that nothing is asked about, a missing export is no fault: it has to be there where something is judged.
  const { inventory, said, told } = isNothing
    ? { inventory: undefined, said: undefined, told: [] }
    : await loadExports(asked, chosen, directory, policyBase);
  const notices: Problem[] = [
    ...(unproved === undefined ? [] : [unprovedNotice(unproved)]),
    ...(base?.notices ?? []),
    ...chosen.notices,
    ...(earlier?.notices ?? []),
    ...(earlier !== undefined && settings.gate === 'all' && wantsNew(asked, chosen) ? [noEarlierAudit] : []),
    ...told,
    ...(changes === undefined || base === undefined
      ? []
      : workflowNotices(changes.paths, environment.actionRepository, {
          base: (path) => base.read(path),
          head: (path) => files.read(path),
        })),
  ];
  const trees =
    said === undefined
      ? nothing
      : load(
          { directory, within, paths: asked.paths, noManifests: noManifests(asked, said, workspace, directory) },
          base,
        );
  const checked = check({
    settings,
    ...trees,
    patterns: isNothing ? [] : chosen.patterns,
    overrides: chosen.overrides,
    invalid: chosen.invalid,
    inventory,
    lastAudit,
    judgesAll: !isNothing,
    notices: isNothing ? [...notices, nothingChanged] : notices,
    today,
  });
  const joined = await joinToEvents(checked, said?.observed, situation.kind === 'audit');
  const { repository } = environment;
  const result = await approveByLabel(joined, chosen.labels, { repository, situation, client: options.client });
  const { baseSha, mergeBase } = compared;
  return { result, git: top, checkedOut: top?.checkedOut()?.commit, baseSha, mergeBase, earlier };
}

/** Files of the gate's own or of kubectl, by their path from `directory`, whatever they hold. */
function noManifests(
  { historyFile }: ActionSettings,
  { read }: LoadedEventsFiles,
  workspace: string,
  directory: string,
): ReadonlySet<string> {
  return historyFile === undefined
    ? read
    : new Set([...read, relativePath(directory, resolve(workspace, historyFile))]);
}

function inventoryPatterns(asked: ActionSettings, chosen: ChosenConfiguration): readonly string[] {
  return asked.inventory.length === 0 ? chosen.inventory.map(({ pattern }) => pattern) : asked.inventory;
}

/** What exists in the cloud and what happens in the cluster, and what is to be told of the files that say so. */
async function loadExports(
  asked: ActionSettings,
  chosen: ChosenConfiguration,
  directory: string,
  base: Policy | undefined,
): Promise<{ inventory: Inventory | undefined; said: LoadedEventsFiles; told: readonly Problem[] }> {
  const { inventory, notices } = await loadInventory({
    directory,
    named: asked.inventory.length === 0 ? undefined : asked.inventory,
    configured: chosen.inventory,
    base,
  });
  const said = await loadEvents({ directory, named: asked.eventsFile, base });
  return { inventory, said, told: [...notices, ...said.notices] };
}

async function compare(
  { settings, environment, situation, client }: EvaluateOptions,
  git: Git | undefined,
  directory: string,
  isWanted: (path: string) => boolean,
): Promise<Compared> {
  const none: Compared = { base: undefined, baseSha: undefined, mergeBase: undefined, unproved: undefined };
  if (settings.base !== undefined) {
    const baseSha = git?.resolve(settings.base);
    // A folder would be one that the author of the change can make.
    if (baseSha === undefined)
      throw new CannotEvaluate(
        `base: "${settings.base}" is no commit of this checkout.`,
        'Fetch it first, as with fetch-depth: 0 of actions/checkout.',
      );
    // The diff that GitHub shows is another one.
    const isKnown = situation.kind === 'pull-request' && git?.isShallow() === false;
    const mergeBase = isKnown ? git.mergeBaseOf(situation.baseSha, situation.headSha) : undefined;
    return { ...none, base: openBase(settings.base, directory), baseSha, mergeBase };
  }
  if (situation.kind === 'audit') return none;
  if (git === undefined)
    return { ...none, unproved: { reason: { en: 'this is no git checkout', zh: '这不是 git 检出目录' } } };
  const found = await new BaseFinder(git, client, environment, isWanted).find(situation);
  return 'reason' in found ? { ...none, unproved: found } : { ...found, unproved: undefined };
}

/** What policy is read from. */
type Policy = Pick<Base, 'read' | 'isUntracked' | 'isOwn' | 'paths'>;

/**
 * Where nothing can be compared, policy still comes from the base branch: what the author wrote must not loosen it. Throws
 * `CannotEvaluate` where it cannot be read, since nobody knows what it asks for then.
 */
async function policyOf(
  { client, environment: { repository } }: EvaluateOptions,
  git: Git | undefined,
  baseSha: string,
  names: readonly string[],
): Promise<Policy> {
  if (git?.has(baseSha) === false) git.fetch([baseSha], fetchTime);
  if (git?.has(baseSha) === true) return new CommitBase(git, localCommit(git, baseSha));
  const unreadable = (why: string): CannotEvaluate =>
    new CannotEvaluate(
      `The configuration of the base branch cannot be read: ${why}`,
      'Give the checkout more history (fetch-depth: 2, or 0), or the gate a token that may read contents.',
    );
  const api = await client();
  if (api === undefined) throw unreadable('its commit is not here, and there is no token for the API.');
  try {
    const texts = await readTexts(
      api,
      repository,
      names.map((name) => `${baseSha}:${name}`),
    );
    if (texts.includes(null)) throw unreadable('GitHub does not give it whole.');
    const found = new Map(names.map((name, index) => [name, texts[index] ?? undefined]));
    return {
      read: (path) => found.get(path),
      isUntracked: (path) => git?.isTracked(path) === false,
      isOwn: (path) => git !== undefined && isUnknownTo(git, path),
      paths: () => [],
    };
  } catch (error) {
    throw error instanceof RequestFailed ? unreadable(error.message) : error;
  }
}

function settingsOf(
  asked: ActionSettings,
  { configuration }: ChosenConfiguration,
  { hasBase, isChange, hasLastAudit }: Readonly<Record<'hasBase' | 'isChange' | 'hasLastAudit', boolean>>,
): Settings {
  // Without a base or an earlier audit there is nothing that new could mean.
  const requested = { ...asked, gate: hasBase || hasLastAudit ? asked.gate : 'all' };
  const settings = resolveSettings(requested, configuration, hasBase, 'en', hasLastAudit);
  // Nor for suppressions that a change brings along.
  if (hasBase || !isChange || configuration.suppressions?.honour === 'all') return settings;
  return { ...settings, suppressions: { ...settings.suppressions, honour: 'none' } };
}

/** Only new findings are to count, and no policy says otherwise. */
function wantsNew({ gate }: ActionSettings, { configuration: { policy } }: ChosenConfiguration): boolean {
  return (gate ?? policy?.gate) === 'new' && policy?.gate !== 'all';
}

type Trees = Pick<Parameters<typeof check>[0], 'head' | 'base' | 'isAsked'>;

interface Asked {
  readonly directory: string;
  readonly within: string;
  readonly paths: readonly string[];
  /** Files that are something else in both trees, whatever they hold. */
  readonly noManifests: ReadonlySet<string>;
}

/** Both trees as a whole, since what is not asked for may explain what is; findings are reported where it was asked. */
function load({ directory, within, paths, noManifests }: Asked, base: Base | undefined): Trees {
  const files = listFiles('.', directory).filter(({ path }) => !noManifests.has(path));
  settleHeap();
  const head = loadTree('head', files, { onProgress: (done) => (done % 16 === 0 ? settleHeap() : undefined) });
  const before = base?.load(head, ['.'], noManifests);
  const known = [head, before?.tree].flatMap((tree) => [
    ...(tree?.manifests.keys() ?? []),
    ...(tree?.unrenderedTemplates ?? []),
    ...(tree?.links.map(({ path }) => path) ?? []),
  ]);
  const asked = (paths.length === 0 ? [within] : paths).filter((path) => path !== '.');
  const atOrBelow = (path: string): string[] => [path, `${path}/**`];
  for (const path of asked) {
    // What the change removes is a change to judge, too.
    if (known.some(pathMatcher(atOrBelow(path)))) continue;
    throw new CannotEvaluate(`${path}: nothing to check, there is no YAML or JSON file.`);
  }
  const isAsked = asked.length === 0 ? {} : { isAsked: pathMatcher(asked.flatMap(atOrBelow)) };
  return { head, ...(before === undefined ? {} : { base: before }), ...isAsked };
}

function emptyTree(name: Tree['name']): Tree {
  return {
    name,
    manifests: new Map(),
    paths: new Set(),
    links: [],
    unrenderedTemplates: [],
    readTemplate: () => undefined,
  };
}

const noChange: TreeChange = { baseOf: new Map(), changed: new Set() };
const nothing: Trees = { head: emptyTree('head'), base: { tree: emptyTree('base'), change: noChange } };

const nothingChanged: Problem = {
  kind: 'nothing-to-judge',
  file: '',
  message: {
    en: 'this change touches no manifest, kustomization, chart or configuration, so nothing was read',
    zh: '本次变更未涉及任何清单、kustomization、chart 或配置，因此未读取任何内容',
  },
  location: null,
};
