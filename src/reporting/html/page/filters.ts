import type { PageData, PageFinding } from '../page-data.ts';
import { element, required } from './dom.ts';

/** What the reader asked for; empty texts and sets without a severity ask for nothing. */
export interface Filters {
  readonly severities: ReadonlySet<string>;
  readonly state: string;
  readonly rule: string;
  readonly cluster: string;
  readonly path: string;
  readonly search: string;
  /** A group of findings, as it was chosen at a load balancer. */
  readonly group: string;
}

/** The form of filters: what it says, and what the address says of it, so that a view can be handed on. */
export class FilterForm {
  readonly #form = required('filters', HTMLFormElement);
  readonly #severities = [...this.#form.querySelectorAll<HTMLInputElement>('input[name="severity"]')];
  readonly #onChange: () => void;
  #waiting: number | undefined;

  constructor({ rules, clusters }: Pick<PageData, 'rules' | 'clusters'>, onChange: () => void) {
    this.#onChange = onChange;
    this.#offer('rule', rules);
    this.#offer('cluster', clusters);
    this.#readAddress();
    // Typing is answered when it pauses.
    this.#form.addEventListener('input', () => this.#changed(120));
    this.#form.addEventListener('reset', () => {
      // What is hidden is not reset by the browser.
      this.#field('group').value = '';
      this.#changed(0);
    });
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    addEventListener('keydown', (event) => this.#shortcut(event));
  }

  read(): Filters {
    return {
      severities: new Set(this.#severities.filter(({ checked }) => checked).map(({ value }) => value)),
      state: this.#field('state').value,
      rule: this.#field('rule').value,
      cluster: this.#field('cluster').value,
      path: this.#field('path').value.trim().toLowerCase(),
      search: this.#field('search').value.trim().toLowerCase(),
      group: this.#field('group').value,
    };
  }

  /** Shows one group alone, whatever was asked for before. */
  showGroup(group: number): void {
    this.#form.reset();
    this.#field('group').value = String(group);
    this.#changed(0);
  }

  #field(name: string): HTMLInputElement | HTMLSelectElement {
    const field = this.#form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) return field;
    throw new Error(`no field ${name}`);
  }

  #offer(name: string, values: readonly string[]): void {
    const field = this.#field(name);
    for (const value of values.toSorted()) {
      const option = element('option', '', value);
      option.value = value;
      field.append(option);
    }
    const label = field.closest('label');
    if (label !== null) label.hidden = values.length === 0;
  }

  #changed(delay: number): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#writeAddress();
      this.#onChange();
    }, delay);
  }

  #shortcut(event: KeyboardEvent): void {
    const { target } = event;
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      this.#field('search').focus();
    }
    if (event.key === 'Escape' && target === this.#field('search') && this.#field('search').value !== '') {
      this.#field('search').value = '';
      this.#changed(0);
    }
  }

  #names(): string[] {
    return ['state', 'rule', 'cluster', 'path', 'search', 'group'];
  }

  #readAddress(): void {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const name of this.#names()) {
      const value = asked.get(name);
      if (value !== null) this.#field(name).value = value;
    }
    const severities = asked.getAll('severity');
    for (const input of this.#severities) input.checked = severities.includes(input.value);
  }

  #writeAddress(): void {
    const asked = new URLSearchParams();
    for (const name of this.#names()) {
      const { value } = this.#field(name);
      if (value !== '') asked.set(name, value);
    }
    for (const { checked, value } of this.#severities) if (checked) asked.append('severity', value);
    const text = asked.toString();
    history.replaceState(null, '', text === '' ? `${location.pathname}${location.search}` : `#${text}`);
  }
}

/** True for the findings that the filters let through. */
export function matcher(data: PageData, filters: Filters): (finding: PageFinding) => boolean {
  const { texts, rules, clusters, groups } = data;
  const { severities, state, rule, cluster, path, search, group } = filters;
  const ruleAt = rules.indexOf(rule);
  const clusterAt = clusters.indexOf(cluster);
  const text = (at: number): string => (texts[at] ?? '').toLowerCase();
  const holds = ({ messageAt, remedyAt, place, rule: ownRule, group: own }: PageFinding): boolean =>
    text(messageAt).includes(search) ||
    text(remedyAt).includes(search) ||
    text(place.fileAt).includes(search) ||
    (rules[ownRule] ?? '').includes(search) ||
    `${groups[own]?.kind} ${groups[own]?.title}`.toLowerCase().includes(search);
  return (finding) =>
    (severities.size === 0 || severities.has(finding.severity)) &&
    (state === '' ? finding.state !== 'fixed' : finding.state === state) &&
    (rule === '' || finding.rule === ruleAt) &&
    (cluster === '' || finding.clusters.includes(clusterAt)) &&
    (group === '' || String(finding.group) === group) &&
    (path === '' || text(finding.place.fileAt).includes(path)) &&
    (search === '' || holds(finding));
}
