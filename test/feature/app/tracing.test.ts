import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { trace } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTracing, traced } from '../../../src/platform/tracing.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';

const attribute = z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) });
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              attributes: z.array(attribute).default([]),
            }),
          ),
        }),
      ),
    }),
  ),
});

let t: TestApp;
let stopTracing: () => Promise<void>;
const received: string[] = [];
const collector = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  received.push(Buffer.concat(chunks).toString('utf8'));
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});

beforeAll(async () => {
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`;
  stopTracing = await startTracing(process.env);
  t = await startTestApp();
});
afterAll(async () => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  await t.stop();
  collector.close();
});

test('one interaction is followed from its payload over its transaction to the message in Slack', async () => {
  await t.people.maya.mention(channels.shared, 'help');
  await t.settled();
  await stopTracing();

  const traces = received.flatMap((body) => exported.parse(JSON.parse(body)).resourceSpans);
  const service = traces[0]?.resource.attributes.find(({ key }) => key === 'service.name');
  expect(service?.value.stringValue).toBe('tandem');
  const spans = traces.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const textOf = (span: (typeof spans)[number] | undefined, name: string) =>
    span?.attributes.find(({ key }) => key === name)?.value.stringValue;

  const payload = spans.find(
    (span) => textOf(span, 'tandem.source') === 'event:app_mention' && !span.parentSpanId,
  );
  const reference = textOf(payload, 'tandem.reference');
  expect(reference).toMatch(/^[0-9A-F]{4}-[0-9A-F]{4}$/);
  const parents = spans.filter(({ name }) => name === 'work').map(({ parentSpanId }) => parentSpanId);
  expect(parents).toContain(payload?.spanId);
  const delivery = spans.find(
    (span) => span.name === 'delivery' && textOf(span, 'tandem.reference') === reference,
  );
  const call = spans.find(
    ({ name, parentSpanId }) => name.startsWith('slack chat.') && parentSpanId === delivery?.spanId,
  );
  expect(call?.name).toBe('slack chat.postEphemeral');
  expect(received.join('\n')).not.toContain(t.sandbox.tokens.botToken);
});

test('without its variables nothing is started', async () => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  expect(Object.keys(process.env).filter((name) => name.startsWith('OTEL_'))).toEqual([]);
  const stop = await startTracing(process.env);
  const before = received.length;
  await t.people.maya.command('/partner help', { channel: channels.shared });
  expect(await traced('none', {}, async () => trace.getActiveSpan())).toBeUndefined();
  await stop();
  expect(received).toHaveLength(before);
});

test('switched off, nothing is started', async () => {
  const stop = await startTracing({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    OTEL_SDK_DISABLED: 'true',
  });
  const before = received.length;
  await t.people.maya.command('/partner help', { channel: channels.shared });
  await stop();
  expect(received).toHaveLength(before);
});
