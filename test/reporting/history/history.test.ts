import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../src/analysis/check.ts';
import { mostAudits, mostFindings, type History } from '../../../src/reporting/history/history-schema.ts';
import { historyText, nextHistory } from '../../../src/reporting/history/next-history.ts';
import { readHistory } from '../../../src/reporting/history/read-history.ts';
import { checkFiles } from '../../support/check-files.ts';
import { repository } from '../../support/gate.ts';
import { filesWithFindings } from '../../support/many-findings.ts';

const result = checkFiles(filesWithFindings(2));
const audited = { repository: 'acme/shop', repositoryId: '7', audit: '01234567' };
const commit = 'a'.repeat(40);
const next = (earlier: History | undefined, found: CheckResult = result, day = '2026-06-15'): History =>
  nextHistory(earlier, found, {
    version: '1.2.3',
    audited,
    at: new Date(`${day}T03:04:05.678Z`),
    commit,
  });
const first = next(undefined);
const text = historyText(first);

describe('a history', () => {
  it('has what the next audit needs, and no text of a manifest', () => {
    expect(first).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'ack-service-gate', version: '1.2.3' },
      repository: 'acme/shop',
      audits: [{ at: '2026-06-15T03:04:05Z', commit, result: 'fail', compared: null }],
    });
    expect(first.open).toHaveLength(result.findings.length);
    expect(text).not.toContain('wr"');
  });

  it('is read as it was written, one finding a line', () => {
    expect(readHistory(text, audited)).toEqual(first);
    expect(text.split('\n').filter((line) => line.includes('"fingerprint"'))).toHaveLength(result.findings.length);
  });

  it('has the shape that its schema says', () => {
    const schema = JSON.parse(readFileSync(join(repository, 'schema/history.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(JSON.parse(text))).toBe(true);
    expect(validate({ ...first, more: 1 })).toBe(false);
  });

  it('forgets the oldest audits', () => {
    let history = first;
    for (let at = 0; at < mostAudits; at++) history = next(history, result, '2026-06-16');
    expect(history.audits).toHaveLength(mostAudits);
    expect(history.audits[0]?.at).toBe('2026-06-16T03:04:05Z');
  });

  it('keeps no findings rather than some of them', () => {
    const [finding] = result.findings;
    if (finding === undefined) throw new Error('There is nothing to have many of.');
    const many = next(undefined, { ...result, findings: Array.from({ length: mostFindings + 1 }, () => finding) });
    expect(many.open).toBeNull();
    expect(readHistory(historyText(many), audited)).toEqual(many);
  });

  it('goes on where the repository is renamed', () => {
    expect(readHistory(text, { ...audited, repository: 'acme/store' })).toEqual(first);
    expect(readHistory(text, { ...audited, repository: 'Acme/Shop', repositoryId: null })).toEqual(first);
    expect(readHistory(text, { ...audited, repository: 'acme/store', repositoryId: null })).toHaveProperty('unfit');
  });

  it('keeps no findings where their names are too long', () => {
    const [finding] = first.open ?? [];
    const long = {
      ...first,
      open: Array.from({ length: 3 }, () => ({ ...finding, file: 'x'.repeat(12 * 1024 * 1024) })),
    };
    expect(readHistory(historyText(long as History), audited)).toMatchObject({ open: null, audits: first.audits });
  });
});

describe('what is no history of this audit', () => {
  const changed = (change: object): string => JSON.stringify({ ...first, ...change });

  it.each([
    ['nothing', '', 'it is no JSON'],
    ['half a file', text.slice(0, text.length / 2), 'it is no JSON'],
    ['a list', '[]', 'it has not the shape of a history that this version of the gate knows'],
    ['that of a later version', changed({ schemaVersion: 2 }), 'knows (schemaVersion)'],
    ['one without audits', changed({ audits: [] }), 'knows (audits)'],
    [
      'one with a forged finding',
      changed({ open: [{ ...first.open?.[0], fingerprint: '<script>' }] }),
      'knows (open.0.fingerprint)',
    ],
    ['one with more than there can be', changed({ more: 'x' }), 'this version of the gate knows'],
    ['one with a day that is none', changed({ open: [{ ...first.open?.[0], since: 'now' }] }), 'knows (open.0.since)'],
    ['that of another repository', changed({ repository: 'acme/pay', repositoryId: '8' }), 'it is that of acme/pay'],
    ['that of another audit', changed({ audit: '89abcdef' }), 'it is that of an audit of other paths'],
  ])('%s', (_, content, why) => {
    const read = readHistory(content, audited);
    expect('unfit' in read ? read.unfit.en : read).toContain(why);
  });

  it('is not one with a mark of the byte order', () => {
    expect(readHistory(`\uFEFF${text}`, audited)).toEqual(first);
  });
});
