import type { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { Work } from '../work.ts';

/** An address that other systems call, as a feature declares it; listed in the document at `/openapi.json`. */
export interface HttpRoute<Body = unknown, Query = unknown> {
  /** POST is signed, GET has a token. */
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly summary: string;
  /** What the key has to be made for. */
  readonly scope: string;
  /** What it has to be made for besides. */
  readonly andScope?: string;
  readonly body?: z.ZodType<Body>;
  /** Fields that come as text. */
  readonly query?: z.ZodType<Query>;
  /** What is answered when all is well. */
  readonly answers: z.ZodType;
  /** GET: the rows under this name of the answer are given as CSV, too, with these columns. */
  readonly csv?: { readonly rows: string; readonly columns: readonly string[] };
  /** Runs in one transaction. What it throws undoes all of it. */
  readonly answer: (request: HttpRequest<Body, Query>) => Promise<unknown>;
}

export interface HttpRequest<Body = unknown, Query = unknown> extends Work {
  readonly key: KeyOfRequest;
  readonly body: Body;
  readonly query: Query;
  /** When a POST was signed, by the sender's clock. */
  readonly signedAt: Date;
}

export interface KeyOfRequest {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The only partner the key reaches; null for all of them. */
  readonly partnerId: string | null;
}

export const scopesOf = ({ scope, andScope }: HttpRoute): readonly string[] =>
  andScope === undefined ? [scope] : [scope, andScope];

/** A route whose handler knows what its schemas make of the request. */
export function httpRoute<Body, Query>(route: HttpRoute<Body, Query>): HttpRoute {
  return {
    ...route,
    // The schemas beside it have read both.
    answer: (request) =>
      route.answer({ ...request, body: request.body as Body, query: request.query as Query }),
  };
}

/** What is wrong with one field; `row` counts from 0, null where it is about none. */
export interface FieldFault {
  readonly row: number | null;
  readonly field: string;
  readonly message: string;
}

/** A request whose rows cannot be taken: nothing of it is. */
export class RowsRefused extends Refusal {
  readonly faults: readonly FieldFault[];

  constructor(message: string, faults: readonly FieldFault[]) {
    super('invalid', message);
    this.faults = faults;
  }
}
