import { expect, it } from 'vitest';
import { applyEdits } from '../../src/model/fix.ts';
import { checkFiles } from '../support/check-files.ts';

const service = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
---
`;
const deployment = (preStop: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: registry.example.com/shop/web:1
${preStop}          ports:
            - containerPort: 8080
`;
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
  const text = service + deployment(preStop);
  const result = checkFiles({ 'a.yaml': text }, { set: ['cluster.backendMode=eni'] }, configuration);
  const finding = result.findings.find((each) => each.ruleId === ruleId);
  const fix = finding === undefined ? null : result.fixOf(finding);
  const fixed = applyEdits(text, fix?.edits ?? []);
  expect(fixed).toMatch(/sleep", "30"/);
  expect(fixed).toContain('terminationGracePeriodSeconds: 75');
});
