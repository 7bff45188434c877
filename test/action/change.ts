import { cleanDeployment, cleanService, unquotedValue, withoutDrain } from '../support/manifests.ts';
import type { Changes } from '../support/github/repository.ts';
import { begin, type Story, type StoryOptions } from '../support/github/story.ts';
import type { NewPullRequest } from '../support/github/state.ts';

const policy = 'rules:\n  load-balancer-added: off\n';

/** The configuration that stands on `main`, with more in it. */
export const configured = (more: string): Changes => ({ 'ack-service-gate.yml': `${policy}${more}` });

/** What stands on `main`: nothing to say about it, and no news of every load balancer that a change adds. */
export const standing: Changes = {
  'ack-service-gate.yml': policy,
  'k8s/web.yaml': cleanService,
  'k8s/deployment.yaml': cleanDeployment,
};

/** A Service with one certain error, at line 7. */
export const wrong = (name = 'api'): string => named(unquotedValue, name);
/** The same without a fault. */
export const right = (name = 'api'): string => named(cleanService, name);
/** A Service with one warning, which the preset `strict` makes an error. */
export const warned = (name = 'api'): string => named(withoutDrain, name);

/** Another Service before the same pods. */
function named(manifest: string, name: string): string {
  return manifest.replace('  name: web\n', `  name: ${name}\n`);
}

export interface ChangeOptions extends StoryOptions {
  /** What stands on `main`, beside `standing`. */
  readonly base?: Changes;
  /** What the pull request does; default: it adds `wrong()` as `k8s/api.yaml`. */
  readonly change?: Changes;
  /** `mallory:change` for a fork. */
  readonly head?: string;
  readonly pull?: Partial<NewPullRequest>;
}

/** A repository with one pull request, number 1, from the branch `change`. */
export async function openChange(options: ChangeOptions = {}): Promise<Story> {
  const { base = {}, change = { 'k8s/api.yaml': wrong() }, head = 'change', pull = {}, ...more } = options;
  const story = await begin({ ...standing, ...base }, more);
  story.repository.branch(head);
  story.repository.commit(head, change);
  story.server.openPullRequest({ head, ...pull });
  return story;
}

/** All that is said in the pull request, in a few words: where each comment stands, and the first line of the summary. */
export function said({ server }: Story, number = 1): string[] {
  const { threads, comments } = server.pullRequest(number);
  return [
    ...threads.map(({ original: { path, side }, line, isOutdated, comments: [first] }) => {
      const where = `${side === 'LEFT' ? 'old ' : ''}${path}:${isOutdated ? 'outdated' : line}`;
      return `${where} ${visible(first?.body)}`;
    }),
    ...comments.map(({ body }) => `summary: ${visible(body)}`),
  ];
}

function visible(body: string | undefined): string {
  return (body ?? '').split('\n').find((line) => line !== '' && !line.startsWith('<!--')) ?? '';
}
