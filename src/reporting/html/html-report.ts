import { countBySeverity } from '../../analysis/finding-counts.ts';
import { isSilenced } from '../../analysis/decide-outcome.ts';
import { inLocale, type Bilingual, type NotEvaluated, type Severity } from '../../model/finding.ts';
import type { Audit } from '../audit.ts';
import { factLines } from '../fact-lines.ts';
import { comparedCounts, countsLine, severityWords, verdictLine, verdictWords } from '../headline.ts';
import { groupedProblems } from '../problem-groups.ts';
import { pageData } from './build-page-data.ts';
import { islandOf, Markup, markup } from './escape.ts';
import { page } from './page.generated.ts';
import { rolloutBlocks } from './rollout-blocks.ts';
import { trendFigure, type TrendPoint } from './trend.ts';

export interface HtmlOptions {
  readonly version: string;
  /** Counts of earlier audits, the oldest first, this one last; shown where there are at least two. */
  readonly trend?: readonly TrendPoint[];
}

/**
 * The report as one HTML file that loads nothing: its policy lets only the script and the style run that the gate was
 * built with, so that not even markup that slipped in could act.
 */
export function htmlReport(audit: Audit, options: HtmlOptions): string {
  return new HtmlReport(audit, options).document().text;
}

/** Places of one kind that are listed; the JSON report has them all. */
const mostPlaces = 50;

class HtmlReport {
  readonly #audit: Audit;
  readonly #options: HtmlOptions;
  readonly #templates: Markup[] = [];

  constructor(audit: Audit, options: HtmlOptions) {
    this.#audit = audit;
    this.#options = options;
  }

  document(): Markup {
    const blocksOf = rolloutBlocks(this.#audit);
    const data = pageData(this.#audit, (prediction) => this.#blocks(blocksOf(prediction)));
    const hasBalancers = data.balancers.length > 0;
    return markup`<!doctype html>
<html lang="${this.#audit.settings.locale}" data-theme="auto">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${this.#say(verdictLine(this.#audit))} – ACK Service Gate</title>
<style>${new Markup(page.style)}</style>
</head>
<body>
${this.#head()}
<main>
${this.#outcome()}
${this.#repositories()}
${hasBalancers ? this.#balancers() : undefined}
${this.#findings(data.clusters.length > 0)}
${this.#open()}
</main>
<footer><p>ACK Service Gate ${this.#options.version}</p></footer>
${this.#templates}
<script type="application/json" id="data">${new Markup(islandOf(data))}</script>
<script>${new Markup(page.script)}</script>
</body>
</html>
`;
  }

  #say(text: Bilingual): string {
    return inLocale(text, this.#audit.settings.locale);
  }

  #word(en: string, zh: string): string {
    return this.#say({ en, zh });
  }

  #blocks(blocks: readonly Markup[]): string[] {
    return blocks.map((block) => {
      const id = `block-${this.#templates.length}`;
      this.#templates.push(markup`<template id="${id}">${block}</template>\n`);
      return id;
    });
  }

