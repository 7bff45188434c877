import type { Bilingual, Problem, ProblemKind } from '../model/finding.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Tree } from '../world/tree.ts';
import type { World } from '../world/world.ts';
import { headPaths, type TreeChange } from './compare-trees.ts';
import { locationIn, type PlacedFile } from './locate.ts';
import { pathMatcher } from './match-paths.ts';
import type { PartRequest } from './parts.ts';
import type { PatternPlace } from './read-configuration.ts';
import { didYouMean } from './suggest.ts';

/** What a tree holds that was not judged, and why, in the order of files. */
export function problemsOf(world: World): Problem[] {
  const { tree } = world;
  const problems: Problem[] = tree.unrenderedTemplates.map((file) =>
    problem('unrendered-template', file, chartTemplate),
  );
  for (const { kind, file, node, message } of world.problems) {
    const lines = tree.manifests.get(file)?.lines;
    const isPlaced = node !== undefined && lines !== undefined;
    const location = isPlaced ? locationIn({ tree: tree.name, file, lines }, node.range) : null;
    problems.push({ kind, file, message, location });
  }
  for (const [file, manifest] of tree.manifests) {
    problems.push(...problemsIn({ tree: tree.name, file, lines: manifest.lines }, manifest));
  }
  return problems.sort(byFileAndKind);
}

function problemsIn(place: PlacedFile, { withoutApiVersion, unreadable }: Manifest): Problem[] {
  const { file } = place;
  const problems: Problem[] = withoutApiVersion.map(({ range: { start } }) => ({
    ...problem('missing-api-version', file, missingApiVersion),
    location: locationIn(place, { start, end: start + 1 }),
  }));
  for (const { document, range, reason } of unreadable) {
    if (reason.kind !== 'syntax' || !reason.template) continue;
    problems.push({
      ...problem('unrendered-template', file, looseTemplate),
      location: locationIn(place, range, '', document),
    });
  }
  return problems;
}

/** Documents of files that a change touches, which could not be read: nothing is known of what they hold. */
export function unreadableIn(tree: Tree, change: TreeChange): Problem[] {
  const headOf = headPaths(change);
  const isTouched = (file: string): boolean => {
    const now = tree.name === 'head' ? file : headOf.get(file);
    return now === undefined || change.changed.has(now);
  };
  const kind = tree.name === 'head' ? 'unreadable-head' : 'unreadable-base';
  return [...tree.manifests].flatMap(([file, { unreadable, lines }]) =>
    isTouched(file)
      ? unreadable
          .filter(({ reason }) => reason.kind !== 'syntax' || !reason.template)
          .map(({ document, range }) => ({
            ...problem(kind, file, unreadableWords[kind]),
            location: locationIn({ tree: tree.name, file, lines }, range, '', document),
          }))
      : [],
  );
}

const unreadableWords: Readonly<Record<'unreadable-base' | 'unreadable-head', Bilingual>> = {
  'unreadable-base': {
    en: 'base could not be read here, so what stood there, and what becomes of it, is not known',
    zh: '基线在此处无法读取，因此不知道原有内容及其变化',
  },
  'unreadable-head': {
    en: 'this could not be read, so what it changes is not known; check says why',
    zh: '此处无法读取，因此不知道其改动；check 会说明原因',
  },
};

function problem(kind: ProblemKind, file: string, message: Bilingual): Problem {
  return { kind, file, message, location: null };
}

/** Said in the report of one part, so that nobody takes it for the whole. */
export function partOfRun({ index, total }: PartRequest): Problem {
  return problem('part-of-run', '', {
    en: `part ${index} of ${total} was evaluated; merge joins the reports of all of them`,
    zh: `仅评估了第 ${index} 个分片（共 ${total} 个）；可用 merge 合并所有分片的报告`,
  });
}

const chartTemplate: Bilingual = {
  en: 'a Helm template, which is not judged until it is rendered',
  zh: 'Helm 模板，渲染之前不作判断',
};
const looseTemplate: Bilingual = {
  en: 'a template outside of a chart, which is no YAML until it is rendered',
  zh: 'chart 之外的模板，渲染之前不是有效的 YAML',
};
const missingApiVersion: Bilingual = {
  en: 'a document names a kind but no apiVersion; Kubernetes refuses it, so it was not judged',
  zh: '文档有 kind 但没有 apiVersion；Kubernetes 会拒绝它，因此未作判断',
};

/** Said when the configuration's paths leave nothing to report on, which would look like a clean result. */
export function nothingReported(files: readonly string[], isReported: (file: string) => boolean): Problem[] {
  return files.length === 0 || files.some(isReported) ? [] : [problem('paths-exclude-all', '', allExcluded)];
}

const allExcluded: Bilingual = {
  en: 'paths leaves out every file, so nothing was judged',
  zh: 'paths 排除了所有文件，因此未作任何判断',
};

/** Globs of the configuration that match no file, with the nearest folder that there is. */
export function unusedPatterns(paths: ReadonlySet<string>, patterns: readonly PatternPlace[]): Problem[] {
  const unused = patterns.filter(({ pattern }) => ![...paths].some(pathMatcher([pattern])));
  return unused.map(({ pattern, location }) => {
    const [start = ''] = pattern.split('/');
    const folders = new Set([...paths].filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''));
    const near = folders.has(start) ? '' : didYouMean(start, [...folders]);
    return {
      kind: 'configuration-unused-pattern',
      file: location.file,
      message: {
        en: `the pattern "${pattern}" of the configuration matches no file.${near}`,
        zh: `配置中的模式 "${pattern}" 未匹配任何文件。${near}`,
      },
      location,
    };
  });
}

function byFileAndKind(left: Problem, right: Problem): number {
  const [one, two] = [left, right].map(({ file, kind }) => `${file}\0${kind}`);
  return (one ?? '') < (two ?? '') ? -1 : (one ?? '') > (two ?? '') ? 1 : 0;
}
