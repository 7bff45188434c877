import { describe, expect, it } from 'vitest';
import { hiddenContentOf } from '../../src/analysis/hidden-content.ts';

const web = { kind: 'Service', name: 'web', file: 'k8s/web.yaml' };

describe('what a text that cannot be read may hold', () => {
  it.each<[what: string, text: string]>([
    ['the object as it is written', 'kind: Service\nmetadata:\n  name: web\n'],
    ['a name that is filled in', 'kind: Service\nmetadata:\n  name: {{ .Release.Name }}\n'],
    ['a name that is filled in part', 'kind: Service\nmetadata:\n  name: "{{ .Release.Name }}-lb"\n'],
    ['a name by a variable', 'kind: Service\nmetadata: { name: "${NAME}" }\n'],
    ['a kind that is filled in', 'kind: {{ .kind }}\nmetadata:\n  name: web\n'],
    ['a template of another chart', '{{- include "common.service" . }}\n'],
    ['a loop that makes them', '{{- range .Values.services }}\n{{ template "one" . }}\n{{- end }}\n'],
    ['no name at all', 'kind: Service\n'],
    ['JSON', '{"kind":"Service","metadata":{"name":"web"}}'],
    ['JSON with blanks', '{ "kind" : "Service", "metadata" : { "name" : "web" } }'],
    ['quotes and comments', "kind: 'Service'\nmetadata:\n  name: web # the shop\n"],
    ['an object of a list', 'items:\n- kind: Service\n  metadata:\n    name: web\n'],
    [
      'labels and ports whose names are others',
      'kind: Service\nmetadata: {{ include "meta" . }}\nspec:\n  ports:\n  - name: http\n',
    ],
    ['one line that takes in another', '{{- if .x }}{{ include "common.service" . }}{{ end }}\n'],
    ['values that are objects', '{{- toYaml .Values.service }}\n'],
    ['a file that is taken in', '{{ .Files.Get "files/web.yaml" }}\n'],
    ['a variable without quotes', 'kind: Service\nmetadata:\n  name: ${APP}\n'],
    ['a name that is a variable in part', 'kind: Service\nmetadata: { labels: { app: web }, name: web-${ENV} }\n'],
    ['a second document', 'kind: ConfigMap\nmetadata:\n  name: a\n---\nkind: Service\nmetadata:\n  name: web\n'],
    ['labels before the name', 'kind: Service\nmetadata:\n  labels:\n    app: web\n  name: web\n'],
    ['line ends of Windows', 'kind: Service\r\nmetadata:\r\n  name: web\r\n'],
  ])('%s', (_, text) => {
    expect(hiddenContentOf(text).mayHold(web)).toBe(true);
  });

  it.each<[what: string, text: string]>([
    ['a merge conflict', `kind: Service\nmetadata:\n${'          key: value\n'.repeat(500)}`],
    ['brackets without an end', `kind: ${'{{'.repeat(20_000)}\nname: ${'${'.repeat(20_000)}\n`],
    [
      'a name of metadata of pods alone',
      'kind: Service\nmetadata:\n  {{- include "meta" . | nindent 2 }}\nspec:\n  name: a\n',
    ],
    ['JSON in lines', '{\n  "kind": "Service",\n  "metadata": {\n    "name": "web"\n  }\n}\n'],
  ])('soon of %s', (_, text) => {
    expect(hiddenContentOf(text).mayHold(web)).toBe(true);
  });

  it.each<[what: string, text: string]>([
    ['blanks without an end', `kind: ${' '.repeat(500_000)}x\nname: ${'metadata:{'.repeat(50_000)}\n`],
    ['another kind', 'kind: ConfigMap\nmetadata:\n  name: web\n'],
    ['another name', 'kind: Service\nmetadata:\n  name: pay\n'],
    ['a name that it begins with', 'kind: Service\nmetadata:\n  name: web-old\n'],
    ['nothing that has a kind', 'replicas: {{ .Values.replicas }}\n'],
    [
      'kind and name in two documents',
      'kind: ConfigMap\nmetadata:\n  name: web\n---\nkind: Service\nmetadata:\n  name: pay\n',
    ],
    ['nothing', ''],
  ])('not %s', (_, text) => {
    expect(hiddenContentOf(text).mayHold(web)).toBe(false);
  });
});
