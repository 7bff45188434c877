import type { Kind } from '../../catalog/annotations.ts';
import { classKey, tunnelTypeKey } from '../../catalog/annotation-keys.ts';
import { assignmentOf } from '../assignment.ts';
import { ControllerVersion } from '../controller-version.ts';
import type { Subject } from '../subject.ts';
import type { Surroundings } from '../surroundings.ts';
import { annotationTexts, clbFinalizer, nlbFinalizer, type LiveService } from './live-service.ts';

/**
 * Which controllers take a Service up when it appears. Source: `needAdd` of both event handlers of the controller,
 * v2.14.0.
 */
export function onAppearance(service: LiveService, surroundings: Surroundings): Kind[] {
  const { subject } = service.side;
  const server = serverOf(subject, surroundings);
  const takes: Kind[] = [];
  const formerClb = !hasTunnelType(subject) && service.finalizers.includes(clbFinalizer);
  if (server === 'clb' || formerClb) takes.push('clb');
  if (server === 'nlb' || service.finalizers.includes(nlbFinalizer)) takes.push('nlb');
  return takes;
}

/**
 * Which controllers notice that a Service changed. Source: `needUpdate` of both event handlers, v2.14.0. A Service that
 * one of them does not serve before and after is none of its business; one that carries the tunnel-type annotation,
 * or comes to carry a class annotation, is passed over without a word.
 */
export function onChange(before: LiveService, after: LiveService, surroundings: Surroundings): Kind[] {
  return (['clb', 'nlb'] as const).filter((kind) => notices(kind, before, after, surroundings));
}

function notices(kind: Kind, before: LiveService, after: LiveService, surroundings: Surroundings): boolean {
  const [old, now] = [before.side.subject, after.side.subject];
  const served = serverOf(old, surroundings) === kind;
  const serves = serverOf(now, surroundings) === kind;
  if (!served && !serves) return false;
  if (kind === 'clb' && hasTunnelType(now)) return false;
  if (served !== serves) return kind === 'nlb' || textOf(now, classKey) === '';
  return (
    old.uid !== now.uid ||
    annotationTexts(old) !== annotationTexts(now) ||
    before.side.spec !== after.side.spec ||
    before.deleting !== after.deleting
  );
}

/** Who serves a Service. */
export function serverOf(subject: Subject, { featureGates, ccmVersion }: Surroundings): Kind | 'none' {
  return assignmentOf(subject, featureGates ?? {}, new ControllerVersion(ccmVersion)).controller;
}

function hasTunnelType(subject: Subject): boolean {
  return subject.annotations.has(tunnelTypeKey);
}

function textOf({ annotations }: Subject, key: string): string {
  const annotation = annotations.get(key);
  return annotation === undefined ? '' : (annotation.text ?? annotation.written);
}
