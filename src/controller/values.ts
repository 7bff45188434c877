/** A value that is decided elsewhere: a placeholder of the manifest, or something that only the cluster knows. */
export interface Placeholder {
  readonly placeholder: string;
}

/** A value that the controller hands to the cloud. Absent stands for empty or zero. */
export type Value = string | number | boolean | Placeholder | readonly Value[] | { readonly [name: string]: Value };

/** Attributes by the controller's names, first letter in lower case. */
export type Attributes<Name extends string = string> = { readonly [N in Name]?: Value };
export type MutableAttributes<Name extends string = string> = { [N in Name]?: Value };

/** A text of an annotation, or a placeholder. */
export type Text = string | Placeholder;

export function isKnown(text: Text | undefined): text is string {
  return typeof text === 'string';
}

export function isPlaceholderValue(value: Value | undefined): value is Placeholder {
  return typeof value === 'object' && 'placeholder' in value;
}

/** Stands for something that only the cluster knows. */
export function fromCluster(what: string): Placeholder {
  return { placeholder: `<${what}>` };
}
