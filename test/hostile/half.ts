import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Storm, type StormReport, startStorm } from '../feature/hostile/storm.ts';

/** Of the hundred thousand, for two processes to share. Coarse ones cost little; fine ones get far, and cost the more. */
const half = {
  outsiders: { coarse: 48_000, fine: 1200 },
  door: { coarse: 300, fine: 200 },
  anybody: { coarse: 200, fine: 100 },
};

/** Slack waits no longer. */
const answerWithinMs = 3000;

/** More than this would be kept from each payload, rather than be a cache that fills. */
const mostGrownMegabytes = 100;

/** Less would mean that the mutations are too wild to get anywhere. */
const leastHandled = 1000;

/** Registers one half of the hundred thousand mutated payloads, with a seed of its own. */
export function testHalf(seed: number, door: 'http' | 'socket'): void {
  let storm: Storm;
  let handled = 0;
  beforeAll(async () => {
    storm = await startStorm(seed);
  });
  afterAll(() => storm.stop());

  function check(what: string, count: number, report: StormReport): void {
    const { faults, ...figures } = report;
    process.stdout.write(`${what}, seed ${seed}: ${JSON.stringify(figures)}\n`);
    handled += report.handled;
    expect(faults).toEqual([]);
    expect(report.sent).toBe(count);
    expect(report.millisecondsMax).toBeLessThan(answerWithinMs);
    expect(report.grownMegabytes).toBeLessThan(mostGrownMegabytes);
  }

  test('whoever has no business here changes nothing and is told no secrets', async () => {
    const before = await storm.rows();
    const { coarse, fine } = half.outsiders;
    check('outsiders, coarse', coarse, await storm.outsiders('coarse', coarse));
    check('outsiders, fine', fine, await storm.outsiders('fine', fine));
    expect(await storm.rows()).toEqual(before);
  });

  test(`nor by the door itself: ${door}`, async () => {
    const before = await storm.rows();
    const { coarse, fine } = half.door;
    check(`by ${door}, coarse`, coarse, await storm.byDoor(door, 'coarse', coarse));
    check(`by ${door}, fine`, fine, await storm.byDoor(door, 'fine', fine));
    expect(await storm.rows()).toEqual(before);
  });

  test('whoever sends it, it is acknowledged and breaks nothing', async () => {
    const { coarse, fine } = half.anybody;
    check('anybody, coarse', coarse, await storm.anybody('coarse', coarse));
    check('anybody, fine', fine, await storm.anybody('fine', fine));
  });

  test('many of them reached a handler', () => expect(handled).toBeGreaterThan(leastHandled));
}
