import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxMessage } from '../../../src/sandbox/protocol.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await setUpBrightpath(t);
  await setUpNorthwind(t);
});
afterAll(() => t.stop());

const shared = { channel: channels.shared };

/** Messages in the shared channel whose words include these, oldest first. */
function inChannel(words: string): SandboxMessage[] {
  const { diego } = t.people;
  return diego
    .sees(channels.shared)
    .filter((each) => !each.ephemeralFor && diego.reads(each).includes(words));
}

describe('a partner’s person registers a deal', () => {
  test('by mention, button and form, which shows every fault in its place', async () => {
    const { diego } = t.people;
    await diego.mention(channels.shared, 'deal Acme GmbH');
    await diego.hears('Ready when you are', shared);
    await diego.press('Open the form');
    await diego.until(() => diego.modal());
    diego.fill({ Amount: '12,50,0', 'Registered on': '2026-03-01' });
    const errors = await diego.submit();
    expect(errors.Amount).toMatch(/could not read/);
    expect(errors['Registered on']).toMatch(/in the future/);
    diego.fill({ 'What is it about?': 'Platform rollout', Amount: '12,500', 'Registered on': '2026-01-05' });
    expect(await diego.submit()).toEqual({});
    await t.settled();
    const [announced, ...others] = inChannel('Deal D-1');
    expect(others).toEqual([]);
    const words = diego.reads(announced as SandboxMessage);
    for (const part of ['Acme GmbH · Platform rollout', '€12,500', 'Open', 'Mon 5 Jan', 'Diego'])
      expect(words).toContain(part);
  });

  test('in one line', async () => {
    const { diego } = t.people;
    await diego.mention(channels.shared, 'deal Beta SA 8k USD “Add-on <!channel>”');
    await diego.hears('Registered D-2', shared);
    expect(JSON.stringify(inChannel('Deal D-2'))).not.toContain('<!channel>');
    await diego.mention(channels.shared, 'deal Gamma -5 EUR');
    await diego.hears('is negative', shared);
    await diego.mention(channels.shared, 'deal list');
    const list = diego.reads(await diego.hears('Deals of Brightpath', shared));
    expect(list).toContain('D-2');
    expect(list).not.toContain('D-3');
  });
});

describe('closing a deal', () => {
  test('updates its message, is celebrated once in its thread, and stays as it is on a second press', async () => {
    const { diego, aiko } = t.people;
    const ts = inChannel('Deal D-1')[0]?.ts as string;
    await Promise.all([
      diego.press('Won', { ts, channelId: channels.shared }),
      aiko.press('Won', { ts, channelId: channels.shared }),
    ]);
    await t.settled();
    const [message] = inChannel('Deal D-1');
    expect(message?.ts).toBe(ts);
    expect(diego.reads(message as SandboxMessage)).toMatch(/Won on Mon 12 Jan, marked by (Diego|Aiko)/);
    const cheers = inChannel('(D-1) is won for');
    expect(cheers).toHaveLength(1);
    expect(cheers[0]?.threadTs).toBe(ts);
    const told = [diego, aiko].flatMap((person) => person.ephemerals(channels.shared).map(person.reads));
    expect(told.filter((words) => /D-1 is closed already: won on Mon 12 Jan/.test(words))).toHaveLength(1);
  });

  test('by command with the amount it came to', async () => {
    const { maya } = t.people;
    await maya.command('/partner deal won D-2 9,000 EUR', shared);
    await maya.hears('The deal is in USD', shared);
    await maya.command('/partner deal won D-2 9,000', shared);
    await maya.hears('is won for US$9,000', shared);
  });

  test('a manager opens it again, and it is lost for a reason', async () => {
    const { maya, diego } = t.people;
    await diego.mention(channels.shared, 'deal reopen D-2');
    await diego.hears('You can’t set up a partner', shared);
    await maya.command('/partner deal reopen D-2', shared);
    await maya.hears('opened this deal again', shared);
    await diego.press('Lost');
    await diego.until(() => diego.modal());
    diego.fill({ 'Why was it lost?': 'No budget this year' });
    expect(await diego.submit()).toEqual({});
    await t.settled();
    const words = diego.reads(inChannel('Deal D-2').at(-1) as SandboxMessage);
    expect(words).toContain('Lost on Mon 12 Jan, marked by Diego');
    expect(words).toContain('No budget this year');
  });
});

describe('who may see what', () => {
  test('another partner’s deal is as unknown as one that never was', async () => {
    const { maya, diego } = t.people;
    await maya.command('/partner deal Secret Ltd 5,000 GBP', { channel: channels.internal });
    await maya.hears('Registered D-3', { channel: channels.internal });
    const answerTo = async (words: string) => {
      await diego.mention(channels.shared, words);
      await t.settled();
      return diego.reads(diego.ephemerals(channels.shared).at(-1) as SandboxMessage);
    };
    expect(await answerTo('deal won D-3')).toBe((await answerTo('deal won D-77')).replace('77', '3'));
    expect(await answerTo('pipeline')).not.toContain('Secret');
    expect(await answerTo('pipeline Northwind')).not.toContain('Secret');
  });

  test('the cost is for managers and finance alone, and is never said in the channel', async () => {
    const { maya, lena, diego } = t.people;
    await diego.mention(channels.shared, 'deal cost D-1');
    await diego.hears('You can’t see margins', shared);
    await lena.command('/partner deal cost D-1', shared);
    await lena.until(() => lena.modal());
    lena.fill({ 'Variable cost of this partner’s deal': '4,321 USD' });
    expect(Object.values(await lena.submit())[0]).toMatch(/The deal is in EUR/);
    lena.fill({ 'Variable cost of this partner’s deal': '4,321' });
    expect(await lena.submit()).toEqual({});
    await t.settled();
    await maya.command('/partner deal reopen D-1', shared);
    await maya.command('/partner deal won D-1', shared);
    await maya.command('/partner deal list', shared);
    await t.settled();
    const everything = [diego, maya, lena].flatMap((person) =>
      person.sees(channels.shared).map(person.reads),
    );
    expect(everything.join('\n')).not.toMatch(/4[.,]?321/);
    await maya.command('/partner deal cost D-1', shared);
    expect(JSON.stringify(await maya.until(() => maya.modal()))).toContain('4321.00 EUR');
  });

  test('the vendor sees all partners outside of a partner’s channel', async () => {
    const { maya } = t.people;
    await maya.command('/partner pipeline');
    const words = maya.reads(await maya.hears('Pipeline of all partners'));
    expect(words).toContain('Northwind');
    expect(words).toContain('1 deal, £5,000');
  });
});
