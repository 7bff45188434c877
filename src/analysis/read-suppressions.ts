import type { Bilingual, Finding, Location, Problem, ProblemKind } from '../model/finding.ts';
import type { Comment, Manifest, Resource } from '../model/manifest.ts';
import { partOf, pathOf, textOf, valueAt, type ScalarNode, type Spot } from '../model/node.ts';
import type { Range } from '../model/position.ts';
import { suppressionAnnotation, suppressionWord, type Suppression } from '../model/suppression.ts';
import { rules } from '../rules/index.ts';
import type { World } from '../world/world.ts';
import { locationIn } from './locate.ts';
import { didYouMean } from './suggest.ts';

/** One rule that is silenced at one place of a manifest. */
export interface WrittenSuppression extends Suppression {
  readonly ruleId: string;
  readonly location: Location;
  /** How much it silences: what stands on one line, or all of its resources. */
  readonly reach: { readonly line: number } | { readonly document: number } | { readonly within: Range };
  /** The resources it stands in; one manifest may be several where more than one kustomization applies it. */
  readonly owners: readonly Resource[];
}

export interface ReadSuppressions {
  readonly suppressions: readonly WrittenSuppression[];
  /** Those that cannot be understood or lack their reason. */
  readonly problems: readonly Problem[];
}

/** Reads what the manifests of a tree want silenced, by comment or annotation, in the order of files. */
export function readSuppressions({ tree, resources }: World, requireReason: boolean): ReadSuppressions {
  const suppressions: WrittenSuppression[] = [];
  const problems: Problem[] = [];
  const byFile = new Map<string, Resource[]>();
  for (const resource of resources) byFile.set(resource.file, [...(byFile.get(resource.file) ?? []), resource]);
  for (const [file, manifest] of tree.manifests) {
    const own = byFile.get(file) ?? [];
    const locate = (range: Range, path: string, document: number): Location =>
      locationIn({ tree: tree.name, file, lines: manifest.lines }, range, path, document);
    const written = [...commentsOf(manifest, own, locate), ...annotationsOf(own, locate)];
    for (const each of written) {
      const read = understand(each, requireReason);
      suppressions.push(...read.suppressions);
      problems.push(...read.problems);
    }
  }
  return { suppressions, problems };
}

/** True for a finding at the place that a suppression is for. */
export function covers({ ruleId, location, reach }: WrittenSuppression, finding: Finding): boolean {
  const { location: at } = finding;
  if (finding.ruleId !== ruleId || at.file !== location.file || at.tree !== location.tree) return false;
  if ('line' in reach) return at.start.line === reach.line;
  if ('document' in reach) return at.document === reach.document;
  return reach.within.start <= at.startOffset && at.startOffset <= reach.within.end;
}

/** A suppression as it stands there: `<rule-id>[, <rule-id>] -- <reason>` and where. */
interface Written extends Pick<WrittenSuppression, 'kind' | 'location' | 'reach' | 'owners'> {
  /** What follows the word and its colon; undefined where the colon is missing. */
  readonly text: string | undefined;
  /** The place of a part of the text. */
  partAt(start: number, end: number): Location;
}

type Locate = (range: Range, path: string, document: number) => Location;

function* commentsOf({ comments, lines }: Manifest, resources: readonly Resource[], locate: Locate): Iterable<Written> {
  if (comments.length === 0) return;
  const spans = resources.map((resource) => spanOf(resource, lines));
  const lineFor = lineFinder(lines);
  for (const comment of comments) {
    const match = new RegExp(`^#+[ \\t]*${suppressionWord}(?![\\w-])[ \\t]*(:?)`).exec(comment.text);
    if (match === null) continue; // prose that only speaks of the word
    const { document, range, leads } = comment;
    const line = leads ? undefined : lineFor(comment);
    const own = spans.filter(
      ({ resource, first, last }) =>
        resource.document === document && (line === undefined || (first <= line && line <= last)),
    );
    const from = range.start + match[0].length;
    yield {
      kind: 'comment',
      location: locate(range, '', document),
      reach: line === undefined ? { document } : { line },
      owners: own.map(({ resource }) => resource),
      text: match[1] === ':' ? comment.text.slice(match[0].length) : undefined,
      partAt: (start, end) => locate({ start: from + start, end: from + end }, '', document),
    };
  }
}

/** The line that a comment is for: its own where something stands before it, else the next one that is no comment. */
function lineFinder(lines: Manifest['lines']): (comment: Comment) => number {
  // Comments come in order: those of one block, however long, are for the same line.
  let next = 0;
  return ({ range }) => {
    const { line, column } = lines.positionAt(range.start);
    if (
      lines
        .lineText(line)
        .slice(0, column - 1)
        .trim() !== ''
    )
      return line;
    if (next <= line) next = line + 1;
    while (lines.lineText(next).trimStart().startsWith('#')) next += 1;
    return next;
  };
}

