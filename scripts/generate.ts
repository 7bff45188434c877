/** Writes the files that are made from code and data: JSON Schemas, catalogues of rules and events, tables of the README. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { configurationSchema } from '../src/analysis/configuration-schema.ts';
import { eventsDocument } from '../src/reporting/events-document.ts';
import { historySchema } from '../src/reporting/history/history-schema.ts';
import { reportSchema } from '../src/reporting/report-schema.ts';
import { rulesDocument } from '../src/reporting/rules-document.ts';
import { rules } from '../src/rules/index.ts';
import { annotationsModule } from './annotations-module.ts';
import { htmlPageModule } from './html-page.ts';
import { withTables } from './readme-tables.ts';

function writeSchema(file: string, title: string, schema: z.ZodMiniType): void {
  const json = { title, ...z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) };
  writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
}

/** The names alone, for what speaks of rules and must not load them. */
function ruleIdsModule(ids: readonly string[]): string {
  const lines = ids.map((id) => `  '${id}',\n`).join('');
  return `/** Ids of all rules. Made by \`npm run generate\`. */\nexport const ruleIds: ReadonlySet<string> = new Set([\n${lines}]);\n`;
}

mkdirSync('schema', { recursive: true });
mkdirSync('docs', { recursive: true });
writeSchema('schema/config.schema.json', 'Configuration of ACK Service Gate', configurationSchema);
writeSchema('schema/report.schema.json', 'JSON report of ACK Service Gate', reportSchema);
writeSchema('schema/history.schema.json', 'History of the audits of ACK Service Gate', historySchema);
writeFileSync('docs/rules.md', rulesDocument(rules));
writeFileSync('docs/events.md', eventsDocument(new Set(rules.map(({ id }) => id))));
writeFileSync(
  'src/catalog/annotations.generated.ts',
  annotationsModule(readFileSync('src/catalog/facts/ccm-annotations.yaml', 'utf8')),
);
writeFileSync('src/catalog/rule-ids.generated.ts', ruleIdsModule(rules.map(({ id }) => id)));
writeFileSync('src/reporting/html/page.generated.ts', await htmlPageModule());
writeFileSync('README.md', withTables(readFileSync('README.md', 'utf8'), readFileSync('action.yml', 'utf8')));
