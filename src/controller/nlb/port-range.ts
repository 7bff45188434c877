import { parseInteger } from '../go/integer.ts';
import { PortList, type PortElement } from '../port-list.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An element that is no range: what is wrong with it, and the controller's complaint. */
export interface WrongRange {
  readonly wrong: 'malformed' | 'not-number' | 'start-not-below-end' | 'out-of-bounds';
  readonly message: string;
}

/** `listener-port-range`: `<start>-<end>:<service port>`. Source: `portRange` of the controller, v2.14.0. */
export function portRangeList(text: string): PortList<WrongRange> {
  return new PortList(text, 1, notAPair);
}

/** What is wrong with an element, before its port matters; only pairs are looked up by port. */
export function notAPair(element: PortElement): WrongRange | undefined {
  return element.parts.length === 2 ? undefined : malformed(element);
}

/** The range of an element, or the complaint. */
export function rangeOf(element: PortElement): Range | WrongRange {
  const { text } = element;
  const [from, to, ...more] = (element.parts[0] ?? '').split('-');
  if (from === undefined || to === undefined || more.length > 0) return malformed(element);
  const start = parseInteger(from);
  if ('fault' in start) return notNumber(text, start.fault);
  const end = parseInteger(to);
  if ('fault' in end) return notNumber(text, end.fault);
  if (start.value >= end.value)
    return {
      wrong: 'start-not-below-end',
      message: `start port should be smaller than end port for port range [${text}]`,
    };
  if (start.value < 1n || end.value > 65535n)
    return { wrong: 'out-of-bounds', message: `port range [${text}] is invalid` };
  return { start: Number(start.value), end: Number(end.value) };
}

function notNumber(text: string, fault: string): WrongRange {
  return { wrong: 'not-number', message: `failed to convert port range [${text}] to int: ${fault}` };
}

function malformed({ text }: PortElement): WrongRange {
  return {
    wrong: 'malformed',
    message: `listener port range must be like 1000-2000:80 with colon separated. got [${text}]`,
  };
}
