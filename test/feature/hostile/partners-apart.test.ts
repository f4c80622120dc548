import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels } from '../../support/app.ts';
import { everythingSaid, saidInPublic, startTwoPartners, type TwoPartners } from './two-partners.ts';

const { shared } = channels;
let two: TwoPartners;
beforeAll(async () => {
  two = await startTwoPartners();
});
afterAll(() => two.tandem.stop());

/** What one person alone is answered to words said to the bot in a channel. */
async function answerTo(person: TwoPartners['nora'], channel: string, words: string): Promise<string> {
  const { ts } = await person.mention(channel, words);
  await two.tandem.settled();
  const answers = person.sees(channel).filter((message) => Number(message.ts) > Number(ts));
  expect(answers.every((message) => message.ephemeralFor === person.id)).toBe(true);
  expect(answers).toHaveLength(1);
  return answers.map((message) => person.reads(message)).join('\n');
}

test('costs, margins and what only managers may read never reach a channel a partner reads, nor another partner', async () => {
  const { tandem, northwindChannel, nora } = two;
  const { maya, lena, diego } = tandem.people;
  await maya.command('/partner deal Globex 50,000 EUR "Aurora"', { channel: shared });
  await nora.mention(northwindChannel, 'deal Initech 30,000 EUR “Borealis”');
  await nora.hears('Borealis', { channel: northwindChannel });
  await lena.command('/partner deal cost D-1', { channel: shared });
  await lena.until(() => lena.modal());
  lena.fill({ 'Variable cost of this partner’s deal': '7,777.77 EUR' });
  expect(await lena.submit()).toEqual({});
  await maya.command('/partner deal won D-1', { channel: shared });
  await tandem.settled();
  await maya.command('/partner scorecard', { channel: shared });
  await maya.command('/partner scorecard Brightpath', { channel: shared });
  await maya.command('/partner deal list', { channel: shared });
  await diego.mention(shared, 'scorecard');
  await diego.mention(shared, 'deal list');
  await tandem.settled();
  for (let days = 0; days < 35; days += 7) await tandem.advance('week');

  const ofBrightpath = JSON.stringify(saidInPublic(tandem, shared));
  for (const marker of ['7,777', '7777', 'margin', 'Northwind', 'Borealis', 'Initech'])
    expect(ofBrightpath).not.toContain(marker);
  const ofNorthwind = JSON.stringify(saidInPublic(tandem, northwindChannel));
  for (const marker of ['7,777', '7777', 'margin', 'Brightpath', 'Aurora', 'Globex'])
    expect(ofNorthwind).not.toContain(marker);
  const partnersPeople = new Set([diego.id, tandem.people.aiko.id, tandem.people.sam.id, nora.id]);
  const { channels: all } = tandem.sandbox.world.data;
  const toPartners = everythingSaid(tandem).filter(
    ({ channelId, ephemeralFor }) =>
      (ephemeralFor && partnersPeople.has(ephemeralFor)) ||
      (all[channelId]?.kind === 'dm' && all[channelId]?.memberIds.some((id) => partnersPeople.has(id))),
  );
  expect(toPartners.length).toBeGreaterThan(3);
  for (const marker of ['7,777', '7777', 'argin']) expect(JSON.stringify(toPartners)).not.toContain(marker);
});

test('another partner’s people see nothing of Brightpath by name or number, in their own channel or in Brightpath’s', async () => {
  const { tandem, northwindChannel, nora } = two;
  tandem.sandbox.controls.setMembership(shared, nora.id, true);
  for (const channel of [northwindChannel, shared])
    for (const words of [
      'people Brightpath',
      'status Brightpath',
      'steps Brightpath',
      'step kickoff-meeting',
      'calls Brightpath',
      'agenda Brightpath',
      'scorecard Brightpath',
      'deal list Brightpath',
      'deal won D-1',
      'deal reopen D-1',
      'deal lost D-1 ha',
      'deal cost D-1',
      'pipeline Brightpath',
      'lead list Brightpath',
      'history Brightpath',
      'survey results 1',
      'gate Brightpath',
      'done kickoff-meeting https://evil.example',
      'blocked kickoff-meeting because',
      'action done A-1',
    ]) {
      const answer = await answerTo(nora, channel, words);
      for (const secret of [
        'Aurora',
        'Globex',
        '50,000',
        'Diego',
        'Aiko',
        'Sam',
        'Hold the kickoff',
        'Success',
      ])
        expect(answer, words).not.toContain(secret);
    }
  const deal = await tandem.work((work) =>
    work.tx.deal.findFirstOrThrow({ where: { workspaceId: work.workspaceId, number: 1 } }),
  );
  expect(deal.stage).toBe('won');
});

test('somebody without a role is told so, alone, whatever they ask, and nothing changes', async () => {
  const { tandem, eve } = two;
  const before = JSON.stringify(saidInPublic(tandem, shared));
  for (const words of [
    'status',
    'done kickoff',
    'deal Acme 5 EUR',
    'lead Acme',
    'calls',
    'scorecard',
    'people',
  ])
    expect(await answerTo(eve, shared, words)).toMatch(/can’t|aren’t|don’t/);
  await expect(eve.press('Done')).rejects.toThrow();
  expect(JSON.stringify(saidInPublic(tandem, shared))).toBe(before);
});
