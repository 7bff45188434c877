import { countedFindings, isApproved } from '../analysis/decide-outcome.ts';
import type { GraphqlError } from '../host/github/client.ts';
import type { Edit, PullRequest, PullRequestState } from '../host/github/pull-request.ts';
import { RequestFailed } from '../host/github/request-failed.ts';
import { inLocale, type Finding } from '../model/finding.ts';
import type { Judged } from '../reporting/judged.ts';
import type { MarkdownOptions } from '../reporting/markdown.ts';
import { commentText, retiredText, type CommentContext } from '../reporting/review/comment-text.ts';
import { planReview, type Canvas } from '../reporting/review/plan-review.ts';
import {
  byAge,
  reconcile,
  saidBeside,
  type Reason,
  type Reconciliation,
  type Standing,
  type Wanted,
} from '../reporting/review/reconcile.ts';
import { fallbackReview, reviewBody, saidInReviews } from '../reporting/review/review-body.ts';
import type { SuggestionBlock } from '../reporting/review/suggestion-block.ts';
import { summary, summaryComment } from '../reporting/review/summary-comment.ts';
import type { ActionSettings } from './inputs.ts';

export type CommentStatus = 'posted' | 'unchanged' | 'forbidden' | 'off' | 'failed';

export interface Conversation {
  readonly result: Judged;
  readonly settings: Pick<ActionSettings, 'comments' | 'commentWhen' | 'mostInlineComments' | 'suggestions' | 'plan'>;
  readonly gate: string;
  readonly headSha: string;
  readonly linkTo: CommentContext['linkTo'];
  readonly footer: string | undefined;
  /** Where the head commit must lie; not asked for where the event says it. */
  readonly headRepository?: string;
  /** The diff that comments can stand in; asked for once, and only where there is something to say in it. */
  canvas(this: void): Promise<Sheet | undefined>;
  /** Says to the log what people should know about the posting. */
  warn(this: void, text: string): void;
}

/** What comments are written on. */
export interface Sheet {
  readonly canvas: Canvas;
  /** What is suggested for a finding; absent where nothing can be proved. */
  readonly suggest?: (finding: Finding) => SuggestionBlock | undefined;
}

/** True where a run says something: it fails, or it was asked to speak always and there is something. */
export function speaks(result: Judged, commentWhen: ActionSettings['commentWhen']): boolean {
  if (result.outcome.result !== 'pass') return true;
  return commentWhen === 'always' && countedFindings(result.findings, result.settings.gate).length > 0;
}

/**
 * Makes the comments of a pull request say what a run found, with at most one review and one request of edits. Never
 * throws for what GitHub refuses: the outcome does not depend on it.
 */
export async function sayInPullRequest(pullRequest: PullRequest, conversation: Conversation): Promise<CommentStatus> {
  const talk = new Talk(pullRequest, conversation);
  try {
    await talk.run();
  } catch (error) {
    talk.failed(error);
  }
  return talk.status;
}

/** The worse, the later. */
const order: readonly CommentStatus[] = ['off', 'unchanged', 'posted', 'forbidden', 'failed'];

class Talk {
  status: CommentStatus = 'unchanged';
  readonly #pullRequest: PullRequest;
  readonly #talk: Conversation;
  readonly #speaks: boolean;
  #mayAdd: boolean;

  constructor(pullRequest: PullRequest, conversation: Conversation) {
    this.#pullRequest = pullRequest;
    this.#talk = conversation;
    this.#speaks = speaks(conversation.result, conversation.settings.commentWhen);
    this.#mayAdd = this.#speaks;
  }

