import type { PlanAction, PlanEntry } from '../analysis/plan-entry.ts';
import type { PlanResult } from '../analysis/plan.ts';
import { inLocale, type Bilingual, type Locale, type Location, type Problem } from '../model/finding.ts';
import { paint, type Paint } from './paint.ts';
import { actionSigns, isWhole, planCondition, planCounts, planRows, planTitle, type PlanRow } from './plan-words.ts';
import { visible } from './show-text.ts';
import { table } from './table.ts';

export interface ChangePlanTextOptions {
  readonly colour: boolean;
  /** Leaves out what an entry rests on, and notes. */
  readonly quiet: boolean;
}

/** What a change does to each load balancer, the worst first, and one line that sums it up. */
export function changePlanText(
  { settings, changes = [], problems }: PlanResult,
  options: ChangePlanTextOptions,
): string {
  const text = new ChangePlanText(settings.locale, options);
  const lines = changes.flatMap((entry) => [...text.entry(entry), '']);
  const notes = options.quiet ? [] : text.notes(problems);
  return [...lines, ...notes, text.counts(changes, isWhole(problems)), ''].join('\n');
}

class ChangePlanText {
  readonly #locale: Locale;
  readonly #options: ChangePlanTextOptions;
  readonly #paint: Paint;

  constructor(locale: Locale, options: ChangePlanTextOptions) {
    this.#locale = locale;
    this.#options = options;
    this.#paint = paint(options.colour);
  }

  entry(entry: PlanEntry): string[] {
    const { bold, dim, yellow } = this.#paint;
    const condition = planCondition(entry);
    return [
      `${this.#sign(entry.action)} ${bold(visible(planTitle(entry)))}  ${dim(this.#place(entry.location, true))}`,
      `    ${this.#say(entry.summary)}`,
      ...(condition === undefined || this.#options.quiet ? [] : [`    ${yellow(this.#say(condition))}`]),
      ...table(planRows(entry).map((row) => this.#row(row))),
    ];
  }

  counts(entries: readonly PlanEntry[], whole: boolean): string {
    return this.#paint.bold(this.#say(planCounts(entries, whole)));
  }

  /** What was compared is said in full, what was not read is only counted. */
  notes(problems: readonly Problem[]): string[] {
    const told = problems.filter(({ kind }) => /^(?:base|configuration|inventory|unreadable)-/.test(kind));
    const rest = problems.length - told.length;
    const lines = told.map(({ kind, location, message }) =>
      kind.startsWith('unreadable-') && location !== null
        ? `${this.#paint.yellow(this.#place(location, false))}: ${this.#say(message)}`
        : this.#say(message),
    );
    if (rest > 0)
      lines.push(
        this.#say({
          en: `${rest} ${rest === 1 ? 'note' : 'notes'} on what was not read; check --verbose lists them.`,
          zh: `另有 ${rest} 条未读取内容的说明；check --verbose 可列出。`,
        }),
      );
    return lines.length === 0 ? [] : [...lines, ''];
  }

  #row({ sign, what, target, name, from, to, places }: PlanRow): string[] {
    const { dim } = this.#paint;
    const subject = target === '' ? this.#say(what) : `${this.#say(what)} ${visible(target)}`;
    const value = name === '' ? '' : `${visible(short(from))} ${dim('->')} ${visible(short(to))}`.trim();
    const shown = places.map((place) => this.#place(place, false)).join(', ');
    return [this.#colour(sign), subject, visible(name), value, dim(shown)];
  }

  #place({ tree, file, start }: Location, withColumn: boolean): string {
    const place = visible(`${file}:${start.line}${withColumn ? `:${start.column}` : ''}`);
    return tree === 'base' ? this.#say({ en: `${place} in base`, zh: `${place}（基线）` }) : place;
  }

  #sign(action: PlanAction): string {
    return this.#colour(actionSigns[action]);
  }

  #colour(sign: string): string {
    const { green, red, yellow, blue } = this.#paint;
    const colours: Readonly<Record<string, (text: string) => string>> = {
      '+': green,
      '-': red,
      '-/+': yellow,
      '~': blue,
      '!': red,
    };
    return (colours[sign] ?? ((text: string) => text))(sign);
  }

  #say(text: Bilingual): string {
    return visible(inLocale(text, this.#locale));
  }
}

/** Long values are cut; the manifest has them in full. */
function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
