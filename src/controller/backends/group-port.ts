import type { Context } from '../context.ts';
import type { SubjectPort } from '../subject.ts';

/**
 * The port in the name of a server group: targetPort with pods as members, else nodePort; undefined where the mode or
 * the number is unknown. Source: `getVGroupNamedKey`, `getServerGroupNamedKey` of the controller, v2.14.0.
 */
export function groupPort({ backendMode }: Context, port: SubjectPort): string | undefined {
  if (backendMode === undefined) return undefined;
  const number = backendMode === 'eni' ? port.targetPort : port.nodePort;
  return number === undefined ? undefined : String(number);
}
