import { expect, it } from 'vitest';
import { applyEdits } from '../../src/model/fix.ts';
import { checkFiles } from '../support/check-files.ts';
import { cleanDeployment, cleanService } from '../support/manifests.ts';

/** Without a grace period of its own, and with this in place of the preStop. */
const deployment = (preStop: string): string =>
  cleanDeployment.replace(/ *terminationGracePeriodSeconds: 60\n/, '').replace(/ *lifecycle:[^]*$/, preStop);
const short = `          lifecycle:
            preStop:
              exec:
                command: ["sleep", "3"]
`;
const configuration = { rules: { 'grace-period-too-short': { marginSeconds: 45 } } };

it.each([
  ['prestop-missing', ''],
  ['prestop-too-short', short],
])('leaves the margin that the repository asks for in the fix of %s', (ruleId, preStop) => {
  const text = `${cleanService}---\n${deployment(preStop)}`;
  const result = checkFiles({ 'a.yaml': text }, { set: ['cluster.backendMode=eni'] }, configuration);
  const finding = result.findings.find((each) => each.ruleId === ruleId);
  const fix = finding === undefined ? null : result.fixOf(finding);
  const fixed = applyEdits(text, fix?.edits ?? []);
  expect(fixed).toMatch(/sleep", "30"/);
  expect(fixed).toContain('terminationGracePeriodSeconds: 75');
});
