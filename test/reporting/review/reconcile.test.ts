import { describe, expect, it } from 'vitest';
import { retired } from '../../../src/reporting/review/comment-text.ts';
import type { OwnComment } from '../../../src/reporting/review/reconcile.ts';
import { deedsOf, fault, ThreadModel, type Fault, type RunOptions } from './thread-model.ts';

const said = 'as it was';

interface Case {
  readonly title: string;
  /** Comments of ours, the first with the id 1: about `a` at line 7 unless said otherwise. */
  readonly own: readonly (Partial<OwnComment> & { readonly about?: string; readonly text?: string })[];
  readonly faults: readonly Fault[];
  readonly options?: RunOptions;
  readonly deeds: readonly string[];
}

const a = fault('a');
const atLine = (line: number): OwnComment['place'] => ({ path: 'a.yaml', side: 'RIGHT', line });

const cases: readonly Case[] = [
  { title: 'what was never said is said', own: [], faults: [a], deeds: ['say a'] },
  { title: 'what stands there is left as it is', own: [{}], faults: [a], deeds: [] },
  {
    title: 'what reads otherwise now is edited',
    own: [{ text: 'old words' }],
    faults: [a],
    deeds: ['edit 1: as it was'],
  },
  {
    title: 'what reads otherwise now is edited in a run that has nothing to say aloud, too',
    own: [{ text: 'old words' }],
    faults: [a],
    options: { mayPost: false },
    deeds: ['edit 1: as it was'],
  },
  { title: 'what is mended goes', own: [{}], faults: [], deeds: ['delete 1'] },
  {
    title: 'what is mended is struck out where somebody answered',
    own: [{ hasReply: true }],
    faults: [],
    deeds: ['strike out 1: fixed'],
  },
  {
    title: 'what was silenced since goes like what is mended, and says why',
    own: [{ hasReply: true }],
    faults: [fault('a', { isSilenced: true })],
    deeds: ['strike out 1: quiet'],
  },
  {
    title: 'what base has now, too, no longer counts',
    own: [{}],
    faults: [fault('a', { status: 'unchanged' })],
    deeds: ['delete 1'],
  },
  {
    title: 'what moved is said again where it is',
    own: [{ place: atLine(9) }],
    faults: [a],
    deeds: ['say a', 'delete 1'],
  },
  {
    title: 'an outdated comment is said again',
    own: [{ place: undefined, hasReply: true }],
    faults: [a],
    deeds: ['say a', 'strike out 1: moved'],
  },
  {
    title: 'an outdated comment stays where the diff has no place for another',
    own: [{ place: undefined }],
    faults: [fault('a', { line: undefined })],
    deeds: [],
  },
  {
    title: 'a run that has nothing to say aloud leaves what moved where it is',
    own: [{ place: atLine(9) }],
    faults: [a],
    options: { mayPost: false },
    deeds: [],
  },
  { title: 'of two the older one stays', own: [{}, {}], faults: [a], deeds: ['delete 2'] },
  {
    title: 'of two the older one stays, though somebody answered the younger one',
    own: [{}, { hasReply: true }],
    faults: [a],
    deeds: ['strike out 2: duplicate'],
  },
  {
    title: 'what is mended goes twice where it was said twice',
    own: [{}, {}],
    faults: [],
    deeds: ['delete 2', 'delete 1'],
  },
  {
    title: 'what a person resolved is left alone',
    own: [{ isResolved: true, place: undefined }],
    faults: [a],
    deeds: [],
  },
  {
    title: 'what a person resolved is left alone when it is mended',
    own: [{ isResolved: true }],
    faults: [],
    deeds: [],
  },
  {
    title: 'what a person resolved is left alone when it gets worse',
    own: [{ isResolved: true }],
    faults: [fault('a', { text: 'worse' })],
    deeds: [],
  },
  { title: 'what a person hid is left alone', own: [{ isMinimized: true }], faults: [a], deeds: [] },
  {
    title: 'of two a person resolved one: the other one goes',
    own: [{}, { isResolved: true }],
    faults: [a],
    deeds: ['delete 1'],
  },
  {
    title: 'of two a person hid one: the other one is struck out where somebody answered',
    own: [{ isMinimized: true }, { hasReply: true }],
    faults: [a],
    deeds: ['strike out 2: duplicate'],
  },
  {
    title: 'what was struck out is no longer said, and comes back with the finding',
    own: [{ text: retired, isMinimized: true, hasReply: true }],
    faults: [a],
    deeds: ['say a'],
  },
  {
    title: 'what was struck out is not struck out again',
    own: [{ text: retired, isMinimized: true, hasReply: true }],
    faults: [],
    deeds: [],
  },
  {
    title: 'who resolves what was struck out tidies up, and settles nothing that came back',
    own: [{ text: retired, isMinimized: true, isResolved: true, hasReply: true }, {}],
    faults: [fault('a', { text: 'new words' })],
    deeds: ['edit 2: new words'],
  },
  {
    title: 'what was struck out and could not be folded is over all the same',
    own: [{ text: retired, hasReply: true }],
    faults: [a],
    deeds: ['say a'],
  },
  {
    title: 'what was said in a review without comments is not repeated',
    own: [],
    faults: [a],
    options: { said: ['a'] },
    deeds: [],
  },
  {
    title: 'what was said in a review without comments, too, is not taken back for a place where it is not said',
    own: [{ place: atLine(9) }],
    faults: [a],
    options: { said: ['a'] },
    deeds: [],
  },
  {
    title: 'what stands takes room; the gravest of the rest gets what is left',
    own: [{}],
    faults: [
      a,
      fault('b', { severity: 'info' }),
      fault('c', { severity: 'warning' }),
      fault('d', { severity: 'info' }),
    ],
    options: { most: 2 },
    deeds: ['say c'],
  },
  {
    title: 'what stands where the diff has no other place for it takes room, too',
    own: [{}],
    faults: [fault('a', { line: undefined }), fault('b')],
    options: { most: 1 },
    deeds: [],
  },
  {
    title: 'what moved is said in its order among what is new',
    own: [{ place: atLine(9) }],
    faults: [fault('a', { severity: 'warning' }), fault('b')],
    deeds: ['say b', 'say a', 'delete 1'],
  },
  {
    title: 'what stands at the same line of the old file moved',
    own: [{ place: { path: 'a.yaml', side: 'LEFT', line: 7 } }],
    faults: [a],
    deeds: ['say a', 'delete 1'],
  },
  {
    title: 'what stands at the same line of another file moved',
    own: [{ place: { path: 'b.yaml', side: 'RIGHT', line: 7 } }],
    faults: [a],
    deeds: ['say a', 'delete 1'],
  },
  {
    title: 'what moved keeps its room before what is graver and new',
    own: [{ place: atLine(9), hasReply: true }],
    faults: [fault('a', { severity: 'warning' }), fault('b')],
    options: { most: 1 },
    deeds: ['say a', 'strike out 1: moved'],
  },
  {
    title: 'under a lowered cap what moved stays where it is, since nobody would say it again',
    own: [{ place: atLine(9) }, { about: 'b' }],
    faults: [a, fault('b')],
    options: { most: 1 },
    deeds: [],
  },
  {
    title: 'a lowered cap takes nothing back',
    own: [{}, { about: 'b' }],
    faults: [a, fault('b')],
    options: { most: 1 },
    deeds: [],
  },
  {
    title: 'room that a mended one leaves is taken in the same run',
    own: [{}],
    faults: [fault('b')],
    options: { most: 1 },
    deeds: ['say b', 'delete 1'],
  },
  {
    title: 'of several of an object the one that was said stays',
    own: [{ about: 'z' }],
    faults: [fault('y', { object: 'web' }), fault('z', { object: 'web' })],
    deeds: [],
  },
  {
    title: 'of several of an object the next one is said when the first one is mended',
    own: [{ about: 'y' }],
    faults: [fault('z', { object: 'web' })],
    deeds: ['say z', 'delete 1'],
  },
  {
    title: 'of several of an object one that the diff has no place for does not keep the others from being said',
    own: [],
    faults: [fault('y', { object: 'web', line: undefined }), fault('z', { object: 'web' })],
    deeds: ['say z'],
  },
];

function modelOf({ own, faults }: Case): ThreadModel {
  const model = new ThreadModel();
  for (const { about = 'a', text = said, ...more } of own) {
    const thread = model.say(about, 7, text);
    const path = `${faults.find(({ id }) => id === about)?.object ?? about}.yaml`;
    thread.comment = { ...thread.comment, place: { path, side: 'RIGHT', line: 7 }, ...more };
  }
  return model;
}

describe('comments beside the diff', () => {
  it.each(cases)('$title', (each) => {
    const model = modelOf(each);
    const plan = model.plan(each.faults, each.options);
    expect(deedsOf(plan)).toEqual(each.deeds);

    model.apply(plan);
    expect(deedsOf(model.plan(each.faults, each.options)), 'the same again').toEqual([]);
  });

  it('are said in the order of their gravity, advice only in the summary', () => {
    const faults = [
      fault('a', { severity: 'info' }),
      fault('b', { severity: 'error' }),
      fault('c', { severity: 'warning' }),
    ];
    expect(deedsOf(new ThreadModel().plan(faults))).toEqual(['say b', 'say c']);
  });
});
