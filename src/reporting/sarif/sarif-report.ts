import type {
  ArtifactLocation,
  Fix as SarifFix,
  Invocation,
  Location as SarifLocation,
  Log,
  Message,
  Notification,
  Result,
  Run,
  Suppression as SarifSuppression,
} from 'sarif';
import { byGravity } from '../../analysis/finding-counts.ts';
import { inLocale, type Bilingual, type Finding, type Location } from '../../model/finding.ts';
import type { Fix } from '../../model/fix.ts';
import type { Audit } from '../audit.ts';
import { entriesOf, jsonPieces, type Entries } from '../json-pieces.ts';
import { groupedProblems } from '../problem-groups.ts';
import { visible } from '../show-text.ts';
import { levelOf, sarifRules } from './sarif-rules.ts';

/**
 * What code scanning keeps of one upload; results beyond are dropped unseen, so they are left out here and told of.
 * Source: the limits of SARIF uploads in GitHub's documentation (checked 2026-11-23).
 */
const most = { results: 5_000, locations: 100, problems: 100 };
const longestText = 4_000;
const root = '%SRCROOT%';

/**
 * The report as SARIF 2.1.0, one run. What is fixed is left out: whoever reads it compares for itself. The caller tells
 * runs apart (`category` of the upload), so the run names none.
 */
export function sarifReport(audit: Audit, options: { readonly version: string }): string {
  return [...sarifReportPieces(audit, options)].join('');
}

/** The same report in pieces that follow one another. */
export function sarifReportPieces(audit: Audit, { version }: { readonly version: string }): Iterable<string> {
  return jsonPieces(new SarifReport(audit, version).log());
}

type LongRun = Omit<Run, 'results'> & { readonly results: Entries<Result> };

class SarifReport {
  readonly #audit: Audit;
  readonly #version: string;

  constructor(audit: Audit, version: string) {
    this.#audit = audit;
    this.#version = version;
  }

