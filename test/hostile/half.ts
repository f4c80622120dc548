import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Storm, type StormReport, startStorm } from '../feature/hostile/storm.ts';

/** What part of the hundred thousand is sent: CI has time for a tenth. */
const share = Number(process.env.HOSTILE_SHARE ?? 1);
const shared = (count: number) => Math.round(count * share);

/**
 * Of the hundred thousand, for two processes to share. Coarse ones cost little, and most of them die at parsing; deep
 * ones change one thing in a payload that is otherwise as Slack sends it, and reach a handler, or are turned away for
 * who sent them.
 */
const half = {
  outsiders: { coarse: shared(43_500), deep: shared(5000) },
  door: { coarse: shared(300), deep: shared(200) },
  anybody: { coarse: shared(500), deep: shared(500) },
};

/** Slack waits no longer. */
const answerWithinMs = 3000;

/** More than this would be kept from each payload, rather than be a cache that fills. */
const mostGrownMegabytes = 100;

/** Less would mean that the mutations are too wild to get anywhere. */
const least = { parsed: shared(10_000), reached: shared(5500) };

/** Registers one half of the hundred thousand mutated payloads, with a seed of its own. */
export function testHalf(seed: number, door: 'http' | 'socket'): void {
  let storm: Storm;
  const total = { sent: 0, parsed: 0, handled: 0, reached: 0 };
  beforeAll(async () => {
    storm = await startStorm(seed);
  });
  afterAll(() => storm.stop());

  function check(what: string, count: number, report: StormReport): void {
    const { faults, ...figures } = report;
    process.stdout.write(`${what}, seed ${seed}: ${JSON.stringify(figures)}\n`);
    const { bot = 0, deactivated = 0, unknown_person = 0 } = report.refused;
    total.sent += report.sent;
    total.parsed += report.parsed;
    total.handled += report.handled;
    total.reached += report.handled + bot + deactivated + unknown_person;
    expect(faults).toEqual([]);
    expect(report.sent).toBe(count);
    expect(report.millisecondsMax).toBeLessThan(answerWithinMs);
    expect(report.grownMegabytes).toBeLessThan(mostGrownMegabytes);
  }

  test('whoever has no business here changes nothing and is told no secrets', async () => {
    const before = await storm.rows();
    const { coarse, deep } = half.outsiders;
    check('outsiders, coarse', coarse, await storm.outsiders('coarse', coarse));
    check('outsiders, deep', deep, await storm.outsiders('deep', deep));
    expect(await storm.rows()).toEqual(before);
  });

  test(`nor by the door itself: ${door}`, async () => {
    const before = await storm.rows();
    const { coarse, deep } = half.door;
    check(`by ${door}, coarse`, coarse, await storm.byDoor(door, 'coarse', coarse));
    check(`by ${door}, deep`, deep, await storm.byDoor(door, 'deep', deep));
    expect(await storm.rows()).toEqual(before);
  });

  test('whoever sends it, it is acknowledged and breaks nothing', async () => {
    const { coarse, deep } = half.anybody;
    check('anybody, coarse', coarse, await storm.anybody('coarse', coarse));
    check('anybody, deep', deep, await storm.anybody('deep', deep));
  });

  test('many of them got past parsing, and many reached a handler or were turned away for who sent them', () => {
    process.stdout.write(`in all, seed ${seed}: ${JSON.stringify(total)}\n`);
    expect(total.parsed).toBeGreaterThan(least.parsed);
    expect(total.reached).toBeGreaterThan(least.reached);
  });
}
