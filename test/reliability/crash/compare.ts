import type { PrismaClient } from '../../../src/platform/store/generated/client.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Message } from '../../../src/sandbox/world.ts';
import { dealMessage, type Fed, isDealOf } from './feed.ts';
import type { Listening } from './listen.ts';
import { isRoot, numbered, type Place } from './seed.ts';

export interface Comparison {
  readonly messages: number;
  readonly missing: string[];
  readonly doubled: string[];
  readonly outOfOrder: string[];
  /** Live messages that show something other than the newest state. */
  readonly stale: string[];
  /** What was acknowledged to Slack and is not in the database: lost by us. */
  readonly lost: string[];
  /** What is half there, or there more often than it was decided. */
  readonly halfDone: string[];
  /** Mentions that Slack gave up before anybody acknowledged them: said again where nothing had come of them. */
  readonly neverAcknowledged: string[];
  /** What only one person saw, and saw twice: Slack keeps no trace of it that could be looked for. */
  readonly doubledForOne: number;
}

/** Compares what is in each channel and thread with what should be there, message by message. */
export async function compare(
  slack: Sandbox,
  prisma: PrismaClient,
  places: readonly Place[],
  fed: Fed,
  { acknowledged, givenUp }: Listening,
): Promise<Comparison> {
  const missing: string[] = [];
  const doubled: string[] = [];
  const outOfOrder: string[] = [];
  const stale: string[] = [];
  const halfDone: string[] = [];
  const lost: string[] = [];
  let messages = 0;
  const expectOne = (what: string, found: number) => {
    messages += 1;
    if (found === 0) missing.push(what);
    if (found > 1) doubled.push(`${what} (${found} times)`);
  };
  const inChannel = new Map(
    places.map((place) => [
      place.index,
      slack.controls.messages(place.channel).filter((one) => one.isFromApp && one.ephemeralFor === null),
    ]),
  );

  for (const place of places) {
    const shown = inChannel.get(place.index) ?? [];
    const notes = shown.filter((one) => one.text.startsWith('note '));
    const times = new Map<string, number>();
    for (const { text } of notes) times.set(text, (times.get(text) ?? 0) + 1);
    const count = fed.notes.get(place.index) ?? 0;
    const roots = new Map(notes.filter((one) => one.threadTs === null).map((one) => [one.text, one.ts]));
    for (let number = 0; number < count; number += 1) {
      const text = numbered(place, number);
      expectOne(text, times.get(text) ?? 0);
      const thread = isRoot(number) ? null : roots.get(numbered(place, number - (number % 5)));
      const note = notes.find((one) => one.text === text);
      if (note && note.threadTs !== thread) outOfOrder.push(`${text} is in another thread`);
    }
    const order = notes.map(({ text }) => Number(text.split('/')[1]));
    order.forEach((number, index) => {
      const before = order[index - 1];
      if (before !== undefined && number < before)
        outOfOrder.push(`${numbered(place, number)} after ${numbered(place, before)}`);
    });
  }

  const deals = await prisma.deal.findMany();
  const won = await prisma.delivery.findMany({ where: { key: { startsWith: 'pipeline.won:' } } });
  for (const [customer, place] of fed.customers) {
    const shown = inChannel.get(place.index) ?? [];
    const rows = deals.filter((deal) => deal.customer === customer);
    if (rows.length !== 1) {
      const what = rows.length === 0 && acknowledged.has(customer) ? lost : halfDone;
      const told = slack.controls.messages(place.channel).filter((one) => one.ephemeralFor === place.lead);
      what.push(
        `${customer} is registered ${rows.length} times; its lead was told: ${told.map(({ text }) => text).join(' / ') || 'nothing'}`,
      );
    }
    expectOne(`deal of ${customer}`, shown.filter((one) => isDealOf(one, customer)).length);
    const [deal] = rows;
    const message = dealMessage(slack, fed, customer);
    if (!deal || !message) continue;
    const words = wordsOf(message);
    const amount = fed.amounts.get(customer);
    if (amount !== undefined && deal.amountMinor !== amount) halfDone.push(`${customer}'s amount`);
    const shownAmount = (Number(deal.amountMinor) / 100).toLocaleString('en-US');
    if (!words.includes(shownAmount)) stale.push(`deal of ${customer}: amount ${shownAmount} is not shown`);
    if (words.includes('Won on') !== (deal.stage === 'won')) stale.push(`deal of ${customer}: ${deal.stage}`);
    if (fed.presses.get(customer) === true && deal.stage !== 'won')
      lost.push(`“Won” on ${customer} was acknowledged, and is ${deal.stage}`);
    const decided = won.filter(({ key }) => key.startsWith(`pipeline.won:${deal.id}:`)).length;
    if (decided !== (deal.stage === 'won' ? 1 : 0))
      halfDone.push(`“won” of ${customer} decided ${decided} times`);
    if (deal.stage === 'won') {
      const said = shown.filter(
        (one) => one.threadTs === message.ts && wordsOf(one).includes(' is won for '),
      );
      expectOne(`“won” in the thread of ${customer}`, said.length);
    }
  }

  const asks = await prisma.delivery.findMany({ where: { key: { startsWith: 'calls.ask:' } } });
  const all = Object.values(slack.world.data.messages).flat();
  const byDelivery = new Map<string, Message[]>();
  for (const message of all) {
    const id = deliveryOf(message);
    if (id !== null) byDelivery.set(id, [...(byDelivery.get(id) ?? []), message]);
  }
  const callsFed = [...fed.calls.values()].reduce((sum, each) => sum + each, 0);
  if (asks.length !== callsFed) halfDone.push(`${callsFed} calls were over, ${asks.length} were asked about`);
  for (const { id, key } of asks) expectOne(key, byDelivery.get(id)?.length ?? 0);
  // Whatever else was sent: nothing twice, and nothing that nobody decided.
  const known = new Set([
    ...(await prisma.delivery.findMany({ select: { id: true } })).map(({ id }) => id),
    ...(await prisma.surface.findMany({ select: { id: true } })).map(({ id }) => id),
  ]);
  for (const [id, found] of byDelivery) {
    if (found.length > 1 && !doubled.some((one) => one.includes(id)))
      doubled.push(`${id}: ${found[0]?.text}`);
    if (!known.has(id)) doubled.push(`nobody decided ${found[0]?.text}`);
  }
  const whispers = all
    .filter((one) => one.ephemeralFor !== null)
    .map((one) => `${one.ephemeralFor} ${one.text}`);
  return {
    messages,
    missing,
    doubled,
    outOfOrder,
    stale,
    lost,
    halfDone,
    neverAcknowledged: [...givenUp].map(([customer, times]) => `${customer}, ${times} times`),
    doubledForOne: whispers.length - new Set(whispers).size,
  };
}

function wordsOf(message: Message): string {
  return `${message.text} ${JSON.stringify(message.blocks ?? [])}`;
}

function deliveryOf(message: Message): string | null {
  const payload = message.metadata?.event_payload;
  return typeof payload === 'object' && payload !== null && 'id' in payload && typeof payload.id === 'string'
    ? payload.id
    : null;
}
