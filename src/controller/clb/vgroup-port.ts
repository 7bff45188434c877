import { PortList, printed } from '../port-list.ts';

/** `vgroup-port` of a CLB: `<group id>:<service port>`. Source: `vgroup` of the controller, v2.14.0. */
export function vgroupList(text: string): PortList<string> {
  return new PortList(text, 1, ({ parts }) =>
    parts.length < 2
      ? `vgroupid and protocol format must be like 'vsp-xxx:443' with colon separated. got=[${printed(parts)}]`
      : undefined,
  );
}
