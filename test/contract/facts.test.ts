import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { checkFiles } from '../support/check-files.ts';
import { provocations, situation, type Kind } from './situations.ts';

/** Values that facts can take; whose a Service is (`provider`) matters to all rules. */
const facts: Readonly<Record<string, readonly string[]>> = {
  backendMode: ['eni', 'node'],
  network: ['terway', 'flannel'],
  // Older controllers make no NLB at all.
  ccmVersion: ['v2.10.0', 'v2.14.0'],
  kubernetesVersion: ['1.24', '1.34'],
  nodeCount: ['1', '500'],
  vpcId: ['vpc-1'],
  disablePublicLoadBalancer: ['true', 'false'],
};
const reading = (fact: string): string[] =>
  // The network plug-in narrows down what the backend mode can be.
  rules
    .filter(({ reads }) => reads?.some((one) => one === fact || (fact === 'network' && one === 'backendMode')))
    .map(({ id }) => id);

const root = join(import.meta.dirname, '../rules');
const fixtures = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\/bad-.*\.yaml$/.test(file),
);

function saidOf(file: string, fact: string, set: readonly string[]): string[] {
  const { findings } = checkFiles({ [file]: readFileSync(join(root, file)) }, { set });
  return findings
    .filter(({ ruleId }) => !reading(fact).includes(ruleId))
    .map((finding) => `${finding.fingerprint} ${finding.severity} ${finding.message.en}`);
}

/** What is wrong with an annotation is no fault where the version does not read it, which is said instead. */
function isTooNewFor(file: string, ccmVersion: string): boolean {
  const { findings } = checkFiles(
    { [file]: readFileSync(join(root, file)) },
    { set: [`cluster.ccmVersion=${ccmVersion}`] },
  );
  return findings.some(({ ruleId }) => ruleId === 'annotation-needs-newer-ccm');
}

describe('facts about the cluster', () => {
  it.each(Object.entries(facts))('change no rule but those that read it: %s', (fact, values) => {
    for (const file of fixtures) {
      const unknown = saidOf(file, fact, []);
      for (const value of values) {
        const said = saidOf(file, fact, [`cluster.${fact}=${value}`]);
        if (fact === 'ccmVersion' && isTooNewFor(file, value))
          expect(unknown, file).toEqual(expect.arrayContaining(said));
        else expect(said, file).toEqual(unknown);
      }
    }
  });

  it.each(['local-policy-in-cluster-access', 'local-scheduler-not-wrr'])(
    'make %s conditional while the backend mode is unknown',
    (rule) => {
      const text = situation('CLB tcp', provocations[rule] ?? {});
      const own = (set: readonly string[]) =>
        checkFiles({ 'web.yaml': text }, { set }).findings.filter(({ ruleId }) => ruleId === rule);

      const [unknown] = own([]);
      expect(unknown).toMatchObject({ certainty: 'conditional', assumes: ['cluster.backendMode=node'] });
      expect(unknown?.severity).not.toBe('error');
      expect(unknown?.message.en).toContain('unless cluster.backendMode is eni');
      expect(unknown?.message.zh).toContain('除非 cluster.backendMode 为 eni');

      expect(own(['cluster.backendMode=node'])).toMatchObject([{ certainty: 'certain', assumes: [] }]);
      expect(own(['cluster.network=flannel'])).toMatchObject([{ certainty: 'certain', assumes: [] }]);
      const withEni = own(['cluster.backendMode=eni']).map(({ messageId, certainty }) => `${messageId} ${certainty}`);
      expect(withEni).toEqual(rule === 'local-scheduler-not-wrr' ? [] : ['eni certain']);
    },
  );

  it('are asked for once a Service where an annotation may be too new', () => {
    const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
    const open = (change: (all: Record<string, string | undefined>) => void, kind: Kind = 'CLB tcp'): string[] =>
      checkFiles({ 'web.yaml': situation(kind, { annotations: change }) })
        .notEvaluated.filter(({ ruleId }) => ruleId === 'annotation-needs-newer-ccm')
        .map(
          ({ missing, location }) =>
            `${missing.join()} ${location.path.slice(location.path.indexOf(prefix) + prefix.length, -2)}`,
        );
    expect(open(() => undefined)).toEqual([]);
    expect(
      open((all) => {
        all[`${prefix}cps`] = '"500"';
        all[`${prefix}colour`] = '"blue"';
        all[`${prefix}preserve-lb-on-delete`] = '"true"';
        all[`${prefix}established-timeout`] = '"60"';
        all[`${prefix}ignore-weight-update`] = '"on"';
      }),
    ).toEqual(['cluster.ccmVersion established-timeout']);
    // The one that hides another is asked about.
    expect(
      open((all) => {
        all['service.beta.kubernetes.io/alicloud-loadbalancer-established-timeout'] = '"30"';
        all[`${prefix}established-timeout`] = '"60"';
      }),
    ).toEqual(['cluster.ccmVersion established-timeout']);
    // What no release reads is asked about where a release to come may read it.
    const unreleased = (all: Record<string, string | undefined>): void => {
      all[`${prefix}health-check-http-version`] = '"HTTP1.1"';
    };
    expect(open(unreleased, 'NLB tcp')).toEqual(['cluster.ccmVersion health-check-http-version']);
    expect(open(unreleased)).toEqual([]);
    expect(
      open((all) => {
        unreleased(all);
        all['service.beta.kubernetes.io/class'] = '"other"';
      }),
    ).toEqual([]);
  });
});
