import { expect } from 'vitest';
import { serviceText } from '../support/change-story.ts';
import { write } from '../support/gate.ts';
import { checkoutPullRequest, type CheckoutOptions } from '../support/github/checkout.ts';
import { pullRequestEvent } from '../support/github/events.ts';
import { runAction, type ActionRun } from '../support/github/run-action.ts';
import { openChange, said, type ChangeOptions } from './change.ts';
import { section } from './matrix.ts';

const loadBalancer = { LoadBalancerId: 'lb-hand', AddressType: 'internet' };
const file = JSON.stringify({ TotalCount: 1, LoadBalancers: { LoadBalancer: [loadBalancer] } });
const harmless = file.replace('internet', 'intranet');
const service = {
  'k8s/api.yaml': serviceText({
    name: 'web-v2',
    annotations: {
      id: 'lb-hand',
      'force-override-listeners': 'true',
      'address-type': 'intranet',
      'connection-drain': 'on',
      'connection-drain-timeout': '30',
    },
  }),
};
const configuration = (more: string): string => `rules: {load-balancer-added: off}\ncluster: {vpcId: vpc-1}\n${more}`;
const failed = 'k8s/api.yaml:9 **error**: address-type is intranet, but lb-hand has internet. `reused-clb-mismatch`';

interface Situation extends ChangeOptions {
  /** More of base's configuration. */
  readonly configured?: string;
  /** What an earlier step wrote into the workspace. */
  readonly written?: Readonly<Record<string, string>>;
  readonly checkout?: CheckoutOptions;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Runs the action in the situation; the job summary must say all of these, and the first comment this, or there is none. */
async function run(situation: Situation, summary: readonly string[], comment?: string): Promise<ActionRun> {
  const {
    configured = '',
    written = {},
    checkout = { depth: 0 },
    inputs = {},
    base = {},
    change = {},
    ...more
  } = situation;
  const story = await openChange({
    ...more,
    base: { 'ack-service-gate.yml': configuration(configured), ...base },
    change: { ...service, ...change },
  });
  const { server, token } = story;
  const { folder } = checkoutPullRequest(server, 1, checkout);
  write(folder, written);
  const result = await runAction({ server, token, event: pullRequestEvent(server, 1), in: folder, inputs });
  for (const each of summary) expect(result.summary).toContain(each);
  expect(said(story)[0]).toBe(comment);
  return result;
}

section('Inventory', {
  'inventory-of-a-step': () =>
    run({ written: { 'export/lb.json': file }, inputs: { inventory: 'export/*.json' } }, ['`inventory-read`'], failed),
  'inventory-shallow': () =>
    run(
      {
        written: { 'lb.json': file },
        inputs: { inventory: 'lb.json' },
        checkout: { credentials: false },
      },
      ['`inventory-read`'],
      failed,
    ),
  'inventory-added': () =>
    run({ change: { 'lb.json': file }, inputs: { inventory: 'lb.json' } }, [
      '- `lb.json`: this inventory is not in base, so the change may have brought it: it was not read, and counts once it is merged `inventory-ignored`',
    ]),
  'inventory-in-base': () =>
    run({ base: { 'lb.json': file }, configured: 'inventory: [lb.json]\n' }, ['`inventory-read`'], failed),
  'inventory-edited': () =>
    run(
      { base: { 'lb.json': file }, configured: 'inventory: [lb.json]\n', change: { 'lb.json': harmless } },
      [
        "- `lb.json`: this inventory differs from base's, which was used; the new one counts once it is merged `inventory-changed`",
      ],
      failed,
    ),
  'inventory-missing': async () => {
    const result = await run({ inputs: { inventory: 'lb.json' } }, ['there is no such inventory file']);
    expect(result.stdout).toContain('lb.json: there is no such inventory file.');
    return result;
  },
  'inventory-optional': () =>
    run({ inputs: { inventory: 'export/*.json' } }, ['no inventory matches', '`inventory-missing`']),
});
