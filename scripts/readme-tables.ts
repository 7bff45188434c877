import { parse } from 'yaml';

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

/** The README with its tables of inputs and outputs as `action.yml` has them, between `<!-- inputs -->` and `<!-- end -->`. */
export function withTables(readme: string, actionFile: string): string {
  const { inputs, outputs } = parse(actionFile) as ActionFile;
  const tables = {
    inputs: [
      ['Input', 'Default', 'Means'],
      ...Object.entries(inputs).map(([name, { description, default: value = '' }]) => [
        `\`${name}\``,
        value === '' ? '' : `\`${value}\``,
        description,
      ]),
    ],
    outputs: [
      ['Output', 'Holds'],
      ...Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]),
    ],
  };
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name} -->\n).*?(\n<!-- end -->)`, 's');
    if (!place.test(text)) throw new Error(`README.md has no place for the table of ${name}.`);
    return text.replace(place, (_, before: string, after: string) => `${before}\n${table(rows)}\n${after}`);
  }, readme);
}

/** As the formatter writes it, so that both leave it alone. */
function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.trim().replaceAll('|', '\\|').replaceAll('\n', ' ')));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...rest] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}
