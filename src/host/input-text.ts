import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { stdin } from 'node:process';
import { CannotEvaluate } from '../analysis/failure.ts';

/** Bytes of the largest input; the events of a cluster of thousands of Services have less. */
export const largestInput = 128 * 1024 * 1024;

/** The text of a file, or of standard input where the file is `-`. Throws `CannotEvaluate` where it cannot be had. */
export async function readInput(file: string, directory: string): Promise<string> {
  const name = file === '-' ? 'Standard input' : file;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of file === '-' ? stdin : createReadStream(resolve(directory, file))) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > largestInput) throw new CannotEvaluate(`${name} has more than ${largestInput} bytes.`);
    }
  } catch (error) {
    if (error instanceof CannotEvaluate) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotEvaluate(
      code === 'ENOENT' ? `${name}: there is no such file.` : `${name} cannot be read: ${code ?? String(error)}.`,
    );
  }
  return decoded(Buffer.concat(chunks), name);
}

/** UTF-8, UTF-16 with its mark (as PowerShell writes), or else the encoding of a Chinese Windows. */
export function decoded(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0))
    throw new CannotEvaluate(`${name} is no text.`, 'It is read as UTF-8, or as UTF-16 with a mark.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
