import fc from 'fast-check';
import { expect, it } from 'vitest';
import { serviceText } from '../support/change-story.ts';
import type { Files } from '../support/check-files.ts';
import { audit, leave } from '../support/last-audit.ts';

const seed = 20261126;
const rule = 'annotation-not-integer';

/** What becomes of an object from one audit to the next. */
const states = ['absent', 'faulty', 'clean', 'broken', 'filled in', 'template'] as const;
type State = (typeof states)[number];
const hidden: ReadonlySet<State> = new Set(['broken', 'filled in', 'template']);

interface Place {
  readonly state: State;
  readonly folder: string;
}
const environments = ['stg', 'prod'];
const names = ['web', 'pay'];
const objects = environments.flatMap((environment) => names.map((name) => `${environment}/${name}`));
const place = fc.record({ state: fc.constantFrom(...states), folder: fc.constantFrom('k8s', 'apps') });
const week: fc.Arbitrary<Readonly<Record<string, Place>>> = fc.record(
  Object.fromEntries(objects.map((object) => [object, place])),
);

function filesOf(week: Readonly<Record<string, Place>>): Files {
  const files: Record<string, string> = {};
  for (const [object, { state, folder }] of Object.entries(week)) {
    const [environment = '', name = ''] = object.split('/');
    const text = (bandwidth: string): string =>
      serviceText({ name, annotations: { bandwidth } }).replace('namespace: shop', `namespace: ${environment}`);
    const file = `${environment}/${folder}/${name}.yaml`;
    if (state === 'faulty') files[file] = text('5M');
    if (state === 'clean') files[file] = text('5');
    if (state === 'broken') files[file] = `${text('5M')}  broken: "\n`;
    if (state === 'filled in') files[file] = text('${BANDWIDTH}');
    if (state === 'template') {
      files[`${environment}/Chart.yaml`] = 'apiVersion: v2\nname: all\nversion: 1.0.0\n';
      files[`${environment}/templates/${name}.yaml`] = text('{{ .Values.bandwidth }}');
    }
  }
  return files;
}

it('audits in turn tell what became of every finding, whatever went out of sight in between', () => {
  fc.assert(
    fc.property(fc.array(week, { minLength: 2, maxLength: 6 }), (weeks) => {
      let last: ReturnType<typeof leave> | undefined;
      const since = new Map<string, string>();
      for (const [at, now] of weeks.entries()) {
        const day = `2026-06-0${at + 1}`;
        const result = audit({ files: filesOf(now), requested: { rule: [rule] } }, last);
        const told = new Map<string, string>();
        const tell = (
          resource: { readonly namespace: string | null; readonly name: string } | null,
          what: string,
        ): void => {
          const object = `${resource?.namespace}/${resource?.name}`;
          expect(told.get(object), `${object} is told once`).toBe(undefined);
          told.set(object, what);
        };
        for (const { resource, status, firstFound = day } of result.findings) tell(resource, `${status} ${firstFound}`);
        for (const fate of ['fixed', 'unseen', 'dropped'] as const)
          for (const { resource } of result.since?.[fate] ?? []) tell(resource, fate);
        for (const [object, { state }] of Object.entries(now)) {
          const known = since.get(object);
          const namesake = Object.entries(now).some(
            ([other, there]) => other.endsWith(object.slice(object.indexOf('/'))) && hidden.has(there.state),
          );
          const what = told.get(object);
          if (state === 'faulty') {
            expect([object, what]).toEqual([object, known === undefined ? `new ${day}` : `unchanged ${known}`]);
            since.set(object, known ?? day);
          } else if (known === undefined) expect([object, what]).toEqual([object, undefined]);
          else if (hidden.has(state)) expect([object, what]).toEqual([object, 'unseen']);
          else if (state === 'clean' || !namesake) expect([object, what]).toEqual([object, 'fixed']);
          else expect(['fixed', 'unseen']).toContain(what);
          if (what === 'fixed') since.delete(object);
        }
        last = leave(result, day);
      }
    }),
    { seed, numRuns: 300 },
  );
});
