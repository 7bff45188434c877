import fc from 'fast-check';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { checkChange, checkFiles, type Files } from '../support/check-files.ts';
import {
  annotation,
  edited,
  edits,
  layout,
  layoutOf,
  layouts,
  objects,
  repositoryWith,
  style,
  withSheets,
  type Edit,
} from '../support/edits.ts';
import { checkReport, commit, repositoryOf, write } from '../support/gate.ts';
import { inventoryOf } from '../support/rule-fixtures.ts';
import { filesOf, writeDown } from '../support/writings.ts';

const seed = 20261126;

/** What became of each finding, without where it stands. */
function fates(findings: readonly Reported[]): string[] {
  return findings
    .map(({ status, worsened, fingerprint, ruleId, resource }) => {
      return `${status}${worsened ? ' worsened' : ''} ${ruleId} ${resource?.name} ${fingerprint}`;
    })
    .toSorted(byText);
}
type Reported = Pick<Finding, 'status' | 'worsened' | 'fingerprint' | 'ruleId' | 'resource'>;

const byText = (left: string, right: string): number => (left < right ? -1 : 1);
const notUnchanged = (findings: readonly Reported[]): string[] =>
  fates(findings).filter((fate) => !fate.startsWith('unchanged '));
const identities = (files: Files): string[] =>
  checkFiles(files)
    .findings.map(({ fingerprint }) => fingerprint)
    .toSorted(byText);

describe('edits that change nothing', () => {
  it.each(Object.entries(layouts))('have findings to keep in %s', (_, repository) => {
    const { findings } = checkFiles(filesOf(repository));
    const scopes = new Set(repository.sheets.map(({ scope }) => scope)).size;

    expect(findings.length).toBe(17 * scopes);
    expect(findings.filter(({ measure }) => measure !== null)).not.toEqual([]);
    expect(findings.filter(({ value }) => value !== null)).not.toEqual([]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length - scopes);
  });

  it('make no finding new, none fixed, and lose none, however they follow one another', () => {
    fc.assert(
      fc.property(layout, edits, edits, (start, earlier, later) => {
        const before = edited(layoutOf(start), earlier);
        const [base, head] = [filesOf(before), filesOf(edited(before, later))];
        const { findings } = checkChange(base, head);

        expect(notUnchanged(findings)).toEqual([]);
        expect(identities(head)).toEqual(identities(base));
      }),
      { seed, numRuns: 80 },
    );
  });
});

describe('what a rule finds', () => {
  const root = join(import.meta.dirname, '../rules');
  const fixtures = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\/bad-.*\.yaml$/.test(name))
    // What cannot be read cannot be written in another way; nor can keys that stand twice, or anchors of another document.
    .filter((name) => !/^(?:unreadable-manifest|duplicate-key)\//.test(name))
    .filter((name) => !/^&|[ {[,]\*[a-z]/m.test(readFileSync(join(root, name), 'utf8')))
    // How a number is written is what these are about.
    .filter((name) => !/bad-(?:exponent|underscore)\.yaml$/.test(name));

  it('stays what it was, however the file is written', () => {
    expect(fixtures.length).toBeGreaterThan(700);
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), style, (fixture, style) => {
        const text = readFileSync(join(root, fixture), 'utf8');
        const documents = text.split(/^---\n/m).map((document) => writeDown(document, style));
        // The first line of a fixture may tell facts about its cluster.
        const set = /^# flags: (.*)/.exec(text)?.[1]?.match(/cluster\.\S+/g) ?? [];
        const inventory = inventoryOf(text, join(root, dirname(fixture)));
        const head = { 'a.yaml': documents.join('---\n') };
        const { findings } = checkChange({ 'a.yaml': text }, head, { set }, [], inventory);

        expect(findings).not.toEqual([]);
        expect(notUnchanged(findings)).toEqual([]);
      }),
      { seed, numRuns: 300 },
    );
  });
});

/** One change to one object that makes something better or worse, and all that it does to the findings of that object. */
interface Deed {
  readonly name: string;
  readonly object: string;
  readonly from: RegExp;
  readonly to: string;
  readonly fates: readonly string[];
}

const worsenings: readonly Deed[] = [
  {
    name: 'a greater measure',
    object: 'web Deployment',
    from: /PeriodSeconds: 40/,
    to: 'PeriodSeconds: 35',
    fates: ['new worsened grace-period-too-short'],
  },
  {
    name: 'a greater measure of another sort',
    object: 'pay Deployment',
    from: /timeoutSeconds: 2/,
    to: 'timeoutSeconds: 3',
    fates: ['new worsened readiness-probe-unsane'],
  },
  {
    name: 'another offending value',
    object: 'api Service',
    from: /"fast"/,
    to: '"faster"',
    fates: ['new worsened annotation-not-integer'],
  },
  {
    name: 'another offending value that YAML reads as no text',
    object: 'api Service',
    from: /drain: on/,
    to: 'drain: yes',
    fates: ['new worsened annotation-not-string'],
  },
  {
    name: 'another of two offending values at one place, the last of them in order',
    object: 'api Service',
    from: /htp:81/,
    to: 'ftp:81',
    fates: ['new worsened protocol-port-syntax'],
  },
  {
    name: 'another of two offending values at one place, the first of them in order',
    object: 'api Service',
    from: /,foo/,
    to: ',zoo',
    fates: ['new worsened protocol-port-syntax'],
  },
  {
    name: 'one more of the same sort at the same place',
    object: 'api Service',
    from: /,foo/,
    to: ',foo,bar',
    fates: ['new protocol-port-syntax'],
  },
  {
    name: 'one more of the same sort in another field',
    object: 'api Service',
    from: /^ +.*bandwidth: "fast"/m,
    to: `$&\n    ${annotation}persistence-timeout: "long"`,
    fates: ['new annotation-not-integer'],
  },
];

