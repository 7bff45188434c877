import { expect } from 'vitest';
import { cleanDeployment } from '../support/manifests.ts';
import { openChange, said, wrong } from './change.ts';
import { section } from './matrix.ts';

const full = { checkout: { depth: 0 } } as const;
const failed = 'summary: ## Gate failed: 1 new finding of severity error or above.';
const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`a/${at}.txt`, `${at}\n`]));

section('Files', {
  'file-renamed': async () => {
    const story = await openChange({ base: { 'k8s/old.yaml': wrong('old') }, change: {} });
    story.repository.move('change', 'k8s/old.yaml', 'k8s/new/name.yaml');
    const result = await story.run(1, full);
    expect(said(story)).toEqual([]);
    expect(result.outputs).toMatchObject({ errors: '1', 'new-findings': '0' });
    return result;
  },
  'file-renamed-and-worse': async () => {
    const story = await openChange({ base: { 'k8s/old.yaml': wrong('old') }, change: {} });
    story.repository.move('change', 'k8s/old.yaml', 'k8s/new.yaml');
    story.repository.commit('change', { 'k8s/new.yaml': wrong('old').replace('"30"', '30') });
    const result = await story.run(1, full);
    expect(said(story)).toEqual([expect.stringMatching(/^k8s\/new\.yaml:8 \*\*error\*\*/), failed]);
    return result;
  },
  'file-deleted': async () => {
    const story = await openChange({
      base: { 'k8s/deployment.yaml': cleanDeployment },
      change: { 'k8s/deployment.yaml': null },
    });
    return story.run(1, full);
  },
  'mode-only': async () => {
    const story = await openChange({ base: { 'k8s/old.yaml': wrong('old') }, change: {} });
    story.repository.setMode('change', 'k8s/old.yaml', '+x');
    return story.run(1, full);
  },
  binary: async () => {
    const story = await openChange({
      change: { 'k8s/api.yaml': wrong(), 'logo.png': new Uint8Array([137, 80, 78, 71, 0, 1, 2]) },
    });
    const result = await story.run(1, full);
    expect(said(story)).toHaveLength(2);
    return result;
  },
  'files-3001': async () => {
    const story = await openChange({ change: { 'k8s/api.yaml': wrong(), ...many } });
    const result = await story.run(1, full);
    expect(said(story)).toEqual([expect.stringMatching(/^k8s\/api\.yaml:7 /), failed]);
    return result;
  },
  'files-3001-shallow': async () => {
    const story = await openChange({ change: { 'k8s/api.yaml': wrong(), ...many } });
    const result = await story.run(1, {});
    expect(said(story)).toEqual([failed]);
    expect(result.stdout).toContain('GitHub lists no more than 3000 files of a pull request');
    return result;
  },
});