  log(): Omit<Log, 'runs'> & { readonly runs: readonly LongRun[] } {
    const { findings, settings } = this.#audit;
    const { locale } = settings;
    const standing = findings.filter(({ status }) => status !== 'fixed').sort(byWeight);
    const kept = standing.slice(0, most.results);
    const rules = sarifRules(locale);
    const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
    const isAnySuppressed = kept.some(({ suppression }) => suppression !== null);
    const nth = new Map<string, number>();
    return {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'ACK Service Gate', semanticVersion: this.#version, rules } },
          language: locale,
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { [root]: { description: { text: this.#say(rootText) } } },
          invocations: [this.#invocation(standing.length - kept.length)],
          results: entriesOf(kept, (finding): Result => {
            const index = ruleIndex.get(finding.ruleId);
            const count = (nth.get(finding.fingerprint) ?? 0) + 1;
            nth.set(finding.fingerprint, count);
            return {
              ...this.#result(finding),
              ...(index === undefined ? {} : { ruleIndex: index }),
              // The same fault twice in one value has one fingerprint and is two results.
              partialFingerprints: { 'ackServiceGate/v1': `${finding.fingerprint}:${count}` },
              // Where one result tells of suppressions, every other has to say that it has none.
              ...(isAnySuppressed ? { suppressions: this.#suppressions(finding) } : {}),
            };
          }),
        },
      ],
    };
  }

  #say(text: Bilingual): string {
    const shown = visible(inLocale(text, this.#audit.settings.locale));
    return shown.length > longestText ? `${shown.slice(0, longestText - 1)}…` : shown;
  }

  #message(...texts: readonly Bilingual[]): Message {
    const text = texts.map((each) => this.#say(each)).join('\n\n');
    // In SARIF `[text](target)` is a link; nothing that a manifest says may become one.
    return { text: text.replaceAll(/\[(?=[^[\]]*\]\()/g, String.raw`\[`) };
  }

  #result(finding: Finding): Result {
    const { ruleId, severity, message, remedy, location, related, resource, status, worsened } = finding;
    const { certainty, assumes, clusters, scope, events } = finding;
    const fix = this.#audit.fixOf(finding);
    return {
      ruleId,
      level: levelOf(severity),
      message: this.#message(message, remedy),
      locations: [
        {
          physicalLocation: physical(location),
          ...(resource === null
            ? {}
            : {
                logicalLocations: [
                  {
                    kind: 'resource',
                    name: visible(resource.name),
                    fullyQualifiedName: visible([resource.kind, resource.namespace ?? '', resource.name].join('/')),
                  },
                ],
              }),
        },
      ],
      ...(related.length === 0 ? {} : { relatedLocations: this.#related(related) }),
      ...(this.#audit.hasBase || this.#audit.since !== undefined
        ? { baselineState: worsened ? 'updated' : status === 'new' ? 'new' : 'unchanged' }
        : {}),
      ...(fix === null ? {} : { fixes: [this.#fix(fix)] }),
      properties: {
        certainty,
        scope: visible(scope),
        ...(assumes.length === 0 ? {} : { assumes: assumes.map(visible) }),
        ...(clusters.length === 0 ? {} : { clusters: clusters.map(visible) }),
        ...(events.length === 0 ? {} : { events: [...events] }),
      },
    };
  }

  #related(related: Finding['related']): SarifLocation[] {
    return related.slice(0, most.locations).map(({ message, location }, id) => ({
      id,
      message: this.#message(message),
      physicalLocation: physical(location),
    }));
  }

  #suppressions({ suppression }: Finding): SarifSuppression[] {
    if (suppression === null) return [];
    const { kind, reason, location } = suppression;
    return [
      {
        kind: kind === 'comment' || kind === 'annotation' ? 'inSource' : 'external',
        status: 'accepted',
        ...(reason === '' ? {} : { justification: visible(reason) }),
        ...(location === null ? {} : { location: { physicalLocation: physical(location) } }),
      },
    ];
  }

  #fix({ description, edits }: Fix): SarifFix {
    const files = [...new Set(edits.map(({ file }) => file))];
    return {
      description: { text: this.#say(description) },
      artifactChanges: files.map((file) => ({
        artifactLocation: artifact(file),
        replacements: edits
          .filter((edit) => edit.file === file)
          .map(({ startOffset, endOffset, newText }) => ({
            deletedRegion: { charOffset: startOffset, charLength: endOffset - startOffset },
            insertedContent: { text: newText },
          })),
      })),
    };
  }

  #invocation(left: number): Invocation {
    const { problems, notEvaluated } = this.#audit;
    const notifications: Notification[] = [];
    const add = (level: Notification['level'], message: Bilingual, location?: Location | null): void => {
      notifications.push({
        level,
        message: this.#message(message),
        ...(location == null ? {} : { locations: [{ physicalLocation: physical(location) }] }),
      });
    };
    if (left > 0) add('warning', cutText(left));
    if (notEvaluated.length > 0) add('note', openText(notEvaluated.length));
    const groups = groupedProblems(problems);
    for (const [first, ...others] of groups.slice(0, most.problems))
      add('note', others.length === 0 ? first.message : andMore(first.message, others.length), first.location);
    if (groups.length > most.problems) add('note', moreProblems(groups.length - most.problems));
    return {
      executionSuccessful: true,
      ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
    };
  }
}

/** What counts first, the gravest first: what is cut is what matters least. */
function byWeight(left: Finding, right: Finding): number {
  const rank = ({ suppression }: Finding): number => (suppression === null ? 0 : 1);
  return rank(left) - rank(right) || byGravity(left, right);
}

function physical({ file, start, end }: Location): NonNullable<SarifLocation['physicalLocation']> {
  return {
    artifactLocation: artifact(file),
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  };
}

function artifact(file: string): ArtifactLocation {
  // A lone half of a surrogate pair has no encoding.
  const wellFormed = file.replaceAll(/\p{Cs}/gu, '\uFFFD');
  return { uri: wellFormed.split('/').map(encodeURIComponent).join('/'), uriBaseId: root };
}

const rootText: Bilingual = {
  en: 'the folder that the gate ran in; on GitHub the top of the repository',
  zh: '运行检查的目录；在 GitHub 上为仓库根目录',
};

function cutText(left: number): Bilingual {
  return {
    en: `${left} results of lower weight are left out: code scanning keeps ${most.results}. The JSON report has them all.`,
    zh: `已省略 ${left} 个较次要的结果：代码扫描最多保留 ${most.results} 个。完整结果见 JSON 报告。`,
  };
}

function openText(count: number): Bilingual {
  return {
    en: `${count} checks could not be evaluated for want of facts; the JSON report lists them.`,
    zh: `${count} 项检查因缺少信息未能评估，详见 JSON 报告。`,
  };
}

function andMore({ en, zh }: Bilingual, count: number): Bilingual {
  return { en: `${en} (and at ${count} more places)`, zh: `${zh}（另有 ${count} 处）` };
}

function moreProblems(count: number): Bilingual {
  return { en: `${count} more notes; the JSON report lists them.`, zh: `另有 ${count} 条说明，详见 JSON 报告。` };
}
