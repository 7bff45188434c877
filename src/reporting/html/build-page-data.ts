import { byGravity } from '../../analysis/finding-counts.ts';
import { isApproved } from '../../analysis/decide-outcome.ts';
import {
  identityText,
  inLocale,
  type Bilingual,
  type Finding,
  type Location,
  type ResourceIdentity,
} from '../../model/finding.ts';
import type { Audit, Prediction } from '../audit.ts';
import { markedLine } from '../excerpt.ts';
import { failingWords } from '../failing-words.ts';
import { visible } from '../show-text.ts';
import { pageBalancers } from './balancers.ts';
import {
  pageWords,
  type PageData,
  type PageFinding,
  type PageGroup,
  type PagePlace,
  type PageWord,
} from './page-data.ts';
import { pageTexts } from './page-words.ts';

/** Longer messages are cut: a value of a megabyte may be quoted in one. */
const longestText = 2000;

/** What the script of the page shows, from what a check came to. */
export function pageData(audit: Audit, blocksOf: (prediction: Prediction) => readonly string[]): PageData {
  return new Builder(audit, blocksOf).data();
}

class Builder {
  readonly #audit: Audit;
  readonly #blocksOf: (prediction: Prediction) => readonly string[];
  readonly #texts = new Numbered<string>();
  readonly #rules = new Numbered<string>();
  readonly #clusters = new Numbered<string>();
  readonly #groups = new Numbered<string>();
  readonly #titles: PageGroup[] = [];

  constructor(audit: Audit, blocksOf: (prediction: Prediction) => readonly string[]) {
    this.#audit = audit;
    this.#blocksOf = blocksOf;
  }

  data(): PageData {
    const { findings, settings, plan = [] } = this.#audit;
    const { locale } = settings;
    // A group stands where its gravest finding does.
    const shown = [...findings].sort((one, other) => rankOf(one) - rankOf(other) || byGravity(one, other));
    for (const finding of shown) this.#groupOf(finding);
    const byGroup = shown.map((finding) => this.#finding(finding)).sort((one, other) => one.group - other.group);
    const balancers = pageBalancers(this.#audit.predictions(), plan, {
      locale,
      placeOf: (location) => this.#place(location),
      groupOf: (resource, file) => this.#groups.find(groupKey(resource, file)) ?? null,
      blocksOf: this.#blocksOf,
    });
    return {
      words: Object.fromEntries(
        pageWords.map((word) => [word, inLocale(pageTexts[word], locale)]),
      ) as PageData['words'],
      texts: this.#texts.all,
      rules: this.#rules.all,
      clusters: this.#clusters.all,
      groups: this.#titles,
      findings: byGroup,
      balancers,
    };
  }

  #finding(finding: Finding): PageFinding {
    const { severity, ruleId, message, why, remedy, location, clusters, assumes, related, suppression } = finding;
    const { locale } = this.#audit.settings;
    const fix = this.#audit.fixOf(finding);
    const excerpt = this.#excerpt(finding);
    const failing = failingWords(finding);
    return {
      group: this.#groupOf(finding),
      severity,
      rule: this.#rules.of(ruleId),
      state: stateOf(finding),
      marks: this.#marksOf(finding),
      messageAt: this.#textAt(message),
      whyAt: this.#textAt(why),
      remedyAt: this.#textAt(remedy),
      place: this.#place(location),
      clusters: clusters.map((cluster) => this.#clusters.of(visible(cluster))),
      ...(assumes.length === 0 ? {} : { assumes: assumes.map(visible) }),
      ...(related.length === 0
        ? {}
        : {
            related: related.map((each) => ({
              messageAt: this.#textAt(each.message),
              place: this.#place(each.location),
            })),
          }),
      ...(suppression === null || suppression.reason === '' ? {} : { reason: cut(visible(suppression.reason)) }),
      ...(failing === undefined ? {} : { failing: visible(inLocale(failing, locale)) }),
      ...(fix === null ? {} : { fix: visible(inLocale(fix.description, locale)) }),
      ...(excerpt === undefined ? {} : { excerpt }),
    };
  }

  #marksOf(finding: Finding): PageWord[] {
    const { status, worsened, certainty, suppression } = finding;
    const marks: PageWord[] = [];
    if (suppression !== null) marks.push(isApproved(finding) ? 'approved' : 'suppressed');
    if (status === 'fixed') marks.push('fixed');
    else if (worsened) marks.push('worsened');
    else if (this.#audit.hasBase || this.#audit.since !== undefined) marks.push(status);
    if (certainty === 'conditional') marks.push('conditional');
    return marks;
  }

  #groupOf({ resource, location }: Finding): number {
    const known = this.#groups.count;
    const group = this.#groups.of(groupKey(resource, location.file));
    if (group === known) this.#titles.push(titleOf(resource, location.file));
    return group;
  }

  #textAt(text: Bilingual): number {
    return this.#texts.of(cut(visible(inLocale(text, this.#audit.settings.locale))));
  }

  #place({ file, start, tree }: Pick<Location, 'file' | 'start' | 'tree'>): PagePlace {
    const place = { fileAt: this.#texts.of(visible(file)), line: start.line, column: start.column };
    return tree === 'base' ? { ...place, inBase: true } : place;
  }

  #excerpt(finding: Finding): PageFinding['excerpt'] {
    const excerpt = this.#audit.excerptOf(finding);
    if (excerpt === undefined) return undefined;
    const { location } = finding;
    const { text, start, end } = markedLine(excerpt, location);
    // Escapes are longer than what they stand for.
    const before = shownLine(text.slice(0, start));
    const marked = shownLine(text.slice(start, end));
    const lines = excerpt.lines.map((line) => shownLine(line.text));
    const indent = Math.min(before.length, ...lines.filter((line) => line !== '').map(indentOf));
    return {
      firstLine: excerpt.firstLine,
      linesAt: lines.map((line) => this.#texts.of(line.slice(indent))),
      marked: [location.start.line - excerpt.firstLine, before.length - indent, before.length + marked.length - indent],
    };
  }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** What stands in head and counts comes first, then what is silenced, then what is gone. */
function rankOf({ status, suppression }: Finding): number {
  if (status === 'fixed') return 2;
  return suppression === null || suppression.kind === 'label' ? 0 : 1;
}

function stateOf({ status, suppression }: Finding): PageFinding['state'] {
  if (status === 'fixed') return 'fixed';
  return suppression === null ? status : 'suppressed';
}

/** Copies of one object in several files are several to mend; one file that goes to several clusters is one. */
function groupKey(resource: ResourceIdentity | null, file: string): string {
  return JSON.stringify(resource === null ? [file] : [file, resource.kind, resource.namespace, resource.name]);
}

function titleOf(resource: ResourceIdentity | null, file: string): PageGroup {
  if (resource === null) return { title: visible(file), kind: '' };
  return { title: visible(identityText(resource)), kind: visible(resource.kind) };
}

function shownLine(text: string): string {
  return visible(text).replaceAll('\t', '    ');
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

/** Different values in the order in which they were first met, by number. */
class Numbered<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<T, number>();

  get count(): number {
    return this.all.length;
  }

  find(value: T): number | undefined {
    return this.#numbers.get(value);
  }

  of(value: T): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.all.length);
    return this.all.push(value) - 1;
  }
}
