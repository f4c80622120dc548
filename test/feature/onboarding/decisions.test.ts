import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  journeyProgress,
  openSteps,
  openStepsOf,
  progressAt,
  seatHolders,
} from '../../../src/features/onboarding/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { checklistOf, startBrightpath } from './brightpath.ts';

const { shared } = channels;
let tandem: TestApp;
beforeAll(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

test('two people decide at once: one counts, the other hears who was first', async () => {
  const { maya, tom, diego } = tandem.people;
  await diego.mention(shared, 'done data sharing boundaries https://files.example/dpa.pdf');
  const asked = await tom.hears('asks for your review', { channel: 'dm' });
  await tandem.settled();
  await maya.press('Review', { near: 'Agree on data-sharing boundaries' });
  await maya.until(() => maya.modal());
  maya.fill({ 'What do you say?': 'Approve' });
  await Promise.all([tom.press('Approve', asked), maya.submit()]);
  await tandem.settled();
  await tandem.work(async (work) => {
    const approvals = await work.tx.auditEntry.findMany({
      where: { workspaceId: work.workspaceId, verb: 'onboarding.approve' },
    });
    expect(approvals).toHaveLength(1);
  });
  await tom.press('Details', asked);
  await tom.hears('Done by Diego');
});

test('nobody approves their own work', async () => {
  const { maya, tom } = tandem.people;
  // Maya stands in for Diego, and would review the step herself: Tom is asked instead.
  await maya.command('/partner done kickoff-meeting https://notes.example/1', { channel: shared });
  await maya.hears('“Hold the kickoff meeting” is done');
  await maya.command('/partner done success-criteria https://plan.example/1', { channel: shared });
  await maya.hears('“Agree on what success means” is handed in. Tom Okafor looks at it');
  await tandem.settled();
  await maya.press('Review', { near: 'Agree on what success means' });
  await maya.hears('You handed “Agree on what success means” in yourself');
  const asked = await tom.hears('Agree on what success means', { channel: 'dm' });
  await tom.press('Approve', asked);
  await tom.hears('Approved: “Agree on what success means”');
});

test('what partners ask other features is answered for all at once', async () => {
  await tandem.work(async (work) => {
    const partner = await work.tx.partner.findFirstOrThrow({ where: { workspaceId: work.workspaceId } });
    const progress = (await journeyProgress(work, [partner.id], '2026-01-20')).get(partner.id);
    expect(progress).toMatchObject({
      done: 3,
      total: 26,
      late: 3,
      currentGate: { key: 'kickoff', name: 'Kick-off' },
      status: 'running',
      kickoffOn: '2026-01-12',
      tier: 'registered',
    });
    const points = (await progressAt(work, [partner.id], [new Date('2026-01-01'), work.now])).get(partner.id);
    expect(points).toEqual([{ at: work.now, done: 3, total: 26 }]);
    const seats = (await seatHolders(work, [partner.id])).get(partner.id);
    expect(seats?.size).toBe(8);
    const diego = await work.tx.person.findFirstOrThrow({
      where: { workspaceId: work.workspaceId, name: 'Diego Santos' },
    });
    const own = await openStepsOf(work, [diego.id]);
    expect(own.map((step) => step.key)).toEqual(['name-the-team', 'orientation']);
    // What waits for another step is not open yet.
    expect((await openSteps(work, partner.id)).map((step) => step.key)).toEqual(own.map((step) => step.key));
    expect((await journeyProgress(work, [], '2026-01-20')).size).toBe(0);
  });
});

test('“I am stuck” in plain words marks the step', async () => {
  const { diego } = tandem.people;
  await diego.mention(shared, 'I’m stuck on the orientation: the video does not play');
  await diego.hears('“Take the orientation” is marked as blocked');
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('Blocked: the video does not play');
});

test('the last gate completes the journey: it is celebrated, and nobody is reminded any more', async () => {
  const { maya, diego } = tandem.people;
  await tandem.work(async (work) => {
    await work.tx.journeyStep.updateMany({
      where: { workspaceId: work.workspaceId, status: { not: 'done' } },
      data: { status: 'done', completedAt: work.now, blockedAt: null },
    });
    await work.tx.journeyGate.updateMany({
      where: { workspaceId: work.workspaceId, key: { not: 'live-together' } },
      data: { status: 'passed', decidedAt: work.now },
    });
  });
  await maya.command('/partner gate', { channel: shared });
  // What the decision at once left open is still in front.
  await maya.until(() => maya.reads(maya.modal() ?? { blocks: [] }).includes('Your decision'));
  maya.fill({ 'Your decision': 'Pass: this partner is live' });
  expect(await maya.submit()).toEqual({});
  await diego.hears('*Brightpath* is live!', { channel: shared });
  await tandem.settled();
  expect(checklistOf(tandem)).toContain('All gates are passed');
  await diego.mention(shared, 'done orientation');
  await diego.hears('onboarding is complete');
  await tandem.advance(new Date('2026-01-16T20:00:00Z'));
  await tandem.work(async (work) => {
    const left = await work.tx.dueItem.findMany({
      where: { workspaceId: work.workspaceId, kind: { startsWith: 'onboarding.' } },
    });
    expect(left).toEqual([]);
  });
});
