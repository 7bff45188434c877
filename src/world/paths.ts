/** Folder of a path with `/`; `.` for a file without one. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash) || '/';
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins a relative reference to a folder and resolves `.` and `..`; leading `..` steps are kept. */
export function joinPath(folder: string, reference: string): string {
  const steps: string[] = [];
  const absolute = reference.startsWith('/');
  for (const step of `${absolute || folder === '.' ? '' : `${folder}/`}${reference}`.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else steps.push(step);
  }
  const joined = steps.join('/');
  return absolute || (folder.startsWith('/') && !absolute) ? `/${joined}` : joined === '' ? '.' : joined;
}

/** True when `folder` is `other` or stands above it. */
export function isAtOrAbove(folder: string, other: string): boolean {
  return folder === '.'
    ? !other.startsWith('../') && other !== '..'
    : other === folder || other.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** The steps of a folder; none for `.`. */
export function stepsOf(folder: string): readonly string[] {
  return folder === '.' ? [] : folder.split('/');
}

/** How many steps two folders have in common. */
export function commonDepth(one: string, two: string): number {
  const others = stepsOf(two);
  const differing = stepsOf(one).findIndex((step, depth) => step !== others[depth]);
  return differing < 0 ? stepsOf(one).length : differing;
}
