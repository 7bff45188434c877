import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { events } from '../../src/catalog/events.ts';
import { symptoms } from '../../src/catalog/symptoms.ts';
import type { ExplainReport } from '../../src/reporting/explain-schema.ts';
import { knownMessages } from '../explain/tables.ts';
import {
  bundle,
  environment,
  expectValidReport,
  folderOf,
  gate,
  repository,
  repositoryOf,
  temporaryFolder,
  type Run,
} from '../support/gate.ts';

const addressType = 'alicloud: can not change LoadBalancer AddressType once created. delete and retry';

/** Runs `explain` with something on standard input. */
function piped(input: string | Uint8Array, args: readonly string[] = [], folder = temporaryFolder()): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, 'explain', ...args], {
    cwd: folder,
    env: environment(),
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

const said = (words: readonly string[], folder = temporaryFolder()): Run => gate(['explain', ...words], { in: folder });

function reportOf({ stdout, stderr }: Run): ExplainReport {
  expect(stderr).toBe('');
  const report: unknown = JSON.parse(stdout);
  expectValidReport(report);
  return report as ExplainReport;
}

const idsOf = (run: Run): string[] => reportOf(run).explanations.map(({ id }) => id);

interface EventWords {
  readonly name: string;
  readonly message: string;
  readonly kind?: string;
  readonly reason?: string;
  readonly count?: number;
  readonly lastTimestamp?: string;
}

const listOf = (...items: object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
const event = ({ name, kind = 'Service', reason = 'SyncLoadBalancerFailed', ...rest }: EventWords): object => ({
  kind: 'Event',
  involvedObject: { kind, namespace: 'shop', name },
  reason,
  ...rest,
});
const service = (name: string, { annotations = {}, address = '', deleted = false } = {}): object => ({
  kind: 'Service',
  metadata: { name, namespace: 'shop', annotations, ...(deleted ? { deletionTimestamp: '2026-03-01T08:00:00Z' } : {}) },
  spec: { type: 'LoadBalancer' },
  status: { loadBalancer: address === '' ? {} : { ingress: [{ ip: address }] } },
});
const key = (short: string): string => `service.beta.kubernetes.io/alibaba-cloud-loadbalancer-${short}`;

const described = `Name:                     web
Namespace:                shop
Labels:                   <none>
Annotations:              ${key('id')}: lb-bp1h2k3j4l5m6n7o8p9q
                          ${key('force-override-listeners')}: true
Selector:                 app=web
Type:                     LoadBalancer
IP:                       10.0.0.3
LoadBalancer Ingress:     47.98.12.34
Port:                     http  80/TCP
Events:
  Type     Reason                   Age                From                Message
  ----     ------                   ----               ----                -------
  Warning  SyncLoadBalancerFailed   3m (x5 over 10m)   service-controller  Error syncing load balancer [lb-bp1h2k3j4l5m6n7o8p9q]: ${addressType}
  Normal   UnAvailableLoadBalancer  10s                service-controller  There are no available nodes for LoadBalancer
  Normal   EnsuredLoadBalancer      9s                 service-controller  Ensured load balancer [lb-bp1h2k3j4l5m6n7o8p9q]
`;

describe('a message', () => {
  it('is explained in full', () => {
    expect(said([addressType])).toEqual({
      status: 0,
      stderr: '',
      stdout: `E17  The address type cannot change once created.  [sync ends in error]
  > alicloud: can not change LoadBalancer AddressType once created. delete and retry
  why:       The manifest wants another address type (internet or intranet) than the load balancer has. The cloud sets it when the load balancer is made and never again.
  effect:    Backends and listeners are still synced, but the run ends in an error: the status is not refreshed, and pods with a readiness gate of this Service do not become ready.
  what to do:
    1. Set ${key('address-type')} to what the load balancer has, or remove it: an absent value is not compared.
    2. (load balancer made by the controller) If the new value is needed: make a second Service with it, move the clients (DNS, allow lists), then remove this one. Deleting and recreating this Service works as well, with an outage and a new address.
    3. (reused load balancer) If the new value is needed: make a load balancer by hand that has it, and a second Service that names it.
  caught by: immutable-attribute-changed, explicit-address-type, network-placement-conflict, reused-clb-mismatch, shared-clb-attribute-conflict (check --base)
  source:    ${events.E17.source.url} (table of error messages; checked 2026-11-24)
`,
    });
  });

  it('is explained in Chinese', () => {
    const { stdout } = said([addressType, '--locale', 'zh-CN']);

    expect(stdout).toContain('E17  地址类型（公网/私网）创建后不可修改。  [同步报错]\n');
    expect(stdout).toContain('  处理：\n    1. 将 ');
    expect(stdout).toBe(gate(['explain', addressType], { in: temporaryFolder(), env: { LANG: 'zh_CN.UTF-8' } }).stdout);
  });

  it('may come as several words, or on standard input', () => {
    const { stdout } = said([addressType]);

    expect(said(addressType.split(' ')).stdout).toBe(stdout);
    expect(piped(`${addressType}\n`).stdout).toBe(stdout);
    expect(piped(addressType, ['-']).stdout).toBe(stdout);
    expect(piped(addressType, ['--events', '-']).stdout).toBe(stdout);
  });

  it('that is not known is said plainly, with the closest one that is', () => {
    const near = said(['alicloud: can not change LoadBalancer AddressColour once created']);

    expect(near.status).toBe(1);
    expect(near.stdout).toContain('Not known: no event and no symptom matches this.\n');
    expect(near.stdout).toMatch(/The closest known message is that of E(?:17|23): /);
    const far = said(['an entirely different matter about bread']);
    expect(far).toMatchObject({ status: 1, stderr: '' });
    expect(far.stdout).toContain('Nothing known reads like it.');
    expect(reportOf(said(['nothing of the kind', '--format', 'json']))).toMatchObject({
      summary: { read: 1, explained: 0, unknown: 1 },
      unknown: [{ message: 'nothing of the kind', service: null, closest: null }],
    });
  });

  it('of every row of the guide and every later form is explained by the built program', () => {
    const list = listOf(...knownMessages.map(({ message }, row) => event({ name: `row-${row}`, message })));
    const { explanations, unknown, summary } = reportOf(piped(list, ['--format', 'json']));
    const found = new Map(
      explanations.flatMap(({ id, occurrences }) => occurrences.map((each) => [each.service?.name, id] as const)),
    );

    expect(unknown).toEqual([]);
    expect(summary.read).toBe(knownMessages.length);
    expect(knownMessages.map((_, row) => found.get(`row-${row}`))).toEqual(knownMessages.map(({ id }) => id));
  });
});

describe('ids', () => {
  it('are answered, whatever their case; one number may stand for two events', () => {
    expect(idsOf(said(['E13', 's02', '--format', 'json']))).toEqual(['E13', 'S02']);
    expect(idsOf(said(['E04,E15', '--format', 'json']))).toEqual(['E04a', 'E04b', 'E15a', 'E15b']);
  });

  it('all are answered', () => {
    const ids = [...Object.keys(events), ...Object.keys(symptoms)];
    const { explanations } = reportOf(said([...ids, '--format', 'json']));

    expect(explanations.map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const { steps, rules, id } of explanations)
      expect({ id, hasSteps: steps.length > 0, rules }).toMatchObject({ hasSteps: true });
    const zh = reportOf(said([...ids, '--format', 'json', '--locale', 'zh-CN'])).explanations;
    for (const { meaning, steps } of zh)
      expect([meaning, ...steps.map(({ text }) => text)].every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
  });

  it('beside --events choose what is told of it', () => {
    const folder = folderOf({
      'events.json': listOf(
        event({ name: 'web', message: `Error syncing load balancer [lb-1]: ${addressType}`, count: 3 }),
        event({ name: 'web', message: 'Error syncing load balancer []: bandwidth must be integer, got [5M]' }),
        event({ name: 'api', message: 'Error syncing load balancer [lb-2]: the moon is full' }),
        event({ name: 'api', reason: 'EnsuredLoadBalancer', message: 'Ensured load balancer [lb-2]' }),
      ),
    });
    const args = ['--events', 'events.json', '--format', 'json'];
    const occurring = said(['E17', ...args], folder);
    const absent = said(['e13,E04', ...args], folder);
    const told = (run: Run): unknown =>
      reportOf(run).explanations.map(({ id, occurrences }) => [id, occurrences.map((each) => each.service?.name)]);

    expect(occurring.status).toBe(0);
    expect(told(occurring)).toEqual([['E17', ['web']]]);
    const summary = { read: 4, unknown: 0, passedOver: 1, services: 0 };
    expect(reportOf(occurring)).toMatchObject({ summary: { ...summary, explained: 1, leftOut: 2 }, unknown: [] });
    expect(told(absent)).toEqual([
      ['E13', []],
      ['E04a', []],
      ['E04b', []],
    ]);
    expect(reportOf(absent)).toMatchObject({ summary: { ...summary, explained: 3, leftOut: 3 }, unknown: [] });
    expect(said(['E17', '--events', 'events.json'], folder).stdout).toMatch(
      /^E17 {2}[^]*\n4 events read, 1 to explain, 1 passed over \(.*\), 2 left out \(of other ids\)\.\n$/,
    );
    expect(said(['E99', '--events', 'events.json'], folder)).toMatchObject({ status: 2, stdout: '' });
  });

  it('stand for themselves only without other words: those are a message, read beside --events', () => {
    const folder = folderOf({ 'events.json': listOf(event({ name: 'web', message: addressType })) });
    const run = said(['bandwidth must be integer, got [5M]', '--events', 'events.json', '--format', 'json'], folder);

    expect(idsOf(run)).toEqual(['E28', 'E17']);
  });

  it('that do not exist are refused', () => {
    expect(said(['E99'])).toMatchObject({ status: 2, stdout: '' });
    expect(said(['E99']).stderr).toMatch(/^There is no event and no symptom "E99"\./);
  });
});

describe('symptoms', () => {
  it('are listed, one a line', () => {
    const lines = said(['--symptom']).stdout.split('\n');

    expect(lines.slice(0, 29)).toEqual(Object.entries(symptoms).map(([id, { meaning }]) => `${id}  ${meaning.en}`));
    expect(said(['--symptom', '--locale', 'zh-CN']).stdout).toContain('S02  应用更新过程中访问负载均衡出现 503。\n');
    expect(idsOf(said(['--symptom', '--format', 'json']))).toEqual(Object.keys(symptoms));
  });

  it.each([
    [['503 during rollout'], 'S02'],
    [['更新时503'], 'S02'],
    [['503', 'during', 'rollout'], 'S02'],
    [['--symptom', 'EXTERNAL-IP pending'], 'S13'],
    [['--symptom', 'S07'], 'S07'],
  ])('are found by words: %j', (words, id) => {
    expect(idsOf(said([...words, '--format', 'json']))[0]).toBe(id);
  });

  it('that nobody knows end with 1', () => {
    expect(said(['--symptom', 'green bananas'])).toMatchObject({ status: 1, stderr: '' });
  });
});

describe('what kubectl printed', () => {
  it('describe svc: its events, for the situation that it shows', () => {
    const { explanations, summary } = reportOf(piped(described, ['--format', 'json']));

    expect(summary).toEqual({ read: 3, explained: 2, unknown: 0, passedOver: 1, leftOut: 0, services: 1 });
    expect(explanations.map(({ id }) => id)).toEqual(['E17', 'E03']);
    expect(explanations[0]?.occurrences).toMatchObject([
      {
        service: { namespace: 'shop', name: 'web' },
        loadBalancer: 'lb-bp1h2k3j4l5m6n7o8p9q',
        count: 5,
        lastSeen: '3m',
      },
    ]);
    // It names its load balancer, so that nothing is left open.
    expect(explanations[0]?.steps.map(({ when }) => when)).toEqual([[], []]);
    expect(explanations[0]?.steps[1]?.text).toMatch(/^If the new value is needed: make a load balancer by hand/);
  });

  it('get events: each error of each Service once, with how often and when last', () => {
    const message = `Error syncing load balancer [lb-1]: [${addressType}, alicloud: can not change ResourceGroupId once created]`;
    const list = listOf(
      event({ name: 'web', message, count: 3, lastTimestamp: '2026-03-01T08:00:00Z' }),
      event({ name: 'web', message, count: 4, lastTimestamp: '2026-03-01T09:00:00Z' }),
      event({ name: 'api', message: `Error syncing load balancer [lb-2]: ${addressType}` }),
      event({ name: 'web-1', kind: 'Pod', message: 'Back-off restarting failed container' }),
    );
    const { explanations, summary } = reportOf(piped(list, ['--format', 'json']));

    expect(summary).toMatchObject({ read: 4, explained: 2, passedOver: 1 });
    expect(
      explanations.map(({ id, occurrences }) => [
        id,
        occurrences.map((each) => [each.service?.name, each.count, each.lastSeen]),
      ]),
    ).toEqual([
      [
        'E17',
        [
          ['web', 7, '2026-03-01T09:00:00Z'],
          ['api', 1, null],
        ],
      ],
      ['E13', [['web', 7, '2026-03-01T09:00:00Z']]],
    ]);
  });

  it('get events of events.k8s.io', () => {
    const one = {
      kind: 'Event',
      regarding: { kind: 'Service', namespace: 'shop', name: 'web' },
      note: addressType,
      reason: 'SyncLoadBalancerFailed',
      series: { count: 9, lastObservedTime: '2026-03-01T08:00:00.000000Z' },
    };
    const { explanations } = reportOf(
      piped(JSON.stringify({ kind: 'EventList', items: [{ ...one, kind: undefined }] }), ['--format', 'json']),
    );

    expect(explanations).toMatchObject([
      { id: 'E17', occurrences: [{ count: 9, lastSeen: '2026-03-01T08:00:00.000000Z' }] },
    ]);
  });

  it('get events as a table', () => {
    const table = `NAMESPACE   LAST SEEN   TYPE      REASON                   OBJECT        MESSAGE
shop        3m2s        Warning   SyncLoadBalancerFailed   service/web   Error syncing load balancer [lb-1]: ${addressType}
shop        5m          Warning   BackOff                  pod/web-1     Back-off restarting failed container
`;
    expect(reportOf(piped(table, ['--format', 'json']))).toMatchObject({
      summary: { read: 2, passedOver: 1 },
      explanations: [{ id: 'E17', occurrences: [{ service: { namespace: 'shop', name: 'web' }, lastSeen: '3m2s' }] }],
    });
  });

  it('a log, of which only the lines that are known are explained', () => {
    const noise = Array.from({ length: 300 }, (_, at) => `I0301 08:00:00.${at} controller.go] reconcile queue ${at}`);
    const log = [...noise, `E0301 08:00:01 apply model error: ${addressType}`, ...noise].join('\n');

    expect(idsOf(piped(log, ['--format', 'json']))).toEqual(['E17']);
    expect(piped(noise.join('\n'))).toMatchObject({ status: 1, stderr: '' });
  });

  it('get svc: what is pending and what hangs', () => {
    const list = listOf(
      service('new'),
      service('old', { deleted: true, address: '1.2.3.4' }),
      service('fine', { address: '1.2.3.4' }),
    );
    const { explanations } = reportOf(piped(list, ['--format', 'json']));

    expect(explanations.map(({ id, occurrences }) => [id, occurrences.map((each) => each.service?.name)])).toEqual([
      ['S13', ['new']],
      ['S27', ['old']],
    ]);
    expect(piped(listOf(service('fine', { address: '1.2.3.4' })))).toEqual({
      status: 0,
      stderr: '',
      stdout: '1 LoadBalancer Service, 0 to explain.\n',
    });
  });

  it('events and Services together: the status says which steps are meant', () => {
    const reused = 'the loadbalancer lb-9 can not be reused,can not reuse loadbalancer created by kubernetes.';
    const steps = (state: object): (string | undefined)[] => {
      const folder = folderOf({
        'events.json': listOf(event({ name: 'web', message: reused })),
        'services.json': listOf(state),
      });
      const run = said(['--events', 'events.json', '--events', 'services.json', '--format', 'json'], folder);
      return reportOf(run).explanations.flatMap((each) => [
        each.id,
        ...each.steps.map(({ text }) => text.slice(0, 20)),
      ]);
    };
    const annotations = { [key('id')]: 'lb-9' };

    expect(steps(service('web', { annotations }))).toEqual(['E16', 'Make a load balancer']);
    expect(steps(service('web', { annotations, address: '1.2.3.4' }))).toEqual([
      'E16',
      'Compare the address ',
      'Another address: fin',
      'No load balancer has',
    ]);
    expect(steps(service('web', { annotations, address: '1.2.3.4', deleted: true }))).toEqual(
      ['E16', 'Remove the annotation'].map((text) => text.slice(0, 20)),
    );
  });

  it('nothing but good news ends with 0, an error of the controller that nobody knows with 1', () => {
    const good = event({ name: 'web', reason: 'EnsuredLoadBalancer', message: 'Ensured load balancer [lb-1]' });
    const strange = event({ name: 'web', message: 'Error syncing load balancer [lb-1]: the moon is full' });

    expect(piped(listOf(good))).toEqual({
      status: 0,
      stderr: '',
      stdout: '1 event read, 0 to explain, 1 passed over (no trouble, or not of this controller).\n',
    });
    expect(piped(listOf())).toEqual({
      status: 0,
      stderr: '',
      stdout: 'Nothing to explain: no event and no LoadBalancer Service.\n',
    });
    const { status, stdout } = piped(listOf(good, strange));
    expect(status).toBe(1);
    expect(stdout).toContain(
      'Not known: no event and no symptom matches this.\n  shop/web\n  > Error syncing load balancer [lb-1]: the moon is full\n',
    );
  });
});

const manifest = (annotations: Readonly<Record<string, string>>): string => `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations:
${Object.entries({ 'example.com/owner': 'shop', ...annotations })
  .map(([name, value]) => `    ${name}: "${value}"\n`)
  .join('')}spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
`;

describe('in a checkout', () => {
  const answer = (message: string, annotations: Readonly<Record<string, string>>): unknown => {
    const folder = repositoryOf({ 'k8s/web.yaml': manifest(annotations) });
    const run = piped(listOf(event({ name: 'web', message })), ['--format', 'json'], folder);
    return reportOf(run).explanations[0]?.occurrences[0]?.manifests?.map(
      ({ location: { file, startLine, startColumn }, verdict, ruleId }) =>
        `${file}:${startLine}:${startColumn} ${verdict} ${ruleId}`,
    );
  };
  const notInteger = 'Error syncing load balancer []: bandwidth must be integer, got [5M]';

  it('what a rule finds still causes it', () => {
    expect(answer(notInteger, { [key('bandwidth')]: '5M' })).toEqual([
      'k8s/web.yaml:8:70 causes annotation-not-integer',
    ]);
  });

  it('what is mended no longer does', () => {
    expect(answer(notInteger, { [key('bandwidth')]: '5' })).toEqual(['k8s/web.yaml:4:9 no-longer null']);
    expect(answer(addressType, {})).toEqual(['k8s/web.yaml:4:9 no-longer null']);
  });

  it('what depends on the cloud may', () => {
    expect(answer(addressType, { [key('address-type')]: 'intranet' })).toEqual(['k8s/web.yaml:8:73 may-cause null']);
  });

  it('what may have other causes, or is patched by an overlay, is not called gone', () => {
    const refused = 'Error syncing load balancer [lb-1]: Message: The specified parameter is not valid.';
    expect(answer(refused, {})).toEqual(['k8s/web.yaml:4:9 not-seen null']);
    expect(answer('There are no available nodes for LoadBalancer', {})).toEqual(['k8s/web.yaml:4:9 not-seen null']);
    const folder = repositoryOf({
      'base/web.yaml': manifest({}),
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
      'prod/patch.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n`,
    });
    const run = piped(listOf(event({ name: 'web', message: addressType })), ['--format', 'json'], folder);
    expect(reportOf(run).explanations[0]?.occurrences[0]?.manifests?.map(({ verdict }) => verdict)).toEqual([
      'not-seen',
    ]);
  });

  it('what no manifest shows is not judged', () => {
    expect(answer('Error syncing load balancer []: Message: The account is arrearage.', {})).toEqual([
      'k8s/web.yaml:4:9 not-seen null',
    ]);
  });

  it('a bare message is enough where it names the load balancer of one Service', () => {
    const folder = repositoryOf({ 'web.yaml': manifest({ [key('id')]: 'lb-bp1h2k3j4l5m6n7o8p9q' }) });
    const { stdout } = said([`Error syncing load balancer [lb-bp1h2k3j4l5m6n7o8p9q]: ${addressType}`], folder);

    expect(stdout).toContain('  shop/web  lb-bp1h2k3j4l5m6n7o8p9q\n');
    expect(stdout).toContain('  web.yaml:4:9: no longer causes it: ');
  });

  it('only there: a folder without git is not searched', () => {
    const folder = folderOf({ 'web.yaml': manifest({ [key('bandwidth')]: '5M' }) });
    const run = piped(listOf(event({ name: 'web', message: notInteger })), ['--format', 'json'], folder);

    expect(reportOf(run).explanations[0]?.occurrences[0]?.manifests).toBeNull();
  });

  it('a broken configuration keeps nobody from explaining', () => {
    const folder = repositoryOf({ 'web.yaml': manifest({}), 'ack-service-gate.yml': 'nonsense: 1\n' });
    const run = piped(listOf(event({ name: 'web', message: notInteger })), [], folder);

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('note: The manifests of this repository were not looked at: ');
  });

  it.each<[title: string, broken: string | Uint8Array]>([
    ['half-written', `${manifest({})}  ports: [\n`],
    ['in UTF-16, as some shells write it', Buffer.from(`\uFEFF${manifest({})}`, 'utf16le')],
  ])('a manifest of the Service that cannot be read is named: %s', (_, broken) => {
    const folder = repositoryOf({ 'k8s/web.yaml': broken, 'k8s/api.yaml': 'kind: Service\n  broken: [\n' });
    const run = piped(listOf(event({ name: 'web', message: notInteger })), [], folder);

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout.match(/^note: .*/gm)).toEqual([
      'note: k8s/web.yaml names what is explained and could not be read in full; check says why.',
    ]);
  });

  it('a checkout that git refuses is said not to be looked at', () => {
    const folder = repositoryOf({ 'web.yaml': manifest({}) });
    const words = [`Error syncing load balancer [lb-bp1h2k3j4l5m6n7o8p9q]: ${notInteger}`];
    const run = gate(['explain', ...words], { in: folder, env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' } });

    expect(run.stdout).toMatch(
      /^note: The manifests of this repository were not looked at: git refuses this checkout/m,
    );
  });

  it('names of another namespace are another Service', () => {
    const folder = repositoryOf({
      'web.yaml': manifest({ [key('bandwidth')]: '5M' }).replace('namespace: shop', 'namespace: stage'),
    });
    const run = piped(listOf(event({ name: 'web', message: notInteger })), ['--format', 'json'], folder);

    expect(reportOf(run).explanations[0]?.occurrences[0]?.manifests).toBeNull();
  });
});

describe('input that cannot be used', () => {
  it.each([
    ['nothing', '', /^There is no text to explain\./],
    [
      'half of a JSON text',
      listOf(event({ name: 'web', message: addressType })).slice(0, -40),
      /^The JSON ends in the middle/,
    ],
    ['a fault in JSON', '{"kind": "List", "items": [,]}', /^This is no valid JSON: /],
    ['other objects', '{"kind": "Deployment"}', /^The JSON holds neither events nor Services\./],
    ['no text', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), /^Standard input is no text\./],
  ])('%s ends with 2', (_, input, message) => {
    const run = piped(input);

    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it.each([
    [['--events', 'nowhere.json'], /^nowhere\.json: there is no such file\./],
    [['--symptom', '--events', 'x'], /^--symptom takes words/],
    [['E13', '--locale', 'fr'], /^--locale takes en, zh-CN, not "fr"\./],
    [['E13', '--format', 'yaml'], /format/],
    [['E13', '--nonsense'], /unknown option/],
  ])('%j ends with 2', (args, message) => {
    const run = said(args);

    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });
});

describe('text of others', () => {
  it('cannot paint, turn or hide anything', () => {
    const message = `\u001B[2J\u001B]0;owned\u0007\u202Ealicloud:\u200B can not change LoadBalancer AddressType once created\u2066`;
    const { stdout } = piped(listOf(event({ name: 'we\u001B[31mb', message })));

    expect(stdout).toContain('E17');
    expect(stdout).not.toMatch(/[\p{Cf}\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u);
  });

  it('cannot give commands to a runner', () => {
    const strange = 'Error syncing load balancer [x]: \n::set-output name=a::b ##[error]x';
    const run = gate(['explain', strange], { in: temporaryFolder(), env: { GITHUB_ACTIONS: 'true' } });

    expect(run.status).toBe(1);
    expect(run.stdout).not.toMatch(/^\s*::/m);
    expect(run.stdout).not.toContain('##[');
  });

  it('is bounded, however much there is', () => {
    const many = listOf(
      ...Array.from({ length: 3_000 }, (_, at) =>
        event({ name: `web-${at}`, message: `Error syncing load balancer [lb-${at}]: ${addressType}` }),
      ),
      ...Array.from({ length: 3_000 }, (_, at) =>
        event({ name: `api-${at}`, message: `Error syncing load balancer [lb]: ${'x'.repeat(5_000)}` }),
      ),
    );
    const { stdout, status } = piped(many);

    expect(status).toBe(1);
    expect(stdout.length).toBeLessThan(40_000);
    expect(stdout).toContain('  … and 2992 more\n');
    expect(stdout).toContain('… and 2980 more messages that are not known.');
    expect(reportOf(piped(many, ['--format', 'json'])).explanations[0]?.occurrences.length).toBe(3_000);
  });

  it('may be deep, or full of names that objects have', () => {
    expect(piped(`{"kind":"Event","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)).toMatchObject({ status: 0 });
    expect(
      piped('{"kind":"Event","involvedObject":{"kind":"Service","name":"__proto__"},"message":"constructor"}'),
    ).toMatchObject({ status: 0 });
    expect(said(['constructor'])).toMatchObject({ status: 1 });
    expect(said(['toString'])).toMatchObject({ status: 1 });
  });

  it.each([
    ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(described, 'utf16le')])],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${described}`)],
    ['a Chinese Windows', Buffer.concat([Buffer.from([0xca, 0xc2, 0xbc, 0xfe, 0x0a]), Buffer.from(described)])],
    ['colours', Buffer.from(described.replaceAll(/^(\S+:)/gm, '\u001B[1;34m$1\u001B[0m'))],
    ['Windows line ends', Buffer.from(described.replaceAll('\n', '\r\n'))],
  ])('is read in %s', (_, input) => {
    expect(idsOf(piped(input, ['--format', 'json']))).toEqual(['E17', 'E03']);
  });

  it('is painted only when asked', () => {
    expect(said(['E13']).stdout).not.toContain('\u001B');
    expect(said(['E13', '--color', 'always']).stdout).toContain('\u001B[1mE13');
  });
});

describe('the program', () => {
  it('shows examples', () => {
    const { status, stdout } = said(['--help']);

    expect(status).toBe(0);
    for (const text of ['kubectl get events -A -o json | ', 'explain E13', '--symptom', 'Exit codes: 0 explained'])
      expect(stdout).toContain(text);
  });

  it('explains a message without loading rules, parser or schema', () => {
    const folder = temporaryFolder();
    cpSync(join(repository, 'dist'), join(folder, 'dist'), { recursive: true });
    for (const heavy of ['rules', 'check', 'annotations', 'limits']) rmSync(join(folder, `dist/chunks/${heavy}.js`));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    const cli = join(folder, 'dist/cli.js');

    expect(gate(['explain', addressType], { in: folder, cli })).toEqual(said([addressType]));
    expect(gate(['explain', '503 during rollout'], { in: folder, cli }).status).toBe(0);
    expect(gate(['check'], { in: folder, cli }).status).toBe(3);
  });
});
