import type { Failure } from './sender-errors.ts';

/** A call to Slack that failed, sorted. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super('reason' in failure ? failure.reason : failure.kind);
    this.failure = failure;
  }
}
