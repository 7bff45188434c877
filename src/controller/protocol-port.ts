/** One element of the `protocol-port` annotation, with its span in the annotation's text. */
export interface ProtocolPortElement {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** As written; undefined when the element is not understood. */
  readonly protocol: string | undefined;
  readonly port: string | undefined;
  readonly fault: ProtocolPortFault | undefined;
}

export type ProtocolPortFault =
  'no-colon' | 'blank' | 'empty' | 'upper-case' | 'unknown-protocol' | 'wrong-controller' | 'port-not-number';

const clbProtocols = ['tcp', 'udp', 'http', 'https'];
const nlbProtocols = ['tcp', 'udp', 'tcpssl'];

/** The protocols that a controller takes in `protocol-port`. */
export function protocolsOf(controller: 'clb' | 'nlb'): readonly string[] {
  return controller === 'clb' ? clbProtocols : nlbProtocols;
}

/**
 * Reads `proto:port[,proto:port]` as the controller does: split at commas, nothing trimmed. CLB takes lower case only,
 * NLB any case. Source: `protocol()` and `nlbListenerProtocol()` of the controller, v2.14.0; event E29.
 */
export function parseProtocolPort(text: string, controller: 'clb' | 'nlb'): ProtocolPortElement[] {
  const elements: ProtocolPortElement[] = [];
  let start = 0;
  for (const element of text.split(',')) {
    const end = start + element.length;
    const [protocol, port] = element.split(':');
    const fault = faultOf(element, protocol ?? '', port, controller);
    elements.push({
      text: element,
      start,
      end,
      protocol: fault === undefined ? protocol?.toLowerCase() : undefined,
      port,
      fault,
    });
    start = end + 1;
  }
  return elements;
}

function isProtocol(protocol: string, controller: 'clb' | 'nlb'): boolean {
  return protocolsOf(controller).includes(controller === 'nlb' ? protocol.toLowerCase() : protocol);
}

function faultOf(
  element: string,
  protocol: string,
  port: string | undefined,
  controller: 'clb' | 'nlb',
): ProtocolPortFault | undefined {
  if (element.trim() === '') return 'empty';
  if (port === undefined) return 'no-colon';
  if (protocol !== protocol.trim()) return 'blank';
  if (isProtocol(protocol, controller)) {
    // Ports are compared as the controller writes them; anything else matches none.
    return /^[1-9][0-9]*$/.test(port) ? undefined : 'port-not-number';
  }
  const lower = protocol.toLowerCase();
  if (protocolsOf(controller).includes(lower)) return 'upper-case';
  return protocolsOf(controller === 'clb' ? 'nlb' : 'clb').includes(lower) ? 'wrong-controller' : 'unknown-protocol';
}
