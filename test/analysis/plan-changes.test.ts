import { describe, expect, it } from 'vitest';
import type { PlanEntry } from '../../src/analysis/plan-entry.ts';
import { serviceText, type ServiceText } from '../support/change-story.ts';
import { checkChange, type Files } from '../support/check-files.ts';

const internet = { 'address-type': 'internet' };
const reused = { id: 'lb-1' };
const overriding = { id: 'lb-1', 'force-override-listeners': 'true' };

function planOf(base: Files, head: Files, set: readonly string[] = []): readonly PlanEntry[] {
  return checkChange(base, head, { set: [...set] }).plan ?? [];
}

function one(base: Partial<ServiceText> | undefined, head: Partial<ServiceText> | undefined): string[] {
  const files = (text: Partial<ServiceText> | undefined): Files =>
    text === undefined ? {} : { 'web.yaml': serviceText({ name: 'web', ...text }) };
  return planOf(files(base), files(head), ['cluster.backendMode=node']).map(
    ({ action, address, summary }) => `${action}, ${address}: ${summary.en}`,
  );
}

describe('what happens to traffic and address, row by row of the transitions', () => {
  it.each<[string, Partial<ServiceText> | undefined, Partial<ServiceText> | undefined, string[]]>([
    [
      'T01 Service deleted, own CLB',
      {},
      undefined,
      [
        'delete, lost: If deployed, Service shop/web is deleted; its CLB is deleted, all traffic to it stops, and its address is lost for good.',
      ],
    ],
    [
      'T02 deleted, reused with override',
      { annotations: overriding },
      undefined,
      [
        'orphan, kept: If deployed, Service shop/web is deleted; the reused CLB lb-1 stays, what it has for this Service is deleted (80/tcp), and that traffic stops.',
      ],
    ],
    [
      'T07 LoadBalancer to ClusterIP',
      {},
      { type: 'ClusterIP' },
      [
        'delete, lost: If deployed, Service shop/web is no load balancer any more (ClusterIP); its CLB is deleted, all traffic to it stops, and its address is lost for good.',
      ],
    ],
    [
      'T09 ClusterIP to LoadBalancer',
      { type: 'ClusterIP', annotations: {} },
      { annotations: {} },
      ['create, new: If deployed, a new internet-facing CLB with a new address is made and takes traffic on 80/tcp.'],
    ],
    [
      'T10 namespace changed',
      {},
      { namespace: 'store' },
      [
        'replace, new: If deployed, Service shop/web becomes store/web, which is deletion and creation; the old CLB is deleted and its address lost for good, and a new internet-facing CLB with a new address is made, so that traffic to the old one fails.',
      ],
    ],
    [
      'T13 id added',
      {},
      { annotations: { ...internet, ...reused } },
      [
        'refuse, kept: If deployed, the controller refuses it (E18) and syncs nothing of this Service any more, so that traffic fails as pods move; the address is kept.',
      ],
    ],
    [
      'T17 address-type changed',
      {},
      { annotations: { 'address-type': 'intranet' } },
      [
        'refuse, kept: If deployed, the controller refuses a part of it (E17), and every sync ends in an error while the rest is synced; the address is kept.',
      ],
    ],
    [
      'T18 address-type removed',
      { annotations: { 'address-type': 'intranet' } },
      { annotations: {} },
      [
        'ignore, kept: If deployed, nothing changes: the edit of address-type has no effect, and no event tells; the address is kept.',
      ],
    ],
    [
      'T20 spec set under billing by capacity units',
      { annotations: { ...internet, 'instance-charge-type': 'PayByCLCU' } },
      { annotations: { ...internet, 'instance-charge-type': 'PayByCLCU', spec: 'slb.s2.small' } },
      [
        'ignore, kept: If deployed, nothing changes: the edit of spec has no effect, and no event tells; the address is kept.',
      ],
    ],
    [
      'T26 vswitch-id changed',
      { annotations: { 'address-type': 'intranet', 'vswitch-id': 'vsw-a' } },
      { annotations: { 'address-type': 'intranet', 'vswitch-id': 'vsw-b' } },
      [
        'ignore, kept: If deployed, nothing changes: the edit of vswitch-id has no effect, and no event tells; the address is kept.',
      ],
    ],
    [
      'T34 class annotation added',
      {},
      { annotations: { ...internet, 'service.beta.kubernetes.io/class': 'other' } },
      [
        'refuse, kept: If deployed, no controller takes note, and no event tells: its CLB stays as it is, and its members are no longer kept up to date, so that traffic fails as pods move; the address is kept.',
      ],
    ],
    [
      'T35 loadBalancerClass set on a live Service',
      {},
      { spec: '  loadBalancerClass: alibabacloud.com/nlb' },
      [
        'refuse, kept: If deployed, the API server refuses the change of loadBalancerClass, so that nothing of it arrives and traffic goes on as before; only a Service that is deleted and made again gets there, and it loses its address.',
      ],
    ],
    [
      'T33 externalTrafficPolicy changed',
      { spec: '  externalTrafficPolicy: Local' },
      { spec: '  externalTrafficPolicy: Cluster' },
      [
        'update, kept: If deployed, traffic moves to other backends, and connections through those that leave end, and pods no longer see the address of the client; the address is kept.',
      ],
    ],
    [
      'T38 port removed',
      { ports: ['80', '443'] },
      {},
      ['update, kept: If deployed, listener 443/tcp is deleted, and its traffic stops; the address is kept.'],
    ],
    [
      'T40 protocol changed',
      {},
      { annotations: { ...internet, 'protocol-port': 'http:80' } },
      [
        'replace, kept: If deployed, listener 80/http is deleted and made again, and takes no traffic in between; the address is kept.',
      ],
    ],
    [
      'T52 scheduler changed',
      {},
      { annotations: { ...internet, scheduler: 'wrr' } },
      ['update, kept: If deployed, listener 80/tcp changes in place, and traffic goes on; the address is kept.'],
    ],
    [
      'T52 access control removed',
      { annotations: { ...internet, 'acl-status': 'on', 'acl-id': 'acl-a', 'acl-type': 'white' } },
      { annotations: internet },
      [
        'ignore, kept: If deployed, nothing changes: the edits of acl-status, acl-id, acl-type have no effect, and no event tells; the address is kept.',
      ],
    ],
    [
      'T52 health-check-interval removed while the scheduler changes',
      { annotations: { ...internet, 'health-check-interval': '5' } },
      { annotations: { ...internet, scheduler: 'wrr' } },
      [
        'update, kept: If deployed, listener 80/tcp changes in place, and traffic goes on; the address is kept; the edit of health-check-interval has no effect, and no event tells.',
      ],
    ],
    ['T67 nothing but a label changed', { annotations: internet }, { annotations: { ...internet } }, []],
  ])('%s', (_, base, head, expected) => {
    expect(one(base, head)).toEqual(expected);
  });
});