  async run(): Promise<void> {
    const { headSha, headRepository, warn } = this.#talk;
    const state = await this.#pullRequest.read();
    const isElsewhere = headRepository !== undefined && state.headRepository !== headRepository;
    if (state.headSha !== headSha || !state.isOpen || isElsewhere) {
      warn(
        state.isOpen
          ? 'The pull request has moved on; nothing was posted.'
          : 'The pull request is closed; nothing was posted.',
      );
      return;
    }
    if (this.#speaks && !state.isWhole) {
      // What was said may be among what was not read, and would be said again with every push.
      this.#mayAdd = false;
      this.#reach('failed');
      warn('There are more comments than are read; what is there is kept true, and nothing new is posted.');
    }
    const beside = await this.#reconcile(state);
    // Where a review does not get through, the summary comment may.
    if (beside.post.length > 0 && !(await this.#try(() => this.#review(beside.post)))) return;
    const edits = [...this.#editsOf(beside), ...this.#summaryEdits(state)];
    const isNew = beside.post.length > 0 || edits.some(({ kind }) => kind === 'add-summary');
    const mayGoOn = await this.#try(() => this.#change(edits));
    if (isNew && mayGoOn) await this.#removeDuplicates();
  }

  failed(error: unknown): void {
    if (!(error instanceof RequestFailed)) throw error;
    this.#talk.warn(error.message);
    this.#reach(error.kind === 'forbidden' ? 'forbidden' : 'failed');
  }

  /** What is sent says whether to go on; so does GitHub, which may say no or ask for peace. */
  async #try(send: () => Promise<boolean>): Promise<boolean> {
    try {
      return await send();
    } catch (error) {
      this.failed(error);
      return error instanceof RequestFailed && error.kind !== 'forbidden' && !error.isRateLimit;
    }
  }

  async #reconcile(state: PullRequestState): Promise<Reconciliation> {
    const { settings } = this.#talk;
    const wanted = settings.comments === 'review' && settings.mostInlineComments > 0 ? await this.#wanted(state) : [];
    return reconcile(wanted, state.comments, {
      most: settings.mostInlineComments,
      mayPost: this.#mayAdd,
      said: saidInReviews(state.reviews),
      standingOf: (fingerprint) => this.#standingOf(fingerprint),
    });
  }

  async #wanted(state: PullRequestState): Promise<Wanted[]> {
    const { result, gate, settings, linkTo, canvas: open } = this.#talk;
    const counted = countedFindings(result.findings, result.settings.gate);
    const isSayable = result.hasBase && counted.some(({ status }) => status === 'new');
    const sheet = isSayable && (this.#speaks || state.comments.length > 0) ? await open() : undefined;
    if (sheet === undefined) return [];
    const context = { gate, locale: result.settings.locale, linkTo };
    const known = saidBeside(state.comments);
    const planned = planReview(result, sheet.canvas, known);
    // A suggestion is dear to prove, so that only what may be posted is written out.
    const unsaid = planned
      .filter(({ finding }) => !known.has(finding.fingerprint))
      .slice(0, settings.mostInlineComments);
    const written = planned.filter((each) => known.has(each.finding.fingerprint) || unsaid.includes(each));
    return written.map((each) => {
      const mayChange = settings.suggestions && each.location === each.finding.location;
      const suggestion = mayChange ? sheet.suggest?.(each.finding) : undefined;
      const place =
        suggestion === undefined ? each.place : placeOf(each.place.path, suggestion.fromLine, suggestion.toLine);
      const moved = { ...each, place };
      return { planned: moved, ...commentText(moved, suggestion, context) };
    });
  }

  #standingOf(fingerprint: string): Standing {
    const { findings, settings } = this.#talk.result;
    const there = findings.filter((finding) => finding.fingerprint === fingerprint && finding.status !== 'fixed');
    if (there.length === 0) return 'fixed';
    return countedFindings(there, settings.gate).length > 0 ? 'open' : 'quiet';
  }

