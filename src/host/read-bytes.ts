import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** Bytes of the buffer that all files share; almost every manifest is shorter. */
const shared = 256 * 1024;
let buffer: Uint8Array | undefined;

/**
 * The content of a file, as `readFileSync` reads it, valid until the next call: ordinary files of up to 256 KiB share one
 * buffer. A buffer for each is memory outside of the heap, of which V8 lets some 60 MB pile up before it collects.
 */
export function readBytes(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const stats = fstatSync(file);
    // What has no size, such as a pipe or a file of /proc, is read to its end.
    if (!stats.isFile() || stats.size === 0 || stats.size > shared) return readFileSync(file);
    buffer ??= new Uint8Array(shared);
    return buffer.subarray(0, fill(file, buffer, stats.size));
  } finally {
    closeSync(file);
  }
}

/** Reads up to `size` bytes; how many there were, of a file that has become shorter meanwhile. */
function fill(file: number, target: Uint8Array, size: number): number {
  let length = 0;
  while (length < size) {
    const count = readSync(file, target, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return length;
}
