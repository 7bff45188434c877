import { currentPrefix, legacyPrefix } from '../catalog/annotation-keys.ts';
import type { Change, Suggestion } from '../model/fix.ts';
import type { ScalarNode, ValueNode } from '../model/node.ts';
import { annotationsOf, type Service } from '../world/service.ts';
import { fullKey } from './support.ts';

/** Puts a value in quotes as it stands. */
export function inQuotes(node: ValueNode, text: string): Suggestion {
  return {
    description: { en: `Put ${short(text)} in quotes.`, zh: `为 ${short(text)} 加上引号。` },
    changes: [{ kind: 'quote', node }],
  };
}

/** Another text for a value. */
export function anotherText(node: ValueNode, name: string, text: string): Suggestion {
  return {
    description: { en: `Set ${name} to "${short(text)}".`, zh: `将 ${name} 设置为 "${short(text)}"。` },
    changes: [{ kind: 'set', node, text }],
  };
}

function short(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}

/** Another key for a value; nothing where that key stands there already. */
export function anotherKey(key: ScalarNode, to: string): Suggestion | undefined {
  if (key.parent?.kind !== 'map' || key.parent.entries.has(to)) return undefined;
  return {
    description: { en: `Rename ${key.text} to ${to}.`, zh: `将 ${key.text} 改名为 ${to}。` },
    changes: [{ kind: 'rename', key, to }],
  };
}

/** Annotations of a Service by their short keys: each is edited where the controller reads it, and added (behind `near`) where it is not. */
export function withAnnotations(
  service: Service,
  wanted: Readonly<Record<string, string>>,
  near?: ScalarNode,
): Suggestion {
  const written = annotationsOf(service.resource);
  const changes: Change[] = [];
  const missing: [string, string][] = [];
  let beside = near;
  for (const [shortKey, text] of Object.entries(wanted)) {
    const entry = written.get(currentPrefix + shortKey) ?? written.get(legacyPrefix + shortKey);
    if (entry === undefined) missing.push([fullKey(shortKey), text]);
    else {
      beside = entry.key;
      changes.push({ kind: 'set', node: entry.value, text });
    }
  }
  const { root } = service.resource;
  if (missing.length > 0) changes.push({ kind: 'annotate', root, entries: missing, beside });
  const texts = Object.entries(wanted).map(([shortKey, text]) => `${shortKey}: "${text}"`);
  return {
    description: {
      en: `Set the ${texts.length === 1 ? 'annotation' : 'annotations'} ${texts.join(' and ')}.`,
      zh: `设置注解 ${texts.join('、')}。`,
    },
    changes,
  };
}