interface Span {
  readonly resource: Resource;
  readonly first: number;
  readonly last: number;
}

function spanOf(resource: Resource, lines: Manifest['lines']): Span {
  const { start, end } = resource.root.range;
  const last = lines.positionAt(Math.max(start, end - 1)).line;
  return { resource, first: lines.positionAt(start).line, last };
}

function* annotationsOf(resources: readonly Resource[], locate: Locate): Iterable<Written> {
  const seen = new Set<number>();
  for (const { root, document } of resources) {
    const node = valueAt(root, 'metadata', 'annotations', suppressionAnnotation);
    // What is no text is refused by Kubernetes, and a rule of its own says so.
    if (node?.kind !== 'scalar' || textOf(node) === undefined || seen.has(root.range.start)) continue;
    seen.add(root.range.start);
    const at = ({ range }: Spot): Location => locate(range, pathOf(node, root), document);
    yield {
      kind: 'annotation',
      location: at({ node, range: node.range }),
      reach: { within: root.range },
      owners: resources.filter((other) => other.root.range.start === root.range.start),
      text: node.text,
      partAt: (start, end) => at(partOf(node satisfies ScalarNode, start, end)),
    };
  }
}

function understand(written: Written, requireReason: boolean): ReadSuppressions {
  const { kind, location, reach, owners, text } = written;
  const problem = (name: ProblemKind, at: Location, message: Bilingual): Problem => ({
    kind: name,
    file: at.file,
    message,
    location: at,
  });
  const fail = (message: Bilingual): ReadSuppressions => ({
    suppressions: [],
    problems: [problem('malformed-suppression', location, message)],
  });
  if (text === undefined) return fail(noColon);
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(text);
  const list = text.slice(0, dashes?.index ?? text.length);
  const reason = dashes === null ? '' : text.slice(dashes.index + dashes[0].length).trim();
  const ids = partsOf(list);
  if (ids.length === 0) return fail(noRule);
  if (ids.length > mostRules) return fail(tooMany);
  const known = rules.map(({ id }) => id);
  const problems = ids
    .filter(({ id }) => !known.includes(id))
    .map(({ id, start }) => problem('unknown-suppressed-rule', written.partAt(start, start + id.length), unknown(id)));
  if (requireReason && reason === '') {
    return { suppressions: [], problems: [...problems, problem('suppression-without-reason', location, noReason)] };
  }
  const suppressions = ids
    .filter(({ id }) => known.includes(id))
    .map(({ id }) => ({ kind, reason, location, reach, owners, ruleId: id }));
  return { suppressions, problems };
}

/** Far more than there are: a megabyte of made-up names is not worth a problem each. */
const mostRules = 100;

/** The comma separated parts of a text, trimmed, empty ones left out, each named once. */
function partsOf(list: string): { id: string; start: number }[] {
  const parts: { id: string; start: number }[] = [];
  const seen = new Set<string>();
  for (const match of list.matchAll(/[^,]+/g)) {
    const id = match[0].trim();
    if (id === '' || seen.has(id)) continue;
    seen.add(id);
    parts.push({ id, start: match.index + match[0].indexOf(id) });
  }
  return parts;
}

const form = '<rule-id>[, <rule-id>] -- <reason>';
const noColon: Bilingual = {
  en: `a suppression without its colon silences nothing; write "${suppressionWord}: ${form}"`,
  zh: `抑制注释缺少冒号，不会抑制任何问题；请写成 "${suppressionWord}: ${form}"`,
};
const noRule: Bilingual = {
  en: `a suppression that names no rule silences nothing; write "${form}"`,
  zh: `抑制标记没有写明规则，不会抑制任何问题；请写成 "${form}"`,
};
const tooMany: Bilingual = {
  en: `a suppression that names more than ${mostRules} rules silences nothing`,
  zh: `抑制标记写明的规则超过 ${mostRules} 条，不会抑制任何问题`,
};
const noReason: Bilingual = {
  en: 'a suppression without a reason does not count; add " -- <reason>" behind the rules',
  zh: '没有写明原因的抑制标记不生效；请在规则之后添加 " -- <原因>"',
};

function unknown(id: string): Bilingual {
  const ids = rules.map((rule) => rule.id);
  const [first = ''] = id.split(/\s/);
  // Without the dashes the reason is taken for a part of the name.
  const hint = ids.includes(first) && first !== id ? ' The reason stands behind " -- ".' : didYouMean(id, ids);
  const best = / "(.+)"\?$/.exec(didYouMean(id, ids))?.[1];
  const zhHint =
    ids.includes(first) && first !== id ? '原因应写在 " -- " 之后。' : best === undefined ? '' : `是否想写 "${best}"？`;
  return {
    en: `a suppression of the unknown rule "${id}".${hint}`,
    zh: `抑制标记中的规则 "${id}" 不存在。${zhHint}`,
  };
}
