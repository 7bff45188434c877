/**
 * Writes `test/support/github/openapi.json`: the operations that `github-kept.ts` lists, of GitHub's published OpenAPI
 * description. Of each only the schemas of path, query and body stay, without references and prose. Bodies are tightened
 * with `additionalProperties: false`, because GitHub passes over a misspelt key in silence and a test must not.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { keptOperations, openapiPackage } from './github-kept.ts';
import { npmFile } from './npm-file.ts';

type Json = { readonly [key: string]: unknown };
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Json;
}

const target = join(import.meta.dirname, '../test/support/github/openapi.json');
const document = JSON.parse(npmFile(openapiPackage, 'generated/api.github.com.json')) as Json;

const operations = Object.fromEntries(keptOperations.map((key) => [key, operationOf(key)]));
const text = JSON.stringify({ madeBy: 'scripts/github-openapi.ts', from: openapiPackage, operations });
writeFileSync(target, await format(text, { parser: 'json', printWidth: 120 }));

function operationOf(key: string): Json {
  const [method = '', path = ''] = key.split(' ');
  const item = at(document, ['paths', path]);
  const operation = at(item, [method.toLowerCase()]);
  const parameters = [item['parameters'], operation['parameters']]
    .flatMap((list) => (list ?? []) as Json[])
    .map((parameter) => resolved(parameter) as unknown as Parameter);
  const body = operation['requestBody'];
  return {
    path: objectOf(parameters.filter((parameter) => parameter.in === 'path')),
    query: objectOf(parameters.filter((parameter) => parameter.in === 'query')),
    ...(body === undefined ? {} : { body: tightened(at(body as Json, ['content', 'application/json', 'schema'])) }),
  };
}

function objectOf(parameters: readonly Parameter[]): Json {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, slim(schema)])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
    additionalProperties: false,
  };
}

function tightened(schema: Json): unknown {
  return mapped(slim(schema), (object) =>
    object['type'] === 'object' && object['properties'] !== undefined
      ? { ...object, additionalProperties: false }
      : object,
  );
}

function slim(schema: unknown): unknown {
  return mapped(schema, (object) =>
    Object.fromEntries(
      Object.entries(resolved(object)).filter(
        ([key, value]) =>
          !(['description', 'example', 'title'].includes(key) && typeof value !== 'object') && key !== 'examples',
      ),
    ),
  );
}

function mapped(value: unknown, change: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(change(value as Json)).map(([key, item]) => [key, mapped(item, change)]));
}

function resolved(value: Json): Json {
  const reference = value['$ref'];
  return typeof reference === 'string' ? resolved(at(document, reference.slice(2).split('/'))) : value;
}

function at(value: Json, path: readonly string[]): Json {
  const found = path.reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value);
  if (found === undefined) throw new Error(`The description has no ${path.join(' / ')}.`);
  return found as Json;
}