describe('an address is not said to be kept', () => {
  const service = (annotations: Readonly<Record<string, string>>, name = 'web'): string =>
    serviceText({ name, annotations });

  it('where a Service that reuses a load balancer is renamed', () => {
    const [entry] = planOf({ 'a.yaml': service(overriding) }, { 'a.yaml': service(overriding, 'web-v2') });
    expect(entry).toMatchObject({ action: 'replace', address: 'unknown' });
  });

  it('where one Service gives a load balancer up and another one takes it', () => {
    const other = serviceText({ name: 'other', annotations: overriding, ports: ['81'] });
    const entries = planOf({ 'a.yaml': service(overriding) }, { 'b.yaml': other });
    expect(entries.map(({ resource, action, address }) => [resource.name, action, address])).toEqual([
      ['web', 'orphan', 'kept'],
      ['other', 'update', 'unknown'],
    ]);
  });

  it('where a Service leaves its scope for another one', () => {
    // What both overlays hold makes them scopes of their own.
    const common = serviceText({ name: 'common' });
    const standing = { 'a/common.yaml': common, 'b/common.yaml': common };
    const applied = (...files: readonly string[]): string => `resources: [${files.join()}]\n`;
    const left = planOf(
      {
        ...standing,
        'a/kustomization.yaml': applied('common.yaml', 'web.yaml'),
        'a/web.yaml': service(internet),
        'b/kustomization.yaml': applied('common.yaml'),
      },
      {
        ...standing,
        'a/kustomization.yaml': applied('common.yaml'),
        'b/kustomization.yaml': applied('common.yaml', 'web.yaml'),
        'b/web.yaml': service(internet),
      },
    );
    expect(left.map(({ object, becomes, action, address }) => [object, becomes, action, address])).toEqual([
      ['left', 'b', 'delete', 'lost'],
      ['added', null, 'create', 'new'],
    ]);
  });
});

