import { button, element, fill } from './dom.ts';

/**
 * A long list that is shown piece by piece: the next piece when the reader comes near its end, or asks for it by the
 * button. Focus stays where the reader was.
 */
export class LongList<T> {
  readonly #into: HTMLElement;
  readonly #size: number;
  readonly #more: string;
  readonly #show: (piece: readonly T[]) => readonly HTMLElement[];
  readonly #seen = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.#next();
    },
    { rootMargin: '600px' },
  );
  #items: readonly T[] = [];
  #count = 0;
  #button: HTMLButtonElement | undefined;

  constructor(
    into: HTMLElement,
    { size, more, isEager }: { readonly size: number; readonly more: string; readonly isEager: boolean },
    show: (piece: readonly T[]) => readonly HTMLElement[],
  ) {
    this.#into = into;
    this.#size = size;
    this.#more = more;
    this.#show = show;
    this.#isEager = isEager;
  }

  readonly #isEager: boolean;

  set(items: readonly T[]): void {
    this.#items = items;
    this.#count = 0;
    this.#seen.disconnect();
    this.#into.replaceChildren();
    this.#next();
  }

  #next(): void {
    const hadFocus = this.#button !== undefined && document.activeElement === this.#button;
    this.#button?.remove();
    this.#seen.disconnect();
    const added = this.#show(this.#items.slice(this.#count, this.#count + this.#size));
    this.#count += this.#size;
    this.#into.append(...added);
    const left = this.#items.length - this.#count;
    if (left > 0) {
      const next = Math.min(left, this.#size);
      this.#button = button('more', fill(this.#more, { count: next }), () => this.#next());
      this.#into.append(this.#button);
      if (this.#isEager) this.#seen.observe(this.#button);
    }
    if (hadFocus) added[0]?.querySelector<HTMLElement>('summary, button, a')?.focus();
  }
}

/** A table with a head; cells of the first column name their row. */
export function table(head: readonly string[], rows: readonly (readonly (string | Node)[])[]): HTMLElement {
  const cell = (content: string | Node): HTMLElement => element('td', '', content);
  const titles = head.map((title) => {
    const made = element('th', '', title);
    made.scope = 'col';
    return made;
  });
  const body = rows.map((row) => element('tr', '', ...row.map(cell)));
  const wide = element(
    'div',
    'wide',
    element('table', '', element('thead', '', element('tr', '', ...titles)), element('tbody', '', ...body)),
  );
  return wide;
}
