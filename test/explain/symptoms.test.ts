import { describe, expect, it } from 'vitest';
import { findSymptoms } from '../../src/analysis/explain/find-symptoms.ts';
import { symptoms } from '../../src/catalog/symptoms.ts';
import { rowsOf } from './tables.ts';

const rows = rowsOf('symptoms.tsv');

describe('words for symptoms', () => {
  it('are there for the 12 rows of the guide and the 17 others, in both languages', () => {
    const ids = Object.keys(symptoms);
    const with_ = (isChinese: boolean): (string | undefined)[] => [
      ...new Set(rows.filter(([, , words = '']) => /\p{Script=Han}/u.test(words) === isChinese).map(([id]) => id)),
    ];

    expect(ids.length).toBe(29);
    expect(with_(false)).toEqual(ids);
    expect(with_(true)).toEqual(ids);
    expect(new Set(rows.filter(([, origin]) => origin === 'guide').map(([id]) => id)).size).toBe(12);
  });

  it.each(rows)('%s (%s) is found first by: %s', (id, _, words = '') => {
    expect(findSymptoms(words)[0]).toBe(id);
  });
});
