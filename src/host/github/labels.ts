import type { GitHubClient } from './client.ts';
import { RequestFailed } from './request-failed.ts';

/** Pull requests that one document asks for. */
const batchSize = 20;

export interface PullRequestLabels {
  readonly number: number;
  readonly labels: readonly {
    readonly name: string;
    /** Who set it last, and when; null where it is not told. */
    readonly by: string | null;
    readonly at: string | null;
  }[];
  /** The paths that it touches; undefined where GitHub does not tell all of them, old names of renamed files included. */
  readonly files: ReadonlySet<string> | undefined;
}

interface PullNode {
  readonly number: number;
  readonly labels: { readonly nodes: readonly { readonly name: string }[] } | null;
  readonly timelineItems: {
    readonly nodes: readonly {
      readonly createdAt?: string;
      readonly actor?: { readonly login: string } | null;
      readonly label?: { readonly name: string };
    }[];
  };
  readonly files?: {
    readonly nodes: readonly { readonly path: string; readonly changeType: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  } | null;
}

const fields = `fragment LabelsOf on PullRequest {
  number
  labels(first: 100) { nodes { name } }
  timelineItems(last: 100, itemTypes: [LABELED_EVENT]) {
    nodes { ... on LabeledEvent { createdAt actor { login } label { name } } }
  }
  files(first: 100) @include(if: $wantsFiles) { nodes { path changeType } pageInfo { hasNextPage } }
}`;

/**
 * The labels that stand on pull requests now, with who set each of them; files only where they are asked for. Throws
 * `RequestFailed`.
 */
export async function readLabels(
  client: GitHubClient,
  repository: string,
  numbers: readonly number[],
  { wantsFiles }: { readonly wantsFiles: boolean },
): Promise<readonly PullRequestLabels[]> {
  const read: PullRequestLabels[] = [];
  for (let from = 0; from < numbers.length; from += batchSize) {
    read.push(...(await readBatch(client, repository, numbers.slice(from, from + batchSize), wantsFiles)));
  }
  return read;
}

async function readBatch(
  client: GitHubClient,
  repository: string,
  numbers: readonly number[],
  wantsFiles: boolean,
): Promise<PullRequestLabels[]> {
  const [owner, name] = repository.split('/');
  const declared = numbers.map((_, index) => `, $number${index}: Int!`).join('');
  const asked = numbers.map((_, index) => `    pull${index}: pullRequest(number: $number${index}) { ...LabelsOf }`);
  const document = `query GateLabels($owner: String!, $name: String!, $wantsFiles: Boolean!${declared}) {
  repository(owner: $owner, name: $name) {
${asked.join('\n')}
  }
}
${fields}`;
  const given = Object.fromEntries(numbers.map((number, index) => [`number${index}`, number]));
  const answer = (await client.query(document, { owner, name, wantsFiles, ...given })) as {
    readonly repository: Readonly<Record<string, PullNode | null>> | null;
  };
  return numbers.map((number, index) => {
    const pull = answer.repository?.[`pull${index}`];
    if (pull?.labels == null)
      throw new RequestFailed('forbidden', `the labels of pull request ${number} of ${repository} cannot be seen`);
    return labelsOf(pull);
  });
}

function labelsOf({ number, labels, timelineItems, files }: PullNode): PullRequestLabels {
  return {
    number,
    labels: (labels?.nodes ?? []).map(({ name }) => {
      const event = timelineItems.nodes.findLast(({ label }) => label?.name === name);
      return { name, by: event?.actor?.login ?? null, at: event?.createdAt ?? null };
    }),
    files: files == null ? undefined : filesOf(files),
  };
}

/** A renamed file is listed by its new name alone. */
function filesOf({ nodes, pageInfo }: NonNullable<PullNode['files']>): ReadonlySet<string> | undefined {
  const isWhole = !pageInfo.hasNextPage && nodes.every(({ changeType }) => changeType !== 'RENAMED');
  return isWhole ? new Set(nodes.map(({ path }) => path)) : undefined;
}
