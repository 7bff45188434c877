import type { Rule } from '../rules/rule.ts';

/** The catalogue of rules as a Markdown document, in English. */
export function rulesDocument(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, strict, firesOn, events, summary }) =>
      `| [\`${id}\`](#${id}) | ${severity}${strict === true && severity !== 'error' ? ' (`strict`: error)' : ''} | ${firesOn} | ${events.join(', ')} | ${summary.en} |`,
  );
  return `${[
    '# Rules',
    '',
    'Made by `npm run generate` from the rules themselves; do not edit. Events (`E…`) and symptoms (`S…`) are what follows in the',
    'cluster when a finding is deployed. A rule on *absence* says nothing about a manifest that overlays can still complete.',
    '',
    '| Rule | Severity | Fires on | Events | Says |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...rules.flatMap(rulePage),
  ].join('\n')}\n`;
}

function rulePage({ id, why, remedy, source, reads, conditional, options, messages, severity }: Rule): string[] {
  const facts = (reads ?? []).map((fact) => `\`cluster.${fact}\``).join(', ');
  return [
    '',
    `## ${id}`,
    '',
    why.en,
    '',
    `**Do:** ${remedy.en}`,
    '',
    `Messages: ${Object.entries(messages)
      .map(([name, message]) => `\`${name}\` (${message?.severity ?? severity})`)
      .join(', ')}.`,
    ...(facts === ''
      ? []
      : [`Depends on ${facts}${conditional === true ? '; while it is unknown the finding is conditional' : ''}.`]),
    ...Object.entries(options ?? {}).map(
      ([name, option]) => `Option \`${name}\` (default ${option.default}): ${option.description.en}`,
    ),
    `Source: [${source.note}](${source.url}), checked ${source.checked}.`,
  ];
}
