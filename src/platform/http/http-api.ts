import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { toCsv } from '../../core/csv.ts';
import { Refusal, type RefusalCode } from '../../core/refusal.ts';
import type { Clock } from '../clock.ts';
import type { Sealer } from '../installations/seal.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { ApiKey } from '../store/generated/client.ts';
import type { Store } from '../store/store.ts';
import { traced } from '../tracing.ts';
import type { InWork, Work } from '../work.ts';
import { answerOnce } from './answer-once.ts';
import { authorizeGet, authorizePost } from './authorize.ts';
import { HttpRefusal } from './http-refusal.ts';
import { createInHand } from './in-hand.ts';
import { httpLimits } from './limits.ts';
import { openApiDocument } from './open-api.ts';
import { parseJson, readWith } from './read-json.ts';
import { type HttpRoute, RowsRefused } from './route.ts';

export interface HttpApiDeps {
  readonly routes: readonly HttpRoute[];
  readonly store: Store;
  readonly inWork: InWork;
  /** Opens the secrets of keys; null where TOKEN_KEYS is not set, and nothing can have been signed. */
  readonly sealer: Sealer | null;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'requested'>;
  readonly newReference: () => string;
  readonly log: Log;
}

export const openApiPath = '/openapi.json';

/** What other systems call over HTTP, and the document that describes it. */
export interface HttpApi {
  serves(path: string): boolean;
  listener(request: IncomingMessage, response: ServerResponse): void;
}

export function createHttpApi(deps: HttpApiDeps): HttpApi {
  const { routes, metrics, log } = deps;
  const inHand = createInHand(httpLimits.inHandAtOnce);
  const document = JSON.stringify(openApiDocument(routes), null, 2);
  const paths = new Set<string>([openApiPath, ...routes.map(({ path }) => path)]);

  async function take(request: IncomingMessage, url: URL, reference: string): Promise<Given> {
    if (url.pathname === openApiPath) {
      if (request.method !== 'GET') throw new HttpRefusal(405, 'method', 'Ask with GET.', { allow: 'GET' });
      return { type: jsonType, text: document };
    }
    const there = routes.filter(({ path }) => path === url.pathname);
    const route = there.find(({ method }) => method === request.method);
    if (!route) {
      const allow = there.map(({ method }) => method).join(', ');
      throw new HttpRefusal(405, 'method', `Ask with ${allow}.`, { allow });
    }
    return route.method === 'POST'
      ? post(route, request, url, reference)
      : get(route, request, url, reference);
  }

  async function post(
    route: HttpRoute,
    request: IncomingMessage,
    url: URL,
    reference: string,
  ): Promise<Given> {
    const { key, text, onceAs, signedAt } = await authorizePost(deps, route, request, url);
    const json = parseJson(text);
    if (!json) throw new HttpRefusal(400, 'unreadable', 'The body isn’t JSON.');
    const body = route.body && readWith(route.body, json.value);
    const answer = await work(route, key, reference, (inside) =>
      answerOnce(inside, { key, path: url.pathname, text, onceAs }, () =>
        route.answer({ ...inside, key, body, query: {}, signedAt }),
      ),
    );
    return { type: jsonType, text: JSON.stringify(answer) };
  }

  async function get(
    route: HttpRoute,
    request: IncomingMessage,
    url: URL,
    reference: string,
  ): Promise<Given> {
    const key = await authorizeGet(deps, route, request);
    const { format, ...fields } = Object.fromEntries(url.searchParams);
    const query = route.query && readWith(route.query, fields);
    const asked = format ?? (request.headers.accept?.includes('text/csv') ? 'csv' : 'json');
    if (asked !== 'json' && (asked !== 'csv' || !route.csv))
      throw new HttpRefusal(
        406,
        'format',
        `There is no “${asked}” here. Ask for ${route.csv ? 'json or csv' : 'json'}.`,
      );
    const answer = await work(route, key, reference, (inside) =>
      route.answer({ ...inside, key, body: undefined, query, signedAt: inside.now }),
    );
    return asked === 'csv' && route.csv
      ? { type: 'text/csv; charset=utf-8', text: csvOf(route.csv, answer) }
      : { type: jsonType, text: JSON.stringify(answer) };
  }

  async function work<T>(
    route: HttpRoute,
    key: ApiKey,
    reference: string,
    fn: (inside: Work) => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    const inTime = (): void => {
      if (performance.now() - startedAt > httpLimits.answerWithinMs)
        throw new HttpRefusal(
          503,
          'too_late',
          'That took too long, so nothing was changed. Try again, with fewer rows.',
        );
    };
    const source = `http:${route.path.slice(1)}`;
    const done = await inHand(key.id, () => {
      inTime();
      return deps.inWork({ workspaceId: key.workspaceId, source, reference, beforeCommit: inTime }, fn);
    });
    if (done.duplicate) throw new Error('unreachable: no receipt was given');
    return done.value;
  }

  function listener(request: IncomingMessage, response: ServerResponse): void {
    const startedAt = performance.now();
    const reference = deps.newReference();
    const url = new URL(request.url ?? '/', 'http://here');
    const name = paths.has(url.pathname) ? url.pathname : 'other';
    traced('http.request', { 'tandem.reference': reference, 'http.route': name }, () =>
      take(request, url, reference),
    )
      .then(
        (given) => ({ status: 200, given, headers: {} }),
        (error: unknown) => refusal(error, reference),
      )
      .then(({ status, given, headers }) => {
        metrics.requested(name, status);
        const milliseconds = Math.round(performance.now() - startedAt);
        log.info(
          { reference, route: name, method: request.method, status, milliseconds },
          'answered a request',
        );
        send(request, response, status, given, { ...headers, 'x-tandem-reference': reference });
      });
  }

  function refusal(error: unknown, reference: string) {
    const known = asHttp(error);
    if (!known) log.error({ err: error, reference }, 'a request failed');
    // Who is known, and may not, is rare and somebody's mistake; all else may be anybody's noise.
    else
      log[known.status === 403 ? 'info' : 'debug'](
        { reference, code: known.code, detail: known.message },
        'a request was refused',
      );
    const { status, code, message, headers, faults } = known ?? failed(reference);
    const text = JSON.stringify({ error: { code, message, reference, ...(faults && { faults }) } });
    return { status, given: { type: jsonType, text }, headers };
  }

  return { serves: (path) => paths.has(path), listener };
}

