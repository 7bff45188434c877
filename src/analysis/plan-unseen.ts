import { shortKeyOf } from '../catalog/annotation-keys.ts';
import { factOfShortKey } from '../catalog/annotations.ts';
import { annotation } from '../controller/annotations.ts';
import { mayBeSameNamespace, type ServicePair } from '../controller/change/change.ts';
import { knownCloud } from '../controller/change/known-cloud.ts';
import { pathOf } from '../model/node.ts';
import type { Inventory } from '../world/inventory.ts';
import { annotationsOf } from '../world/service.ts';
import type { Otherwise, PlanEffect, PlanStory } from './plan-entry.ts';

/** What an entry takes for granted of a load balancer that nobody sees, and what comes of it otherwise. */
export interface Unseen {
  readonly assumes: readonly string[];
  readonly otherwise: readonly Otherwise[];
}

/**
 * A setting that head adds to a load balancer which people made changes something only where it is not so already; and an
 * id that is written elsewhere may be the same one in both trees.
 */
export function unseenCondition(pair: ServicePair, { effects }: PlanStory, inventory: Inventory | undefined): Unseen {
  if (mayBeSameNamespace(pair))
    return {
      assumes: ['namespace=different'],
      otherwise: [{ assumes: ['namespace=same'], action: 'none', address: 'kept' }],
    };
  if (isIdUnknown(pair))
    return {
      assumes: ['substitution=different'],
      otherwise: [{ assumes: ['substitution=same'], action: 'none', address: 'kept' }],
    };
  const added = knownCloud(inventory, [pair.base, pair.head]) === undefined ? addedToReused(pair) : [];
  const resting = effects.filter((effect) => added.some(({ path }) => restsOn(effect, path)));
  if (resting.length === 0) return { assumes: [], otherwise: [] };
  const keys = added.filter(({ path }) => resting.some((effect) => restsOn(effect, path)));
  return {
    assumes: keys.map(({ shortKey }) => `loadBalancer.${shortKey}=other`),
    otherwise: [
      {
        assumes: keys.map(({ shortKey }) => `loadBalancer.${shortKey}=same`),
        action: resting.length === effects.length ? 'none' : 'update',
        address: 'kept',
      },
    ],
  };
}

function isIdUnknown({ base, head, became }: ServicePair): boolean {
  if (became !== 'changed' || base === undefined || head === undefined) return false;
  const [old, now] = [annotation(base, 'id'), annotation(head, 'id')];
  const isUnknown = [old, now].some((one) => one !== undefined && one.text === undefined);
  return isUnknown && old !== undefined && now !== undefined;
}

function addedToReused({ base, head, became }: ServicePair): { shortKey: string; path: string }[] {
  if (became !== 'changed' || base === undefined || head === undefined) return [];
  const id = annotation(head, 'id')?.text;
  if (id === undefined || annotation(base, 'id')?.text !== id) return [];
  return [...annotationsOf(head.resource).entries()].flatMap(([key, { value }]) => {
    const shortKey = shortKeyOf(key);
    if (factOfShortKey(shortKey)?.group !== 'instance' || annotation(base, shortKey) !== undefined) return [];
    return [{ shortKey, path: pathOf(value, head.resource.root) }];
  });
}

function restsOn({ kind, causes }: PlanEffect, path: string): boolean {
  if (!['refused', 'load-balancer-changed', 'exposure-changed'].includes(kind)) return false;
  return causes.length > 0 && causes.every((cause) => cause.tree === 'head' && cause.path === path);
}
