import type { Location } from '../model/finding.ts';

export interface LinkTargets {
  readonly serverUrl: string;
  readonly repository: string;
  readonly headSha: string | undefined;
  /** The commit that was evaluated, whose lines the locations count. */
  readonly checkedOut: string | undefined;
  readonly baseSha: string | undefined;
  /** The line of the head commit that a location stands at. */
  headLine(this: void, location: Location): number | undefined;
}

/** Web pages of places, pinned to commits: the head commit where the line is known there, else what was evaluated. */
export function linkMaker(targets: LinkTargets): (location: Location) => string | undefined {
  const { serverUrl, repository, headSha, checkedOut, baseSha } = targets;
  return (location) => {
    const { tree, file, start } = location;
    const line = tree === 'head' ? targets.headLine(location) : undefined;
    const [commit, shown] =
      tree === 'base'
        ? [baseSha, start.line]
        : line === undefined || headSha === undefined
          ? [checkedOut, start.line]
          : [headSha, line];
    // A browser would walk up from there.
    if (commit === undefined || file.split('/').some((step) => /^\.{0,2}$/.test(step))) return undefined;
    const path = file.split('/').map(encodeURIComponent).join('/');
    return `${serverUrl}/${repository}/blob/${commit}/${path}#L${shown}`;
  };
}