  #head(): Markup {
    const themes = [
      ['auto', this.#word('Auto', '自动')],
      ['light', this.#word('Light', '浅色')],
      ['dark', this.#word('Dark', '深色')],
    ] as const;
    const choices = themes.map(
      ([value, label]) => markup`<label><input type="radio" name="theme" value="${value}">${label}</label>`,
    );
    return markup`<a class="skip" href="#findings-title">${this.#word('Skip to the findings', '跳到问题列表')}</a>
<header class="bar">
<p class="brand">ACK Service Gate <span>${this.#word('report', '报告')}</span></p>
<fieldset class="theme"><legend>${this.#word('Colours', '配色')}</legend>${choices}</fieldset>
</header>`;
  }

  #outcome(): Markup {
    const { outcome, summary, findings, since, notEvaluated } = this.#audit;
    const counts = countBySeverity(findings);
    const changes = comparedCounts(this.#audit);
    const tile = (count: number, label: string, name = ''): Markup =>
      markup`<li class="${count > 0 ? name : ''}"><strong>${count}</strong><span>${label}</span></li>`;
    const severities: readonly (readonly [Severity, Bilingual])[] = [
      ['error', { en: 'errors', zh: '错误' }],
      ['warning', { en: 'warnings', zh: '警告' }],
      ['info', { en: 'info', zh: '提示' }],
    ];
    const stays = since === undefined ? this.#word('unchanged', '未变') : this.#word('still open', '仍存在');
    const compared =
      changes === undefined
        ? []
        : [
            tile(changes.new, this.#word('new', '新增')),
            tile(changes.unchanged, stays),
            tile(changes.fixed, this.#word('fixed', '已修复')),
          ];
    const tiles = [
      ...severities.map(([severity, label]) => tile(counts[severity], this.#say(label), `some-${severity}`)),
      ...compared,
      tile(findings.filter(isSilenced).length, this.#word('suppressed', '已抑制')),
      tile(notEvaluated.length, this.#word('left open', '未决检查')),
      tile(summary.loadBalancerServices, this.#word('load balancers', '负载均衡')),
    ];
    return markup`<section class="outcome is-${outcome.result}" aria-labelledby="verdict">
<h1 id="verdict">${this.#say(verdictLine(this.#audit))}</h1>
<p>${this.#say(countsLine(this.#audit))}</p>
<ul class="tiles">${tiles}</ul>
${trendFigure(this.#options.trend ?? [], this.#audit.settings.locale)}
</section>`;
  }

  /** One row for each repository, where several were audited. */
  #repositories(): Markup | undefined {
    const { repositories } = this.#audit;
    if (repositories === undefined) return undefined;
    const title = this.#word('Repositories', '仓库');
    const heads = [
      this.#word('Repository', '仓库'),
      this.#word('Outcome', '结果'),
      ...(['error', 'warning', 'info'] as const).map((severity) => this.#say(severityWords[severity])),
      this.#word('Load balancers', '负载均衡'),
    ].map((head) => markup`<th scope="col">${head}</th>`);
    const rows = repositories.map(({ name, result, findings, loadBalancerServices }) => {
      const counts = [findings.error, findings.warning, findings.info, loadBalancerServices];
      const cells = counts.map((count) => markup`<td>${count}</td>`);
      const verdict = markup`<span class="verdict is-${result}">${this.#say(verdictWords[result])}</span>`;
      return markup`<tr><th scope="row">${name}</th><td>${verdict}</td>${cells}</tr>`;
    });
    return markup`<section aria-labelledby="repositories-title">
<div class="section-head"><h2 id="repositories-title">${title}</h2><p>${repositories.length}</p></div>
<div class="open wide" tabindex="0" role="group" aria-label="${title}"><table class="repositories"><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>
</section>`;
  }

  #balancers(): Markup {
    const count = this.#audit.predictions().length;
    const said = this.#word(`${count} predicted, if deployed as written`, `按清单部署后的预测，共 ${count} 个`);
    return markup`<section aria-labelledby="balancers-title">
<div class="section-head"><h2 id="balancers-title">${this.#word('Load balancers', '负载均衡')}</h2><p>${said}</p></div>
<div class="balancers" id="balancer-list"></div>
</section>`;
  }

  #findings(hasClusters: boolean): Markup {
    const isEmpty = this.#audit.findings.length === 0;
    const needsScript = this.#word(
      'The list needs JavaScript; the Markdown and JSON reports do not.',
      '列表需要 JavaScript；Markdown 与 JSON 报告则不需要。',
    );
    const nothing = markup`<p class="nothing">${this.#word('No findings.', '没有问题。')}</p>`;
    return markup`<section aria-labelledby="findings-title">
<div class="section-head"><h2 id="findings-title" tabindex="-1">${this.#word('Findings', '问题')}</h2><p id="shown" role="status"></p></div>
<noscript><p>${needsScript}</p></noscript>
${isEmpty ? nothing : undefined}
${this.#filters(isEmpty, hasClusters)}
<div id="finding-list"></div>
</section>`;
  }

  #filters(isEmpty: boolean, hasClusters: boolean): Markup {
    const chips = (['error', 'warning', 'info'] as const).map((severity) => {
      const box = markup`<input type="checkbox" name="severity" value="${severity}">`;
      return markup`<label class="chip">${box}${this.#say(severityWords[severity])}</label>`;
    });
    const text = (name: string, label: string): Markup =>
      markup`<label class="grow">${label}<input type="search" name="${name}" autocomplete="off" spellcheck="false"></label>`;
    const choice = (name: string, label: string, all: string, options: readonly Markup[] = []): Markup =>
      markup`<label class="pick">${label}<select name="${name}"><option value="">${all}</option>${options}</select></label>`;
    const { hasBase, since } = this.#audit;
    const compared = [...(hasBase || since !== undefined ? ['new', 'unchanged'] : []), ...(hasBase ? ['fixed'] : [])];
    const states = [...compared, 'suppressed'].map(
      (state) => markup`<option value="${state}">${this.#say(stateWords[state] ?? { en: state, zh: state })}</option>`,
    );
    const cluster = hasClusters
      ? choice('cluster', this.#word('Cluster', '集群'), this.#word('All clusters', '全部集群'))
      : markup`<input type="hidden" name="cluster" value="">`;
    return markup`<form class="filters" id="filters"${isEmpty ? markup` hidden` : undefined}>
<fieldset class="severities"><legend>${this.#word('Severity', '级别')}</legend>${chips}</fieldset>
${text('search', this.#word('Search (press /)', '搜索（按 /）'))}
${text('path', this.#word('Path contains', '路径包含'))}
${choice('rule', this.#word('Rule', '规则'), this.#word('All rules', '全部规则'))}
${cluster}
${choice('state', this.#word('Status', '状态'), this.#word('All that stand', '全部现存'), states)}
<input type="hidden" name="group" value="">
<button class="reset" type="reset">${this.#word('Clear', '清除')}</button>
</form>`;
  }

  /** What could not be evaluated, and what else a reader should know. */
  #open(): Markup | undefined {
    const parts = [this.#notEvaluated(), this.#problems(), this.#facts()].filter((part) => part !== undefined);
    if (parts.length === 0) return undefined;
    const title = this.#word('What could not be evaluated, and notes', '未能评估的内容与说明');
    return markup`<section aria-labelledby="open-title">
<div class="section-head"><h2 id="open-title">${title}</h2></div>
${parts}
</section>`;
  }

  #notEvaluated(): Markup | undefined {
    const groups = new Map<string, [NotEvaluated, ...NotEvaluated[]]>();
    for (const open of this.#audit.notEvaluated) {
      const key = JSON.stringify([open.ruleId, open.missing]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [open]);
      else group.push(open);
    }
    if (groups.size === 0) return undefined;
    const rows = [...groups.values()].map((group) => {
      const [{ ruleId, missing }] = group;
      const places = group.map(({ location, resource }) => {
        const name = resource === null ? '' : ` ${resource.kind} ${resource.name}`;
        return `${location.file}:${location.start.line}${name}`;
      });
      const needs = this.#word(
        `${group.length} × not evaluated for want of ${missing.join(', ')}`,
        `${group.length} 处因缺少 ${missing.join('、')} 未评估`,
      );
      return markup`<details><summary>${ruleId}: ${needs}</summary>${this.#places(places)}</details>`;
    });
    return markup`<div class="open">${rows}</div>`;
  }

  #problems(): Markup | undefined {
    const rows = groupedProblems(this.#audit.problems).map((problems) => {
      const [{ kind, message }] = problems;
      const places = problems
        .map(({ file, location }) => (location === null ? file : `${location.file}:${location.start.line}`))
        .filter((place) => place !== '');
      return markup`<li>${this.#say(message)} <span class="tag">${kind}</span>${this.#places(places)}</li>`;
    });
    return rows.length === 0 ? undefined : markup`<ul class="open lead">${rows}</ul>`;
  }

  #places(places: readonly string[]): Markup | undefined {
    if (places.length === 0) return undefined;
    const rest = places.length - mostPlaces;
    const more = this.#word(`and ${rest} more, which the JSON report lists`, `另有 ${rest} 处，见 JSON 报告`);
    const items = places.slice(0, mostPlaces).map((place) => markup`<li class="place">${place}</li>`);
    return markup`<ul>${items}${rest > 0 ? markup`<li>${more}</li>` : undefined}</ul>`;
  }

  #facts(): Markup | undefined {
    const lines = factLines(this.#audit).map((line) => markup`${line}\n`);
    if (lines.length === 0) return undefined;
    const title = this.#word(
      'These facts in .github/ack-service-gate.yml would settle more:',
      '在 .github/ack-service-gate.yml 中补充以下信息可得到更确定的结果：',
    );
    return markup`<p class="lead">${title}</p>
<pre class="facts" tabindex="0">${lines}</pre>`;
  }
}

const policy = [
  `default-src 'none'`,
  `script-src '${page.scriptHash}'`,
  `style-src '${page.styleHash}'`,
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');

const stateWords: Readonly<Record<string, Bilingual>> = {
  new: { en: 'New', zh: '新增' },
  unchanged: { en: 'Not new', zh: '已存在' },
  fixed: { en: 'Fixed', zh: '已修复' },
  suppressed: { en: 'Suppressed', zh: '已抑制' },
};
