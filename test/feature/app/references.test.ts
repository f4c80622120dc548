import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath } from '../pipeline/partner.ts';

let t: TestApp;
const logged: Record<string, unknown>[] = [];

beforeAll(async () => {
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  t = await startTestApp({ log });
  await setUpBrightpath(t);
});
afterAll(() => t.stop());

test('one reference leads from a press to what was said and to the card that was updated', async () => {
  const { diego } = t.people;
  await diego.mention(channels.shared, 'deal Acme 1,000 USD "Rollout"');
  await diego.press('Won', await diego.hears('Won', { channel: channels.shared }));
  await t.settled();
  const press = logged.find((line) => line.msg === 'acknowledged' && line.kind === 'action');
  const after = logged.filter(({ reference }) => reference !== undefined && reference === press?.reference);
  expect(after.map(({ msg, kind }) => [msg, kind])).toEqual(
    expect.arrayContaining([
      ['acknowledged', 'action'],
      ['sent', undefined],
      ['shown', 'pipeline.deal'],
    ]),
  );
});
