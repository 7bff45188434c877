import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkReport, expectConfiguration, folderOf, gate, linesOf, type Run } from '../support/gate.ts';
import { cleanDeployment, cleanService, shortGrace, withoutDrain } from '../support/manifests.ts';

const files = { 'k8s/service.yaml': withoutDrain, 'k8s/deployment.yaml': shortGrace };
const graceLine = 'k8s/deployment.yaml:21:38 error grace-period-too-short';
const drainLine = 'k8s/service.yaml:6:3 warning connection-drain-not-enabled';
const withConfiguration = (text: string): string => folderOf({ ...files, 'ack-service-gate.yml': text });

/** What the schema for editors says about a text; the gate must say the same. */
function schemaAccepts(text: string): boolean {
  try {
    expectConfiguration(parse(text) ?? {});
    return true;
  } catch {
    return false;
  }
}

/** The example of the contract, with the keys that are built. */
const everything = `# yaml-language-server: $schema=schema/config.schema.json
cluster:                      # all optional; an absent fact is unknown
  provider: auto
  ccmVersion: v2.14.0
  kubernetesVersion: "1.32"
  network: terway
  backendMode: eni
  vpcId: vpc-bp1
  nodeCount: 12
  disablePublicLoadBalancer: false
clusters:
  - name: prod
    paths: ["clusters/prod/**"]
    ccmVersion: v2.12.4
requireFacts: [ccmVersion]
paths: {include: ["k8s/**"], exclude: ["**/charts/**"]}
preset: recommended
rules:
  connection-drain-not-enabled: error
  grace-period-too-short: {severity: error, marginSeconds: 30, suppressible: false}
  service-removed-releases-ip: {allowLabel: lb-change-approved}
rollout: {syncDelaySeconds: 10}
overrides:
  - paths: ["legacy/**"]
    names: ["shop/*"]
    rules: {explicit-address-type: off}
    reason: "moves to the new cluster in Q1"
    expires: 2099-03-31
suppressions: {honour: base, requireReason: true}
policy: {failOn: error, gate: new}
locale: zh-CN
`;

