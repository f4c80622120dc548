/**
 * What a user is told when a request cannot be done: one sentence that says what happened and what to do
 * next. Anything thrown that is not a Refusal is a bug: it is logged with a reference that the user is given.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** For modal submissions: the block the message belongs to, so that Slack shows it beside the field. */
  readonly field: string | undefined;

  constructor(code: RefusalCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

export type RefusalCode = 'not_found' | 'not_allowed' | 'invalid' | 'conflict' | 'stale' | 'unavailable';
