export interface KustomizationField {
  readonly name: string;
  /** Kustomize takes a list only. */
  readonly isList: boolean;
  /** It can change what a manifest says, so that what the kustomization leads to is partial until it is rendered. */
  readonly isChanging: boolean;
}

/**
 * Fields of a kustomization. `images` and `buildMetadata` change nothing that the gate reads; `namespace` is honoured.
 * Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ (checked 2026-11-24).
 */
const fields: readonly KustomizationField[] = [
  { name: 'resources', isList: true, isChanging: false },
  { name: 'bases', isList: true, isChanging: false },
  { name: 'components', isList: true, isChanging: true },
  { name: 'crds', isList: true, isChanging: false },
  { name: 'patches', isList: true, isChanging: true },
  { name: 'patchesStrategicMerge', isList: true, isChanging: true },
  { name: 'patchesJson6902', isList: true, isChanging: true },
  { name: 'configMapGenerator', isList: true, isChanging: true },
  { name: 'secretGenerator', isList: true, isChanging: true },
  { name: 'generators', isList: true, isChanging: true },
  { name: 'transformers', isList: true, isChanging: true },
  { name: 'validators', isList: true, isChanging: true },
  { name: 'replacements', isList: true, isChanging: true },
  { name: 'replicas', isList: true, isChanging: true },
  { name: 'vars', isList: true, isChanging: true },
  { name: 'configurations', isList: true, isChanging: true },
  { name: 'labels', isList: true, isChanging: true },
  { name: 'helmCharts', isList: true, isChanging: true },
  { name: 'namePrefix', isList: false, isChanging: true },
  { name: 'nameSuffix', isList: false, isChanging: true },
  { name: 'commonLabels', isList: false, isChanging: true },
  { name: 'commonAnnotations', isList: false, isChanging: true },
  { name: 'helmChartInflationGenerator', isList: false, isChanging: true },
  { name: 'helmGlobals', isList: false, isChanging: true },
];

export const listFields: ReadonlySet<string> = new Set(fields.filter(({ isList }) => isList).map(({ name }) => name));
export const changingFields: readonly string[] = fields.filter(({ isChanging }) => isChanging).map(({ name }) => name);