describe('configuration', () => {
  it('takes all keys of the contract that are built', () => {
    expect(schemaAccepts(everything)).toBe(true);
    const run = gate(['check'], { in: withConfiguration(everything) });

    expect(run).toMatchObject({ status: 1, stderr: '' });
    expect(run.stdout).toMatch(/检查未通过：2 个 error 级及以上问题。\n$/);
  });

  it.each([
    ['an empty file', ''],
    ['comments only', '# nothing\n'],
    ['a key without a value', 'rules:\n'],
    ['JSON', '{"rules": {}}'],
    ['a byte order mark and CRLF', '\uFEFFpreset: recommended\r\nlocale: en\r\n'],
  ])('%s says nothing', (_, text) => {
    expect(linesOf(checkReport([], { in: withConfiguration(text) }))).toEqual([graceLine, drainLine]);
  });

  it.each([
    ['off', 'grace-period-too-short: off', [drainLine]],
    ['"off"', 'grace-period-too-short: "off"', [drainLine]],
    ['info', 'grace-period-too-short: info', [graceLine.replace('error', 'info'), drainLine]],
    ['warning', 'grace-period-too-short: warning', [graceLine.replace('error', 'warning'), drainLine]],
    ['error', 'connection-drain-not-enabled: error', [graceLine, drainLine.replace('warning', 'error')]],
    [
      'a map',
      'grace-period-too-short: { severity: warning, marginSeconds: 11 }',
      [graceLine.replace('error', 'warning'), drainLine],
    ],
    ['an option alone', 'grace-period-too-short: { marginSeconds: 10 }', [drainLine]],
  ])('rules: %s', (_, rule, expected) => {
    const text = `rules: { ${rule} }\n`;

    expect(schemaAccepts(text)).toBe(true);
    expect(linesOf(checkReport([], { in: withConfiguration(text) }))).toEqual(expected);
  });

  it('paths say where findings are reported; the world knows the whole tree', () => {
    const lines = (text: string): string[] => linesOf(checkReport([], { in: withConfiguration(text) }));

    expect(lines('paths: { include: ["k8s/service.*"] }\n')).toEqual([drainLine]);
    expect(lines('paths: { include: ["**/*.yaml"], exclude: ["**/service.yaml"] }\n')).toEqual([graceLine]);
    expect(lines('paths: { exclude: ["k8s/"] }\n')).toEqual([]);
    expect(lines('paths: { include: ["./k8s/**"] }\n')).toEqual([graceLine, drainLine]);
  });

  it('patterns that match nothing are said, with the place and a near folder', () => {
    const folder = withConfiguration('paths:\n  include: ["k8s/**", "k9s/**"]\n');
    const report = checkReport([], { in: folder });

    expect(report.problems).toEqual([
      {
        kind: 'configuration-unused-pattern',
        file: 'ack-service-gate.yml',
        message: 'the pattern "k9s/**" of the configuration matches no file. Did you mean "k8s"?',
        location: {
          tree: 'head',
          file: 'ack-service-gate.yml',
          document: 0,
          path: 'paths.include[1]',
          startLine: 2,
          startColumn: 23,
          endLine: 2,
          endColumn: 31,
        },
      },
    ]);
    expect(report.outcome.result).toBe('fail');
    expect(checkReport(['k8s'], { in: folder }).problems).toEqual([]);
  });

  it('the first entry of clusters whose paths match wins over cluster, and separates scopes', () => {
    const local = cleanService.replace('Policy: Cluster', 'Policy: Local');
    const folder = folderOf({
      'a/service.yaml': local,
      'b/service.yaml': local,
      'c/service.yaml': local,
      'ack-service-gate.yml': `cluster: { backendMode: eni }
clusters:
  - { name: one, paths: ["a/**"], backendMode: node }
  - { name: two, paths: ["a/**", "b/**"] }
`,
    });
    const { findings } = checkReport(['--rule', 'local-scheduler-not-wrr'], { in: folder });

    expect(findings.map(({ scope, clusters, certainty }) => [scope, clusters, certainty])).toEqual([
      ['.@one', ['one'], 'certain'],
      ['.@two', ['two'], 'conditional'],
    ]);
  });

  it('provider: ack of an entry keeps a Service that bears another cloud’s mark', () => {
    const foreign = withoutDrain.replace(/ {4}service.*\n/, '    metallb.io/ip: "1"\n');
    const folder = folderOf({
      'k8s/service.yaml': foreign,
      'ack-service-gate.yml': 'clusters: [{ name: prod, paths: ["**"], provider: ack }]\n',
    });

    expect(checkReport([], { in: folder }).summary).toMatchObject({ loadBalancerServices: 1, foreignLoadBalancers: 0 });
    expect(checkReport(['--no-config'], { in: folder }).summary).toMatchObject({ foreignLoadBalancers: 1 });
  });

  it('rollout tells how long the controller takes, and base tells it for a change', () => {
    const rolloutRules = ({ in: folder, base }: { in: string; base?: string }): string[] =>
      checkReport(['--rule', 'prestop-too-short', ...(base === undefined ? [] : ['--base', base])], {
        in: folder,
      }).findings.map(({ message }) => message);
    const eni = cleanService.replace(
      'annotations:\n',
      'annotations:\n    service.beta.kubernetes.io/backend-type: eni\n',
    );
    const clean = { 'k8s/service.yaml': eni, 'k8s/deployment.yaml': cleanDeployment };
    const slow = { ...clean, 'ack-service-gate.yml': 'rollout: { syncDelaySeconds: 45 }\n' };
    const short =
      'preStop 30 s of container "web" < about 45 s that the controller needs to take the pod out: short by 15 s.';

    expect(rolloutRules({ in: folderOf(clean) })).toEqual([]);
    expect(rolloutRules({ in: folderOf(slow) })).toEqual([short]);
    expect(rolloutRules({ in: folderOf(clean), base: folderOf(slow) })).toEqual([short]);
    expect(rolloutRules({ in: folderOf(slow), base: folderOf(clean) })).toEqual([]);
  });

  it('preset: the option wins', () => {
    const folder = withConfiguration('preset: strict\n');

    expect(linesOf(checkReport([], { in: folder }))).toEqual([graceLine, drainLine.replace('warning', 'error')]);
    expect(linesOf(checkReport(['--preset', 'recommended'], { in: folder }))).toEqual([graceLine, drainLine]);
  });

  it('requireFacts: each target must know them', () => {
    const text = `requireFacts: [ccmVersion, network]
clusters:
  - { name: one, paths: ["a/**"], ccmVersion: v2.14.0 }
  - { name: two, paths: ["b/**"], ccmVersion: v2.14.0, network: terway }
`;

    expect(gate(['check'], { in: withConfiguration(text) })).toEqual(
      refused(
        'requireFacts: clusters entry "one" lacks network.\nAdd them to the configuration, or give them with --set cluster.<fact>=<value>.\n',
      ),
    );
    expect(gate(['check'], { in: withConfiguration('requireFacts: [nodeCount]\n') }).stderr).toMatch(
      /^requireFacts: cluster lacks nodeCount\.\n/,
    );
  });
});

