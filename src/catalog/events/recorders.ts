/**
 * The components under which Cloud Controller Manager records events of Services: CLB, NLB and ELB (v2.7), PrivateZone, and
 * all of v1.9. Source: `GetEventRecorderFor` and `EventSource` in v1.9.3 to v2.14.0 of
 * https://github.com/kubernetes/cloud-provider-alibaba-cloud (checked 2026-11-26).
 */
export const ownRecorders: ReadonlySet<string> = new Set([
  'service-controller',
  'nlb-controller',
  'elb-controller',
  'Pvtz',
  'cloud-controller-manager',
]);

/** Nobody knows who said it, or the controller did. */
export function mayBeOwn(recorder: string | undefined): boolean {
  return recorder === undefined || ownRecorders.has(recorder);
}
