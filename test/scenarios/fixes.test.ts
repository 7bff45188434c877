import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { applyEdits } from '../../src/model/fix.ts';
import { checkReport, folderOf, gate } from '../support/gate.ts';
import { cleanDeployment, cleanService } from '../support/manifests.ts';

const wrong = cleanService
  .replace('"30"', '30 # 三十秒 🚀')
  .replace('"intranet"', '"Intranet"')
  .replace(/.*connection-drain: .*\n/, (line) => `    # 杭州 🚀\n${line.replace('"on"', '"True"')}`);
const files = {
  // A mark, other line ends and characters of two code units: offsets are those of the text as read.
  'service.yaml': `\uFEFF${wrong.replaceAll('\n', '\r\n')}`,
  'web.yaml': cleanDeployment,
};

it('the edits of a report mend the files that it was made of, one finding at a time', () => {
  const folder = folderOf(files);
  for (let rest = 3; rest > 0; rest--) {
    const { findings } = checkReport([], { in: folder });
    expect(findings.length).toBe(rest);
    const [edits] = findings.flatMap(({ fix }) => (fix === null ? [] : [fix.edits]));
    const file = join(folder, 'service.yaml');
    expect(edits?.map((edit) => edit.file)).toEqual(['service.yaml']);
    writeFileSync(file, applyEdits(readFileSync(file, 'utf8'), edits ?? []));
  }
  expect(gate(['check'], { in: folder }).status).toBe(0);
  const mended = wrong.replace(' 30 ', ' "30" ').replace('Intranet', 'intranet').replace('"True"', '"on"');
  expect(readFileSync(join(folder, 'service.yaml'), 'utf8')).toBe(`\uFEFF${mended.replaceAll('\n', '\r\n')}`);
});

it('says what the edits do in the language of the report', () => {
  const { findings } = checkReport(['--locale', 'zh-CN'], { in: folderOf(files) });
  expect(findings.map(({ fix }) => fix?.description)).toContain('为 30 加上引号。');
});

it('has no fix where the author has to choose', () => {
  const open = cleanService.replace(/.*address-type.*\n/, '');
  const { findings } = checkReport([], { in: folderOf({ 'service.yaml': open, 'web.yaml': cleanDeployment }) });
  expect(findings.map(({ fix }) => fix)).toEqual([null]);
});
