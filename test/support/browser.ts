import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { repository } from './gate.ts';

/** The browser of the machine: Debian's package `chromium`, or one that `ACK_SERVICE_GATE_CHROMIUM` names; undefined without one. */
export const chromiumPath: string | undefined = [
  process.env['ACK_SERVICE_GATE_CHROMIUM'] ?? '',
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name))),
].find((path) => path !== '' && existsSync(path));

/** Stands in the names of tests, so that a run without a browser says what it left out and why. */
export const needsChromium = 'in Chromium (skipped where there is none: apt-get install chromium)';

/** Starts the browser without anything that would talk to somebody. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** A file of the folder for what tests leave to be looked at, which git ignores. */
export function testOutput(name: string): string {
  const folder = join(repository, 'test-output', 'html');
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}
