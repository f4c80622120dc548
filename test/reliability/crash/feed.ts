import { actAs } from '../../../src/sandbox/person.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Message } from '../../../src/sandbox/world.ts';
import type { Listening } from './listen.ts';
import type { Point } from './points.ts';
import type { Decider, Place } from './seed.ts';

/** What was put in, and what Slack was told about it: against this the channels are compared in the end. */
export interface Fed {
  /** How many notes each place was given, by its index. */
  readonly notes: Map<number, number>;
  /** When each note was decided, by its words, milliseconds. */
  readonly decidedAt: Map<string, number>;
  /** Customers of deals somebody registered by a mention: an event, which Slack repeats until it is acknowledged. */
  readonly customers: Map<string, Place>;
  /** Deals somebody pressed “Won” on, by customer: whether the press was acknowledged. */
  readonly presses: Map<string, boolean>;
  /** How many calls each place's manager is to be asked about. */
  readonly calls: Map<number, number>;
  /** The amount a deal was last given, by customer, minor units. */
  readonly amounts: Map<string, bigint>;
  /** Where a customer's deal was seen, by `ts`, so that it need not be searched for again. */
  readonly shownAt: Map<string, string>;
}

export interface Feeder {
  readonly fed: Fed;
  /** Messages that will come of what was fed so far. */
  count(): number;
  /** Puts in about `messages` more: notes, calls to ask about, deals by mention, presses and changed amounts. */
  feed(messages: number): Promise<void>;
  /** Puts in what makes a process come by the point; nothing where it comes by at any time. */
  provoke(point: Point): Promise<void>;
  /** Says once more what Slack gave up and nobody sees done, as people would; answers how many that were. */
  sayAgain(): Promise<number>;
  /** Puts in so many notes and calls only. */
  decide(messages: number): Promise<void>;
}

interface FeederOptions {
  readonly slack: Sandbox;
  readonly places: readonly Place[];
  readonly random: () => number;
  /** Null while only Slack can be fed: the embedded store belongs to the process under test. */
  readonly decider: () => Decider | null;
  readonly findDealId: (customer: string) => Promise<string | null>;
  readonly listening: Listening;
  readonly nowMs: () => number;
}

