import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  execute,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { Refusal, type Answer } from './answer.ts';
import { root } from './graphql-root.ts';
import type { Context } from './graphql-views.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8'));

/** A document as it was sent, read. */
export interface GraphQLRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The name of the operation and the names of its fields, aliases aside. */
  readonly names: readonly string[];
  readonly isMutation: boolean;
}

export interface FieldFailure {
  readonly field: string;
  readonly type: string;
  readonly message: string;
}

/** Reads a body; a string says why it cannot be read. */
export function readDocument(body: unknown): GraphQLRequest | string {
  const { query, variables, operationName } = (body ?? {}) as Record<string, unknown>;
  if (typeof query !== 'string') return 'A query attribute must be specified and must be a string.';
  try {
    const document = parse(query);
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    const operation = operations.find(({ name }) => operationName === undefined || name?.value === operationName);
    if (operation === undefined || (operations.length > 1 && operationName === undefined)) {
      return 'An operation name is required';
    }
    const fields = operation.selectionSet.selections.flatMap((one) =>
      one.kind === Kind.FIELD ? [one.name.value] : [],
    );
    return {
      document,
      operation,
      variables: (variables ?? {}) as Readonly<Record<string, unknown>>,
      names: [...(operation.name === undefined ? [] : [operation.name.value]), ...fields],
      isMutation: operation.operation === 'mutation',
    };
  } catch (error) {
    return error instanceof GraphQLError ? error.message : String(error);
  }
}

/**
 * Validates and runs a document. As on GitHub the status is 200 whatever happens; errors carry `type` and `path`, and
 * fields of a mutation succeed or fail one by one, in order. `violated` hears why a document is not valid.
 */
export async function runDocument(
  request: GraphQLRequest,
  context: Context,
  failing: (field: string) => FieldFailure | undefined,
  violated: (why: string) => void,
): Promise<Answer> {
  const { document, operation, variables } = request;
  const errors = validate(schema, document);
  if (errors.length > 0) {
    for (const error of errors) violated(error.message);
    return { status: 200, body: { errors: errors.map(errorJson) } };
  }
  const operationName = operation.name?.value;
  const result = await execute({
    schema,
    document,
    rootValue: withFailures(failing),
    contextValue: context,
    variableValues: variables,
    ...(operationName === undefined ? {} : { operationName }),
  });
  // Without data the variables did not fit their types.
  if (result.data === undefined) for (const error of result.errors ?? []) violated(error.message);
  const failed = result.errors === undefined ? {} : { errors: result.errors.map(errorJson) };
  return { status: 200, body: { ...(result.data === undefined ? {} : { data: result.data }), ...failed } };
}

type Field = (args: unknown, context: Context) => unknown;

function withFailures(failing: (field: string) => FieldFailure | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(root).map(([name, value]) => {
      if (typeof value !== 'function') return [name, value];
      const field = value as Field;
      const wrapped: Field = (args, context) => {
        const failure = failing(name);
        if (failure !== undefined) throw new GraphQLError(failure.message, { extensions: { type: failure.type } });
        return field(args, context);
      };
      return [name, wrapped];
    }),
  );
}

function errorJson(error: GraphQLError): object {
  const { originalError: cause } = error;
  const type = cause instanceof Refusal ? cause.type : error.extensions['type'];
  const details =
    cause instanceof Refusal ? cause.errors.map((one) => (one as { message?: string }).message ?? '') : [];
  const message = details.find((one) => one !== '') ?? error.message;
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    locations: error.locations,
    message,
  };
}
