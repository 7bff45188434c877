import { conditions, type Step } from '../catalog/explanation.ts';
import { events } from '../catalog/events.ts';
import { symptoms } from '../catalog/symptoms.ts';
import type { Bilingual } from '../model/finding.ts';
import type { Source } from '../catalog/sources.ts';

interface Row {
  readonly says?: readonly string[];
  readonly meaning: Bilingual;
  readonly why: Bilingual;
  readonly steps: readonly Step[];
  readonly rules: readonly string[];
  readonly source: Source;
}

/** The catalogue of events and symptoms as a Markdown document, in English; only rules that exist are named. */
export function eventsDocument(ruleIds: ReadonlySet<string>): string {
  const rows: readonly (readonly [string, Row])[] = [
    ...Object.entries(events).sort(([left], [right]) => (left < right ? -1 : 1)),
    ...Object.entries(symptoms),
  ];
  return `${[
    '# Events and symptoms',
    '',
    'Made by `npm run generate` from the catalogue; do not edit. `explain` tells the same for the situation of one Service: what stands in',
    'parentheses before a step says for which situation it is. Events are what the controller puts on a Service; symptoms have none.',
    '',
    '| Id | Says |',
    '| --- | --- |',
    ...rows.map(([id, { meaning }]) => `| [${id}](#${id.toLowerCase()}) | ${meaning.en} |`),
    ...rows.flatMap(([id, row]) => page(id, row, ruleIds)),
  ].join('\n')}\n`;
}

function page(
  id: string,
  { says = [], meaning, why, steps, rules, source }: Row,
  ruleIds: ReadonlySet<string>,
): string[] {
  const own = rules.filter((rule) => ruleIds.has(rule)).map((rule) => `[\`${rule}\`](rules.md#${rule})`);
  return [
    '',
    `## ${id}`,
    '',
    `**${meaning.en}** ${why.en}`,
    '',
    ...says.map((message) => `- \`${message}\``),
    ...(says.length > 0 ? [''] : []),
    ...steps.map(({ en, when }, at) => {
      const situation = when.map((each) => conditions[each].en).join(', ');
      return `${at + 1}. ${situation === '' ? '' : `(${situation}) `}${en.replaceAll(/<[^>]+>/g, '\\$&')}`;
    }),
    '',
    ...(own.length > 0 ? [`Reported before it happens by ${own.join(', ')}.`] : []),
    `Source: [${source.note}](${source.url}), checked ${source.checked}.`,
  ];
}
