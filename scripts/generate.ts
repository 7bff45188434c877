/** Writes the files that are made from code and data: the JSON Schemas, the catalogue of rules, tables of the README. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { configurationSchema } from '../src/analysis/configuration-schema.ts';
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

mkdirSync('schema', { recursive: true });
mkdirSync('docs', { recursive: true });
writeSchema('schema/config.schema.json', 'Configuration of ACK Service Gate', configurationSchema);
writeSchema('schema/report.schema.json', 'JSON report of ACK Service Gate', reportSchema);
writeFileSync('docs/rules.md', rulesDocument(rules));
writeFileSync(
  'src/catalog/annotations.generated.ts',
  annotationsModule(readFileSync('src/catalog/facts/ccm-annotations.yaml', 'utf8')),
);
writeFileSync('src/reporting/html/page.generated.ts', await htmlPageModule());
writeFileSync('README.md', withTables(readFileSync('README.md', 'utf8'), readFileSync('action.yml', 'utf8')));
