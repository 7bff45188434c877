import { isUtf8 } from 'node:buffer';
import { git, gitBytes } from './git.ts';

type View = Record<string, unknown>;

interface Wanted {
  readonly revision: string;
  readonly repository: () => View;
  readonly settle: (view: View | null) => void;
  readonly fail: (error: unknown) => void;
}

/** GitHub gives no more of a blob's text than this. */
const mostText = 512 * 1024;

/** Objects of the repository as GraphQL shows them. Whatever one document asks for is read from git at once. */
export class GitObjects {
  readonly #bare: string;
  #wanted: Wanted[] = [];

  constructor(bare: string) {
    this.#bare = bare;
  }

  /** The object that an id or an expression such as `main:k8s/service.yaml` names, or null when there is none. */
  load(revision: string, repository: () => View): Promise<View | null> {
    return new Promise((settle, fail) => {
      if (this.#wanted.length === 0) queueMicrotask(() => this.#read());
      this.#wanted.push({ revision, repository, settle, fail });
    });
  }

  #read(): void {
    const wanted = this.#wanted;
    this.#wanted = [];
    try {
      // A name with a line end would be two for git, and is none for GitHub.
      const asked = wanted.filter(({ revision }) => !/[\n\0]/.test(revision));
      for (const { settle } of wanted.filter((one) => !asked.includes(one))) settle(null);
      const output = gitBytes(
        this.#bare,
        ['cat-file', '--batch'],
        asked.map(({ revision }) => `${revision}\n`).join(''),
      );
      let at = 0;
      for (const { revision, repository, settle } of asked) {
        const end = output.indexOf('\n', at);
        const header = output.subarray(at, end).toString();
        const [, oid, type, size] = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(header) ?? [];
        at = end + 1;
        if (oid === undefined || type === undefined || !header.startsWith(oid)) {
          settle(null);
          continue;
        }
        const bytes = output.subarray(at, at + Number(size));
        at += bytes.length + 1;
        settle(this.#view(oid, type, bytes, repository, revision));
      }
    } catch (error) {
      for (const { fail } of wanted) fail(error);
    }
  }

  #view(oid: string, type: string, bytes: Buffer, repository: () => View, revision: string): View | null {
    const common = { oid, abbreviatedOid: oid.slice(0, 7), repository };
    if (type === 'blob') return { ...common, __typename: 'Blob', id: `B_kwDO${oid}`, ...contentOf(bytes) };
    if (type === 'tree') {
      const prefix = /:(.+)$/.exec(revision)?.[1];
      return {
        ...common,
        __typename: 'Tree',
        id: `T_kwDO${oid}`,
        entries: () => this.#entries(oid, prefix, repository),
      };
    }
    return type === 'commit'
      ? { ...common, __typename: 'Commit', id: `C_kwDO${oid}`, ...this.#commit(bytes, repository) }
      : null;
  }

  #entries(tree: string, prefix: string | undefined, repository: () => View): View[] {
    const rows = git(this.#bare, 'ls-tree', '-z', '-l', tree).split('\0').slice(0, -1);
    return rows.map((row) => {
      const tab = row.indexOf('\t');
      const [mode = '', type = '', oid = '', size = '-'] = row.slice(0, tab).split(/ +/);
      const name = row.slice(tab + 1);
      return {
        name,
        path: prefix === undefined ? name : `${prefix}/${name}`,
        mode: Number.parseInt(mode, 8),
        type,
        oid,
        size: size === '-' ? 0 : Number(size),
        object: () => this.load(oid, repository),
      };
    });
  }

  #commit(bytes: Buffer, repository: () => View): View {
    const text = bytes.toString();
    const end = text.indexOf('\n\n');
    const header = text.slice(0, end);
    const message = text.slice(end + 2).trimEnd();
    const parents = [...header.matchAll(/^parent (\w+)$/gm)].map(([, parent = '']) => parent);
    const [, tree = ''] = /^tree (\w+)$/m.exec(header) ?? [];
    const [, seconds = '0'] = /^committer .* (\d+) [+-]\d{4}$/m.exec(header) ?? [];
    return {
      message,
      messageHeadline: message.split('\n')[0],
      committedDate: new Date(Number(seconds) * 1000).toISOString(),
      tree: () => this.load(tree, repository),
      parents: async ({ first }: { readonly first?: number }) => ({
        totalCount: parents.length,
        nodes: await Promise.all(parents.slice(0, first ?? 100).map((parent) => this.load(parent, repository))),
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      }),
    };
  }
}

function contentOf(bytes: Buffer): View {
  const isBinary = bytes.includes(0) || !isUtf8(bytes);
  const isTruncated = bytes.length > mostText;
  return {
    byteSize: bytes.length,
    isBinary,
    isTruncated,
    text: isBinary ? null : bytes.subarray(0, mostText).toString(),
  };
}
