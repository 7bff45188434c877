import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits } from '../../src/model/fix.ts';
import { checkFiles } from '../support/check-files.ts';

/** One annotation; `bare` is written without quotes, `note` is a comment behind it. */
interface Line {
  readonly key: string;
  readonly text: string;
  readonly bare?: boolean;
  readonly note?: string;
}

/** How a manifest is written, whatever it says. */
interface Layout {
  readonly step: string;
  readonly quote: '"' | "'";
  readonly keyQuote: '' | '"' | "'";
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly final: boolean;
  readonly style: 'block' | 'flow' | 'spread' | 'dense';
  readonly mark: boolean;
  readonly between: number;
}

const layouts: fc.Arbitrary<Layout> = fc.record({
  step: fc.constantFrom(' ', '  ', '   ', '    ', '\t'),
  quote: fc.constantFrom('"', "'"),
  keyQuote: fc.constantFrom('', '"', "'"),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  final: fc.boolean(),
  style: fc.constantFrom('block', 'flow', 'spread', 'dense'),
  mark: fc.boolean(),
  between: fc.integer({ min: 0, max: 2 }),
});

const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
const drain = { key: `${prefix}connection-drain`, text: 'on' };
const timeout = { key: `${prefix}connection-drain-timeout`, text: '30' };
const addressType = { key: `${prefix}address-type`, text: 'internet' };

/** The manifest of a Service; annotations that are undefined are not there at all. */
function render(annotations: readonly Line[] | undefined, layout: Layout): string {
  const { lineEnd, final, style, mark, between } = layout;
  const json = style === 'spread' || style === 'dense';
  const step = json || layout.step !== '\t' ? layout.step : '  ';
  const lines = json ? [] : ['# A note above.', ...Array.from({ length: between }, () => '')];
  const spec = json
    ? '"spec": {"type": "LoadBalancer", "externalTrafficPolicy": "Cluster", "ports": [{"port": 80, "name": "http"}]}'
    : 'spec: {type: LoadBalancer, externalTrafficPolicy: Cluster, ports: [{port: 80, name: http}]}';
  if (style === 'dense') {
    const own =
      annotations === undefined
        ? ''
        : `,"annotations":{${annotations.map((line) => `"${line.key}":${valueOf(line, '"')}`).join(',')}}`;
    lines.push(`{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"${own}},${spec}}`);
  } else if (style === 'spread') {
    const own = annotations?.map((line) => `${step.repeat(3)}"${line.key}": ${valueOf(line, '"')}`);
    lines.push(
      '{',
      `${step}"apiVersion": "v1", "kind": "Service",`,
      `${step}"metadata": {`,
      `${step.repeat(2)}"name": "web"${own === undefined ? '' : ','}`,
      ...(own === undefined
        ? []
        : [`${step.repeat(2)}"annotations": {`, ...own.join(',\n').split('\n'), `${step.repeat(2)}}`]),
      `${step}},`,
      `${step}${spec}`,
      '}',
    );
  } else {
    lines.push('apiVersion: v1', 'kind: Service', 'metadata:', `${step}name: web # the name`);
    const key = (line: Line): string => `${layout.keyQuote}${line.key}${layout.keyQuote}`;
    if (annotations !== undefined && style === 'flow') {
      const own = annotations.map((line) => `${key(line)}: ${valueOf(line, layout.quote)}`);
      lines.push(`${step}annotations: {${own.join(', ')}} # all of them`);
    } else if (annotations !== undefined) {
      lines.push(`${step}annotations: # all of them`);
      for (const line of annotations)
        lines.push(`${step.repeat(2)}${key(line)}: ${valueOf(line, layout.quote)}${line.note ?? ''}`);
    }
    lines.push(spec);
  }
  const other = ['---', 'apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: web}'];
  const all = json ? lines : [...lines, ...other];
  return `${mark ? '\uFEFF' : ''}${all.join(lineEnd)}${final ? lineEnd : ''}`;
}

function valueOf({ text, bare }: Line, quote: string): string {
  return bare ? text : `${quote}${text}${quote}`;
}

