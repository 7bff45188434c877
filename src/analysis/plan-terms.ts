import type { Bilingual } from '../model/finding.ts';
import type { AttributeChange, PlanEffectKind, PlannedLoadBalancer, PlanStory } from './plan-entry.ts';

/** What the sentences of a plan ask of an entry, and how they call things. */

export function has({ effects }: PlanStory, kind: PlanEffectKind): boolean {
  return effects.some((effect) => effect.kind === kind);
}

export function attributesOf({ effects }: PlanStory, kind: PlanEffectKind): readonly AttributeChange[] {
  return effects.flatMap((effect) => (effect.kind === kind ? effect.attributes : []));
}

export function portsOf(
  { effects }: PlanStory,
  ...kinds: readonly PlanEffectKind[]
): Bilingual & { readonly count: number } {
  const all = effects.flatMap((effect) =>
    kinds.includes(effect.kind) && effect.target !== null ? [effect.target] : [],
  );
  const ports = [...new Set(all)];
  return { en: ports.join(', '), zh: ports.join('、'), count: ports.length };
}

export function kindOf(loadBalancer: PlannedLoadBalancer | null): string {
  return (loadBalancer?.kind ?? 'clb').toUpperCase();
}

export function exposed(loadBalancer: PlannedLoadBalancer | null): Bilingual {
  switch (loadBalancer?.exposure) {
    case 'internet':
      return { en: 'internet-facing ', zh: '公网' };
    case 'intranet':
      return { en: 'intranet ', zh: '私网' };
    case 'unknown':
    case undefined:
      return { en: '', zh: '' };
  }
}

/** An NLB is reached by a name, whose addresses are no affair of its clients. */
export function addressEn(loadBalancer: PlannedLoadBalancer | null): string {
  return loadBalancer?.kind === 'nlb' ? 'host name' : 'address';
}

export function addressZh(loadBalancer: PlannedLoadBalancer | null): string {
  return loadBalancer?.kind === 'nlb' ? '域名' : '地址';
}
