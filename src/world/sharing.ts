import { currentPrefix, legacyPrefix } from '../catalog/annotation-keys.ts';
import { isPlaceholder } from '../catalog/placeholders.ts';
import { textOf } from '../model/node.ts';
import { annotationsOf, type Service } from './service.ts';

/** A load balancer takes fewer listeners than this; who writes more Services for one must not make the gate compare all. */
const most = 100;

/** Services by the existing load balancer that they name, of each the first hundred. */
export class Sharing {
  readonly #byId = new Map<string, Service[]>();

  constructor(services: readonly Service[]) {
    for (const service of services) {
      const id = namedId(service);
      if (id === undefined) continue;
      const known = this.#byId.get(id);
      if (known === undefined) this.#byId.set(id, [service]);
      else if (known.length < most) known.push(service);
    }
  }

  /** Other objects that name the same one; copies of the Service itself are none. */
  of(service: Service): readonly Service[] {
    const id = namedId(service);
    const all = id === undefined ? [] : (this.#byId.get(id) ?? []);
    return all.filter(({ resource }) => resource.key !== service.resource.key);
  }
}

/** The id that a Service names; undefined where it names none, or one that is decided elsewhere. */
function namedId({ resource }: Service): string | undefined {
  const annotations = annotationsOf(resource);
  const id = textOf((annotations.get(`${currentPrefix}id`) ?? annotations.get(`${legacyPrefix}id`))?.value);
  return id === undefined || id === '' || isPlaceholder(id) ? undefined : id;
}