/** The text after the fix of the only finding of a rule. */
function mend(text: string, rule: string): string | undefined {
  const result = checkFiles({ 'a.yaml': text });
  const found = result.findings.filter(({ ruleId }) => ruleId === rule);
  expect(found).toHaveLength(1);
  const fix = found[0] === undefined ? null : result.fixOf(found[0]);
  return fix === null ? undefined : applyEdits(text, fix.edits);
}

const notes = fc.constantFrom('', ' # because', '   #because', '\t# because');

/** A case: what is written, the rule that complains, and what is to be written instead. */
function holds(rule: string, before: readonly Line[] | undefined, after: readonly Line[] | undefined): void {
  fc.assert(
    fc.property(layouts, notes, (layout, note) => {
      const withNote = (lines: readonly Line[] | undefined): readonly Line[] | undefined =>
        lines?.map((line) => (before?.includes(line) ? { note, ...line } : line));
      expect(mend(render(withNote(before), layout), rule)).toBe(render(withNote(after), layout));
    }),
    { numRuns: 150 },
  );
}

it('adds an annotation behind the one it belongs to, as the others are written', () => {
  holds('connection-drain-timeout-missing', [drain, addressType], [drain, timeout, addressType]);
  holds('connection-drain-timeout-missing', [addressType, drain], [addressType, drain, timeout]);
});

it('replaces a text and keeps its quotes', () => {
  const wrong = { ...addressType, text: 'Internet' };
  const lines = [wrong, drain, timeout];
  fc.assert(
    fc.property(layouts, notes, (layout, note) => {
      const text = render(
        lines.map((line) => ({ ...line, note })),
        layout,
      );
      expect(mend(text, 'annotation-value-not-allowed')).toBe(text.replace('Internet', 'internet'));
    }),
  );
});

it('puts quotes around a value, those that are used around it', () => {
  fc.assert(
    fc.property(layouts, notes, (layout, note) => {
      const [bare, quoted] = [true, false].map((bare) =>
        render([addressType, drain, { ...timeout, bare, note }], layout),
      );
      expect(mend(bare ?? '', 'annotation-not-string')).toBe(quoted);
    }),
  );
});

it('renames a key and nothing else', () => {
  fc.assert(
    fc.property(layouts, notes, (layout, note) => {
      const legacy = { ...addressType, key: addressType.key.replace('alibaba-cloud', 'alicloud'), note };
      const text = render([legacy, drain, timeout], layout);
      expect(mend(text, 'legacy-annotation-prefix')).toBe(text.replace('alicloud', 'alibaba-cloud'));
    }),
  );
});

it('drops an entry with its line, wherever it stands', () => {
  const preserve: Line = { key: `${prefix}preserve-lb-on-delete`, text: 'false' };
  const rest: readonly Line[] = [addressType, drain, timeout];
  fc.assert(
    fc.property(layouts, notes, fc.integer({ min: 0, max: 3 }), (layout, note, at) => {
      const text = render(rest.toSpliced(at, 0, { ...preserve, note }), layout);
      const mended = mend(text, 'preserve-flag-any-value');
      expect(mended).toBe(render(rest, layout));
    }),
  );
});

it('makes the annotations of an object that has none', () => {
  fc.assert(
    fc.property(layouts, (layout) => {
      const own: Layout = { ...layout, quote: '"', keyQuote: '' };
      // A map that is made anew has a line for each entry.
      const block: Layout = own.style === 'flow' ? { ...own, style: 'block' } : own;
      const made = render([drain, timeout], block).replace(' # all of them', '');
      expect(mend(render(undefined, own), 'connection-drain-not-enabled')).toBe(made);
    }),
  );
});

it('fills annotations that are written and empty', () => {
  fc.assert(
    fc.property(layouts, (layout) => {
      const own: Layout = { ...layout, quote: '"', keyQuote: '', style: layout.style === 'block' ? 'block' : 'flow' };
      expect(mend(render([], own), 'connection-drain-not-enabled')).toBe(render([drain, timeout], own));
    }),
  );
});