export function createFeeder(options: FeederOptions): Feeder {
  const { slack, places, random } = options;
  const fed: Fed = {
    notes: new Map(),
    decidedAt: new Map(),
    customers: new Map(),
    presses: new Map(),
    calls: new Map(),
    amounts: new Map(),
    shownAt: new Map(),
  };
  let count = 0;
  let dealsSaid = 0;
  const anyPlace = () => {
    const place = places[Math.floor(random() * places.length)];
    if (!place) throw new Error('no places to feed');
    return place;
  };

  async function feedNotes(wanted: number): Promise<void> {
    const decider = options.decider();
    if (!decider) return;
    const place = anyPlace();
    const from = fed.notes.get(place.index) ?? 0;
    const numbers = Array.from({ length: wanted }, (_, index) => from + index);
    await decider.posts(place, numbers);
    for (const number of numbers) fed.decidedAt.set(`note ${place.index}/${number}`, options.nowMs());
    fed.notes.set(place.index, from + wanted);
    count += wanted;
  }

  async function feedCalls(wanted: number): Promise<void> {
    const decider = options.decider();
    if (!decider) return;
    const place = anyPlace();
    const from = fed.calls.get(place.index) ?? 0;
    await decider.callsOver(
      place,
      Array.from({ length: wanted }, (_, index) => from + index),
    );
    fed.calls.set(place.index, from + wanted);
    count += wanted;
  }

  async function sayDeal(): Promise<void> {
    const place = anyPlace();
    dealsSaid += 1;
    const customer = `Customer${dealsSaid}`;
    fed.customers.set(customer, place);
    count += 1;
    await say(customer, place);
  }

  async function say(customer: string, place: Place): Promise<void> {
    await actAs(slack, place.lead).mention(place.channel, `deal ${customer} 1,000 USD "Rollout"`);
  }

  /** Some customer that `fits` and whose deal is shown; null when none is. */
  function anyShown(fits: (customer: string) => boolean) {
    const customers = [...fed.customers.keys()].filter(fits);
    const from = Math.floor(random() * customers.length);
    for (const customer of [...customers.slice(from), ...customers.slice(0, from)]) {
      const message = dealMessage(slack, fed, customer);
      if (message) return { customer, message };
    }
    return null;
  }

  /** Presses “Won” on a deal that is shown and open; nobody waits for the answer here. */
  async function pressWon(): Promise<void> {
    const open = anyShown((customer) => !fed.presses.has(customer));
    const place = open && fed.customers.get(open.customer);
    if (!open || !place) return sayDeal();
    const { customer, message } = open;
    fed.presses.set(customer, false);
    count += 1;
    actAs(slack, place.lead)
      .press('Won', { ts: message.ts, channelId: message.channelId })
      .then(
        () => fed.presses.set(customer, true),
        // Slack tells the person that it did not work: nothing need come of it.
        () => {
          count -= 1;
        },
      );
  }

  async function revalue(): Promise<void> {
    const decider = options.decider();
    if (!decider) return;
    const shown = anyShown(() => true);
    const dealId = shown && (await options.findDealId(shown.customer));
    // None is shown yet.
    if (!shown || dealId === null) return sayDeal();
    const { customer } = shown;
    for (let change = 0; change < 3; change += 1) {
      const amount = BigInt(100 * (1000 + Math.floor(random() * 9000)));
      fed.amounts.set(customer, amount);
      await decider.revalue(dealId, amount);
    }
  }

  return {
    fed,
    count: () => count,
    feed: async (messages) => {
      const until = count + messages;
      // By way of Slack first, since what the runner decides itself may be held up with everybody else's.
      if (count < until) await sayDeal();
      // Something to update, each time.
      if (options.decider()) await revalue();
      else if (count < until) await pressWon();
      while (count < until) {
        const choice = random();
        const isDeciding = options.decider() !== null;
        if (choice < 0.25 || (!isDeciding && choice < 0.65)) await sayDeal();
        else if (choice < 0.4 || !isDeciding) await pressWon();
        else if (choice < 0.5) await revalue();
        else if (choice < 0.6) await feedCalls(Math.min(2, until - count));
        else await feedNotes(Math.min(1 + Math.floor(random() * 4), until - count));
      }
    },
    provoke: async (point) => {
      switch (point) {
        // By way of Slack, since what the runner decides itself is held up with everybody else's.
        case 'before commit':
        case 'after commit':
          return sayDeal();
        case 'before send':
        case 'after Slack accepted, before recorded':
          return options.decider() ? feedNotes(2) : sayDeal();
        case 'while updating':
          return options.decider() ? revalue() : pressWon();
      }
    },
    sayAgain: async () => {
      const unheard = [...options.listening.givenUp.keys()].filter(
        (customer) => !options.listening.acknowledged.has(customer) && !dealMessage(slack, fed, customer),
      );
      for (const customer of unheard) {
        const place = fed.customers.get(customer);
        if (place) await say(customer, place);
      }
      return unheard.length;
    },
    decide: async (messages) => {
      const until = count + messages;
      while (count < until) {
        if (random() < 0.2) await feedCalls(Math.min(2, until - count));
        else await feedNotes(Math.min(4, until - count));
      }
    },
  };
}

/** The live message of a customer's deal, as the channel shows it. */
export function dealMessage(slack: Sandbox, fed: Fed, customer: string): Message | undefined {
  const place = fed.customers.get(customer);
  if (!place) return undefined;
  const messages = slack.controls.messages(place.channel);
  const knownTs = fed.shownAt.get(customer);
  if (knownTs !== undefined) return messages.find(({ ts }) => ts === knownTs);
  const found = messages.find(
    (message) => message.isFromApp && message.ephemeralFor === null && isDealOf(message, customer),
  );
  if (found) fed.shownAt.set(customer, found.ts);
  return found;
}

export function isDealOf(message: Message, customer: string): boolean {
  return message.threadTs === null && JSON.stringify(message.blocks ?? []).includes(`${customer} · Rollout`);
}
