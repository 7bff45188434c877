import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Described {
  readonly path: object;
  readonly query: object;
  readonly body?: object;
}

interface Checks {
  readonly path: ValidateFunction;
  readonly query: ValidateFunction;
  readonly body: ValidateFunction | undefined;
}

const text = readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8');
const { operations } = JSON.parse(text, (_, value: unknown) => withNull(value)) as {
  readonly operations: Readonly<Record<string, Described>>;
};

/** Words of a query and of a path are text until they are read; a body has the types of JSON. */
const texts = new Ajv2020({
  allErrors: true,
  coerceTypes: true,
  useDefaults: true,
  strict: false,
  validateFormats: false,
});
const bodies = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
const compiled = new Map<string, Checks>();

/** What the description says against a request, one line each; empty when it is as described. Reads numbers in place. */
export function violationsOf(
  key: string,
  request: { readonly path: Record<string, unknown>; readonly query: Record<string, unknown>; readonly body: unknown },
): string[] {
  const { path, query, body } = checksOf(key);
  const found = [...check('path', path, request.path), ...check('query', query, request.query)];
  if (body !== undefined) return [...found, ...check('body', body, request.body ?? {})];
  return request.body === undefined ? found : [...found, 'body: this request has none'];
}

/** The operations that are described, with a pattern for their path. */
export const described: readonly { readonly key: string; readonly method: string; readonly pattern: RegExp }[] =
  Object.keys(operations).map((key) => {
    const [method = '', path = ''] = key.split(' ');
    const pattern = path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => `(?<${name}>${name === 'basehead' ? '.+' : '[^/]+'})`,
    );
    return { key, method, pattern: new RegExp(`^${pattern}$`) };
  });

function checksOf(key: string): Checks {
  const found = compiled.get(key);
  if (found !== undefined) return found;
  const operation = operations[key];
  if (operation === undefined) throw new Error(`${key} is not in openapi.json.`);
  const made = {
    path: texts.compile(operation.path),
    query: texts.compile(operation.query),
    body: operation.body === undefined ? undefined : bodies.compile(operation.body),
  };
  compiled.set(key, made);
  return made;
}

/** OpenAPI's `nullable` beside `oneOf` is nothing that JSON Schema knows: null becomes one more choice. */
function withNull(value: unknown): unknown {
  const { oneOf, nullable, ...rest } = Object(value) as Record<string, unknown>;
  return nullable === true && Array.isArray(oneOf) ? { ...rest, oneOf: [...oneOf, { type: 'null' }] } : value;
}

function check(where: string, validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const more = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
    return `${where}${instancePath} ${message}${more}`;
  });
}
