import type { PageData, PageExcerpt, PageFinding, PagePlace, PageWord } from '../page-data.ts';
import { element } from './dom.ts';

/** Shows findings, those of one object below its name. */
export class FindingView {
  readonly #data: PageData;
  #group: number | undefined;
  #into: HTMLElement | undefined;

  constructor(data: PageData) {
    this.#data = data;
  }

  /** Forgets what was shown last. */
  restart(): void {
    this.#group = undefined;
    this.#into = undefined;
  }

  /** The elements to add for the next findings; those that go on with the group that was shown last are put into it. */
  show(findings: readonly PageFinding[]): HTMLElement[] {
    const added: HTMLElement[] = [];
    for (const finding of findings) {
      if (this.#into === undefined || finding.group !== this.#group) {
        this.#group = finding.group;
        this.#into = element('ul', 'findings');
        added.push(element('section', 'group', this.#head(finding), this.#into));
      }
      this.#into.append(this.#finding(finding));
    }
    return added;
  }

  #head({ group, place }: PageFinding): HTMLElement {
    const { title = '', kind = '' } = this.#data.groups[group] ?? {};
    const file = this.#text(place.fileAt);
    return element(
      'h3',
      '',
      kind !== '' && element('span', 'kind', kind),
      element('span', 'name', title),
      title !== file && element('span', 'file', file),
    );
  }

  #finding(finding: PageFinding): HTMLElement {
    const { severity, rule, marks, messageAt, place, clusters, failing } = finding;
    const tags = [
      failing !== undefined && element('span', 'tag tag-failing', failing),
      ...marks.map((mark) => element('span', `tag tag-${mark}`, this.#word(mark))),
      ...clusters.map((cluster) => element('span', 'tag', `@${this.#data.clusters[cluster] ?? ''}`)),
    ];
    return element(
      'li',
      `finding is-${severity}`,
      element(
        'p',
        'message',
        element('span', 'severity', this.#word(severity)),
        element('span', 'text', this.#text(messageAt)),
      ),
      element(
        'p',
        'about',
        element('span', 'place', this.#place(place, place.fileAt)),
        element('code', 'rule', this.#data.rules[rule] ?? ''),
        ...tags,
      ),
      finding.excerpt && this.#excerpt(finding.excerpt),
      this.#details(finding),
    );
  }

  #details({ whyAt, remedyAt, related = [], assumes = [], reason, fix, place: own }: PageFinding): HTMLElement {
    const rows: [PageWord, string | Node][] = [
      ['why', this.#text(whyAt)],
      ['remedy', this.#text(remedyAt)],
    ];
    if (fix !== undefined) rows.push(['fixOffered', fix]);
    for (const { messageAt, place } of related)
      rows.push([
        'related',
        element('span', '', element('span', 'place', this.#place(place, own.fileAt)), ` ${this.#text(messageAt)}`),
      ]);
    if (assumes.length > 0) rows.push(['assumes', element('code', '', assumes.join(', '))]);
    if (reason !== undefined) rows.push(['reason', reason]);
    return element(
      'dl',
      'details',
      ...rows.flatMap(([word, content]) => [element('dt', '', this.#word(word)), element('dd', '', content)]),
    );
  }

  #excerpt({ firstLine, linesAt, marked: [line, start, end] }: PageExcerpt): HTMLElement {
    const lines = linesAt.map((at, index) => {
      const text = this.#text(at);
      const shown =
        index === line ? [text.slice(0, start), element('mark', '', text.slice(start, end)), text.slice(end)] : [text];
      const row = element('span', index === line ? 'row hit' : 'row', ...shown);
      row.dataset['line'] = String(firstLine + index);
      return row;
    });
    const code = element('pre', 'excerpt', ...lines);
    // What scrolls must be reachable without a mouse.
    code.tabIndex = 0;
    return code;
  }

  /** The file is left out where it is the one that the reader is in. */
  #place({ fileAt, line, column, inBase }: PagePlace, own: number): string {
    const place = `${fileAt === own ? `${this.#word('line')} ` : `${this.#text(fileAt)}:`}${line}:${column}`;
    return inBase ? `${place} (${this.#word('inBase')})` : place;
  }

  #text(at: number): string {
    return this.#data.texts[at] ?? '';
  }

  #word(word: PageWord): string {
    return this.#data.words[word];
  }
}
