import { registerHooks } from 'node:module';
import type { ActionsMetadataProvider, ValidationConfig } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';

// GitHub's language service imports JSON without saying so, as only bundlers understand.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith('.json')
      ? { ...next(specifier, context), importAttributes: { type: 'json' } }
      : next(specifier, context),
});
const { validate } = await import('@actions/languageservice');
const { registerLogger } = await import('@actions/languageservice/log');
const { clearCache } = await import('@actions/languageservice/utils/workflow-cache');

/** The inputs that an action takes, by name; those that must be given are true. */
export type ActionInputs = Readonly<Record<string, boolean>>;

/**
 * What GitHub's own language service says against a workflow, as `line: message`; nothing where it is sound. `inputsOf`
 * tells the inputs of an action `owner/name`; undefined makes its use a fault.
 */
export async function lintWorkflow(
  text: string,
  inputsOf: (action: string) => ActionInputs | undefined,
): Promise<string[]> {
  const actionsMetadataProvider: ActionsMetadataProvider = {
    fetchActionMetadata({ owner, name, path }) {
      const inputs = inputsOf([owner, name, ...(path === undefined ? [] : [path])].join('/'));
      if (inputs === undefined) return Promise.resolve(undefined);
      const entries = Object.entries(inputs).map(([key, required]) => [key, { description: key, required }]);
      return Promise.resolve({ name, description: name, inputs: Object.fromEntries(entries) });
    },
  };
  return faultsOf('workflow.yml', text, { actionsMetadataProvider });
}

/** The same for the text of an `action.yml`. */
export async function lintAction(text: string): Promise<string[]> {
  return faultsOf('action.yml', text, {});
}

async function faultsOf(name: string, text: string, config: ValidationConfig): Promise<string[]> {
  // The service remembers documents by their name, and logs its own failures instead of throwing them.
  clearCache();
  const failures: string[] = [];
  const ignore = (): void => undefined;
  registerLogger({ error: (message) => failures.push(message), warn: ignore, info: ignore, log: ignore });
  const folder = name === 'action.yml' ? '' : '.github/workflows/';
  const document = TextDocument.create(`file:///${folder}${name}`, 'yaml', 1, text);
  const found = await validate(document, config);
  return [
    ...failures,
    ...found
      // A note that tells a schedule in words is no fault.
      .filter(({ severity }) => severity === undefined || severity <= 2)
      .map(({ message, range }) => `${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`),
  ];
}
