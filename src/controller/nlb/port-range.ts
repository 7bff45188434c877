import { parseInteger } from '../go/integer.ts';
import { PortList, type PortElement } from '../port-list.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** `listener-port-range`: `<start>-<end>:<service port>`. Source: `portRange` of the controller, v2.14.0. */
export function portRangeList(text: string): PortList<string> {
  return new PortList(text, 1, (element) => (element.parts.length === 2 ? undefined : malformed(element)));
}

/** The range of an element, or the complaint. */
export function rangeOf(element: PortElement): Range | string {
  const [from, to, ...more] = (element.parts[0] ?? '').split('-');
  if (from === undefined || to === undefined || more.length > 0) return malformed(element);
  const start = parseInteger(from);
  if ('fault' in start) return `failed to convert port range [${element.text}] to int: ${start.fault}`;
  const end = parseInteger(to);
  if ('fault' in end) return `failed to convert port range [${element.text}] to int: ${end.fault}`;
  if (start.value >= end.value) return `start port should be smaller than end port for port range [${element.text}]`;
  if (start.value < 1n || end.value > 65535n) return `port range [${element.text}] is invalid`;
  return { start: Number(start.value), end: Number(end.value) };
}

function malformed({ text }: PortElement): string {
  return `listener port range must be like 1000-2000:80 with colon separated. got [${text}]`;
}
