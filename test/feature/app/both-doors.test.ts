import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../../src/sandbox/world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { type ByHttp, startByHttp } from '../../support/by-http.ts';
import { fillStartForm } from '../onboarding/brightpath.ts';

const { shared } = channels;

/** A world of its own behind one of the doors. */
interface Behind {
  readonly tandem: TestApp;
  /** What the app answered each interaction with. */
  readonly answers: Json[];
  readonly events: Json[];
  settled(): Promise<void>;
  stop(): Promise<void>;
}

let socket: Behind;
let http: Behind;

beforeAll(async () => {
  [socket, http] = await Promise.all([behindSocket(), behindHttp()]);
});

afterAll(() => Promise.all([socket.stop(), http.stop()]));

/** Keeps what goes through Slack's side of the connection. */
function listen(tandem: TestApp, door: Pick<TestApp['sandbox']['local']['socket'], 'ask' | 'sendEvent'>) {
  const answers: Json[] = [];
  const events: Json[] = [];
  Object.assign(tandem.sandbox.local.socket, {
    ask: async (type: 'interactive' | 'slash_commands', payload: Json) => {
      const answer = await door.ask(type, payload);
      answers.push(answer.ok ? answer.payload : { unanswered: answer.reason });
      return answer;
    },
    sendEvent: (payload: Json) => {
      events.push(payload);
      door.sendEvent(payload);
    },
  });
  return { answers, events };
}

async function behindSocket(): Promise<Behind> {
  const tandem = await startTestApp();
  await tandem.publishSample();
  const { ask, sendEvent } = tandem.sandbox.local.socket;
  return { tandem, ...listen(tandem, { ask, sendEvent }), settled: tandem.settled, stop: tandem.stop };
}

async function behindHttp(): Promise<Behind> {
  const tandem = await startTestApp();
  await tandem.publishSample();
  await tandem.settled();
  await tandem.app.stop();
  const byHttp: ByHttp = await startByHttp(tandem, pino({ level: 'warn' }));
  const handling = new Set<Promise<void>>();
  const ask = async (_: string, payload: Json) => {
    const { status, text } = await byHttp.deliver(payload);
    if (status !== 200) throw new Error(`answered with ${status}`);
    return { ok: true, payload: text === '' ? {} : JSON.parse(text) } as const;
  };
  const sendEvent = (payload: Json) => {
    const done = byHttp.deliver(payload).then(({ status }) => {
      handling.delete(done);
      expect(status).toBe(200);
    });
    handling.add(done);
  };
  return {
    tandem,
    ...listen(tandem, { ask, sendEvent }),
    settled: async () => {
      while (handling.size > 0) await Promise.all(handling);
      await byHttp.app.settled();
      while (handling.size > 0) await Promise.all(handling);
    },
    stop: async () => {
      await byHttp.stop();
      await tandem.stop();
    },
  };
}

const acts: readonly (readonly [what: string, act: (behind: Behind) => Promise<void>])[] = [
  [
    'a command that is answered',
    ({ tandem }) => tandem.people.maya.command('/partner help', { channel: shared }),
  ],
  [
    'a command that opens a form',
    async ({ tandem: { people } }) => {
      await people.maya.command('/partner start', { channel: shared });
      await people.maya.until(() => people.maya.modal()?.callbackId === 'onboarding.start');
    },
  ],
  [
    'a form that is sent',
    async ({ tandem }) => {
      fillStartForm(tandem);
      expect(await tandem.people.maya.submit()).toEqual({});
    },
  ],
  [
    'a mention',
    async ({ tandem: { people }, settled }) => {
      await people.diego.mention(shared, 'done name the team');
      await settled();
      await people.diego.hears('Open the form', { channel: shared });
    },
  ],
  [
    'the same event twice',
    async ({ tandem, events }) => {
      const mention = events.findLast(({ event }) => JSON.stringify(event).includes('"app_mention"'));
      if (!mention) throw new Error('nobody mentioned the bot');
      tandem.sandbox.local.socket.sendEvent(mention);
    },
  ],
  [
    'a press',
    async ({ tandem: { people } }) => {
      await people.diego.press(
        'Open the form',
        await people.diego.hears('Open the form', { channel: shared }),
      );
      await people.diego.until(() => people.diego.modal());
      await people.diego.close();
    },
  ],
  [
    'a form with something to correct',
    async ({ tandem: { people } }) => {
      await people.maya.command('/partner deal', { channel: shared });
      await people.maya.until(() => people.maya.modal());
      people.maya.fill({ Customer: 'Acme', Amount: 'very much' });
      expect(await people.maya.submit()).not.toEqual({});
    },
  ],
  [
    'a shortcut',
    async ({ tandem: { people } }) => {
      await people.lena.shortcut('partner_programme');
      await people.lena.until(() => people.lena.modal());
    },
  ],
  [
    'a mention by somebody without the role for it',
    async ({ tandem: { people } }) => {
      await people.sam.mention(shared, 'deal Hidden 1,000 EUR “Cellar”');
    },
  ],
];

test.each(acts)('%s: the same by either door', async (_, act) => {
  const [one, other] = await Promise.all(
    [socket, http].map(async (behind) => {
      await act(behind);
      await behind.settled();
      return await everythingOf(behind);
    }),
  );
  expect(other).toEqual(one);
  expect(one?.answers.length).toBeGreaterThan(0);
});

/**
 * All that can be seen of a world: answers, messages and windows, and rows. What differs by nature is made the same,
 * and in a channel the order between what all read and what one person alone does.
 */
async function everythingOf({ tandem, answers }: Behind) {
  const { prisma } = tandem.app.store;
  const { messages, modals, homes } = tandem.sandbox.world.data;
  const counts = {
    steps: await prisma.journeyStep.count(),
    partners: await prisma.partner.count(),
    deals: await prisma.deal.count(),
    people: await prisma.person.count(),
    receipts: await prisma.inboundReceipt.count(),
    deliveries: await prisma.delivery.count(),
  };
  const audit = await prisma.auditEntry.findMany({ orderBy: [{ at: 'asc' }, { verb: 'asc' }] });
  return {
    answers: answers.map(normal),
    messages: Object.fromEntries(Object.entries(messages).map(([id, list]) => [id, list.map(normal).sort()])),
    windows: [modals, homes].map(normal),
    counts,
    audit: audit.map(({ verb, source }) => `${verb} by ${source}`).sort(),
  };
}

/** Ids, references, triggers and times are each world's own. */
function normal(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\b[0-9A-F]{4}-[0-9A-F]{4}\b/g, '<reference>')
    .replace(/\b\d{10}\.\d{6}\b/g, '<ts>')
    .replace(/\b(b|V|D|Ev)0000[0-9A-Z]+/g, '<$1>')
    .replace(/127\.0\.0\.1:\d+/g, '<host>');
}
