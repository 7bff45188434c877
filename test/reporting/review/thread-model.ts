import type { Finding, FindingStatus, Severity } from '../../../src/model/finding.ts';
import { retired } from '../../../src/reporting/review/comment-text.ts';
import { planReview, type Place } from '../../../src/reporting/review/plan-review.ts';
import {
  reconcile,
  saidBeside,
  type OwnComment,
  type Reconciliation,
  type Standing,
  type Wanted,
} from '../../../src/reporting/review/reconcile.ts';

/** What is wrong in a pull request, as one push has it. */
export interface Fault {
  /** Its fingerprint. */
  readonly id: string;
  /** Faults of one object and rule get one comment. */
  readonly object: string;
  /** The line of the head commit; undefined where the diff does not show it. */
  readonly line: number | undefined;
  readonly text: string;
  readonly severity: Severity;
  readonly status: Exclude<FindingStatus, 'fixed'>;
  readonly isSilenced: boolean;
}

export interface RunOptions {
  /** Default 20. */
  readonly most?: number;
  /** False: the run has nothing to say aloud. Default true. */
  readonly mayPost?: boolean;
  /** What a review without comments said. */
  readonly said?: readonly string[];
}

export const fault = (id: string, more: Partial<Fault> = {}): Fault => ({
  id,
  object: id,
  line: 7,
  text: 'as it was',
  severity: 'error',
  status: 'new',
  isSilenced: false,
  ...more,
});

const nowhere = 10_000;
const text = { en: '', zh: '' };

function findingOf({ id, object, line = nowhere, severity, status, isSilenced, text: said }: Fault): Finding {
  const place = { line, column: 1 };
  const location = { document: 0, path: '', start: place, end: place, startOffset: 0, endOffset: 0 };
  return {
    ruleId: 'rule',
    messageId: 'message',
    severity,
    message: { en: said, zh: said },
    why: text,
    remedy: text,
    events: [],
    resource: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: object },
    scope: 'k8s',
    clusters: [],
    files: [],
    location: { ...location, tree: 'head', file: `${object}.yaml` },
    related: [],
    certainty: 'certain',
    assumes: [],
    status,
    worsened: false,
    inDiff: null,
    suppression: isSilenced ? { kind: 'config', reason: '', location: null } : null,
    fingerprint: id,
    parts: { ruleId: 'rule', messageId: 'message', scope: 'k8s', resource: object, other: '', path: '' },
    measure: null,
    value: null,
    proposed: null,
    data: {},
    unless: null,
    removesProtection: false,
  };
}

/** What ours stand in, and what people did to them. */
export interface ModelThread {
  comment: OwnComment;
  /** A person hid it; we hide only what we strike out. */
  isHiddenByPerson: boolean;
}

/** A pull request that does what it is told to, as GitHub does. */
export class ThreadModel {
  threads: ModelThread[] = [];
  #clock = 0;

  get own(): OwnComment[] {
    return this.threads.map(({ comment }) => comment);
  }

  /** Those that a person who opens the pull request sees as open. */
  get open(): OwnComment[] {
    return this.own.filter(({ isMinimized, isResolved }) => !isMinimized && !isResolved);
  }

  /** Comments that the diff shows and that are open, as `fingerprint line text`. */
  get shown(): string[] {
    return this.open.flatMap(({ marker, place }) =>
      place === undefined ? [] : [`${marker.about} ${place.line} ${marker.text}`],
    );
  }

  /** A comment of ours that stands there. */
  say(about: string, line: number, said: string): ModelThread {
    const id = String(++this.#clock).padStart(6, '0');
    const comment: OwnComment = {
      id,
      body: said,
      marker: { gate: '00000000', about, text: said },
      createdAt: `2026-01-01T00:00:00.${id}Z`,
      isMinimized: false,
      hasReply: false,
      isResolved: false,
      place: { path: '', side: 'RIGHT', line },
    };
    const thread = { comment, isHiddenByPerson: false };
    this.threads.push(thread);
    return thread;
  }

  /** What a run does about faults; nothing is done yet. */
  plan(faults: readonly Fault[], { most = 20, mayPost = true, said = [] }: RunOptions = {}): Reconciliation {
    return reconcile(this.wanted(faults), this.own, {
      most,
      mayPost,
      said: new Set(said),
      standingOf: (fingerprint) => standingOf(faults, fingerprint),
    });
  }

  /** What the diff has a place for. */
  wanted(faults: readonly Fault[]): Wanted[] {
    const findings = faults.map(findingOf);
    const canvas = {
      place: ({ file, start }: Finding['location']): Place | undefined =>
        start.line === nowhere ? undefined : { path: file, side: 'RIGHT', line: start.line },
    };
    const settings = { gate: 'new', locale: 'en', failOn: 'error', preset: 'recommended' } as const;
    return planReview({ findings, settings, hasBase: true }, canvas, saidBeside(this.own)).map((planned) => {
      const { en } = planned.finding.message;
      return { planned, body: en, text: en };
    });
  }

  apply({ post, edit, remove, retire }: Reconciliation): void {
    const gone = new Set(remove.map(({ id }) => id));
    this.threads = this.threads.filter(({ comment }) => !gone.has(comment.id));
    for (const { id, body } of edit) {
      const thread = this.#threadOf(id);
      thread.comment = { ...thread.comment, body, marker: { ...thread.comment.marker, text: body } };
    }
    for (const { comment } of retire) {
      const thread = this.#threadOf(comment.id);
      thread.comment = {
        ...thread.comment,
        isMinimized: true,
        marker: { ...thread.comment.marker, text: retired },
      };
    }
    for (const { planned, text: said } of post) {
      const { comment } = this.say(planned.finding.fingerprint, planned.place.line, said);
      this.#threadOf(comment.id).comment = { ...comment, place: planned.place };
    }
  }

  run(faults: readonly Fault[], options?: RunOptions): Reconciliation {
    const plan = this.plan(faults, options);
    this.apply(plan);
    return plan;
  }

  #threadOf(id: string): ModelThread {
    const thread = this.threads.find(({ comment }) => comment.id === id);
    if (thread === undefined) throw new Error(`There is no comment ${id}.`);
    return thread;
  }
}

export function standingOf(faults: readonly Fault[], fingerprint: string): Standing {
  const here = faults.filter(({ id }) => id === fingerprint);
  if (here.length === 0) return 'fixed';
  return here.some(({ status, isSilenced }) => status === 'new' && !isSilenced) ? 'open' : 'quiet';
}

/** What a plan does, one line a deed. */
export function deedsOf({ post, edit, remove, retire }: Reconciliation): string[] {
  return [
    ...post.map(({ planned }) => `say ${planned.finding.fingerprint}`),
    ...edit.map(({ id, body }) => `edit ${Number(id)}: ${body}`),
    ...remove.map(({ id }) => `delete ${Number(id)}`),
    ...retire.map(({ comment, reason }) => `strike out ${Number(comment.id)}: ${reason}`),
  ];
}
