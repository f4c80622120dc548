import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import { currentPlaybook, publish } from '../../../src/features/playbook/public.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';

const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');

let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp();
});
afterAll(() => tandem.stop());

/** The newest thing said to Diego alone in the shared channel, once it holds these words. */
async function diegoReads(words: string): Promise<string> {
  const { diego } = tandem.people;
  const message = await diego.until(() =>
    diego.ephemerals(channels.shared).findLast((one) => diego.reads(one).includes(words)),
  );
  return diego.reads(message);
}

test('before anything is published, the answer says what to do', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner playbook', { channel: channels.internal });
  await maya.hears('No playbook is published yet', { channel: channels.internal });
});

test('elsewhere than in a partner’s channel, the vendor reads the whole programme', async () => {
  await tandem.publishSample();
  const { maya } = tandem.people;
  await maya.command('/partner playbook', { channel: channels.internal });
  const message = await maya.hears('The way, in 31 steps', { channel: channels.internal });
  const words = maya.reads(message);
  expect(words).toContain('Lumen Partner Programme');
  expect(words).toContain('Version 1');
  expect(words).toContain('Certified and first pilot');
});

test('a partner reads the version its journey began with, cut to its tier and tracks', async () => {
  // The first words make both known to the bot, as in life.
  await tandem.people.diego.mention(channels.shared, 'help');
  await tandem.people.maya.command('/partner help');
  await tandem.settled();
  await tandem.work(async (work) => {
    const maya = await personBySlackId(work, cast.maya);
    const diego = await personBySlackId(work, cast.diego);
    const partner = await savePartner(work, {
      name: 'Brightpath',
      tier: 'registered',
      managerPersonId: maya.id,
      timeZone: 'Europe/Lisbon',
      currency: 'EUR',
      channel: {
        id: channels.shared,
        name: 'brightpath-lumen',
        isShared: true,
        isArchived: false,
        isFrozen: false,
        isMember: true,
        connectedTeamIds: [cast.lumen, cast.brightpath],
      },
    });
    await grantRole(work, { personId: diego.id, partnerId: partner.id, role: 'lead', grantedById: null });
    const { version } = await currentPlaybook(work);
    await work.tx.journey.create({
      data: {
        id: work.newId(),
        workspaceId: work.workspaceId,
        partnerId: partner.id,
        playbookVersionId: version.id,
        tracks: ['sales'],
        kickoffOn: new Date('2026-01-12T00:00:00Z'),
        slackChannelId: channels.shared,
        currentGate: 'kickoff',
        startedById: maya.id,
        startedAt: work.now,
      },
    });
    const source = sample
      .replace('due: +22', 'due: +24')
      .replace('silver: 35%, gold: 40%', 'silver: 38%, gold: 45%');
    await publish(work, { source, filename: 'p.yaml', publishedBy: 'Maya Chen', reason: 'Time to rehearse' });
  });
  await tandem.people.diego.mention(channels.shared, 'playbook');
  const words = await diegoReads('The way for Brightpath');
  expect(words).toContain('Version 1');
  expect(words).toContain('New partners follow version 2');
  expect(words).toContain('Certify a seller');
  expect(words).not.toContain('Pass the security review');
  expect(words).not.toContain('Write the joint business plan');
});

test('a step is found by part of its name, or chosen from the menu', async () => {
  const { diego } = tandem.people;
  await diego.mention(channels.shared, 'playbook step certify');
  const words = await diegoReads('Three objections are answered with evidence');
  expect(words).toContain('22 working days after kickoff');
  expect(words).toContain('Enablement trainer');
  await diego.mention(channels.shared, 'playbook step certfy a seler');
  await diegoReads('Did you mean “Certify a seller”?');
  await diego.choose('Read a step', 'Agree on a pilot');
  const modal = await diego.until(() => diego.modal());
  expect(diego.reads(modal)).toContain('The maximum cost and the expected payback are written down.');
});

test('the amendment log keeps from partners what is shown to the vendor alone', async () => {
  const { diego, maya } = tandem.people;
  await diego.close();
  await diego.mention(channels.shared, 'playbook changes');
  const partners = await diegoReads('Time to rehearse');
  expect(partners).toContain('Step “Certify a seller” is now due on working day 24 (was 22)');
  expect(partners).not.toContain('margin');
  await maya.command('/partner playbook changes', { channel: channels.internal });
  const message = await maya.hears('Time to rehearse', { channel: channels.internal });
  expect(maya.reads(message)).toContain(
    'Metric “contribution margin”: the target for Gold is now 45 % (was 40 %)',
  );
});
