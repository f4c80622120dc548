import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../support/app.ts';

let t: TestApp;
let server: Server;

beforeAll(async () => {
  t = await startTestApp({ log: pino({ level: 'silent' }) });
  server = createServer(t.app.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await t.stop();
});

async function ready(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`);
  return `${response.status} ${(await response.text()).trim()}`;
}

async function until(wanted: string): Promise<void> {
  while ((await ready()) !== wanted);
}

test('without a connection to Slack it is not ready, until it has one again', async () => {
  const { controls } = t.sandbox;
  expect(await ready()).toBe('200 ready');
  controls.failNext({ method: 'apps.connections.open', mode: 'reset', times: 3 });
  controls.dropSockets();
  await until('503 not connected to Slack');
  await until('200 ready');
});

test('without its database it is not ready', async () => {
  const { prisma } = t.app.store;
  await prisma.$executeRaw`ALTER TABLE "Workspace" RENAME TO "Elsewhere"`;
  expect(await ready()).toBe('503 the database does not answer');
  await prisma.$executeRaw`ALTER TABLE "Elsewhere" RENAME TO "Workspace"`;
  expect(await ready()).toBe('200 ready');
});

test('while it finishes what is in hand it says that it stops', async () => {
  const draining = t.app.drain();
  expect(await ready()).toBe('503 stopping');
  await draining;
  expect(await ready()).toBe('503 stopping');
});
