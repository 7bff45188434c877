/** Why GitHub did not do what it was asked. */
export type FailureKind =
  /** The token may not, or what is asked for cannot be seen with it. */
  | 'forbidden'
  /** The request was understood and refused: 422. */
  | 'refused'
  /** Rate limits, time, network, the server: another time it may work. */
  | 'unavailable';

/** A request to GitHub that was not answered as hoped. */
export class RequestFailed extends Error {
  readonly kind: FailureKind;
  /** GitHub asks to be left in peace for a while. */
  readonly isRateLimit: boolean;

  constructor(kind: FailureKind, message: string, { isRateLimit = false, cause }: FailureDetails = {}) {
    super(message, { cause });
    this.name = 'RequestFailed';
    this.kind = kind;
    this.isRateLimit = isRateLimit;
  }
}

interface FailureDetails {
  readonly isRateLimit?: boolean;
  readonly cause?: unknown;
}
