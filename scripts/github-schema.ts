/** Writes `test/support/github/schema.graphql`: what `github-kept.ts` lists of GitHub's published GraphQL schema. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertValidSchema, buildSchema, Kind, parse, print, visit, type DefinitionNode } from 'graphql';
import { format } from 'prettier';
import { graphqlPackage, keptFields } from './github-kept.ts';
import { npmFile } from './npm-file.ts';

const target = join(import.meta.dirname, '../test/support/github/schema.graphql');
const definitions = new Map<string, DefinitionNode>();
for (const definition of parse(npmFile(graphqlPackage, 'schema.graphql'), { noLocation: true }).definitions) {
  if ('name' in definition && definition.name !== undefined) definitions.set(definition.name.value, definition);
}
const written = new Map<string, string>();

for (const [name, fields] of Object.entries(keptFields)) {
  const definition = definitions.get(name);
  if (definition === undefined) throw new Error(`There is no type ${name}.`);
  const has = 'fields' in definition ? (definition.fields ?? []).map((field) => field.name.value) : [];
  const missing = fields.filter((field) => !has.includes(field));
  if (missing.length > 0) throw new Error(`${name} has no ${missing.join(', ')}; it has ${has.join(', ')}.`);
  write(name, definition);
}
const text = [...written.keys()].sort().map((name) => written.get(name));
const schema = `# Made by scripts/github-schema.ts from ${graphqlPackage}.\n\n${text.join('\n\n')}\n`;
assertValidSchema(buildSchema(schema));
writeFileSync(target, await format(schema, { parser: 'graphql', printWidth: 120 }));

function write(name: string, definition: DefinitionNode): void {
  const kept = keptFields[name];
  const slim = visit(definition, {
    StringValue: (_, key) => (key === 'description' ? null : undefined),
    Directive: (node) => (node.name.value === 'deprecated' ? undefined : null),
    FieldDefinition: (node) => (kept === undefined || kept.includes(node.name.value) ? undefined : null),
    // An interface that an object has, or a kind of object, is named only where it is kept.
    NamedType: (node, _key, parent) =>
      Array.isArray(parent) && keptFields[node.name.value] === undefined ? null : undefined,
  });
  written.set(name, print(slim));
  visit(slim, {
    NamedType: (node) => need(node.name.value, name),
  });
}

/** Input types, enumerations and scalars follow their user; an object type has to be on the list. */
function need(name: string, user: string): void {
  const definition = definitions.get(name);
  if (definition === undefined || written.has(name) || keptFields[name] !== undefined) return;
  const own: readonly string[] = [
    Kind.INPUT_OBJECT_TYPE_DEFINITION,
    Kind.ENUM_TYPE_DEFINITION,
    Kind.SCALAR_TYPE_DEFINITION,
  ];
  if (!own.includes(definition.kind)) throw new Error(`${user} needs ${name}: list it.`);
  write(name, definition);
}
