import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../../src/platform/audit.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import { channels } from '../../support/app.ts';
import { saidInPublic, startTwoPartners, type TwoPartners, watchShown } from './two-partners.ts';

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
  const { maya, lena, diego, aiko, sam } = tandem.people;
  const brightpathReads = watchShown(tandem, shared, [diego.id, aiko.id, sam.id]);
  const northwindReads = watchShown(tandem, northwindChannel, [nora.id, two.nils.id]);
  await tandem.work(async (work) => {
    const { workspaceId } = work;
    for (const { id, name } of await work.tx.partner.findMany({ where: { workspaceId } }))
      await audit(work, {
        actorPersonId: null,
        verb: 'test.marker',
        partnerId: id,
        summary: `Seen by the vendor alone: AUDIT-${name}`,
        isInternal: true,
      });
    tandem.sandbox.controls.failNext({ method: 'chat.postMessage', mode: { error: 'msg_too_long' } });
    await post(work, {
      key: 'marker',
      to: { person: maya.id },
      audience: 'internal',
      message: { text: 'UNDELIVERED-MARKER' },
    });
  });
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
  await diego.mention(shared, 'history');
  await diego.mention(shared, 'undelivered');
  await nora.mention(northwindChannel, 'history');
  await maya.command('/partner history', { channel: shared });
  await maya.command('/partner undelivered', { channel: shared });
  await maya.hears('UNDELIVERED-MARKER', { channel: shared });
  await tandem.settled();
  for (let days = 0; days < 35; days += 7) await tandem.advance('week');

  const forbidden = ['7,777', '7777', 'argin', 'AUDIT-', 'UNDELIVERED-MARKER'];
  const ofBrightpath = brightpathReads();
  expect(ofBrightpath).toContain('Aurora');
  const leaked = (text: string, ...markers: readonly string[]) =>
    [...forbidden, ...markers].filter((marker) => text.includes(marker));
  expect(leaked(ofBrightpath, 'Northwind', 'Borealis', 'Initech', 'Nora')).toEqual([]);
  const ofNorthwind = northwindReads();
  expect(ofNorthwind).toContain('Borealis');
  expect(leaked(ofNorthwind, 'Brightpath', 'Aurora', 'Globex', 'Diego')).toEqual([]);
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
