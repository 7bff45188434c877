import type { LocalGitHub } from './server.ts';
import type { Comment, Thread } from './state.ts';

/** Words of a transcript that would differ from run to run, with what stands for them: commits, mostly. */
export type Names = Readonly<Record<string, string>>;

/**
 * The conversation of a pull request as a person sees it, for comparison with a committed text: what was said below it,
 * then each thread with the place where it stands now. Commits are replaced by the names that are given for them.
 */
export function transcript(server: LocalGitHub, number: number, names: Names = {}): string {
  server.sync();
  const pull = server.pullRequest(number);
  const reviews = pull.reviews
    .filter(({ body }) => body !== '')
    .map(({ login, body }) => block(`review by ${login}`, body));
  const conversation = pull.comments.map((comment) => block(`comment by ${authorOf(comment)}`, comment.body));
  const threads = [...pull.threads].sort(byPlace).map((thread) => {
    const said = thread.comments.map((comment) => block(authorOf(comment), comment.body));
    return [`## ${placeOf(thread)}`, ...said].join('\n');
  });
  const text = [
    `# ${pull.state}, ${count(pull.threads.length, 'thread')}`,
    ...reviews,
    ...conversation,
    ...threads,
  ].join('\n\n');
  return `${Object.entries(names).reduce((all, [from, to]) => all.replaceAll(from, to), text)}\n`;
}

function placeOf({ original, line, startLine, isOutdated, resolvedBy }: Thread): string {
  const lines = isOutdated
    ? `outdated, was ${range(original.startLine, original.line)}`
    : range(startLine, line ?? original.line);
  const side = original.side === 'LEFT' ? ' of the old file' : '';
  return `${original.path}, ${lines}${side}${resolvedBy === undefined ? '' : `, resolved by ${resolvedBy}`}`;
}

function range(start: number | undefined, end: number): string {
  return start === undefined ? `line ${end}` : `lines ${start} to ${end}`;
}

function authorOf({ login, minimized }: Comment): string {
  return minimized === undefined ? login : `${login}, hidden as ${minimized}`;
}

function block(title: string, body: string): string {
  return [`${title}:`, ...body.split(/\r?\n/).map((row) => `> ${row}`.trimEnd())].join('\n');
}

function byPlace(a: Thread, b: Thread): number {
  if (a.original.path !== b.original.path) return a.original.path < b.original.path ? -1 : 1;
  return (a.line ?? a.original.line) - (b.line ?? b.original.line) || a.id - b.id;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
