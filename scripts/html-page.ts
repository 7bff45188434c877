import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const folder = join(import.meta.dirname, '../src/reporting/html/page');

/** The module with the script and the style of the HTML report, and their hashes for its content security policy. */
export async function htmlPageModule(): Promise<string> {
  const build = await rolldown({ input: join(folder, 'main.ts'), platform: 'browser', logLevel: 'warn' });
  const { output } = await build.generate({ format: 'iife', minify: true });
  await build.close();
  const script = output[0].code.trim();
  const style = readFileSync(join(folder, 'style.css'), 'utf8')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();
  for (const text of [script, style])
    if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error('the page would end its own element');
  return `// Made by \`npm run generate\` from page/; do not edit.

/** What is put into the HTML report as it is, with the hashes by which its policy knows it. */
export const page = {
  script: ${JSON.stringify(script)},
  scriptHash: '${hashOf(script)}',
  style: ${JSON.stringify(style)},
  styleHash: '${hashOf(style)}',
};
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
