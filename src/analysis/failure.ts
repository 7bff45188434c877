/** Why nothing could be evaluated: usage, configuration, a base that cannot be had. Ends with exit code 2. */
export class CannotEvaluate extends Error {
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'CannotEvaluate';
    this.hint = hint;
  }
}
