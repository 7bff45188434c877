import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBytes } from '../../src/host/read-bytes.ts';
import { folderOf } from '../support/gate.ts';

const shared = 256 * 1024;

describe('readBytes', () => {
  it.each([0, 1, shared - 1, shared, shared + 1, 3 * shared])('gives all of a file of %i bytes', (length) => {
    const text = 'key: value\n'.repeat(Math.ceil(length / 11)).slice(0, length);
    const folder = folderOf({ 'longer.yaml': 'x'.repeat(shared), 'a.yaml': text });
    readBytes(join(folder, 'longer.yaml'));

    expect(Buffer.from(readBytes(join(folder, 'a.yaml'))).toString()).toBe(text);
  });

  it('lets files of ordinary length share one buffer, and no others', () => {
    const folder = folderOf({ 'a.yaml': 'first', 'b.yaml': 'other', 'c.yaml': 'y'.repeat(shared + 1) });
    const [first, long] = ['a.yaml', 'c.yaml'].map((name) => readBytes(join(folder, name)));
    readBytes(join(folder, 'b.yaml'));

    expect(Buffer.from(first ?? []).toString()).toBe('other');
    expect(long?.length).toBe(shared + 1);
  });

  it('reads to its end what tells no size', async () => {
    const pipe = join(folderOf({}), 'pipe');
    spawnSync('mkfifo', [pipe]);
    const writer = spawn('sh', ['-c', `printf 'kind: Service' > "$0"`, pipe]);
    expect(Buffer.from(readBytes(pipe)).toString()).toBe('kind: Service');
    await once(writer, 'exit');
  });

  it.each([
    ['ENOENT', 'nowhere.yaml'],
    ['EISDIR', '.'],
  ])('throws %s as readFileSync does', (code, name) => {
    const folder = folderOf({ 'a.yaml': 'a' });

    expect(() => readFileSync(join(folder, name))).toThrow(code);
    expect(() => readBytes(join(folder, name))).toThrow(code);
  });
});
