import { check, type CheckInput } from '../../src/analysis/check.ts';
import { auditOf, type Audit } from '../../src/reporting/audit.ts';
import { htmlReport } from '../../src/reporting/html/html-report.ts';
import { jsonReport } from '../../src/reporting/json.ts';
import { junitReport } from '../../src/reporting/junit.ts';
import { markdownReport } from '../../src/reporting/markdown.ts';
import { sarifReport } from '../../src/reporting/sarif/sarif-report.ts';
import { joinShards, readShard } from '../../src/reporting/shards/join-shards.ts';
import { shardDetails } from '../../src/reporting/shards/shard-details.ts';
import { textReport } from '../../src/reporting/text.ts';

export const version = '0.1.0';

/** The JSON reports of the parts of a run, in their order. */
export function shardsOf(input: CheckInput, total: number): string[] {
  return Array.from({ length: total }, (_, at) => {
    const result = check({ ...input, part: { index: at + 1, total } });
    const audit = auditOf(result);
    const shard = shardDetails(result, audit);
    return jsonReport(audit, { version, durationMs: 0, ...(shard === undefined ? {} : { shard }) });
  });
}

/** What joining them comes to. */
export function joined(shards: readonly string[]): Audit {
  return joinShards(shards.map((text, at) => readShard(text, `${at + 1}.json`, version)));
}

/** Every report of an audit, by its format. */
export function reportsOf(audit: Audit): Readonly<Record<string, string>> {
  return {
    json: jsonReport(audit, { version, durationMs: 0 }),
    text: textReport(audit, { colour: false, quiet: false, verbose: true }),
    sarif: sarifReport(audit, { version }),
    junit: junitReport(audit),
    markdown: markdownReport(audit),
    html: htmlReport(audit, { version }),
  };
}
