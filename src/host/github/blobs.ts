import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/** Contents that one query asks for. */
const batchSize = 100;

interface BlobNode {
  readonly isBinary: boolean | null;
  readonly isTruncated: boolean;
  readonly text: string | null;
}

/** A file's text; undefined for one that is not there, null for one that GraphQL does not give whole. */
type Text = string | undefined | null;

/**
 * Texts of files by what git would call them (`<blob>` or `<commit>:<path>`), many in one request. Throws
 * `RequestFailed`.
 */
export async function readTexts(client: GitHubClient, repository: string, names: readonly string[]): Promise<Text[]> {
  const texts: Text[] = [];
  for (let from = 0; from < names.length; from += batchSize) {
    texts.push(...(await readBatch(client, repository, names.slice(from, from + batchSize))));
  }
  return texts;
}

async function readBatch(client: GitHubClient, repository: string, names: readonly string[]): Promise<Text[]> {
  const [owner, name] = repository.split('/');
  const declared = names.map((_, index) => `, $name${index}: String!`).join('');
  const asked = names.map(
    (_, index) => `    blob${index}: object(expression: $name${index}) { ... on Blob { isBinary isTruncated text } }`,
  );
  const document = `query GateBlobs($owner: String!, $repository: String!${declared}) {
  repository(owner: $owner, name: $repository) {
${asked.join('\n')}
  }
}`;
  const variables = {
    owner,
    repository: name,
    ...Object.fromEntries(names.map((each, index) => [`name${index}`, each])),
  };
  const answer = (await client.query(document, variables)) as {
    readonly repository: Readonly<Record<string, BlobNode | null>> | null;
  };
  const found = answer.repository;
  if (found === null) throw new RequestFailed('forbidden', `${repository} cannot be read`);
  return names.map((_, index) => {
    const blob = found[`blob${index}`] ?? undefined;
    return blob === undefined || (blob.isBinary === false && !blob.isTruncated) ? blob?.text : null;
  });
}