  async #review(post: readonly Wanted[]): Promise<boolean> {
    const { headSha, gate, result, warn } = this.#talk;
    const comments = post.map(({ planned: { place }, body }) => ({ place, body }));
    const { locale } = result.settings;
    try {
      await this.#pullRequest.review(headSha, reviewBody(gate, locale), comments);
      this.#reach('posted');
      return true;
    } catch (error) {
      if (!(error instanceof RequestFailed) || error.kind !== 'refused') throw error;
      warn(error.message);
      return this.#fallBack(post);
    }
  }

  /** GitHub takes no part of a review of which it refuses one comment, and does not say which. */
  async #fallBack(post: readonly Wanted[]): Promise<boolean> {
    const { headSha, gate, linkTo, result } = this.#talk;
    const { headSha: now } = await this.#pullRequest.read();
    if (now !== headSha) return false;
    const findings = post.map(({ planned }) => planned.finding);
    await this.#pullRequest.review(
      headSha,
      fallbackReview(findings, { gate, locale: result.settings.locale, linkTo }),
      [],
    );
    this.#reach('posted');
    return true;
  }

  #editsOf({ edit, remove, retire }: Reconciliation): Edit[] {
    const { gate, headSha, result } = this.#talk;
    const note = (reason: Reason): string => inLocale(notes(headSha)[reason], result.settings.locale);
    return [
      ...edit.map(({ id, body }): Edit => ({ kind: 'edit-comment', id, body })),
      ...remove.map(({ id }): Edit => ({ kind: 'delete-comment', id })),
      ...retire.flatMap(({ comment: { id, body, marker }, reason }): Edit[] => [
        { kind: 'edit-comment', id, body: retiredText(body, gate, marker.about, note(reason)) },
        { kind: 'minimize', id },
      ]),
    ];
  }

  #summaryEdits({ id: pullRequest, summaries }: PullRequestState): Edit[] {
    const { result, gate, linkTo, footer, settings } = this.#talk;
    const [existing, ...others] = summariesOf(summaries);
    const removals = others.map(({ id }): Edit => ({ kind: 'delete-summary', id }));
    if (existing === undefined && !this.#mayAdd) return removals;
    // What a label approves stays in sight, also where all else is well.
    const isAnyApproved = result.findings.some(isApproved);
    const options: MarkdownOptions = { linkTo, plan: settings.plan, ...(footer === undefined ? {} : { footer }) };
    const { body, text } = summaryComment(result, gate, { ...options, isShort: !this.#speaks && !isAnyApproved });
    if (existing === undefined) return [...removals, { kind: 'add-summary', pullRequest, body }];
    return existing.marker.text === text ? removals : [...removals, { kind: 'edit-summary', id: existing.id, body }];
  }

  async #change(edits: readonly Edit[]): Promise<boolean> {
    if (edits.length === 0) return true;
    const errors = (await this.#pullRequest.change(edits)).filter((error) => !isGone(error, edits));
    for (const { message } of errors) this.#talk.warn(message);
    if (errors.length < edits.length) this.#reach('posted');
    for (const { type } of errors) this.#reach(type === 'FORBIDDEN' || type === 'NOT_FOUND' ? 'forbidden' : 'failed');
    return true;
  }

  /** Another run may have said the same meanwhile: of two the older one stays. */
  async #removeDuplicates(): Promise<void> {
    const { comments, summaries } = await this.#pullRequest.read();
    const { remove, retire } = reconcile([], comments, {
      most: 0,
      mayPost: false,
      said: new Set(),
      standingOf: () => 'open',
    });
    const edits = [
      ...this.#editsOf({ post: [], edit: [], remove, retire }),
      ...summariesOf(summaries)
        .slice(1)
        .map(({ id }): Edit => ({ kind: 'delete-summary', id })),
    ];
    await this.#change(edits);
  }

  #reach(status: CommentStatus): void {
    if (order.indexOf(status) > order.indexOf(this.status)) this.status = status;
  }
}

function placeOf(path: string, from: number, to: number): Wanted['planned']['place'] {
  return { path, side: 'RIGHT', line: to, ...(from < to ? { startLine: from } : {}) };
}

/** The oldest first. */
function summariesOf(own: PullRequestState['summaries']): PullRequestState['summaries'] {
  return own.filter(({ marker }) => marker.about === summary).sort(byAge);
}

/** What somebody else deleted meanwhile need not be deleted. */
function isGone({ type, path }: GraphqlError, edits: readonly Edit[]): boolean {
  const edit = edits[Number(/^edit(\d+)$/.exec(String(path?.[0] ?? ''))?.[1])];
  return type === 'NOT_FOUND' && edit !== undefined && edit.kind.startsWith('delete-');
}

function notes(headSha: string): Readonly<Record<Reason, { en: string; zh: string }>> {
  const short = headSha.slice(0, 7);
  return {
    fixed: { en: `Fixed in ${short}.`, zh: `已在 ${short} 中修复。` },
    quiet: { en: `No longer counts as of ${short}.`, zh: `自 ${short} 起不再计入结果。` },
    moved: { en: `Said again at the line where it is in ${short}.`, zh: `已在 ${short} 中的新位置重新说明。` },
    duplicate: { en: 'Said twice.', zh: '重复的评论。' },
  };
}