/** One override on one line, with one thing about it wrong, and what is said from column 15 on. */
const overrideFaults: [string, string][] = [
  ['names: [a], rules: {}, expires: 2099-01-01', '1:13: "reason" is missing here.'],
  ['names: [a], rules: {}, reason: x', '1:13: "expires" is missing here.'],
  ['names: [a], reason: x, expires: 2099-01-01', '1:13: "rules" is missing here.'],
  ['rules: {}, reason: x, expires: 2099-01-01', '1:13: "paths" or "names" is missing here.'],
  ['names: [a], rules: {}, reason: " ", expires: 2099-01-01', '1:46: expected a reason.'],
  ['names: [a], rules: {}, reason: x, expires: soon', '1:58: expected a date such as 2027-03-31.'],
  ['names: [a], rules: {}, reason: x, expires: 2099-02-30', '1:58: there is no such day.'],
  [
    'name: [a], paths: [k8s/*], rules: {}, reason: x, expires: 2099-01-01',
    '1:15: unknown key "name". Did you mean "names"?',
  ],
  [
    'names: [a], rules: { prestop-mising: off }, reason: x, expires: 2099-01-01',
    '1:36: unknown rule "prestop-mising". Did you mean "prestop-missing"?',
  ],
  [
    'names: [a], rules: { prestop-missing: of }, reason: x, expires: 2099-01-01',
    '1:53: expected one of off, info, warning, error, found "of". Did you mean "off"?',
  ],
  [
    'names: [a/b/c], rules: {}, reason: x, expires: 2099-01-01',
    '1:23: this is no usable name: expected namespace/name or name, with "*" for any text.',
  ],
  [
    'paths: [../a], rules: {}, reason: x, expires: 2099-01-01',
    '1:23: this is no usable glob: patterns are relative to the working directory, use "/", stay inside, and close what they open.',
  ],
].map(([entry = '', fault = '']) => [`overrides: [{ ${entry} }]\n`, fault]);

