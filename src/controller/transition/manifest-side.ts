import type { ValueNode } from '../../model/node.ts';
import type { Service } from '../../world/service.ts';
import { subjectOf } from '../subject.ts';
import { specText, type Side } from './live-service.ts';

/** A Service of a manifest as the model of changes takes it. */
export function sideOf(service: Service): Side {
  return { subject: subjectOf(service), spec: specText(service.spec === undefined ? {} : plain(service.spec)) };
}

/** The value without its places; what is decided elsewhere as it is written. */
function plain(node: ValueNode): unknown {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
    case 'sequence':
      return node.items.map(plain);
    case 'unknown':
      return `<${node.text}>`;
    case 'scalar':
      if (node.type === 'null') return null;
      if (node.type === 'bool') return node.text === 'true';
      return node.type === 'string' ? node.text : Number(node.text);
  }
}
