import { z } from 'zod';
import { listing } from '../../core/text.ts';
import { type HttpRoute, scopesOf } from './route.ts';

const faultSchema = z.object({
  row: z.int().nonnegative().nullable().describe('Counted from 0; null where it is about no row'),
  field: z.string(),
  message: z.string(),
});

/** What every refusal looks like. */
export const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().describe('What happened and what to do, in words'),
    reference: z.string().describe('What the log calls this request'),
    faults: z.array(faultSchema).optional(),
  }),
});

const refusals = {
  400: 'The request cannot be read',
  401: 'The key, its signature or its token is missing or wrong; or not signed just now',
  403: 'The key is not for this',
  404: 'No such partner for this key',
  405: 'Another method is asked for',
  406: 'That format is not given here',
  408: 'The body took too long',
  409: 'The Idempotency-Key was used for another request',
  413: 'The body is too large',
  415: 'The body is no JSON',
  422: 'Rows or fields cannot be taken; each fault is listed, and nothing was changed',
  429: 'Too many requests of this key; wait as long as Retry-After says',
  500: 'Tandem’s fault; nothing was changed',
  503: 'Not now; nothing was changed',
} as const;

const refusedPosts = [400, 401, 403, 405, 408, 409, 413, 415, 422, 429, 500, 503] as const;
const refusedGets = [401, 403, 404, 405, 406, 422, 429, 500, 503] as const;

/** The description of all routes, in OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1). */
export function openApiDocument(routes: readonly HttpRoute[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tandem',
      version: '1',
      description:
        'Figures go in by signed POST and come out by GET with a token. How to sign: docs/ingest.md. Keys are made in Slack with /partner keys.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      securitySchemes: {
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Tandem-Signature',
          description:
            'v1=HMAC-SHA256 in hex, with the key’s secret, of “v1:<Tandem-Timestamp>:<path with query>:<Idempotency-Key, or nothing>:<body>”. Tandem-Key is the key’s id, Tandem-Timestamp the time in seconds since 1970, at most 300 seconds off.',
        },
        hubspot: {
          type: 'apiKey',
          in: 'header',
          name: 'X-HubSpot-Signature-v3',
          description:
            'What HubSpot signs by itself, with the client secret of its app as the key’s secret. The key’s id stands in the address: ?key=….',
        },
        token: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Error: jsonSchema(errorSchema, 'output') },
    },
  };
}

function operation(route: HttpRoute) {
  const isPost = route.method === 'POST';
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^a-z]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: route.summary,
    description: `For keys with ${listing(scopesOf(route))}.`,
    security: isPost ? [{ signature: [] }, ...(isHubSpots(route) ? [{ hubspot: [] }] : [])] : [{ token: [] }],
    ...parameters(route),
    ...(route.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
      },
    }),
    responses: {
      200: {
        description: isPost ? 'All of it is in' : 'What there is',
        headers: { 'X-Tandem-Reference': { schema: { type: 'string' } } },
        content: {
          'application/json': { schema: jsonSchema(route.answers, 'output') },
          ...(route.csv && { 'text/csv': { schema: { type: 'string' } } }),
        },
      },
      ...Object.fromEntries(
        (isPost ? refusedPosts : refusedGets).map((status) => [
          status,
          {
            description: refusals[status],
            ...(status === 429 && {
              headers: {
                'Retry-After': {
                  schema: { type: 'integer' },
                  description: isHubSpots(route)
                    ? 'In seconds; in milliseconds for what HubSpot signed, which reads it so'
                    : 'In seconds',
                },
              },
            }),
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
          },
        ]),
      ),
    },
  };
}

/** HubSpot’s workflows sign in a way of their own, and can name the key in the address alone. */
function isHubSpots({ path }: HttpRoute): boolean {
  return path.startsWith('/ingest/hubspot/');
}

function parameters(route: HttpRoute) {
  const header = (name: string, required: boolean, description: string) => ({
    ...{ name, in: 'header', required, description, schema: { type: 'string' } },
  });
  if (route.method === 'POST') {
    const isOneWay = !isHubSpots(route);
    const description = 'The id of the key whose secret HubSpot signed with';
    return {
      parameters: [
        header('Tandem-Key', isOneWay, 'The id of the key'),
        header('Tandem-Timestamp', isOneWay, 'When it was signed, in seconds since 1970'),
        ...(isOneWay
          ? []
          : [
              { name: 'key', in: 'query', required: false, description, schema: { type: 'string' } },
              header(
                'X-HubSpot-Request-Timestamp',
                false,
                'When HubSpot signed it, in milliseconds since 1970',
              ),
            ]),
        header(
          'Idempotency-Key',
          false,
          'The same key with the same body is answered the same again and done once; kept for a week',
        ),
      ],
    };
  }
  const fields = route.query ? z.object({}).loose().parse(jsonSchema(route.query, 'input')).properties : {};
  const named = Object.entries(z.record(z.string(), z.unknown()).parse(fields ?? {}));
  return {
    parameters: [
      ...named.map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
      ...(route.csv
        ? [{ name: 'format', in: 'query', required: false, schema: { enum: ['json', 'csv'] } }]
        : []),
    ],
  };
}

/** OpenAPI 3.1 takes JSON Schema as it is, of 2020-12 unless it says otherwise. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return rest;
}
