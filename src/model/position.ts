/**
 * Positions in a text. Offsets are the truth: UTF-16 code units into the file's text as read, ends exclusive.
 * Lines and columns count from 1, columns in UTF-16 code units; they are derived once, from a `LineIndex`.
 */

/** A span of a text, end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place that a reader can go to. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of one text into lines and columns. `\r\n`, `\n` and a lone `\r` each end one line. */
export class LineIndex {
  /** Where lines start, once somebody has asked: of most files of a tree nobody does. */
  #known: readonly number[] | undefined;
  readonly #source: string | (() => string);
  #read: string | undefined;

  /** A text that is not at hand is asked for once somebody asks for a line. */
  constructor(text: string | (() => string)) {
    this.#source = text;
  }

  get text(): string {
    this.#read ??= typeof this.#source === 'string' ? this.#source : this.#source();
    return this.#read;
  }

  get #starts(): readonly number[] {
    this.#known ??= lineStarts(this.text);
    return this.#known;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Line and column of an offset. A leading byte order mark takes no column. */
  positionAt(offset: number): Position {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] ?? 0;
    const bom = low === 0 && this.text.charCodeAt(0) === 0xfeff && offset > 0 ? 1 : 0;
    return { line: low + 1, column: offset - start + 1 - bom };
  }

  /** The text of a line (from 1) without its line end and without a byte order mark. */
  lineText(line: number): string {
    const start = this.#starts[line - 1];
    if (start === undefined) return '';
    const end = this.#starts[line] ?? this.text.length;
    const text = this.text.slice(start, end).replace(/[\r\n]+$/, '');
    return line === 1 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
