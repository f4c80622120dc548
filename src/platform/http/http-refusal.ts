import type { FieldFault } from './route.ts';

/** A request that is refused before a feature hears of it, with what it is told. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[] | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    faults?: readonly FieldFault[],
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.faults = faults;
  }
}
