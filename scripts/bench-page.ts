/**
 * The HTML report in a real browser, as one process: how long a page with so many findings takes from being opened until it
 * can be used, and from a keystroke in the search until the list is the right one. Prints milliseconds as JSON, medians of
 * several loads; nothing without a browser.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { auditOf } from '../src/reporting/audit.ts';
import { htmlReport } from '../src/reporting/html/html-report.ts';
import { chromiumPath, startBrowser } from '../test/support/browser.ts';
import { checkFiles } from '../test/support/check-files.ts';
import { filesWithFindings } from '../test/support/many-findings.ts';

const loads = 7;
/** What the page waits for after a keystroke, in case another one follows. */
const pause = 120;

const median = (values: readonly number[]): number =>
  Math.round(values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN);

const search = `new Promise((resolve) => {
  const started = performance.now();
  const status = document.getElementById('shown');
  new MutationObserver(() => requestAnimationFrame(() => resolve(performance.now() - started))).observe(status, {
    childList: true,
  });
  const field = document.querySelector('input[name="search"]');
  field.value = 'preStop';
  field.dispatchEvent(new Event('input', { bubbles: true }));
})`;

const folder = mkdtempSync(join(tmpdir(), 'gate-page-'));
try {
  const results: { findings: number; bytes: number; open: number; search: number }[] = [];
  const browser = chromiumPath === undefined ? undefined : await startBrowser();
  for (const findings of browser === undefined ? [] : [1_000, 20_000]) {
    const text = htmlReport(auditOf(checkFiles(filesWithFindings(findings / 10))), { version: '0' });
    const file = join(folder, `${findings}.html`);
    writeFileSync(file, text);
    const opened: number[] = [];
    const searched: number[] = [];
    for (let load = 0; load < loads; load++) {
      const page = await browser?.newPage();
      await page?.goto(pathToFileURL(file).href);
      // The script stands at the end: once the document is done, the page is.
      opened.push(
        (await page?.evaluate<number>('performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd')) ??
          Number.NaN,
      );
      searched.push(((await page?.evaluate<number>(search)) ?? Number.NaN) - pause);
      await page?.close();
    }
    results.push({ findings, bytes: text.length, open: median(opened), search: median(searched) });
  }
  await browser?.close();
  stdout.write(`${JSON.stringify(results)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
