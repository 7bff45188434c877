import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retired } from '../../../src/reporting/review/comment-text.ts';
import type { OwnComment } from '../../../src/reporting/review/reconcile.ts';
import { deedsOf, fault, standingOf, ThreadModel, type Fault, type ModelThread } from './thread-model.ts';

/** What happens between two runs, or a run. */
type Happening = (world: World) => void;

interface World {
  readonly model: ThreadModel;
  faults: Fault[];
}

const ids = ['a', 'b', 'c', 'd', 'e'];
// Two of them are one object's, so that one comment speaks for both.
const objectOf = (id: string): string => (id === 'e' ? 'd' : id);

const someFault: fc.Arbitrary<Fault> = fc
  .record({
    id: fc.constantFrom(...ids),
    line: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.constant(undefined)),
    text: fc.constantFrom('one value', 'another value'),
    severity: fc.constantFrom('error' as const, 'warning' as const),
    status: fc.oneof({ weight: 4, arbitrary: fc.constant('new' as const) }, fc.constant('unchanged' as const)),
    isSilenced: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
  .map((some) => fault(some.id, { ...some, object: objectOf(some.id) }));

/** Something that happens to one of the comments, whichever there is. */
function toOne(deed: (thread: ModelThread, model: ThreadModel) => void): fc.Arbitrary<Happening> {
  return fc.nat().map((which) => ({ model }) => {
    const thread = model.threads[which % Math.max(1, model.threads.length)];
    if (thread !== undefined) deed(thread, model);
  });
}

const change = (thread: ModelThread, more: Partial<OwnComment>): void => {
  thread.comment = { ...thread.comment, ...more };
};

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: someFault.map(
      (some): Happening =>
        (world) =>
          (world.faults = [...world.faults.filter(({ id }) => id !== some.id), some]),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...ids).map(
      (mended): Happening =>
        (world) =>
          (world.faults = world.faults.filter(({ id }) => id !== mended)),
    ),
  },
  toOne((thread) => change(thread, { hasReply: true })),
  toOne((thread) => change(thread, { isResolved: true })),
  toOne((thread) => change(thread, { isResolved: false })),
  toOne((thread) => {
    if (thread.comment.isMinimized) return;
    change(thread, { isMinimized: true });
    thread.isHiddenByPerson = true;
  }),
  toOne((thread) => change(thread, { place: undefined })),
  // Another run said the same at the same time.
  toOne(({ comment: { marker, place } }, model) => {
    if (marker.text !== retired) model.say(marker.about, place?.line ?? 1, marker.text);
  }),
  {
    weight: 6,
    arbitrary: fc
      .record({
        most: fc.integer({ min: 0, max: 5 }),
        mayPost: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      })
      .map(
        (options): Happening =>
          ({ model, faults }) =>
            expectRun(model, faults, options),
      ),
  },
);

/** Runs, and expects all that must hold before and after any run whatever. */
function expectRun(model: ThreadModel, faults: readonly Fault[], options: { most: number; mayPost: boolean }): void {
  const before = model.threads.map((thread) => ({ ...thread }));
  const openBefore = model.open.length;
  const hushed = before.filter(
    ({ comment, isHiddenByPerson }) => isHiddenByPerson || (comment.isResolved && comment.marker.text !== retired),
  );
  const plan = model.plan(faults, options);
  const touched = [...plan.edit, ...plan.remove, ...plan.retire.map(({ comment }) => comment)].map(({ id }) => id);
  expect(touched, 'no comment is touched twice').toEqual([...new Set(touched)]);
  expect(
    plan.remove.filter(({ hasReply }) => hasReply),
    'what somebody answered stays',
  ).toEqual([]);
  for (const { comment } of hushed) expect(touched, 'what a person settled is left alone').not.toContain(comment.id);
  const said = plan.post.map(({ planned }) => planned.finding.fingerprint);
  expect(said, 'nothing is said twice').toEqual([...new Set(said)]);
  for (const { comment } of hushed)
    expect(said, 'what a person settled is not repeated').not.toContain(comment.marker.about);
  if (!options.mayPost) expect(said).toEqual([]);

  model.apply(plan);
  const open = model.open.map(({ marker }) => marker.about);
  expect(open, 'one open comment for each finding').toEqual([...new Set(open)]);
  for (const about of open) expect(standingOf(faults, about), 'what is over is taken back').toBe('open');
  if (said.length > 0) expect(model.shown.length).toBeLessThanOrEqual(Math.max(options.most, openBefore));
  expectSaid(model, faults, options, new Set(hushed.map(({ comment }) => comment.marker.about)));
  expect(deedsOf(model.plan(faults, options)), 'the same again changes nothing').toEqual([]);
}

/** What has a place beside the diff and was not settled by a person stands there as it is, unless the cap is reached. */
function expectSaid(
  model: ThreadModel,
  faults: readonly Fault[],
  { most, mayPost }: { most: number; mayPost: boolean },
  hushed: ReadonlySet<string>,
): void {
  if (!mayPost || model.shown.length >= most) return;
  const wanted = model.wanted(faults).filter(({ planned }) => !hushed.has(planned.finding.fingerprint));
  const lines = wanted.map(({ planned: { finding, place }, text }) => `${finding.fingerprint} ${place.line} ${text}`);
  expect(model.shown).toEqual(expect.arrayContaining(lines));
}

it('whatever happens between runs, the comments are those that a person would want', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 2, maxLength: 40 }), (happenings) => {
      const world: World = { model: new ThreadModel(), faults: [] };
      for (const happen of happenings) happen(world);
      expectRun(world.model, world.faults, { most: 20, mayPost: true });
    }),
    { numRuns: 1_500 },
  );
});
