import { inLocale, type Bilingual, type Finding, type Location, type Problem } from '../model/finding.ts';
import type { CheckResult } from './check.ts';
import { countedFindings, decideOutcome } from './decide-outcome.ts';
import { notSuppressible } from './overrides.ts';

/** A label as it stands on a pull request now. */
export interface SetLabel {
  readonly name: string;
  /** The login of who set it last, and when (ISO 8601, UTC); null where GitHub does not tell. */
  readonly by: string | null;
  readonly at: string | null;
}

/** One pull request of those that are judged together. */
export interface LabelledChange {
  readonly number: number;
  readonly labels: readonly SetLabel[];
  /** The files that it touches; undefined where it may have touched any. */
  readonly files: ReadonlySet<string> | undefined;
}

/** The labels of what is judged, or why they are not known. */
export type Approvals = { readonly changes: readonly LabelledChange[] } | { readonly unreadable: Bilingual };

/** Findings that count and whose rule a label may approve. */
export interface AwaitingLabels {
  readonly open: readonly Finding[];
  /** Those that the configuration lets nothing silence, a label neither. */
  readonly protected: readonly Finding[];
}

/** What labels could decide about; where `open` is empty, none need be read. */
export function awaitingLabels({ findings, settings: { gate, rules } }: CheckResult): AwaitingLabels {
  const named = countedFindings(findings, gate).filter(({ ruleId }) => rules.get(ruleId)?.allowLabel !== undefined);
  const isProtected = ({ ruleId }: Finding): boolean => rules.get(ruleId)?.suppressible === false;
  return { open: named.filter((finding) => !isProtected(finding)), protected: named.filter(isProtected) };
}

/**
 * Marks the findings that a label approves, says of the others which label is missing or why it is not known, and decides
 * the outcome anew. `places` says where the configuration allows each label.
 */
export function withApprovals(
  result: CheckResult,
  places: ReadonlyMap<string, Location>,
  approvals: Approvals,
): CheckResult {
  const { settings } = result;
  const { open, protected: refused } = awaitingLabels(result);
  const approved = new Map<Finding, Finding['suppression']>();
  const problems = new Map<string, Problem>();
  const add = (problem: Problem): void =>
    void problems.set(JSON.stringify([problem.message.en, problem.location]), problem);
  for (const { ruleId } of refused) add(notSuppressible(ruleId, places.get(ruleId)));
  for (const finding of open) {
    const { ruleId } = finding;
    const label = settings.rules.get(ruleId)?.allowLabel ?? '';
    const location = places.get(ruleId) ?? null;
    const tell = (kind: Problem['kind'], message: Bilingual): void =>
      add({ kind, file: location?.file ?? '', message, location });
    if ('unreadable' in approvals) {
      tell('label-unreadable', unreadable(ruleId, label, approvals.unreadable));
      continue;
    }
    const causes = causesOf(finding, approvals.changes);
    const missing = causes.filter((change) => labelOf(change, label) === undefined);
    if (missing.length > 0 || causes.length === 0) {
      tell('label-missing', notSet(ruleId, label, missing));
      continue;
    }
    const reason = inLocale(setBy(label, causes), settings.locale);
    approved.set(finding, { kind: 'label', reason, location });
  }
  const findings = result.findings.map((finding) => {
    const suppression = approved.get(finding);
    return suppression === undefined ? finding : { ...finding, suppression };
  });
  return {
    ...result,
    findings,
    outcome: decideOutcome(findings, settings),
    problems: [...result.problems, ...problems.values()],
  };
}

/**
 * The pull requests whose label is asked for: those that touch a file which the finding is about, where the change touches
 * its very lines; else the cause may be anywhere, and all have to carry it.
 */
function causesOf(
  { inDiff, location, related, files: about }: Finding,
  changes: readonly LabelledChange[],
): readonly LabelledChange[] {
  const places = [location, ...related.map((each) => each.location)];
  const named = [...about, ...places.map(({ file }) => file)];
  const touching = changes.filter(({ files }) => files === undefined || named.some((file) => files.has(file)));
  const isKnown = inDiff === true && touching.some(({ files }) => files?.has(location.file) === true);
  return isKnown ? touching : changes;
}

/** GitHub takes two names that differ in case only for one label. */
function labelOf({ labels }: LabelledChange, label: string): SetLabel | undefined {
  return labels.find(({ name }) => name.toLowerCase() === label.toLowerCase());
}

function setBy(label: string, causes: readonly LabelledChange[]): Bilingual {
  const each = causes.map((change) => ({ number: change.number, ...labelOf(change, label) }));
  const en = each.map(
    ({ number, by, at }) => `on #${number}, set by ${by ?? 'somebody'}${at == null ? '' : ` at ${at}`}`,
  );
  const zh = each.map(({ number, by, at }) => `#${number}，由 ${by ?? '某人'}${at == null ? '' : ` 于 ${at}`} 设置`);
  return { en: `label "${label}" ${en.join('; ')}`, zh: `标签 "${label}"（${zh.join('；')}）` };
}

function notSet(ruleId: string, label: string, missing: readonly LabelledChange[]): Bilingual {
  const numbers = missing.map(({ number }) => `#${number}`);
  return {
    en: `${ruleId} is not approved: the label "${label}" is not set on ${numbers.join(' and ')}`,
    zh: `${ruleId} 未获批准：${numbers.join('、')} 上没有标签 "${label}"`,
  };
}

function unreadable(ruleId: string, label: string, why: Bilingual): Bilingual {
  return {
    en: `${ruleId} is not approved, because the label "${label}" cannot be read: ${why.en}`,
    zh: `${ruleId} 未获批准，因为无法读取标签 "${label}"：${why.zh}`,
  };
}
