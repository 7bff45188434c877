/**
 * `node scripts/pack-recordings.ts <folder>`: takes the recordings of the controller into the project, compressed; the
 * same recordings always give the same bytes.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { argv } from 'node:process';
import { constants, gzipSync } from 'node:zlib';

const [, , folder = ''] = argv;
for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.jsonl'))) {
  // Node writes no time into the header of a compressed file; byte 9 would name the machine it was made on.
  const packed = gzipSync(readFileSync(path.join(folder, name)), { level: constants.Z_BEST_COMPRESSION });
  packed[9] = 255;
  writeFileSync(path.join('test/oracle', `${name}.gz`), packed);
}
