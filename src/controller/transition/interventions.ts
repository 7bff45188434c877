import type { AttributeMap, CloudState } from './cloud/state.ts';
import type { LiveService } from './live-service.ts';

/** Something that people do to the cloud by hand between two syncs. */
export type Intervention =
  /** Attributes of a listener of CLB, by the controller's names. */
  | { readonly does: 'drift-listener'; readonly port: number; readonly attributes: Readonly<AttributeMap> }
  | { readonly does: 'add-listener'; readonly port: number; readonly protocol: string; readonly description: string }
  /** The load balancer of the Service goes. */
  | { readonly does: 'remove-own' }
  /** Listeners from port 20000 on, one for each of the controller's groups that no listener uses. */
  | { readonly does: 'bind-groups' };

const firstBoundPort = 20_000;

/** Does to the cloud what people did. */
export function intervene(state: CloudState, service: LiveService | undefined, what: Intervention): void {
  const label = service?.loadBalancerLabel;
  const own = state.clbs.find(({ id }) => id === label) ?? state.clbs[0];
  switch (what.does) {
    case 'remove-own':
      state.clbs = state.clbs.filter(({ id }) => id !== label);
      state.nlbs = state.nlbs.filter(({ id }) => id !== label);
      return;
    case 'drift-listener': {
      const listener = [...(own?.listeners.values() ?? [])].find(({ port }) => port === what.port);
      if (listener !== undefined) Object.assign(listener.attributes, what.attributes);
      return;
    }
    case 'add-listener':
      own?.listeners.set(`${what.port}/${what.protocol}`, {
        port: what.port,
        protocol: what.protocol,
        description: what.description,
        group: '',
        attributes: {},
        extensions: [],
      });
      return;
    case 'bind-groups':
      for (const clb of state.clbs) {
        const used = new Set([...clb.listeners.values()].map(({ group }) => group));
        const free = [...clb.groups.values()].filter(({ id, name }) => name.startsWith('k8s/') && !used.has(id));
        for (const [at, { id }] of [...free].sort((a, b) => (a.id < b.id ? -1 : 1)).entries())
          clb.listeners.set(`${firstBoundPort + at}/tcp`, {
            port: firstBoundPort + at,
            protocol: 'tcp',
            description: 'by hand',
            group: id,
            attributes: {},
            extensions: [],
          });
      }
  }
}