const cells = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function csvOf({ rows, columns }: NonNullable<HttpRoute['csv']>, answer: unknown): string {
  const read = z.looseObject({ [rows]: z.array(cells) }).parse(answer);
  return toCsv(columns, z.array(cells).parse(read[rows]));
}

interface Given {
  readonly type: string;
  readonly text: string;
}

const jsonType = 'application/json; charset=utf-8';

const failed = (reference: string) =>
  new HttpRefusal(
    500,
    'failed',
    `Something went wrong here. Send the very same request again: it is done once at most. If that doesn’t help, say ${reference} to whoever runs Tandem.`,
  );

const statuses: Readonly<Record<RefusalCode, number>> = {
  not_found: 404,
  not_allowed: 403,
  invalid: 422,
  conflict: 409,
  stale: 409,
  unavailable: 503,
};

function asHttp(error: unknown): HttpRefusal | null {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof RowsRefused)
    return new HttpRefusal(422, error.code, error.message, {}, error.faults.slice(0, httpLimits.faults));
  if (error instanceof Refusal) return new HttpRefusal(statuses[error.code], error.code, error.message);
  return null;
}

/** Hangs up where the rest of a refused request would otherwise have to be read. */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  { type, text }: Given,
  headers: Readonly<Record<string, string>>,
): void {
  // Whoever asked may have hung up.
  if (response.headersSent || response.destroyed) return;
  if (!request.complete && status >= 400) {
    response.setHeader('connection', 'close');
    response.once('finish', () => request.destroy());
  }
  response
    .writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    })
    .end(text);
}
