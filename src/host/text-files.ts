import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { escapeOf, rootOf } from './file-system.ts';
import { linkMode, openGit, type Git } from './git.ts';

/** Bytes of the largest configuration, workflow or kustomization. */
const longestText = 1024 * 1024;

interface Place {
  readonly git: Git | undefined;
  /** What links must not lead out of. */
  readonly root: string;
}

/** Single texts of a directory: configuration, workflows, kustomizations. Paths are relative to it. */
export class TextFiles {
  readonly directory: string;
  readonly #git: Git | undefined;
  #place: Place | undefined;
  #skipped: ReadonlyMap<string, string> | undefined;

  /** Whoever has the repository of the directory open hands it on: each question to git is a process. */
  constructor(directory: string, git?: Git) {
    this.directory = directory;
    this.#git = git;
  }

  /** The text of a file; undefined where there is none that may be read. */
  read(path: string): string | undefined {
    const found = this.find(path);
    return found !== undefined && 'text' in found ? found.text : undefined;
  }

  /** The text of a file, from git where a sparse checkout leaves it out, or why it is not read; undefined where there is none. */
  find(path: string): { readonly text: string } | { readonly unfit: string } | undefined {
    const absolute = resolve(this.directory, path);
    if (!existsSync(absolute)) return this.#findSkipped(path);
    try {
      const unfit = this.#whyUnfit(absolute);
      return unfit === undefined ? { text: readFileSync(absolute, 'utf8') } : { unfit };
    } catch (error) {
      return { unfit: `it cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})` };
    }
  }

  #whyUnfit(absolute: string): string | undefined {
    const escaped = escapeOf(absolute, this.directory, this.#open().root);
    if (escaped !== undefined) return 'it is a link that leads out of the checkout';
    const stats = statSync(absolute);
    if (!stats.isFile()) return 'it is no plain file';
    return stats.size > longestText ? `it has more than ${longestText} bytes` : undefined;
  }

  #findSkipped(path: string): { readonly text: string } | undefined {
    const { git } = this.#open();
    if (git === undefined) return undefined;
    this.#skipped ??= new Map(
      git
        .trackedFiles()
        .filter(({ isSkipped, mode }) => isSkipped && mode !== linkMode)
        .map((file) => [file.path, file.blob]),
    );
    const blob = this.#skipped.get(path);
    return blob === undefined ? undefined : { text: Buffer.from(git.contents([blob])[0] ?? []).toString('utf8') };
  }

  #open(): Place {
    if (this.#place === undefined) {
      const git = this.#git ?? openGit(this.directory);
      this.#place = { git, root: rootOf(git, this.directory, this.directory) };
    }
    return this.#place;
  }
}
