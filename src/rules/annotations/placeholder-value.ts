import { isPlaceholder } from '../../catalog/placeholders.ts';
import { controllerSource } from '../../catalog/sources.ts';
import type { Verdict } from '../../controller/load-balancer.ts';
import { defineRule } from '../rule.ts';
import { isScalar, spot } from '../support.ts';

const assumes = ['substitution=none'];

export const placeholderValue = defineRule({
  id: 'placeholder-value',
  severity: 'warning',
  firesOn: 'presence',
  subject: 'loadBalancer',
  events: ['S06', 'S13'],
  summary: {
    en: 'Value is still a placeholder.',
    zh: '值仍是占位符。',
  },
  why: {
    en: 'Kubernetes fills nothing in. Applied as it stands, the text itself goes to the controller or the cloud, which refuses it (the address stays pending, S13) or passes it by (S06).',
    zh: 'Kubernetes 不会替换占位符。如果原样应用，该文本会被直接交给控制器或云端，结果要么被拒绝（EXTERNAL-IP 一直为 pending，S13），要么被忽略（S06）。',
  },
  remedy: {
    en: 'Write the value; or, where something fills it in at deployment, check the manifests as they come out of that.',
    zh: '填写实际的值；如果在部署时会替换占位符，请检查替换之后的清单。',
  },
  source: controllerSource('values are taken as they are written'),
  messages: {
    annotation: {
      en: ({ key, text }: { key: string; text: string }) =>
        `${key} is "${text}", a placeholder, which stays as it is unless something fills it in at deployment.`,
      zh: ({ key, text }) => `${key} 的值 "${text}" 是占位符；除非在部署时被替换，否则会保持原样。`,
      assumes,
      remedy: {
        en: ({ key }) =>
          `Write the value of ${key}; or, where something fills it in at deployment, check the manifests that come out of that.`,
        zh: ({ key }) => `填写 ${key} 的实际值；如果在部署时会替换占位符，请检查替换之后的清单。`,
      },
    },
    class: {
      en: ({ text }: { text: string }) =>
        `spec.loadBalancerClass is "${text}", a placeholder, which stays as it is unless something fills it in at deployment.`,
      zh: ({ text }) => `spec.loadBalancerClass 的值 "${text}" 是占位符；除非在部署时被替换，否则会保持原样。`,
      assumes,
    },
  },
  *check({ service: { resource, loadBalancerClass }, verdicts }) {
    const reports = [];
    if (loadBalancerClass !== undefined && isPlaceholder(loadBalancerClass.text)) {
      const data = { text: loadBalancerClass.text };
      reports.push({ at: spot(loadBalancerClass), message: 'class', data } as const);
    }
    for (const verdict of verdicts) {
      const node = verdict.annotation.located?.node;
      // What is no scalar is the text of a template, which nobody can apply before it is rendered.
      if (node === undefined || !isScalar(node) || !isPlaceholder(node.source) || !matters(verdict)) continue;
      const data = { key: verdict.annotation.key, text: node.source };
      reports.push({ at: spot(node), message: 'annotation', data } as const);
    }
    for (const report of reports) {
      // What makes a resource partial may be just what fills it in.
      if (resource.completeness === 'partial') yield { undecided: ['render'], at: report.at, resource };
      else yield report;
    }
  },
});

/** False where the controller would not read the value anyway, which is for other rules to say. */
function matters({ outcome, why }: Verdict): boolean {
  return outcome === 'unknown' || why?.because === 'no-controller';
}
