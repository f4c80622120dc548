import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Storm, startStorm } from './storm.ts';

// A taste of what `npm run test:hostile` sends a hundred thousand of.
const seed = Number(process.env.HOSTILE_SEED ?? 20_260_112);
let storm: Storm;

beforeAll(async () => {
  storm = await startStorm(seed);
}, 240_000);

afterAll(() => storm.stop());

test('whoever has no business here changes nothing and is told no secrets, whatever they send by whichever door', async () => {
  const before = await storm.rows();
  expect((await storm.outsiders('deep', 150)).faults).toEqual([]);
  expect((await storm.outsiders('coarse', 400)).faults).toEqual([]);
  expect((await storm.byDoor('socket', 'deep', 30)).faults).toEqual([]);
  expect((await storm.byDoor('http', 'deep', 30)).faults).toEqual([]);
  expect(await storm.rows()).toEqual(before);
}, 240_000);

test('whatever arrives is acknowledged and breaks nothing', async () => {
  expect((await storm.anybody('fine', 100)).faults).toEqual([]);
}, 240_000);
