import { width } from './show-text.ts';

/** Rows as aligned columns; a cell may hold colours. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) {
      const own = width(withoutColour(cell));
      // One long cell must not push the others off the screen.
      if (own <= 60) widths[at] = Math.max(widths[at] ?? 0, own);
    }
  return rows.map((row) => {
    const cells = row.map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - width(withoutColour(cell)))));
    return `    ${cells.join('  ')}`.trimEnd();
  });
}

function withoutColour(text: string): string {
  return text.replaceAll(/\u001B\[[0-9]+m/g, '');
}
