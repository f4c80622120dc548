import type { Failure } from './sender-errors.ts';

/** A call to Slack that failed, sorted. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super('reason' in failure ? failure.reason : words[failure.kind]);
    this.failure = failure;
  }
}

/** Read by people where it is given up for one of these. */
const words = {
  limited: 'Slack asks to wait.',
  'blocks-refused': 'Slack did not accept how the message is laid out.',
  'message-gone': 'The message it belongs to was deleted, or takes no answers.',
} as const;
