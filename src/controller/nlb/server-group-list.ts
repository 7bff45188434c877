import { PortList, printed } from '../port-list.ts';

/** `vgroup-port` of an NLB: `<server group id>:<service port>`. Source: `serverGroup` (nlbv2), v2.14.0. */
export function serverGroupList(text: string): PortList<string> {
  return new PortList(text, 1, ({ parts }) =>
    parts.length < 2
      ? `server group id and protocol format must be like 'sg-xxx:443' with colon separated. got=[${printed(parts)}]`
      : undefined,
  );
}
