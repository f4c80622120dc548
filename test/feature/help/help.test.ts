import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

describe('help', () => {
  test('tells a manager what she may do, by slash command', async () => {
    const { maya } = t.people;
    await maya.command('/partner', { channel: channels.shared });
    const answer = await maya.hears('What I can do for you');
    expect(maya.reads(answer)).toContain('/partner history');
    expect(answer.ephemeralFor).toBe(maya.id);
  });

  test('tells a partner’s person without a role, by mention and nobody else, what to do about it', async () => {
    const { diego, maya } = t.people;
    await diego.mention(channels.shared, 'help');
    const answer = await diego.hears('You don’t have a role in this programme yet', {
      channel: channels.shared,
    });
    expect(answer.ephemeralFor).toBe(diego.id);
    expect(maya.sees(channels.shared).some((message) => maya.reads(message).includes('Hello Diego'))).toBe(
      false,
    );
  });

  test('suggests the nearest command and changes nothing', async () => {
    const { maya } = t.people;
    await maya.command('/partner histroy', { channel: channels.shared });
    expect(maya.reads(await maya.hears('I don’t know “histroy”'))).toContain('/partner history');
  });

  test('shows hostile words as words', async () => {
    const { maya } = t.people;
    await maya.command('/partner <!channel> *xyzzy* plugh', { channel: channels.shared });
    const answer = await maya.hears('xyzzy');
    expect(JSON.stringify(answer.blocks)).not.toContain('<!channel>');
  });

  test('refuses ten kilobytes kindly', async () => {
    const { maya } = t.people;
    await maya.command(`/partner ${'deal '.repeat(2000)}`, { channel: channels.shared });
    expect(maya.reads(await maya.hears('I read at most 3000'))).toContain('Nothing was changed');
  });
});

describe('a partner that installed the app too', () => {
  test('is told where its commands work, as long as no programme knows its channel', async () => {
    const { diego } = t.people;
    t.sandbox.controls.installPartner(cast.brightpath, true);
    await diego.command('/partner help', { channel: channels.shared });
    await diego.hears('Use the command in the channel you share with your vendor');
  });
});