describe('configuration that cannot be used', () => {
  const hint = 'The configuration was not used. Its keys are described in schema/config.schema.json.\n';

  it.each([
    ['polici: {}\n', '1:1: unknown key "polici". Did you mean "policy"?'],
    ['policy:\n  failon: error\n', '2:3: unknown key "failon". Did you mean "failOn"?'],
    ['cluster: { backendmode: eni }\n', '1:12: unknown key "backendmode". Did you mean "backendMode"?'],
    [
      'clusters: [{ name: a, path: [] }]\n',
      '1:12: "paths" is missing here.\nack-service-gate.yml:1:23: unknown key "path". Did you mean "paths"?',
    ],
    ['paths: { includes: [] }\n', '1:10: unknown key "includes". Did you mean "include"?'],
    ['render: {kustomize: auto}\n', '1:1: unknown key "render".'],
    ['suppressions: { honor: base }\n', '1:17: unknown key "honor". Did you mean "honour"?'],
    ['suppressions: { honour: bas }\n', '1:25: expected one of all, base, none, found "bas". Did you mean "base"?'],
    ['suppressions: { requireReason: "no" }\n', '1:32: expected true or false, found "no".'],
    ...overrideFaults,
    ['render: { helm: auto }\n', '1:1: unknown key "render".'],
    ['rollout: { syncdelay: 10 }\n', '1:12: unknown key "syncdelay".'],
    ['rollout: { syncDelaySecond: 10 }\n', '1:12: unknown key "syncDelaySecond". Did you mean "syncDelaySeconds"?'],
    ['rollout: { syncDelaySeconds: 10s }\n', '1:30: expected a whole number, found "10s".'],
    ['rollout: { syncDelaySeconds: -1 }\n', '1:30: expected a number of at least 0, found "-1".'],
    ['rollout: { syncDelaySeconds: 7200 }\n', '1:30: expected a number of at most 3600, found "7200".'],
    ['cluster: { backendMode: pods }\n', '1:25: expected one of eni, node, found "pods".'],
    [
      'cluster: { network: teraway }\n',
      '1:21: expected one of terway, flannel, found "teraway". Did you mean "terway"?',
    ],
    ['cluster: { nodeCount: "12" }\n', '1:23: expected a whole number, found "12".'],
    ['cluster: { nodeCount: -1 }\n', '1:23: expected a number of at least 0, found "-1".'],
    ['cluster: { kubernetesVersion: 1.32 }\n', '1:31: expected a text (in quotes), found "1.32".'],
    ['cluster: { ccmVersion: newest }\n', '1:24: expected a version such as v2.14.0.'],
    ['cluster: { disablePublicLoadBalancer: "true" }\n', '1:39: expected true or false, found "true".'],
    ['cluster: []\n', '1:10: expected a map, found an empty list.'],
    ['clusters: [{ name: "", paths: ["**"] }]\n', '1:20: expected a value, found "".'],
    ['clusters: [{ name: a, paths: [] }]\n', '1:30: expected a value, found an empty list.'],
    ['cluster: { nodeCount: 1.5 }\n', '1:23: expected a whole number, found "1.5".'],
    [
      'requireFacts: [nodes]\n',
      '1:16: expected one of provider, ccmVersion, kubernetesVersion, network, backendMode, vpcId, nodeCount, disablePublicLoadBalancer, found "nodes".',
    ],
    ['preset: strickt\n', '1:9: expected one of recommended, strict, found "strickt". Did you mean "strict"?'],
    ['locale: zh\n', '1:9: expected one of en, zh-CN, found "zh".'],
    ['rules: { prestop-mising: error }\n', '1:10: unknown rule "prestop-mising". Did you mean "prestop-missing"?'],
    [
      'rules: { prestop-missing: eror }\n',
      '1:27: expected one of off, info, warning, error, found "eror". Did you mean "error"?',
    ],
    ['rules: { prestop-missing: { marginSeconds: 5 } }\n', '1:29: rule prestop-missing has no option "marginSeconds".'],
    ['rules: { grace-period-too-short: { margin: 5 } }\n', '1:36: unknown key "margin". Did you mean "marginSeconds"?'],
    [
      'paths: { include: ["[a"] }\n',
      '1:20: this is no usable glob: patterns are relative to the working directory, use "/", stay inside, and close what they open.',
    ],
    [
      'paths: { include: ["k8s/{a"] }\n',
      '1:20: this is no usable glob: patterns are relative to the working directory, use "/", stay inside, and close what they open.',
    ],
    [
      'paths: { include: ["!base.yaml"] }\n',
      '1:20: this is no usable glob: patterns are relative to the working directory, use "/", stay inside, and close what they open.',
    ],
    [
      'rules:\n  prestop-missing:\n    severity: error\n    allowLabel: lb-change-approved\n',
      '4:5: allowLabel is for rules about what a change does to a load balancer, and prestop-missing is none.',
    ],
    ['rules: { service-removed-releases-ip: { allowLabel: " " } }\n', '1:53: expected the name of a label.'],
    [
      'rules: { service-removed-releases-ip: { allowLabel: [a] } }\n',
      '1:53: expected a text (in quotes), found a list.',
    ],
    [
      'rules: { service-removed-releases-ip: { allowlabel: a } }\n',
      '1:41: unknown key "allowlabel". Did you mean "allowLabel"?',
    ],
    [
      'rules: { grace-period-too-short: { suppressable: false } }\n',
      '1:36: unknown key "suppressable". Did you mean "suppressible"?',
    ],
    [
      'paths: { include: ["../x/**"] }\n',
      '1:20: this is no usable glob: patterns are relative to the working directory, use "/", stay inside, and close what they open.',
    ],
    [
      'paths: { include: [""] }\n',
      '1:20: this is no usable glob: patterns are relative to the working directory, use "/", stay inside, and close what they open.',
    ],
    ['- a\n', '1:1: expected a map, found a list.'],
  ])('%j', (text, fault) => {
    expect(gate(['check'], { in: withConfiguration(text) })).toEqual(refused(`ack-service-gate.yml:${fault}\n${hint}`));
    // What the schema cannot know: which rules there are, which options they have, what is a version or a glob.
    const isBeyondTheSchema =
      /unknown rule|has no option|allowLabel is for|no usable|a version such|such day|paths" or/.test(fault);
    expect(schemaAccepts(text)).toBe(isBeyondTheSchema);
  });

  it('every fault is listed, in order', () => {
    const { stderr } = gate(['check'], { in: withConfiguration('preset: x\nrules: { a: error }\nlocales: en\n') });

    expect(stderr.split('\n').map((line) => line.split(': ')[0])).toEqual([
      'ack-service-gate.yml:1:9',
      'ack-service-gate.yml:2:10',
      'ack-service-gate.yml:3:1',
      hint.split(': ')[0]?.trim(),
      '',
    ]);
  });

  it.each([
    ['broken YAML', 'rules: [\n', /^ack-service-gate\.yml:\d+:\d+: /],
    ['a key twice', 'preset: strict\npreset: recommended\n', /^ack-service-gate\.yml:2:1: /],
  ])('%s', (_, text, reason) => {
    const run = gate(['check'], { in: withConfiguration(text) });

    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(reason);
  });

  it('a file that is named and not there, or no file', () => {
    const folder = folderOf({ 'service.yaml': cleanService, 'deployment.yaml': cleanDeployment, 'ci/x.yaml': '' });

    expect(gate(['check', '--config', 'gate.yml'], { in: folder })).toEqual(
      refused('gate.yml: there is no such configuration file.\n'),
    );
    expect(gate(['check', '--config', 'ci'], { in: folder })).toEqual(
      refused('ci is not read: it is no plain file.\n'),
    );
  });
});

function refused(stderr: string): Run {
  return { status: 2, stdout: '', stderr };
}
