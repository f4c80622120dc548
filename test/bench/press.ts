import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { cast } from '../../src/sandbox/seed-world.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { messagesIn, type World, type WorldEvent } from '../../src/sandbox/world.ts';
import { milliseconds, type Part, percentile } from './figures.ts';
import { loadByTheClock, type Payload } from './load.ts';
import type { Onboarding } from './programme.ts';
import { names, press, startSlack } from './slack.ts';
import { createDatabase } from './store.ts';
import { startTandem } from './tandem.ts';

const rate = 20;
const seconds = 10;
const warmUpPresses = 40;
/** Each is pressed once every five seconds: a live message is redrawn at most once a second. */
const partners = 100;
const goals = { p50: 250, p99: 1000 };
const longestWaitMs = 20_000;

const cause = 'not yet profiled on a quiet machine.';

/** From a press of “Approve” to the checklist that shows it, at the local Slack. */
export const pressToUpdate: Part = async (server) => {
  if (server === null) return [];
  const database = await createDatabase(server);
  const slack = await startSlack(partners);
  const tandem = await startTandem(slack, database.url, partners);
  try {
    await timePresses(slack, tandem.url, presses(slack, tandem.onboardings, 0, warmUpPresses));
    const timed = presses(slack, tandem.onboardings, warmUpPresses, rate * seconds);
    const times = await timePresses(slack, tandem.url, timed);
    const missing = timed.length - times.length;
    const p50 = percentile(times, 0.5);
    const p99 = percentile(times, 0.99);
    return [
      {
        title: `From a button press to the updated message at the local Slack, ${rate} presses a second for ${seconds} s on Postgres`,
        figures: [
          {
            what: 'p50',
            measured: milliseconds(p50),
            goal: `< ${goals.p50} ms`,
            isMet: p50 < goals.p50,
            cause,
          },
          {
            what: 'p99',
            measured: milliseconds(p99),
            goal: `< ${goals.p99} ms`,
            isMet: p99 < goals.p99,
            cause,
          },
          { what: 'Never shown', measured: String(missing), goal: '0', isMet: missing === 0, cause },
        ],
        notes: [
          'Slack’s own rates are lifted (deliverySpeed), or they would be what is measured: 45 updates a minute.',
        ],
      },
    ];
  } finally {
    await tandem.stop();
    await slack.close();
    await database.drop();
  }
};

interface Press {
  readonly channelId: string;
  readonly payload: Payload;
}

function presses(slack: Sandbox, onboardings: readonly Onboarding[], first: number, count: number): Press[] {
  return Array.from({ length: count }, (_, index) => {
    const turn = first + index;
    const partner = turn % onboardings.length;
    const { managerId, channelId } = names(partner);
    const stepId = onboardings[partner]?.inReview[Math.floor(turn / onboardings.length)];
    const button = { actionId: 'onboarding.approve', value: `${stepId} 1` };
    return { channelId, payload: press(slack, managerId, channelId, button) };
  });
}

/** Milliseconds from each press, when it was due, to the checklist in its channel that counts its step as done. */
async function timePresses(slack: Sandbox, url: string, timed: readonly Press[]): Promise<number[]> {
  const { world } = slack;
  const shows = new Map(timed.map(({ channelId }) => [channelId, stepsShownDone(world, channelId)]));
  const waiting: { readonly channelId: string; readonly at: number; readonly done: number }[] = [];
  const times: number[] = [];
  const listen = (event: WorldEvent) => {
    if (event.type !== 'messages' || !shows.has(event.channelId)) return;
    const done = stepsShownDone(world, event.channelId);
    for (const press of waiting.filter((each) => each.channelId === event.channelId && each.done <= done)) {
      waiting.splice(waiting.indexOf(press), 1);
      times.push(performance.now() - press.at);
    }
  };
  world.listeners.add(listen);
  const payloads = timed.map(({ payload }) => payload);
  await loadByTheClock(url, rate, payloads, (index, at) => {
    const { channelId = '' } = timed[index] ?? {};
    const done = (shows.get(channelId) ?? 0) + 1;
    shows.set(channelId, done);
    waiting.push({ channelId, at, done });
  });
  const until = performance.now() + longestWaitMs;
  while (waiting.length > 0 && performance.now() < until) await wait(50);
  world.listeners.delete(listen);
  return times;
}

function stepsShownDone(world: World, channelId: string): number {
  const checklist = messagesIn(world, channelId).find(({ userId }) => userId === cast.tandem);
  return Number(/(\d+) of \d+ steps? done/.exec(JSON.stringify(checklist?.blocks))?.[1] ?? 0);
}
