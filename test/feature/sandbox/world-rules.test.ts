import { describe, expect, it } from 'vitest';
import { cast, seedWorld } from '../../../src/sandbox/seed-world.ts';
import { createTriggers } from '../../../src/sandbox/triggers.ts';
import { encodeTyped, readable } from '../../../src/sandbox/typed-text.ts';
import { addMessage } from '../../../src/sandbox/world.ts';
import { movableClock } from './bolt-app.ts';

describe('the world', () => {
  it('gives messages strictly increasing times, even when the clock stands still or goes back', () => {
    const clock = movableClock();
    const world = seedWorld(clock);
    const say = () => Number(addMessage(world, { channelId: cast.shared, userId: cast.maya, text: 'x' }).ts);
    const first = say();
    const second = say();
    clock.moveMinutes(60);
    const third = say();
    clock.moveMinutes(-120);
    const fourth = say();
    expect([first < second, second < third, third < fourth]).toEqual([true, true, true]);
    expect(third - first).toBeCloseTo(3600, 3);
  });

  it('lets a trigger live three seconds', () => {
    let now = 0;
    const triggers = createTriggers(3000, () => now);
    const trigger = { personId: cast.maya, viewId: null, teamId: cast.lumen };
    const [early, late] = [triggers.create(trigger), triggers.create(trigger)];
    now = 3000;
    expect(triggers.exchange(early)).toEqual(trigger);
    now = 3001;
    expect(triggers.exchange(late)).toBe('expired_trigger_id');
  });

  it.each([
    ['@Tandem done deck', `<@${cast.tandem}> done deck`],
    ['thanks @maya, and @Maya Chen!', `thanks <@${cast.maya}>, and <@${cast.maya}>!`],
    [
      'mail diego.santos@brightpath.example',
      'mail <mailto:diego.santos@brightpath.example|diego.santos@brightpath.example>',
    ],
    ['see #partner-team and #partner-teams', `see <#${cast.internal}> and #partner-teams`],
    ['a < b & <!channel> <@U0MAYACHEN>', 'a &lt; b &amp; &lt;!channel&gt; &lt;@U0MAYACHEN&gt;'],
    ['hey @channel', 'hey <!channel>'],
    ['(https://example.com/@maya?a=1&b=2).', '(<https://example.com/@maya?a=1&amp;b=2>).'],
  ])('encodes what is typed as Slack does: %s', (typed, stored) => {
    const world = seedWorld(movableClock());
    expect(encodeTyped(world, typed)).toBe(stored);
  });

  it('labels mentions in slash commands, and reads them back by name', () => {
    const world = seedWorld(movableClock());
    const stored = encodeTyped(world, 'start @Diego Santos in #brightpath-lumen', 'labelled');
    expect(stored).toBe(`start <@${cast.diego}|diego.santos> in <#${cast.shared}|brightpath-lumen>`);
    expect(readable(world, stored)).toBe('start @Diego Santos in #brightpath-lumen');
  });
});
