import { closeSync, openSync, writeFileSync } from 'node:fs';
import { CannotEvaluate } from '../analysis/failure.ts';

/** Writes a report piece by piece. Throws `CannotEvaluate` where the file cannot be written. */
export function writeReportFile(file: string, pieces: Iterable<string>): void {
  writePieces(file, pieces, (code) => new CannotEvaluate(`The report cannot be written to ${file}: ${code}.`));
}

/** Writes a file piece by piece. What the system refuses is thrown as what is made of its code. */
export function writePieces(file: string, pieces: Iterable<string>, failure: (code: string) => Error): void {
  const attempt = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw failure((error as NodeJS.ErrnoException).code ?? String(error));
    }
  };
  const opened = attempt(() => openSync(file, 'w'));
  try {
    for (const piece of pieces) attempt(() => writeFileSync(opened, piece));
  } finally {
    attempt(() => closeSync(opened));
  }
}
