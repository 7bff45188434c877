/** The script of the HTML report. It is put into the page as it is bundled, and reads nothing but the data beside it. */
import type { PageBalancer, PageData, PageFinding } from '../page-data.ts';
import { BalancerView } from './balancers.ts';
import { element, fill, required } from './dom.ts';
import { FilterForm, matcher } from './filters.ts';
import { FindingView } from './findings.ts';
import { LongList } from './lists.ts';
import { startTheme } from './theme.ts';

startTheme();

const data = JSON.parse(required('data', HTMLScriptElement).textContent ?? '') as PageData;
const status = required('shown', HTMLElement);
const findings = new FindingView(data);
const list = new LongList<PageFinding>(
  required('finding-list', HTMLElement),
  { size: 40, more: data.words.more, isEager: true },
  (piece) => findings.show(piece),
);

function showFindings(): void {
  const shown = data.findings.filter(matcher(data, form.read()));
  findings.restart();
  list.set(shown);
  const total = data.findings.filter(({ state }) => state !== 'fixed').length;
  status.textContent = data.findings.length === 0 ? '' : fill(data.words.shownOf, { shown: shown.length, total });
  if (shown.length === 0 && data.findings.length > 0)
    required('finding-list', HTMLElement).append(element('p', 'nothing', data.words.nothingMatches));
}

const form = new FilterForm(data, showFindings);
const balancers = new BalancerView(data, (group) => {
  form.showGroup(group);
  const heading = required('findings-title', HTMLElement);
  heading.scrollIntoView();
  heading.focus();
});
const isNarrow = matchMedia('(max-width: 640px)').matches;
const cards = document.getElementById('balancer-list');
if (cards !== null)
  // A few: most readers come for the findings below.
  new LongList<PageBalancer>(cards, { size: isNarrow ? 2 : 6, more: data.words.more, isEager: false }, (piece) =>
    piece.map((balancer) => balancers.card(balancer)),
  ).set(data.balancers);
showFindings();
document.documentElement.dataset['ready'] = 'true';
