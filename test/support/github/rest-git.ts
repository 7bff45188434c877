import { notFound } from './answer.ts';
import { diff } from './diff.ts';
import { git, gitBytes, tryGit } from './git.ts';
import { fileRows } from './file-rows.ts';
import { refOf } from './repository.ts';
import type { Call, Handler } from './rest-call.ts';
import { pages, userJson } from './rest-objects.ts';

/** Comparisons, trees and blobs, answered from the repository. */
export const gitRoutes: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/compare/{basehead}': (call) => {
    call.access.mustRead('contents');
    const [, from = '', to = ''] = /^(.+?)\.\.\.(.+)$/.exec(String(call.path['basehead'])) ?? [];
    const [base, head] = [commitOf(call, from), commitOf(call, to)];
    const { bare } = call.state;
    const mergeBase = tryGit(bare, 'merge-base', base, head);
    if (mergeBase === undefined) throw notFound();
    const [behind = 0, ahead = 0] = git(bare, 'rev-list', '--left-right', '--count', `${base}...${head}`)
      .split('\t')
      .map(Number);
    const size = Math.min(100, Number(call.query['per_page'] ?? 30));
    const number = Number(call.query['page'] ?? 1);
    const commits = git(bare, 'rev-list', '--reverse', head, `^${base}`)
      .split('\n')
      .filter((line) => line !== '');
    return {
      status: 200,
      body: {
        url: `${call.root}${call.target}`,
        status: ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical',
        ahead_by: ahead,
        behind_by: behind,
        total_commits: commits.length,
        base_commit: commitJson(call, base),
        merge_base_commit: commitJson(call, mergeBase),
        commits: commits.slice((number - 1) * size, number * size).map((commit) => commitJson(call, commit)),
        // Only the first page has files, and at most 300 of them.
        files: number > 1 ? [] : fileRows(call, diff(bare, mergeBase, head).slice(0, 300), head),
      },
    };
  },

  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': (call) => {
    call.access.mustRead('contents');
    const { bare } = call.state;
    const named = String(call.path['tree_sha']);
    const tree = tryGit(bare, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${named}^{tree}`);
    if (tree === undefined) throw notFound();
    const recursive = call.query['recursive'] === undefined ? [] : ['-r', '-t'];
    const entries = gitBytes(bare, ['ls-tree', '-z', '-l', ...recursive, tree])
      .toString()
      .split('\0')
      .slice(0, -1);
    const most = call.options.truncateTreesAt ?? 100_000;
    return {
      status: 200,
      body: {
        sha: tree,
        url: `${call.root}/repos/${call.state.name}/git/trees/${tree}`,
        tree: entries.slice(0, most).map((entry) => entryJson(call, entry)),
        truncated: call.options.truncateTreesAt !== undefined || entries.length > most,
      },
    };
  },

  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': (call) => {
    call.access.mustRead('contents');
    const sha = String(call.path['file_sha']);
    const { bare } = call.state;
    if (!/^[0-9a-f]{40}$/.test(sha) || tryGit(bare, 'cat-file', '-t', sha) !== 'blob') throw notFound();
    const bytes = gitBytes(bare, ['cat-file', 'blob', sha]);
    return {
      status: 200,
      body: {
        sha,
        node_id: `B_kwDO${sha}`,
        size: bytes.length,
        url: `${call.root}/repos/${call.state.name}/git/blobs/${sha}`,
        encoding: 'base64',
        content: bytes.toString('base64').replace(/.{60}/g, '$&\n'),
      },
    };
  },
};

/** A commit by its id, a branch, or `owner:branch`. */
function commitOf(call: Call, name: string): string {
  const { bare } = call.state;
  const found = [name, refOf(name)].map((revision) =>
    tryGit(bare, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`),
  );
  const commit = found.find((one) => one !== undefined);
  if (commit === undefined) throw notFound();
  return commit;
}

function commitJson({ state, root }: Call, commit: string): Record<string, unknown> {
  const [tree = '', parents = '', date = '', message = ''] = git(
    state.bare,
    'show',
    '-s',
    '--format=%T%x00%P%x00%cI%x00%B',
    commit,
  ).split('\0');
  return {
    sha: commit,
    node_id: `C_kwDO${commit}`,
    url: `${root}/repos/${state.name}/commits/${commit}`,
    html_url: `${pages}/${state.name}/commit/${commit}`,
    commit: { message: message.trimEnd(), tree: { sha: tree }, author: { name: 'A', email: 'a@example.com', date } },
    author: userJson('alice'),
    parents: parents
      .split(' ')
      .filter((sha) => sha !== '')
      .map((sha) => ({ sha })),
  };
}

function entryJson({ state, root }: Call, entry: string): Record<string, unknown> {
  const tab = entry.indexOf('\t');
  const [mode = '', type = '', sha = '', size = '-'] = entry.slice(0, tab).split(/ +/);
  const url = `${root}/repos/${state.name}/git/${type === 'tree' ? 'trees' : 'blobs'}/${sha}`;
  return { path: entry.slice(tab + 1), mode, type, sha, ...(size === '-' ? {} : { size: Number(size) }), url };
}
