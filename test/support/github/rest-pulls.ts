import { createReview, pullOf } from './actions.ts';
import { fileRows, mostFiles } from './file-rows.ts';
import { page, type Handler } from './rest-call.ts';
import { pullDetails, pullJson, reviewJson } from './rest-objects.ts';

/** Pull requests, their files and reviews. */
export const pullRoutes: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/pulls': (call) => {
    call.access.mustRead('pull-requests');
    const { state: wanted = 'open', head, base, direction } = call.query;
    const found = call.state.pullRequests
      .filter((pull) => wanted === 'all' || pull.state === wanted)
      .filter((pull) => base === undefined || pull.baseRef === base)
      .filter((pull) => head === undefined || head === `${pull.headRepository.split('/')[0]}:${pull.headRef}`)
      .map((pull) => pullJson(call.state, pull, call.root));
    return page(call, direction === 'asc' ? found : found.reverse());
  },

  'GET /repos/{owner}/{repo}/pulls/{pull_number}': (call) => {
    call.access.mustRead('pull-requests');
    const pull = pullOf(call.state, Number(call.path['pull_number']));
    return { status: 200, body: { ...pullJson(call.state, pull, call.root), ...pullDetails(call.state, pull) } };
  },

  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': (call) => {
    call.access.mustRead('pull-requests');
    const pull = pullOf(call.state, Number(call.path['pull_number']));
    const { body, ...answer } = page(call, call.state.filesOf(pull), mostFiles);
    return { ...answer, body: fileRows(call, body as Parameters<typeof fileRows>[1], pull.headSha) };
  },

  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': (call) => {
    call.access.mustRead('pull-requests');
    const pull = pullOf(call.state, Number(call.path['pull_number']));
    // A review that was not submitted is seen by its author only.
    const seen = pull.reviews.filter(({ event, login }) => event !== 'PENDING' || login === call.access.login);
    return page(
      call,
      seen.map((review) => reviewJson(call.state, pull, review, call.root)),
    );
  },

  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': (call) => {
    call.access.mustWrite('pull-requests');
    const pull = pullOf(call.state, Number(call.path['pull_number']));
    const review = createReview(call.state, pull, call.access.login, call.body ?? {});
    return { status: 200, body: reviewJson(call.state, pull, review, call.root) };
  },
};
