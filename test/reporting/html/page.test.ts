import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../../src/analysis/check.ts';
import { resolveSettings } from '../../../src/analysis/resolve-settings.ts';
import type { LastAudit } from '../../../src/analysis/earlier-finding.ts';
import { auditOf, type Audit } from '../../../src/reporting/audit.ts';
import { htmlReport, type HtmlOptions } from '../../../src/reporting/html/html-report.ts';
import { joinRepositories } from '../../../src/reporting/shards/join-repositories.ts';
import { chromiumPath, needsChromium, startBrowser, testOutput } from '../../support/browser.ts';
import { changeStory, serviceText } from '../../support/change-story.ts';
import { checkChange, checkFiles, today, treeOf, type Files } from '../../support/check-files.ts';
import { temporaryFolder } from '../../support/gate.ts';
import { cleanDeployment, cleanService } from '../../support/manifests.ts';
import { leave } from '../../support/last-audit.ts';
import { filesWithFindings, twoClusters } from '../../support/many-findings.ts';

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 900 };

/** What the page is shown with: nothing found, a team's repository, a company's. */
const audits: Readonly<Record<string, Audit>> = {
  0: auditOf(checkFiles({ 'service.yaml': cleanService, 'deployment.yaml': cleanDeployment })),
  30: ofTwoClusters(filesWithFindings(3)),
  1000: ofTwoClusters(filesWithFindings(100)),
};
const change = checkChange(changeStory.base, {
  ...changeStory.head,
  ...filesWithFindings(1),
});
const chinese = { ...change, settings: { ...change.settings, locale: 'zh-CN' } } as const;

function ofTwoClusters(files: Files, lastAudit?: LastAudit): Audit {
  const settings = resolveSettings({}, twoClusters, false, 'en', lastAudit !== undefined);
  return auditOf(check({ settings, head: treeOf(files), today, lastAudit }));
}

/** A week ago a third Service was there, and a finding less. */
const lastWeek = ofTwoClusters(filesWithFindings(4));
const audited = ofTwoClusters(
  filesWithFindings(3),
  leave({ ...lastWeek, findings: lastWeek.findings.slice(1) }, '2026-06-08'),
);

const repositories = joinRepositories([
  { name: 'acme/shop', audit: ofTwoClusters(filesWithFindings(2)) },
  { name: 'acme/pay', audit: audits[0]! },
]);

const trend = [
  { day: '2026-05-25', error: 21, warning: 14, info: 3 },
  { day: '2026-06-01', error: 18, warning: 14, info: 3 },
  { day: '2026-06-08', error: 15, warning: 12, info: 3 },
  { day: '2026-06-15', error: 12, warning: 15, info: 3 },
];

