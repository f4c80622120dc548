import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../../src/platform/audit.ts';
import { post } from '../../../src/platform/delivery/post.ts';
import type { Work } from '../../../src/platform/work.ts';
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

const looks = ['actions', 'lead list', 'survey results 901', 'health', 'friction', 'decisions', 'customers'];

/** Of every kind of thing that is the vendor's alone, one with a marker, at Brightpath. */
async function seedInternals({ tx, workspaceId, newId, now }: Work): Promise<void> {
  const brightpath = await tx.partner.findFirstOrThrow({ where: { workspaceId, name: 'Brightpath' } });
  const { id: partnerId, managerPersonId } = brightpath;
  const diego = await tx.person.findFirstOrThrow({ where: { workspaceId, name: 'Diego Santos' } });
  const version = await tx.playbookVersion.findFirstOrThrow({ where: { workspaceId } });
  const own = { workspaceId, partnerId };
  const action = {
    ...{ number: 900, isInternal: true, text: 'INTERNAL-ACTION', dueOn: now, createdAt: now },
    ...{ ownerPersonId: managerPersonId, createdById: managerPersonId },
  };
  const actionItem = await tx.actionItem.create({ data: { id: newId(), ...own, ...action } });
  const signal = { kind: 'late_steps', severity: 'serious', since: now, foundAt: now };
  await tx.healthSignal.create({
    data: { id: newId(), ...own, ...signal, evidence: 'INTERNAL-SIGNAL', actionItemId: actionItem.id },
  });
  const plan = await tx.remediationPlan.create({
    data: {
      ...{ id: newId(), ...own, title: 'INTERNAL-PLAN', criteria: ['INTERNAL-CRITERION'] },
      ...{ actionItemIds: [actionItem.id], startedById: managerPersonId, startedAt: now },
      reviewOn: new Date(now.getTime() + 14 * 86_400_000),
    },
  });
  await tx.healthDecision.create({
    data: {
      ...{ id: newId(), ...own, planId: plan.id, choice: 'scale_back', reason: 'INTERNAL-DECISION', met: [] },
      ...{ decidedById: managerPersonId, decidedAt: now },
    },
  });
  await tx.lesson.create({
    data: {
      ...{
        id: newId(),
        ...own,
        story: 'INTERNAL-STORY',
        text: 'INTERNAL-LESSON',
        proposal: 'INTERNAL-CHANGE',
      },
      ...{ writtenById: managerPersonId, writtenAt: now },
    },
  });
  await tx.ownCustomer.create({
    data: { id: newId(), workspaceId, name: 'INTERNAL-OWN', customerKey: 'internal own', addedAt: now },
  });
  const lead = await tx.lead.create({
    data: {
      ...{ id: newId(), ...own, number: 900, customer: 'Umbrella', status: 'submitted', createdAt: now },
      ...{ submittedById: diego.id, ownerPersonId: managerPersonId },
    },
  });
  await tx.leadRouting.create({
    data: {
      ...{ id: newId(), workspaceId, leadId: lead.id, personId: managerPersonId, at: now },
      ...{ why: ['INTERNAL-ROUTING'], passedOnAt: now, reason: 'INTERNAL-PASSED-ON' },
    },
  });
  const survey = await tx.survey.create({
    data: {
      ...{ id: newId(), ...own, number: 901, playbookVersionId: version.id, key: 'exit-interview' },
      ...{ occasion: 'marker', openedAt: now, closesAt: new Date(now.getTime() + 86_400_000) },
    },
  });
  await tx.surveyInvitation.create({
    data: { surveyId: survey.id, personId: diego.id, workspaceId, answeredAt: now },
  });
  await tx.surveyResponse.create({
    data: {
      ...{ id: newId(), workspaceId, surveyId: survey.id, respondentKey: diego.id, personId: diego.id },
      ...{ question: 'what-helped', answer: 'INTERNAL-ANSWER', answeredAt: now },
    },
  });
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
  await tandem.work(seedInternals);
  await maya.command('/partner deal Globex 50,000 EUR "Aurora"', { channel: shared });
  await nora.mention(northwindChannel, 'deal Initech 30,000 EUR “Borealis”');
  await nora.hears('Borealis', { channel: northwindChannel });
  // A customer that Northwind has registered: Brightpath hears at most that it waits for a decision.
  await diego.mention(shared, 'deal Initech 20,000 EUR “Cassiopeia”');
  await diego.hears('Cassiopeia', { channel: shared });
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
  for (const words of [...looks, 'history']) await diego.mention(shared, words);
  for (const words of looks) await maya.command(`/partner ${words}`, { channel: shared });
  await diego.mention(shared, 'undelivered');
  await nora.mention(northwindChannel, 'history');
  await maya.command('/partner history', { channel: shared });
  await maya.command('/partner undelivered', { channel: shared });
  await maya.hears('UNDELIVERED-MARKER', { channel: shared });
  await tandem.settled();
  for (let days = 0; days < 35; days += 7) await tandem.advance('week');

  const forbidden = ['7,777', '7777', 'argin', 'AUDIT-', 'UNDELIVERED-MARKER', 'INTERNAL-'];
  const ofBrightpath = brightpathReads();
  expect(ofBrightpath).toContain('Aurora');
  const leaked = (text: string, ...markers: readonly string[]) =>
    [...forbidden, ...markers].filter((marker) => text.includes(marker));
  expect(leaked(ofBrightpath, 'Northwind', 'Borealis', 'Nora')).toEqual([]);
  const ofNorthwind = northwindReads();
  expect(ofNorthwind).toContain('Borealis');
  expect(leaked(ofNorthwind, 'Brightpath', 'Aurora', 'Cassiopeia', 'Globex', 'Diego')).toEqual([]);
  // What was seeded is there to be shown: whom it is meant for has read of it.
  const mayas = [...maya.dm(), ...maya.ephemerals(shared)].map((message) => maya.reads(message)).join('\n');
  expect(mayas).toMatch(/INTERNAL-/);
}, 120_000);

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
