import { invalid, notFound, Refusal, type Answer } from './answer.ts';
import { tryGit } from './git.ts';
import type { Call, Handler } from './rest-call.ts';
import { checkRunJson } from './rest-objects.ts';
import type { Annotation, CheckRun } from './state.ts';

interface CheckRunRequest {
  readonly name?: string;
  readonly head_sha?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary?: string;
    readonly text?: string;
    readonly annotations?: readonly Annotation[];
  };
}

/** Check runs. Annotations are appended, 50 a request. */
export const checkRoutes: Readonly<Record<string, Handler>> = {
  'POST /repos/{owner}/{repo}/check-runs': (call) => {
    call.access.mustWrite('checks');
    const { state } = call;
    const { name = '', head_sha: headSha = '' } = call.body as CheckRunRequest;
    if (!/^[0-9a-f]{40}$/.test(headSha) || tryGit(state.bare, 'cat-file', '-t', headSha) !== 'commit') {
      throw new Refusal(422, `No commit found for SHA: ${headSha}`);
    }
    const id = state.nextId();
    const run: CheckRun = {
      id,
      nodeId: `CR_kwDO${id}`,
      login: call.access.login,
      headSha,
      startedAt: state.now(),
      name,
      status: 'queued',
      conclusion: undefined,
      title: undefined,
      summary: undefined,
      text: undefined,
      annotations: [],
    };
    apply(run, call.body as CheckRunRequest);
    state.checkRuns.push(run);
    return answer(201, call, run);
  },

  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}': (call) => {
    call.access.mustRead('checks');
    return answer(200, call, find(call));
  },

  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': (call) => {
    call.access.mustWrite('checks');
    const run = find(call);
    apply(run, call.body as CheckRunRequest);
    return answer(200, call, run);
  },
};

/** All or nothing: what is wrong is found before anything changes. */
function apply(run: CheckRun, { name, status, conclusion, output }: CheckRunRequest): void {
  if (status === 'completed' && conclusion === undefined) {
    throw invalid({ resource: 'CheckRun', code: 'missing_field', field: 'conclusion' });
  }
  if (output !== undefined && (output.title === undefined || output.summary === undefined)) {
    throw invalid({ resource: 'CheckRunOutput', code: 'missing_field', field: 'title' });
  }
  const annotations = output?.annotations ?? [];
  const wrong = annotations.flatMap(whyRefused);
  if (wrong.length > 0) throw invalid(...wrong);
  if (name !== undefined) run.name = name;
  if (status !== undefined) run.status = status;
  if (conclusion !== undefined) {
    run.conclusion = conclusion;
    run.status = 'completed';
  }
  if (output !== undefined) {
    run.title = output.title;
    run.summary = output.summary;
    run.text = output.text;
  }
  run.annotations.push(...annotations);
}

function whyRefused(annotation: Annotation): object[] {
  const {
    start_line: start,
    end_line: end,
    start_column: from,
    end_column: to,
    message,
    title = '',
    raw_details: raw = '',
  } = annotation;
  const refused = (field: string): object => ({ resource: 'CheckRunAnnotation', code: 'invalid', field });
  return [
    ...(start < 1 ? [refused('start_line')] : []),
    ...(end < start ? [refused('end_line')] : []),
    ...(start !== end && from !== undefined ? [refused('start_column')] : []),
    ...(start !== end && to !== undefined ? [refused('end_column')] : []),
    ...(Buffer.byteLength(message) > 65_536 ? [refused('message')] : []),
    ...(Buffer.byteLength(raw) > 65_536 ? [refused('raw_details')] : []),
    ...(title.length > 255 ? [refused('title')] : []),
  ];
}

function find(call: Call): CheckRun {
  const run = call.state.checkRuns.find(({ id }) => id === Number(call.path['check_run_id']));
  if (run === undefined) throw notFound();
  return run;
}

function answer(status: number, call: Call, run: CheckRun): Answer {
  return { status, body: checkRunJson(call.state, run, call.root) };
}
