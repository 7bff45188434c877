import type { Kind } from '../../catalog/annotations.ts';
import type { Candidates } from '../surroundings.ts';
import { contains } from './cidr.ts';
import type { Member } from './members.ts';

/**
 * Gives interface members their ids. An address without an interface is invalid; a CLB passes over those that lie
 * outside the VPC. Source: `updateVServerGroupENIBackendID`, `updateServerGroupENIBackendID`, v2.14.0.
 */
export function withInterfaces(
  kind: Kind,
  members: readonly Member[],
  candidates: Candidates,
): { readonly servers: readonly Member[]; readonly invalid: readonly Member[] } {
  const servers: Member[] = [];
  const invalid: Member[] = [];
  for (const member of members) {
    if (member.type !== 'eni') {
      servers.push(member);
      continue;
    }
    const id = candidates.interfaceOf(member.ip);
    if (id !== undefined) servers.push({ ...member, id });
    else if (kind === 'nlb' || candidates.vpcCidrs.some((cidr) => contains(cidr, member.ip))) invalid.push(member);
  }
  return { servers, invalid };
}