const remedies: readonly Deed[] = [
  {
    name: 'one of two at one place, the last of them in order',
    object: 'api Service',
    from: /,htp:81/,
    to: '',
    fates: ['fixed protocol-port-syntax'],
  },
  {
    name: 'one of two at one place, the first of them in order',
    object: 'api Service',
    from: /,foo/,
    to: '',
    fates: ['fixed protocol-port-syntax'],
  },
  {
    name: 'a value',
    object: 'api Service',
    from: /^ +.*bandwidth: "fast"\n/m,
    to: '',
    fates: ['fixed annotation-not-integer'],
  },
  {
    name: 'what was missing',
    object: 'pay Service',
    from: /spec:/,
    to: `  annotations: {${annotation}address-type: internet}\nspec:`,
    fates: ['fixed explicit-address-type'],
  },
  {
    name: 'a measure',
    object: 'web Deployment',
    from: /PeriodSeconds: 40/,
    to: 'PeriodSeconds: 90',
    fates: ['fixed grace-period-too-short'],
  },
];

const notWorse: readonly Deed[] = [
  {
    name: 'a smaller measure',
    object: 'web Deployment',
    from: /PeriodSeconds: 40/,
    to: 'PeriodSeconds: 45',
    fates: [],
  },
  { name: 'another image', object: 'web Deployment', from: /web:1\.0\.0/, to: 'web:2.0.0', fates: [] },
  {
    name: 'another port',
    object: 'pay Service',
    from: /port: 80$/m,
    to: 'port: 8080',
    fates: ['new listener-recreated'],
  },
];

/** Does it to the object in one scope of a repository. */
function done({ object, from, to }: Deed, at: number): Edit {
  return (before) => {
    const text = objects[object];
    const places = before.sheets.filter((sheet) => sheet.text === text);
    const place = places[at % places.length];
    const changed = text?.replace(from, to);
    expect(changed).not.toBe(text);
    return withSheets(before, (sheet) => (sheet === place ? { ...sheet, text: changed ?? '' } : sheet));
  };
}

/** The fates that a deed promises, as they stand in `fates` up to the fingerprint. */
const promised = ({ object, fates }: Deed): string[] =>
  fates.map((fate) => `${fate} ${object.split(' ')[0]}`).toSorted(byText);
const withoutFingerprint = (fate: string): string => fate.slice(0, fate.lastIndexOf(' '));

describe.each([
  ['worse', worsenings],
  ['better', remedies],
  ['neither', notWorse],
])('a change that makes things %s', (_, deeds) => {
  it.each(deeds)('is told as exactly that, amid any edits: $name', (deed) => {
    fc.assert(
      fc.property(layout, edits, edits, fc.nat(1), (start, earlier, later, at) => {
        const before = edited(layoutOf(start), earlier);
        const after = edited(done(deed, at)(before), later);
        const { findings } = checkChange(filesOf(before), filesOf(after));

        expect(notUnchanged(findings).map(withoutFingerprint)).toEqual(promised(deed));
      }),
      { seed, numRuns: 12 },
    );
  });
});

describe('a kustomization whose patch may change anything', () => {
  const patched = repositoryWith(['k8s'], { k8s: 'patches:\n  - path: patch.yaml\n    target: {kind: Service}\n' });
  const bare = repositoryWith(['k8s'], { k8s: '' });
  const patch = { 'k8s/patch.yaml': '- {op: remove, path: /spec/nothing}\n' };

  it('that goes away makes worse what was uncertain, and nothing is fixed', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const before = { ...filesOf(patched), ...patch };
        const { findings } = checkChange(before, filesOf(edited(bare, all)));
        const worsened = findings.filter((finding) => finding.worsened);

        expect(worsened.map(({ ruleId, status }) => `${status} ${ruleId}`).toSorted(byText)).toEqual([
          'new annotation-not-integer',
          'new annotation-not-string',
          'new annotation-value-not-allowed',
        ]);
        expect(findings.filter(({ status }) => status === 'fixed')).toEqual([]);
        expect(findings.filter(({ status }) => status === 'unchanged')).not.toEqual([]);
      }),
      { seed, numRuns: 12 },
    );
  });

  it('that comes makes nothing new and fixes nothing', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const after = { ...filesOf(edited(patched, all)), ...patch };

        expect(notUnchanged(checkChange(filesOf(bare), after).findings)).toEqual([]);
      }),
      { seed, numRuns: 12 },
    );
  });
});

describe('the same with the bundle and with git', () => {
  const deed = fc.option(fc.constantFrom(...worsenings, ...remedies, ...notWorse), { nil: undefined });

  it('finds exactly what was done, amid any edits', () => {
    fc.assert(
      fc.property(layout, edits, edits, deed, (start, earlier, later, deed) => {
        const before = edited(layoutOf(start), earlier);
        const after = edited(deed === undefined ? before : done(deed, 0)(before), later);
        const folder = repositoryOf(filesOf(before));
        for (const entry of readdirSync(folder).filter((name) => name !== '.git'))
          rmSync(join(folder, entry), { recursive: true });
        write(folder, filesOf(after));
        commit(folder);
        const { findings } = checkReport(['--base', 'main'], { in: folder });

        expect(notUnchanged(findings).map(withoutFingerprint)).toEqual(deed === undefined ? [] : promised(deed));
        expect(findings.length).toBeGreaterThan(0);
      }),
      { seed, numRuns: 12 },
    );
  });
});
