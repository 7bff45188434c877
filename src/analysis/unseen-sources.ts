import type { Manifest } from '../model/manifest.ts';
import { textOf, valueAt, writtenText } from '../model/node.ts';
import { isManifestPath } from '../world/manifest-paths.ts';
import { baseNameOf } from '../world/paths.ts';
import type { World } from '../world/world.ts';
import { anything, hiddenContentOf, madeAs, madeElsewhere, type HiddenContent } from './hidden-content.ts';

/**
 * All that objects may come from and nobody can look into, by file or by what is fetched: templates that wait for rendering,
 * what cannot be read, charts and kustomizations of elsewhere.
 */
export function unseenSources({ tree, problems }: World): ReadonlyMap<string, HiddenContent> {
  const found = new Map<string, HiddenContent>();
  for (const { kind, node } of problems) {
    if (kind !== 'remote-base') continue;
    const address = textOf(node) ?? '';
    // The same one of another version is no other one.
    found.set(address.replace(/\?.*$/, ''), anything);
  }
  for (const [file, manifest] of tree.manifests) {
    const { kustomization, otherKinds, unreadable, passesOver } = manifest;
    const charts = chartFields.map((field) => valueAt(kustomization, field)).find((node) => node !== undefined);
    if (charts !== undefined) found.set(file, madeElsewhere(file, writtenText(charts)));
    else if (chartKinds.some((kind) => otherKinds.has(kind)) || isChartOfOthers(file, manifest))
      found.set(file, madeElsewhere(file, manifest.text));
    if (unreadable.length > 0 || passesOver) found.set(file, contentOf(manifest.text));
  }
  for (const file of tree.paths) {
    const made = templateEndings.find(
      (ending) => file.endsWith(ending) && isManifestPath(file.slice(0, -ending.length)),
    );
    if (made !== undefined) found.set(file, madeAs(baseNameOf(file).slice(0, -made.length)));
  }
  for (const file of tree.unrenderedTemplates) found.set(file, contentOf(tree.readTemplate(file) ?? ''));
  return found;
}

const chartFields = ['helmCharts', 'helmChartInflationGenerator'];
/** Objects for which a controller in the cluster renders a chart: Flux' and K3s'. */
const chartKinds = ['HelmRelease', 'HelmChart'];

/** What files are called of which some tool makes manifests. */
const templateEndings = [
  '.tpl',
  '.tmpl',
  '.gotmpl',
  '.j2',
  '.jinja',
  '.jinja2',
  '.erb',
  '.envsubst',
  '.template',
  '.in',
];

/** A chart that is made from others alone has no templates to look for. */
function isChartOfOthers(file: string, manifest: Manifest): boolean {
  return baseNameOf(file) === 'Chart.yaml' && /^dependencies:/m.test(manifest.text);
}

function contentOf(text: string): HiddenContent {
  return text === '' ? anything : hiddenContentOf(text);
}
