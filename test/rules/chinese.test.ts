import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFiles } from '../support/check-files.ts';

/** Expectations show the English texts; where a Chinese one has words of its own for a case, it stands here. */
const texts: readonly (readonly [fixture: string, zh: string])[] = [
  [
    'annotation-not-integer/bad-reused-without-override.yaml',
    'health-check-interval "5s" 的数字之后还有其他字符；单位是固定的，无需书写。虽然不会改动所复用负载均衡的监听，该注解仍会被解析。',
  ],
  [
    'annotation-not-integer/bad-unit.yaml',
    'connection-drain-timeout "30s" 的数字之后还有其他字符；单位是固定的，无需书写。',
  ],
  [
    'annotation-value-not-allowed/bad-external-ip-type.yaml',
    'external-ip-type "EIP"（是否应为 "eip"？） 不是 eip；Service 会显示负载均衡自身的地址。',
  ],
  [
    'annotation-value-not-allowed/bad-address-type-capital.yaml',
    'address-type "Intranet"（是否应为 "intranet"？） 不在 internet、intranet 之中。',
  ],
  ['annotation-value-not-allowed/bad-nlb-nothing-near.yaml', 'server-group-type "kubernetes" 不在 Instance、Ip 之中。'],
];

it.each(texts)('%s', (fixture, zh) => {
  const [rule] = fixture.split('/');
  const { findings } = checkFiles({ 'web.yaml': readFileSync(join(import.meta.dirname, fixture)) });
  expect(findings.filter(({ ruleId }) => ruleId === rule).map(({ message }) => message.zh)).toEqual([zh]);
});
