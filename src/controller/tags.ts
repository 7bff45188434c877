import { trimSpace } from './go/text.ts';

/**
 * The tags of `additional-resource-tags`: `k1=v1,k2=v2`, also `k=` and `k`. A value is cut at a second `=`; of a
 * repeated key the last one counts. Source: `GetLoadBalancerAdditionalTags` of the controller, v2.14.0.
 */
export function parseTags(text: string): Readonly<Record<string, string>> {
  const tags = new Map<string, string>();
  for (const element of trimSpace(text).split(',')) {
    const [key, value] = trimSpace(element).split('=');
    if (key !== undefined && key !== '') tags.set(key, value ?? '');
  }
  return Object.fromEntries(tags);
}