it('a Service that moves within its scope is left alone', () => {
  const text = serviceText({ name: 'web' });
  expect(planOf({ 'k8s/a.yaml': text }, { 'k8s/b.yaml': text })).toEqual([]);
});

describe('a Service that is still written, and listed no more', () => {
  const web = { 'web.yaml': serviceText({ name: 'web' }) };
  const listing = (...files: readonly string[]): string => `resources: [${files.join()}]\n`;
  const both = { ...web, 'other.yaml': serviceText({ name: 'other' }) };
  const placesOf = (entries: readonly PlanEntry[]): string[] =>
    entries.map(
      ({ action, location: { tree, file, path }, effects, assumes }) =>
        `${action} at ${path} of ${file} in ${tree}, because of ${effects.flatMap(({ causes }) => causes.map((cause) => cause.path)).join()}; ${assumes.join()}`,
    );

  it('is deleted by the entry that is gone', () => {
    const base = { ...both, 'kustomization.yaml': listing('other.yaml', 'web.yaml') };
    const head = { ...both, 'kustomization.yaml': listing('other.yaml') };
    expect(placesOf(planOf(base, head))).toEqual([
      'delete at resources[1] of kustomization.yaml in base, because of resources[1]; ',
    ]);
  });

  it('is deleted if patches left it what it was', () => {
    const patches = 'patches: [{ path: patch.yaml }]\n';
    const patch = { 'patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: other }\n' };
    const base = { ...both, ...patch, 'kustomization.yaml': listing('other.yaml', 'web.yaml') + patches };
    const head = { ...both, ...patch, 'kustomization.yaml': listing('other.yaml') + patches };
    expect(placesOf(planOf(base, head))).toEqual([
      'delete at resources[1] of kustomization.yaml in base, because of resources[1]; render=unchanged',
    ]);
  });

  it('is left alone where another name of its file is listed', () => {
    const base = { ...both, 'kustomization.yaml': listing('other.yaml', 'web.yaml') };
    const head = {
      'other.yaml': both['other.yaml'],
      'service.yaml': web['web.yaml'],
      'kustomization.yaml': listing('other.yaml', 'service.yaml'),
    };
    expect(planOf(base, head)).toEqual([]);
  });

  it('is left alone where it was moved to a folder that may be applied as it is', () => {
    const base = { ...both, 'kustomization.yaml': listing('other.yaml', 'web.yaml') };
    const head = {
      'other.yaml': both['other.yaml'],
      'plain/web.yaml': web['web.yaml'],
      'kustomization.yaml': listing('other.yaml'),
    };
    expect(planOf(base, head)).toEqual([]);
  });

  it('is left alone where Argo CD applies its folder', () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec: { source: { repoURL: https://git.example/shop.git, path: web }, destination: { namespace: shop } }
`;
    const files = { 'web/web.yaml': web['web.yaml'], 'other.yaml': both['other.yaml'] };
    const base = { ...files, 'kustomization.yaml': listing('other.yaml', 'web/web.yaml') };
    const head = { ...files, 'kustomization.yaml': listing('other.yaml'), 'argo/web.yaml': application };
    expect(planOf(base, head)).toEqual([]);
    const folder = { 'web/kustomization.yaml': listing('web.yaml') };
    expect(
      planOf({ ...base, ...folder, 'kustomization.yaml': listing('other.yaml', 'web') }, { ...head, ...folder }),
    ).toEqual([]);
  });

  it('leaves its scope where another one lists a copy of it', () => {
    const common = { 'a/other.yaml': both['other.yaml'], 'b/other.yaml': both['other.yaml'] };
    const base = {
      ...common,
      'a/web.yaml': web['web.yaml'],
      'a/kustomization.yaml': listing('other.yaml', 'web.yaml'),
      'b/kustomization.yaml': listing('other.yaml'),
    };
    const head = {
      ...base,
      'b/web.yaml': web['web.yaml'],
      'a/kustomization.yaml': listing('other.yaml'),
      'b/kustomization.yaml': listing('other.yaml', 'web.yaml'),
    };
    expect(
      planOf(base, head).map(({ object, becomes, location: { tree, file } }) => [object, becomes, tree, file]),
    ).toEqual([
      ['left', 'b', 'base', 'a/kustomization.yaml'],
      ['added', null, 'head', 'b/web.yaml'],
    ]);
  });
});

describe('what is not known', () => {
  const before = { 'web.yaml': serviceText({ name: 'web' }) };
  const local = { 'web.yaml': serviceText({ name: 'web', spec: '  externalTrafficPolicy: Local' }) };

  it('is asked both ways, and told where the answers differ', () => {
    expect(planOf(before, local)).toMatchObject([
      {
        action: 'update',
        assumes: ['cluster.backendMode=node'],
        otherwise: [{ assumes: ['cluster.backendMode=eni'], action: 'none' }],
      },
    ]);
  });

  it('is settled by a fact', () => {
    expect(planOf(before, local, ['cluster.backendMode=node'])).toMatchObject([{ assumes: [], otherwise: [] }]);
    expect(planOf(before, local, ['cluster.backendMode=eni'])).toEqual([]);
  });

  it('is the version of the controller where it decides', () => {
    const preserved = { 'web.yaml': serviceText({ name: 'web', annotations: { 'preserve-lb-on-delete': 'true' } }) };
    expect(planOf(preserved, {})).toMatchObject([
      {
        action: 'orphan',
        assumes: ['cluster.ccmVersion>=v2.10.0'],
        otherwise: [{ assumes: ['cluster.ccmVersion<v2.10.0'], action: 'delete', address: 'lost' }],
      },
    ]);
    expect(planOf(preserved, {}, ['cluster.ccmVersion=v2.9.1'])).toMatchObject([{ action: 'delete', assumes: [] }]);
  });

  it('is what patches make of a Service', () => {
    const kustomization = { 'kustomization.yaml': 'resources: [web.yaml]\npatches: [{ path: patch.yaml }]\n' };
    const patch = { 'patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n' };
    const gone = planOf({ ...kustomization, ...patch, ...before }, {});
    expect(gone).toMatchObject([{ action: 'delete', assumes: ['render=unchanged'] }]);
  });

  it('is never read out of a file of head that cannot be read', () => {
    const broken = { 'web.yaml': `${before['web.yaml']}---\nkind: Service\n  metadata: [` };
    expect(planOf(before, { 'web.yaml': broken['web.yaml'].replace('name: web', '{{ name }}: "') })).toEqual([]);
  });
});

it('shows what is ignored with its old and its new value', () => {
  const text = (id: string): Files => ({
    'web.yaml': serviceText({ name: 'web', annotations: { 'address-type': 'intranet', 'vswitch-id': id } }),
  });
  const [entry] = planOf(text('vsw-a'), text('vsw-b'));
  expect(entry?.effects).toMatchObject([
    {
      kind: 'ignored',
      attributes: [{ name: 'vswitch-id', from: 'vsw-a', to: 'vsw-b' }],
      causes: [
        { tree: 'base', start: { line: 8 } },
        { tree: 'head', start: { line: 8 } },
      ],
    },
  ]);
});

describe('an edit is not said to have no effect', () => {
  const ofWeb = (annotations: Readonly<Record<string, string>>): Files => ({
    'web.yaml': serviceText({ name: 'web', annotations: { ...internet, ...annotations } }),
  });

  it.each([
    ['where it acts later', {}, { 'preserve-lb-on-delete': 'true' }],
    ['where it writes out a default', {}, { 'delete-protection': 'on' }],
    [
      'where the same text gets the prefix of today',
      { 'service.beta.kubernetes.io/alicloud-loadbalancer-vswitch-id': 'vsw-a' },
      { 'vswitch-id': 'vsw-a' },
    ],
    ['where its text is decided elsewhere', { 'vswitch-id': 'vsw-a' }, { 'vswitch-id': '${VSWITCH}' }],
  ])('%s', (_, before, after) => {
    expect(planOf(ofWeb(before), ofWeb(after))).toEqual([]);
  });

  it('where the controller stops before it gets there', () => {
    const [entry] = planOf(ofWeb({ scheduler: 'wrr' }), ofWeb(reused));
    expect(entry).toMatchObject({ action: 'refuse', failure: 'freeze' });
    expect(entry?.effects.map(({ kind }) => kind)).not.toContain('ignored');
  });
});

it('points at the values in base and head', () => {
  const text = (scheduler: string): Files => ({
    'web.yaml': serviceText({ name: 'web', annotations: { ...internet, scheduler } }),
  });
  const [entry] = planOf(text('rr'), text('wrr'));
  expect(entry?.effects).toMatchObject([
    {
      kind: 'listener-changed',
      target: '80/tcp',
      attributes: [{ name: 'scheduler', from: 'rr', to: 'wrr' }],
      causes: [
        { tree: 'base', start: { line: 8 } },
        { tree: 'head', start: { line: 8 } },
      ],
    },
  ]);
});
