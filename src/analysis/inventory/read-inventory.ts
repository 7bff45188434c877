import { inventoryOperations, type InventoryPart } from '../../catalog/inventory-operations.ts';
import { CannotEvaluate } from '../failure.ts';
import { inventorySchemas, type InventoryPage } from './schema.ts';
import { splitJson } from './split-json.ts';

/** An export, as it was found. */
export interface InventoryFile {
  readonly file: string;
  readonly text: string;
}

/** More of them nobody reads. */
const mostFaults = 10;
const parts = Object.keys(inventoryOperations) as InventoryPart[];
const commands = Object.values(inventoryOperations).map(({ command }) => command);

/**
 * The answers that a file holds: one, several in a row, or several in a list. Throws `CannotEvaluate` that names the file
 * and the path in it, and never a value: an export may hold what is nobody's business.
 */
export function readInventory({ file, text }: InventoryFile): InventoryPage[] {
  const values = splitJson(text.replace(/^\uFEFF/, '')).map((each) => parse(each, file));
  if (values.length === 0) throw refuse([`${file}: it is empty.`]);
  return values.flatMap((value, at) => {
    const name = values.length === 1 ? '$' : `answer ${at + 1} $`;
    if (!Array.isArray(value)) return [readAnswer(value, file, name)];
    return value.map((answer: unknown, index) => readAnswer(answer, file, `${name}[${index}]`));
  });
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own words quote what it found.
    throw refuse([`${file}: this is no JSON.`]);
  }
}

function readAnswer(answer: unknown, file: string, name: string): InventoryPage {
  const keys = new Set(isObject(answer) ? Object.keys(answer) : []);
  const [part, another] = parts.filter((each) => keys.has(inventoryOperations[each].key));
  if (part === undefined) {
    const isError = keys.has('Code') && keys.has('Message');
    const what = isError ? 'an error that the cloud answered' : 'the output of no command that is known here';
    throw refuse([`${file}: ${name} is ${what}.`]);
  }
  if (another !== undefined) throw refuse([`${file}: ${name} looks like the outputs of two commands at once.`]);
  const result = inventorySchemas[part].safeParse(answer);
  if (!result.success)
    throw refuse(
      result.error.issues.map(({ path, message, ...issue }) => {
        const { code, expected } = issue as { code: string; expected?: string };
        const words = code === 'invalid_type' ? `expected ${typeNames[expected ?? ''] ?? expected}` : message;
        return `${file}: ${name}${pathText(path)}: ${words}.`;
      }),
    );
  const { TotalCount: total, NextToken: token } = result.data;
  return {
    part,
    total: total ?? undefined,
    hasNext: (token ?? '') !== '',
    entries: entriesOf(part, result.data),
  } as InventoryPage;
}

function entriesOf(part: InventoryPart, data: Readonly<Record<string, unknown>>): unknown {
  const { key, listKey } = inventoryOperations[part];
  const list = data[key];
  return listKey === undefined ? list : (list as Readonly<Record<string, unknown>>)[listKey];
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  int: 'a whole number',
  number: 'a whole number',
};

function pathText(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(faults: readonly string[]): CannotEvaluate {
  const more = faults.length - mostFaults;
  const shown = [...faults.slice(0, mostFaults), ...(more > 0 ? [`… and ${more} more`] : [])];
  return new CannotEvaluate(
    shown.join('\n'),
    `An inventory is the JSON that these commands print: ${commands.join(', ')}.`,
  );
}
