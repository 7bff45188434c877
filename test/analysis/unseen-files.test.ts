import { describe, expect, it } from 'vitest';
import { check } from '../../src/analysis/check.ts';
import type { TreeChange } from '../../src/analysis/compare-trees.ts';
import { loadTree } from '../../src/analysis/load-tree.ts';
import { planAgainst } from '../../src/analysis/plan.ts';
import { resolveSettings } from '../../src/analysis/resolve-settings.ts';
import type { Tree } from '../../src/world/tree.ts';
import { serviceText } from '../support/change-story.ts';
import { today, treeOf, type Files } from '../support/check-files.ts';

const before = { 'k8s/web.yaml': serviceText({ name: 'web' }) };
const broken = 'apiVersion: v1\nkind: Service\nmetadata: [\n';
const template = 'kind: Service\nmetadata: { name: {{ .Values.name }} }\n';
const chart = { 'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n' };

const gone = ['new service-removed-releases-ip', 'fixed connection-drain-not-enabled', 'check: delete', 'plan: delete'];

/** What both commands say of Services that are removed: the findings of `check`, the plan of either. */
function saidOf(head: Tree, base: Files, moved?: string): string[] {
  const tree = treeOf(base, 'base');
  const change: TreeChange = {
    baseOf: new Map(moved === undefined ? [] : [[moved, 'k8s/web.yaml']]),
    changed: new Set(head.paths),
  };
  const settings = resolveSettings({}, {}, true, 'en');
  const checked = check({ settings, head, base: { tree, change }, today });
  const planned = planAgainst(settings, head, { tree, change }, { notices: [], isAsked: () => true });
  return [
    ...checked.findings
      .filter(({ ruleId }) => ruleId !== 'unreadable-manifest')
      .map(({ ruleId, status }) => `${status} ${ruleId}`),
    ...(checked.plan ?? []).map(({ action }) => `check: ${action}`),
    ...(planned.changes ?? []).map(({ action }) => `plan: ${action}`),
  ];
}

describe('a Service of base that head does not show', () => {
  it('is gone where its file is gone', () => {
    expect(saidOf(treeOf({ 'k8s/other.yaml': '' }), before)).toEqual(gone);
  });

  it.each<[string, Files, string | undefined]>([
    ['cannot be read', { 'k8s/web.yaml': broken }, 'k8s/web.yaml'],
    ['was moved and cannot be read', { 'apps/web.yaml': broken }, 'apps/web.yaml'],
    ['waits for rendering', { ...chart, 'chart/templates/web.yaml': template }, 'chart/templates/web.yaml'],
  ])('is not said to be gone where its file %s', (_, head, moved) => {
    expect(saidOf(treeOf(head), before, moved)).toEqual([]);
  });

  it('is not said to be gone where its folder cannot be looked into', () => {
    const locked = {
      path: 'k8s',
      mustRead: true,
      read: () => ({ kind: 'unavailable', detail: 'EACCES' }) as const,
    };
    expect(saidOf(loadTree('head', [locked]), before)).toEqual([]);
  });

  it('is gone where another folder with a name like its own cannot be looked into', () => {
    const locked = { path: 'k8', mustRead: true, read: () => ({ kind: 'unavailable', detail: 'EACCES' }) as const };
    expect(saidOf(loadTree('head', [locked]), before)).toEqual(gone);
  });
});
