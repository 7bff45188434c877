import { expect, it } from 'vitest';
import { compareFindings, compareSeverity, type Finding } from '../../src/model/finding.ts';
import { fingerprintOf, type FingerprintParts } from '../../src/model/fingerprint.ts';

const parts: FingerprintParts = {
  ruleId: 'drain-exceeds-grace',
  messageId: 'tooLong',
  scope: 'k8s/prod',
  resource: 'Service/shop/web',
  other: '',
  path: 'spec.ports[443/TCP]',
};

it('a fingerprint is forever: a release must not change it', () => {
  expect(fingerprintOf(parts)).toBe('c5a0d008e75078bb485bd56422f48cf9');
});

it.each(['ruleId', 'messageId', 'scope', 'resource', 'other', 'path'] as const)('a fingerprint tells by %s', (part) => {
  expect(fingerprintOf({ ...parts, [part]: `${parts[part]}x` })).not.toBe(fingerprintOf(parts));
});

it('a fingerprint does not run its parts together', () => {
  expect(fingerprintOf({ ...parts, resource: 'a', other: 'bc' })).not.toBe(
    fingerprintOf({ ...parts, resource: 'ab', other: 'c' }),
  );
});

it('severities are ordered', () => {
  expect((['error', 'info', 'warning'] as const).toSorted(compareSeverity)).toEqual(['info', 'warning', 'error']);
});

const finding = (file: string, line: number, column: number, ruleId: string, messageId = 'm', tree = 'head') =>
  ({
    ruleId,
    messageId,
    fingerprint: '',
    message: { en: '', zh: '' },
    location: { tree, file, start: { line, column } },
  }) as Finding;

it('findings are sorted by file, line, column, rule, message and tree, by code units and as numbers', () => {
  const sorted = [
    finding('Z.yaml', 9, 9, 'z'),
    finding('a.yaml', 2, 1, 'z'),
    finding('a.yaml', 10, 1, 'z'),
    finding('a.yaml', 10, 2, 'b'),
    finding('a.yaml', 10, 10, 'a'),
    finding('a.yaml', 10, 10, 'b'),
    finding('a.yaml', 10, 10, 'b', 'n', 'base'),
    finding('a.yaml', 10, 10, 'b', 'n', 'head'),
    finding('é.yaml', 1, 1, 'a'),
  ];
  expect(sorted.toReversed().toSorted(compareFindings)).toEqual(sorted);
  expect(sorted.toSpliced(0, 4).concat(sorted.slice(0, 4)).toSorted(compareFindings)).toEqual(sorted);
});
