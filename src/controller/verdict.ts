import type { BackendMode } from '../catalog/backend-modes.ts';
import type { Condition } from '../catalog/annotation-conditions.ts';
import type { AnnotationFact, Kind } from '../catalog/annotations.ts';
import type { EventId } from '../catalog/events.ts';
import type { NoController } from './assignment.ts';
import type { Beyond } from './limits.ts';
import type { FailureClass, Problem } from './problems.ts';
import type { SubjectAnnotation } from './subject.ts';

/** Why an annotation has no effect. All of these are silent: no event tells. */
export type Ignored =
  /** Neither controller takes the Service. */
  | { readonly because: 'no-controller'; readonly reason: NoController }
  /** No controller knows the key. */
  | { readonly because: 'unknown-key' }
  /** Controllers of today no longer read it. */
  | { readonly because: 'removed-key' }
  /** Only the other controller reads it. */
  | { readonly because: 'other-controller'; readonly controller: Kind }
  /** The same key stands there with the current prefix, which wins. */
  | { readonly because: 'hidden'; readonly by: SubjectAnnotation }
  /** Only later versions of the controller read it. */
  | { readonly because: 'too-new'; readonly since: string }
  /** Read only behind a feature gate that is off by default. */
  | { readonly because: 'feature-gate' }
  /** An empty text counts as absent. */
  | { readonly because: 'empty' }
  /** Zero counts as absent. */
  | { readonly because: 'zero' }
  /** Listeners of a reused load balancer are not touched without override. */
  | { readonly because: 'listeners-not-managed' }
  /** No listener has a protocol that it acts on. */
  | { readonly because: 'no-such-listener'; readonly actsOn: readonly string[]; readonly listeners: readonly string[] }
  /** All server groups are named ones, whose settings are left alone (NLB). */
  | { readonly because: 'groups-not-managed' }
  /** It does nothing to members of this kind. */
  | { readonly because: 'backend-mode'; readonly mode: BackendMode }
  /** Another annotation that it needs is missing, or says something else. */
  | { readonly because: 'needs'; readonly condition: Condition }
  /** Another annotation outranks it. */
  | { readonly because: 'outranked'; readonly by: string }
  /** It would act on a load balancer that the controller made. */
  | { readonly because: 'reused' }
  /** It would act on a public load balancer. */
  | { readonly because: 'intranet' }
  /** The value is none of those that do something. */
  | { readonly because: 'value'; readonly beyond: Beyond & { readonly limit: 'values' } };

/** Why an annotation makes the controller or the cloud refuse. */
export type Refused =
  /** The controller itself cannot build its model. */
  | { readonly because: 'controller'; readonly problem: Problem }
  /** The cloud takes values of another range or set. */
  | { readonly because: 'value'; readonly beyond: Beyond }
  /** An id with a blank in it. */
  | { readonly because: 'blank' }
  /** The cloud wants another annotation with it. */
  | { readonly because: 'incomplete'; readonly demands: string }
  /** The cloud refuses it together with another one; `with` is that one's key. */
  | { readonly because: 'conflict'; readonly with: string };

interface Judged {
  readonly annotation: SubjectAnnotation;
  /** Without the common prefix, for keys that have it. */
  readonly shortKey: string;
  /** undefined for a key that nobody knows. */
  readonly fact: AnnotationFact | undefined;
}

/** What becomes of one annotation of a Service. `unknown`: its text is decided elsewhere. */
export type Verdict = Judged &
  (
    | { readonly outcome: 'applied' | 'unknown'; readonly why?: never }
    | { readonly outcome: 'ignored'; readonly why: Ignored; readonly failure: 'silent' }
    | { readonly outcome: 'refused'; readonly why: Refused; readonly event: EventId; readonly failure: FailureClass }
  );
