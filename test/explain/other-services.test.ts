import { describe, expect, it } from 'vitest';
import { manifestsOf } from '../../src/analysis/explain/in-repository.ts';
import { otherServices } from '../../src/analysis/explain/other-services.ts';
import { loadTree } from '../../src/analysis/load-tree.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import { serviceText } from '../support/change-story.ts';
import { today, type Files } from '../support/check-files.ts';
import { cleanDeployment } from '../support/manifests.ts';

const named = (name: string, annotations: Readonly<Record<string, string>> = {}): string =>
  serviceText({ name, annotations });
const id = { id: 'lb-bp1h2k3j4l5m6n7o8p9q' };

const sourcesOf = (files: Files) =>
  Object.entries(files).map(([path, content]) => ({ path, read: () => Buffer.from(content) }));

const leftOut = (files: Files): string[] => [...otherServices(sourcesOf(files), new Set(['web'])).keys()];

describe('what needs no parser to explain shop/web', () => {
  const web = { 'k8s/web.yaml': named('web') };

  it.each<[situation: string, files: Files, expected: readonly string[]]>([
    [
      'other Services',
      { 'k8s/pay.yaml': named('pay'), 'other/log.yaml': named('log') },
      ['k8s/pay.yaml', 'other/log.yaml'],
    ],
    ['one whose name begins alike', { 'k8s/pay.yaml': named('web-2') }, ['k8s/pay.yaml']],
    ['several in one file', { 'k8s/rest.yaml': `${named('pay')}---\n${named('log')}` }, ['k8s/rest.yaml']],
    [
      'beside what holds nothing of ours in another folder',
      { 'app/values.yaml': 'kind: ConfigMap\nweb: 1\n', 'k8s/pay.yaml': named('pay') },
      ['k8s/pay.yaml'],
    ],
    ['not one that holds the name anywhere', { 'k8s/pay.yaml': `${named('pay')}# beside web\n` }, []],
    ['not one that names a load balancer', { 'k8s/pay.yaml': named('pay', id) }, []],
    ['not a Service of Knative', { 'k8s/pay.yaml': named('pay').replace('v1', 'serving.knative.dev/v1') }, []],
    ['not a list', { 'k8s/pay.yaml': '{"apiVersion":"v1","kind":"List","items":[]}' }, []],
    [
      'not what stands beside a Deployment in one file',
      { 'k8s/pay.yaml': `${named('pay')}---\n${cleanDeployment}` },
      [],
    ],
    [
      'all beside a Deployment in the same folder',
      { 'k8s/pay.yaml': named('pay'), 'k8s/app.yaml': cleanDeployment },
      ['k8s/pay.yaml'],
    ],
    [
      'none where a Deployment stands in another folder',
      { 'k8s/pay.yaml': named('pay'), 'app/app.yaml': cleanDeployment },
      [],
    ],
    [
      'none below a kustomization',
      { 'k8s/pay.yaml': named('pay'), 'k8s/kustomization.yaml': 'resources: [web.yaml]\n' },
      [],
    ],
    ['not what hides its kind', { 'k8s/pay.yaml': named('pay').replace('kind', '"k\\x69nd"') }, []],
  ])('%s', (_, files, expected) => {
    expect(leftOut({ ...web, ...files })).toEqual(expected);
  });
});

it('an address that another Service uses is still seen', () => {
  const local = serviceText({
    name: 'web',
    annotations: { ip: '203.0.113.7' },
    spec: '  externalTrafficPolicy: Local',
  });
  const user = `${named('pay')}  externalIPs: [203.0.113.7]\n`;
  const files = sourcesOf({ 'k8s/web.yaml': local, 'k8s/pay.yaml': user });
  const others = otherServices(files, new Set(['web']));
  const tree = loadTree('head', files, { reuse: (path) => others.get(path) });
  const manifests = manifestsOf(tree, resolveSettings({}, {}, false, 'en'), today);

  expect([...others.keys()]).toEqual(['k8s/pay.yaml']);
  expect(manifests.answersOf('S03', { namespace: 'shop', name: 'web' })?.map(({ message }) => message.en)).toEqual([
    expect.stringContaining('k8s/pay.yaml refers to 203.0.113.7'),
  ]);
});
