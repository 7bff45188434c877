import type { Effect } from '../../src/controller/change/effects.ts';
import type { LoadBalancerEnd } from '../../src/controller/transition/end-state.ts';
import type { PlannedMutation, PlannedStep, Transition } from '../../src/controller/transition/transition.ts';
import { clbKey, nlbKey } from '../../src/controller/transition/names.ts';
import type { Said } from './table.ts';

/** What a transition and its effects come to, in the words of the table. */
export function saidOf(transition: Transition, effects: readonly Effect[]): Said {
  const steps = stepsOf(transition);
  const mutations = steps.flatMap((step) => step.mutations);
  return {
    noticed: unique(steps.flatMap(({ enqueued }) => enqueued)).join(' ') || 'nobody',
    result: [...steps.map(resultText), ...otherOrder(transition)].join('; '),
    event: steps.map(eventsText).filter(Boolean).join('; '),
    loadBalancer: loadBalancerText(transition, effects),
    listeners: unique([...effects.flatMap(listenerText), ...leftBehind(transition)]).join(', '),
    groups: unique(mutations.flatMap(groupText)).join(' '),
    services: servicesText(transition),
  };
}

/** Deleting the old object, making or changing the new one, deleting it later. */
function stepsOf({ removal, head, thenDelete }: Transition): PlannedStep[] {
  return [removal, head, thenDelete].filter((step) => step !== undefined);
}

function resultText({ result, reach }: PlannedStep): string {
  return reach === undefined ? result : `${result} ${reach}`;
}

/** How it goes when calls that are made at the same time come in the other order, and how the retry goes then. */
function otherOrder({ race }: Transition): string[] {
  if (race === undefined) return [];
  const { head } = race;
  const first = [resultText(head), eventsText(head)].filter(Boolean).join(' ');
  return [`in the other order ${first}, then ${head.retry?.result ?? 'no retry'}`];
}

function eventsText({ failure }: PlannedStep): string {
  return unique((failure?.parts ?? []).map(({ event, text }) => event ?? text)).join(' ');
}

function loadBalancerText({ loadBalancers, before, after }: Transition, effects: readonly Effect[]): string {
  const assumed = new Set([...all(before), ...all(after)].filter((one) => one.assumed).map(({ id }) => id));
  const fates = loadBalancers.filter(({ id, fate }) => fate !== 'created' || !assumed.has(id)).map(({ fate }) => fate);
  const changes = effects
    .filter(({ kind, args }) => kind === 'load-balancer-changed' && args['resourceType'] !== 'servergroup')
    .flatMap(({ args, refused }) => unique(argTexts(args)).map((text) => `${refused ? '!' : ''}~${text}`));
  return unique([...fates, ...changes]).join(', ');
}

function listenerText({ kind, target, args, refused }: Effect): string[] {
  const sign = {
    'listener-created': '+',
    'listener-deleted': '-',
    'listener-recreated': '-/+',
    'listener-changed': '~',
  };
  if (!(kind in sign)) return [];
  const text = `${refused ? '!' : ''}${sign[kind as keyof typeof sign]}${target}`;
  return [kind === 'listener-changed' ? [text, ...argTexts(args)].join(' ') : text];
}

/** Values that only the cloud knows, or that are lists, are left out. */
function argTexts(args: Effect['args']): string[] {
  return Object.entries(args)
    .filter(([name]) => name !== 'resourceType' && name !== 'vpcId')
    .map(([name, value]) =>
      typeof value === 'object' || /Group|Description|TagKeys/.test(name) ? name : `${name}=${value}`,
    );
}

/** Listeners of Services on load balancers that no Service points at any more. */
function leftBehind({ loadBalancers, after }: Transition): string[] {
  const abandoned = new Set(
    loadBalancers.filter(({ fate }) => fate === 'left' || fate === 'orphaned').map(({ id }) => id),
  );
  return all(after)
    .filter(({ id }) => abandoned.has(id))
    .flatMap(({ listeners }) => listeners.filter(({ owner }) => owner !== undefined))
    .map(({ target }) => `left ${target}`);
}

function groupText({ api, target = '', error }: PlannedMutation): string[] {
  if (!/ServerGroup|NLBServers$/.test(api)) return [];
  const sign = api.startsWith('Create') ? '+' : api.startsWith('Delete') ? '-' : '~';
  return [`${error === undefined ? '' : '!'}${sign}${clbKey(target)?.port ?? nlbKey(target)?.port ?? target}`];
}

function servicesText({ after }: Transition): string {
  const addresses = new Map(all(after).map(({ id, address }) => [id, address]));
  return after.services
    .map(({ service, gone, terminating, ingress, loadBalancer }) => {
      const name = service.split('/')[1] ?? service;
      if (gone) return `${name} gone`;
      if (terminating) return `${name} terminating`;
      const own = addresses.get(loadBalancer ?? '');
      const shown = ingress.filter((text) => text !== own);
      return shown.length === 0 ? `${name} live` : `${name} live at ${shown.join(' ')}`;
    })
    .join(', ');
}

function all({ clbs, nlbs }: Transition['after']): LoadBalancerEnd[] {
  return [...clbs, ...nlbs];
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
