import { defaultName } from '../../context.ts';
import { canonical, type SecurityGroup, type SecurityRule } from '../cloud/state.ts';
import { failure, joined, within, type Failure } from '../failure.ts';
import { keyOf, textOfValue } from '../live-service.ts';
import type { Bench } from '../run.ts';
import type { Wish } from './apply.ts';

/**
 * The security group that enforces `spec.loadBalancerSourceRanges`; made where it is needed and missing. Source:
 * `prepareAssociatedSecurityGroup` of the controller, v2.14.0.
 */
export function associatedGroup(bench: Bench, wish: Wish): { group: SecurityGroup | undefined } | { failure: Failure } {
  const found = find(bench, wish);
  if ('failure' in found || found.group !== undefined || wish.sourceRanges.length === 0) return found;
  const vpcId = wish.attributes['vpcId'] ?? bench.surroundings.vpcId ?? '<VPC of the cluster>';
  const name = `k8s-nlb-${textOfValue(defaultName(wish.prediction.context))}`;
  const failed = bench.nlb.createSecurityGroup(name, defaultName(wish.prediction.context), vpcId, rulesOf(wish));
  if (failed !== undefined) {
    const svc = keyOf(wish.service.side.subject);
    return { failure: within(`error to create security group for nlb, svc [${svc}], err: `, failed) };
  }
  return find(bench, wish);
}

function find({ state, journal }: Bench, wish: Wish): { group: SecurityGroup | undefined } | { failure: Failure } {
  const unread = journal.read('DescribeSecurityGroups');
  if (unread !== undefined) return { failure: unread };
  const groups = state.securityGroups.filter(
    ({ owner }) => canonical(owner) === canonical(defaultName(wish.prediction.context)),
  );
  if (groups.length > 1)
    return { failure: failure(`find associated security group error: expect 1, got ${groups.length}`, [], 'N10') };
  return { group: groups[0] };
}

/** Source: `updateAssociatedSecurityGroupRules` of the controller, v2.14.0. */
export function updateAssociatedGroup(bench: Bench, wish: Wish, group: SecurityGroup): Failure | undefined {
  const wanted = rulesOf(wish);
  const alike = (a: SecurityRule, b: SecurityRule): boolean => a.source === b.source && a.policy === b.policy;
  const add = wanted.filter((rule) => !group.rules.some((one) => alike(one, rule)));
  const drop = group.rules.filter((rule) => !wanted.some((one) => alike(one, rule)));
  return joined([
    add.length > 0 ? bench.nlb.authorize(group, add) : undefined,
    drop.length > 0 ? bench.nlb.revoke(group, drop) : undefined,
  ]);
}

export function deleteAssociatedGroup(bench: Bench, wish: Wish, group: SecurityGroup): Failure | undefined {
  const failed = bench.nlb.deleteSecurityGroup(group);
  if (failed === undefined) return undefined;
  const svc = keyOf(wish.service.side.subject);
  return within(`error to delete associated security group, sgId: ${group.id}, svc: ${svc}, err: `, failed);
}

function rulesOf({ sourceRanges }: Wish): SecurityRule[] {
  return [
    ...sourceRanges.map((source) => ({ policy: 'accept' as const, source, priority: '1' })),
    { policy: 'drop', source: '0.0.0.0/0', priority: '100' },
  ];
}
