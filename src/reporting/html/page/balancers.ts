import type { PageBalancer, PageData, PageQuota, PageWord } from '../page-data.ts';
import { button, element, fill } from './dom.ts';
import { table } from './lists.ts';

/** Shows load balancers as cards. */
export class BalancerView {
  readonly #data: PageData;
  readonly #counts: ReadonlyMap<number, number>;
  readonly #showGroup: (group: number) => void;

  constructor(data: PageData, showGroup: (group: number) => void) {
    this.#data = data;
    this.#showGroup = showGroup;
    const counts = new Map<number, number>();
    for (const { group, state } of data.findings)
      if (state !== 'fixed') counts.set(group, (counts.get(group) ?? 0) + 1);
    this.#counts = counts;
  }

  card(balancer: PageBalancer): HTMLElement {
    const {
      title,
      clusters,
      kind,
      tone,
      headline,
      plan,
      assumes,
      listeners,
      settings,
      quotas = [],
      blocks = [],
      place,
    } = balancer;
    const head = element(
      'h3',
      '',
      element('span', 'kind', kind),
      element('span', 'name', title),
      ...clusters.map((cluster) => element('span', 'tag', `@${cluster}`)),
    );
    const listenerTable =
      listeners.length > 0 &&
      table(
        [this.#word('port'), this.#word('protocol'), this.#word('backends')],
        listeners.map(({ port, protocol, to }) => [port, protocol, to]),
      );
    return element(
      'article',
      `balancer is-${tone}`,
      head,
      element('p', 'headline', headline),
      plan &&
        element('p', 'plan', plan.sign !== '' && element('code', 'sign', plan.sign), element('span', '', plan.summary)),
      listenerTable,
      ...quotas.map(quotaBar),
      ...blocks.map((id) => this.#block(id)),
      settings.length > 0 && this.#settings(settings),
      assumes && element('p', 'assumes', `${this.#word('assumes')} `, element('code', '', assumes.join(', '))),
      element(
        'p',
        'about',
        element('span', 'place', `${this.#data.texts[place.fileAt] ?? ''}:${place.line}`),
        this.#findings(balancer),
      ),
    );
  }

  #findings({ group }: PageBalancer): Node {
    const count = group === null ? 0 : (this.#counts.get(group) ?? 0);
    if (group === null || count === 0) return element('span', 'none', this.#word('noFindingsOfService'));
    return button('link', fill(this.#word('findingsOfService'), { count }), () => this.#showGroup(group));
  }

  #settings(settings: PageBalancer['settings']): HTMLElement {
    return element(
      'details',
      'settings',
      element('summary', '', fill(this.#word('settings'), { count: settings.length })),
      table(
        [this.#word('setting'), this.#word('value')],
        settings.map(([name, value, from]) => [
          element('code', '', name),
          element('span', '', value, from !== 'stated' && element('span', 'tag', this.#word(from))),
        ]),
      ),
    );
  }

  /** Markup that the gate itself has drawn. */
  #block(id: string): HTMLElement | undefined {
    const template = document.getElementById(id);
    if (!(template instanceof HTMLTemplateElement)) return undefined;
    return element('div', 'block', document.importNode(template.content, true));
  }

  #word(word: PageWord): string {
    return this.#data.words[word];
  }
}

const svgNames = 'http://www.w3.org/2000/svg';

/** How much of a quota is used, as a bar; what is beyond it does not make the bar longer. */
function quotaBar([label, part]: PageQuota): HTMLElement {
  const svg = document.createElementNS(svgNames, 'svg');
  svg.setAttribute('viewBox', '0 0 100 6');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const used = part > 1 ? 'fill-error' : part > 0.8 ? 'fill-warning' : 'fill-info';
  for (const [name, width] of [
    ['fill-track', 100],
    [used, Math.max(1, Math.min(100, part * 100))],
  ] as const) {
    const bar = document.createElementNS(svgNames, 'rect');
    bar.setAttribute('class', name);
    bar.setAttribute('width', String(width));
    bar.setAttribute('height', '6');
    svg.append(bar);
  }
  return element('div', part > 1 ? 'quota is-error' : 'quota', element('span', '', label), svg);
}