describe.skipIf(chromiumPath === undefined)(`the HTML report ${needsChromium}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** Opens a report as the file that somebody downloaded; anything that goes wrong in it fails the test. */
  async function open(
    audit: Audit,
    context: BrowserContextOptions = {},
    options: Partial<HtmlOptions> = {},
  ): Promise<Page> {
    const file = join(temporaryFolder(), 'report.html');
    writeFileSync(file, htmlReport(audit, { version: '0.1.0', ...options }));
    const page = await browser.newPage({ viewport: desk, ...context });
    const faults: string[] = [];
    page.on('console', (message) => faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) faults.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('html[data-ready="true"]', { state: 'attached' });
    expect(faults).toEqual([]);
    return page;
  }

  /** What the page says of how many findings it shows, once it says so. */
  const shows = async (page: Page, text: string): Promise<void> => {
    await page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 5000 });
  };
  const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Goes on by the keyboard until an element has the focus. */
  const tabTo = async (page: Page, selector: string): Promise<void> => {
    for (let count = 0; count < 60; count++) {
      if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`no tab leads to ${selector}`);
  };

  it('is filtered by the keyboard alone', async () => {
    const page = await open(audits[30]!);
    await shows(page, '30 of 30');
    await press(page, '/');
    await page.keyboard.type('preStop');
    await shows(page, '3 of 30');
    await press(page, 'Escape');
    await shows(page, '30 of 30');

    await press(page, 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Space');
    await shows(page, '12 of 30');
    await press(page, 'Space');
    await tabTo(page, 'input[name="path"]');
    await page.keyboard.type('clusters/STAGING/');
    await shows(page, '10 of 30');
    await tabTo(page, 'select[name="rule"]');
    await page.keyboard.type('readiness');
    await shows(page, '1 of 30');
    expect(await page.locator('.finding .rule').allTextContents()).toEqual(['readiness-probe-missing']);

    await tabTo(page, '.reset');
    await press(page, 'Enter');
    await shows(page, '30 of 30');
    await tabTo(page, 'select[name="cluster"]');
    await page.keyboard.type('prod');
    await shows(page, '20 of 30');
    await page.close();
  });

  it('keeps its filters in the address, so that a view can be handed on', async () => {
    const page = await open(audits[30]!);
    await page.selectOption('select[name="cluster"]', 'staging');
    await page.check('input[value="error"]');
    await shows(page, '4 of 30');
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);

    await shows(page, '4 of 30');
    await page.close();
  });

  it('leads from a load balancer to what was found about it', async () => {
    const page = await open(audits[1000]!);
    const card = page.locator('.balancer').first();
    const name = await card.locator('.name').textContent();
    await tabTo(page, '.balancer .link');
    await press(page, 'Enter');

    await shows(page, '8 of 1000');
    expect(await page.locator('.group .name').allTextContents()).toEqual([name]);
    expect(await page.evaluate('document.activeElement.id')).toBe('findings-title');
    await page.getByRole('button', { name: 'Clear' }).click();
    await shows(page, '1000 of 1000');
    await page.close();
  });

  it('shows long lists piece by piece, and the keyboard stays where it was', async () => {
    const page = await open(audits[1000]!);
    await tabTo(page, '#balancer-list > .more');
    await press(page, 'Enter');

    expect(await page.locator('.balancer').count()).toBe(12);
    expect(await page.evaluate('document.activeElement.closest(".balancer") !== null')).toBe(true);
    expect(await page.locator('.finding').count()).toBeLessThan(200);
    await page.close();
  });

  it('can be made light or dark', async () => {
    const page = await open(audits[0]!, { colorScheme: 'light' });
    const background = async (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await tabTo(page, 'input[name="theme"]');
    await press(page, 'ArrowRight', 'ArrowRight');
    const dark = await background();
    await page.emulateMedia({ colorScheme: 'dark' });
    await press(page, 'ArrowLeft');

    expect(dark).not.toBe(light);
    expect(await background()).toBe(light);
    await press(page, 'ArrowLeft');
    expect(await background()).toBe(dark);
    await page.close();
  });

  it('shows hostile names as text, and nothing in them acts', async () => {
    const evil = `</script><script>document.title='hacked'</script><img src=x onerror="document.title='hacked'">`;
    const attribute = `" onmouseover="document.title='hacked'" x="`;
    const page = await open(
      auditOf(
        checkFiles({
          [`a${attribute}${evil.replaceAll('/', '_')}.yaml`]: cleanService
            .replace('name: web', `name: ${JSON.stringify(evil)}`)
            .replace('"on"', JSON.stringify(attribute + evil)),
          'b.yaml': `kind: Service\nmetadata: ["${String.raw`<!--\u2028<svg onload=1>`}`,
        }),
      ),
    );
    const text = (await page.textContent('main')) ?? '';

    expect(text).toContain(evil);
    expect(text).toContain(attribute);
    expect(await page.title()).toMatch(/^Gate failed: /);
    expect(await page.locator('main img, main svg:not(.quota > svg), [onmouseover]').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    await page.close();
  });

  it('runs no script but its own, even where markup slipped in', async () => {
    const slipped = `<p class="slipped">x<script>document.title='hacked'</script><img src="https://example.com/x.png" onerror="document.title='hacked'"></p>`;
    const file = join(temporaryFolder(), 'report.html');
    writeFileSync(file, htmlReport(audits[30]!, { version: '0.1.0' }).replace('<main>', `<main>${slipped}`));
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('requestfinished', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('.slipped');

    expect(await page.title()).not.toBe('hacked');
    expect(asked).toEqual([pathToFileURL(file).href]);
    await page.close();
  });

  it('draws how much of the quotas is used', async () => {
    const port = (at: number): string => `${8000 + at}:${8000 + at}`;
    const annotations = { id: 'lb-shared', 'force-override-listeners': 'true' };
    const ports = Array.from({ length: 45 }, (_, at) => port(at));
    const page = await open(
      auditOf(
        checkFiles(
          {
            'k8s/web.yaml': serviceText({ name: 'web', annotations, ports }),
            'k8s/deployment.yaml': cleanDeployment.replace('replicas: 2', 'replicas: 5'),
          },
          { set: ['cluster.backendMode=eni'] },
        ),
      ),
    );
    const quotas = page.locator('.balancer .quota');

    expect(await quotas.allTextContents()).toEqual(['backend servers: 225 of 200', 'listeners: 45 of 50']);
    expect(await quotas.locator('rect:last-child').evaluateAll((bars) => bars.map((bar) => bar.outerHTML))).toEqual([
      expect.stringMatching(/class="fill-error" width="100"/),
      expect.stringMatching(/class="fill-warning" width="90"/),
    ]);
    await page.close();
  });

  it('draws the rollouts that are not safe in the card of their load balancer', async () => {
    const audit = audits[30]!;
    const page = await open(audit);
    const unsafe = audit.rollouts.filter(({ rollout }) => rollout.verdict === 'unsafe');

    expect(unsafe.length).toBeGreaterThan(0);
    expect(await page.locator('.balancer .block svg').count()).toBe(unsafe.length);
    await page.close();
  });

  const views = ['0', '30', '1000'].flatMap((count) =>
    (
      [
        ['light', desk],
        ['dark', desk],
        ['phone', phone],
      ] as const
    ).map(([name, viewport]) => [`${count} findings, ${name}`, audits[count], name, viewport] as const),
  );
  it.each([
    ...views,
    ['an audit, light', audited, 'light', desk],
    ['an audit, phone', audited, 'phone', phone],
    ['a change, light', auditOf(change), 'light', desk],
    ['a change, dark', auditOf(change), 'dark', desk],
    ['a change, phone', auditOf(change), 'phone', phone],
    ['a change in Chinese, light', auditOf(chinese), 'light', desk],
    ['repositories, light', repositories, 'light', desk],
    ['repositories, phone', repositories, 'phone', phone],
  ] as const)('is accessible and fits its window: %s', async (name, audit, look, viewport) => {
    const page = await open(
      audit!,
      {
        viewport,
        colorScheme: look === 'dark' ? 'dark' : 'light',
        ...(look === 'phone' ? { deviceScaleFactor: 2, isMobile: true, hasTouch: true } : {}),
      },
      name.startsWith('an audit') ? { trend } : {},
    );
    await page.screenshot({ path: testOutput(`${name.replaceAll(/\W+/g, '-')}.png`) });
    await page.evaluate("document.getElementById('findings-title').scrollIntoView({ behavior: 'instant' })");
    await page.screenshot({ path: testOutput(`${name.replaceAll(/\W+/g, '-')}-findings.png`) });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');

    expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.close();
  });
});
