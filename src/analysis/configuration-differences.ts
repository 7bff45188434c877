import type { Configuration } from './configuration-schema.ts';

/** More of them nobody reads; the file's own diff has them all. */
const mostShown = 12;

/** What differs between two configurations, as `rules.prestop-missing: error → off`, in the order of their keys. */
export function configurationDifferences(before: Configuration, after: Configuration): string[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  const differing = paths.filter((path) => old.get(path) !== now.get(path));
  const shown = differing
    .slice(0, mostShown)
    .map((path) => `${path}: ${old.get(path) ?? '–'} → ${now.get(path) ?? '–'}`);
  return differing.length > mostShown ? [...shown, '…'] : shown;
}

/** The scalars of a configuration by their path; a list of scalars is one value. */
function valuesOf(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    found.set(path, String(value));
  } else if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    found.set(path, value.join(', '));
  } else {
    for (const [key, item] of Object.entries(value ?? {})) {
      const step = Array.isArray(value) ? `[${key}]` : path === '' ? key : `.${key}`;
      valuesOf(item, `${path}${step}`, found);
    }
  }
  return found;
}
