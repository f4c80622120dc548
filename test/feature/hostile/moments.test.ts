import { afterEach, beforeEach, expect, test } from 'vitest';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { checklistOf, startBrightpath } from '../onboarding/brightpath.ts';
import { saidInPublic } from './two-partners.ts';

const { shared } = channels;
let tandem: TestApp;
beforeEach(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterEach(() => tandem.stop());

/** The form for naming the team, opened and filled in. */
async function openTeamForm(person: TestApp['people']['diego'], words: string): Promise<void> {
  const { ts } = await person.mention(shared, 'done name the team');
  const asked = await person.hears('Open the form', { channel: shared, after: ts });
  await person.press('Open the form', asked);
  await person.until(() => person.modal());
  const input = person.modal()?.blocks.find(({ type }) => type === 'input') as { label: { text: string } };
  person.fill({ [input.label.text]: words });
}

function completions(): Promise<{ summary: string }[]> {
  return tandem.work((work) =>
    work.tx.auditEntry.findMany({ where: { workspaceId: work.workspaceId, verb: 'onboarding.complete' } }),
  );
}

test('two people complete one step at once: one of them has done it, the other is told so, alone', async () => {
  const { diego, aiko } = tandem.people;
  await openTeamForm(diego, 'Diego sells');
  await openTeamForm(aiko, 'Aiko builds');
  await Promise.all([diego.submit(), aiko.submit()]);
  await tandem.settled();
  expect(await completions()).toHaveLength(1);
  const late = diego.modal() ? diego : aiko;
  expect(late.reads(late.modal() ?? { blocks: [] })).toMatch(/is done already.*(Diego|Aiko)/s);
  const other = late === diego ? aiko : diego;
  expect(other.modal()).toBeNull();
});

test('a form submitted twice by one impatient finger counts once', async () => {
  const { diego } = tandem.people;
  await openTeamForm(diego, 'Diego sells');
  await Promise.allSettled([diego.submit(), diego.submit()]);
  await tandem.settled();
  expect(await completions()).toHaveLength(1);
  expect(diego.ephemerals(shared).filter((one) => diego.reads(one).includes('is done'))).toHaveLength(1);
});

test('a form left open for a day still counts', async () => {
  const { diego } = tandem.people;
  await openTeamForm(diego, 'Diego sells');
  await tandem.advance('day');
  expect(await diego.submit()).toEqual({});
  await tandem.settled();
  expect(await completions()).toHaveLength(1);
});

test('a form left open for a day while somebody else did the step says so and keeps what was typed', async () => {
  const { diego, aiko } = tandem.people;
  await openTeamForm(diego, 'Diego sells');
  await aiko.mention(shared, 'done name the team: Aiko builds');
  await tandem.advance('day');
  await diego.submit();
  await diego.until(() => diego.reads(diego.modal() ?? { blocks: [] }).includes('is done already'));
  expect(diego.modal()?.depth).toBeGreaterThan(0);
  expect(await completions()).toHaveLength(1);
});

test('a decision pressed again, by the same finger or a day later, finds it taken', async () => {
  const { maya, diego } = tandem.people;
  await maya.command('/partner done kickoff meeting https://notes.example/1', { channel: shared });
  await diego.mention(shared, 'done success criteria https://plan.example/v1');
  const asked = await maya.hears('asks for your review', { channel: 'dm' });
  await Promise.allSettled([maya.press('Approve', asked), maya.press('Approve', asked)]);
  await tandem.sandbox.controls.redeliver(2);
  await tandem.settled();
  await tandem.advance('day');
  const before = saidInPublic(tandem, shared).length;
  await maya
    .press('Approve', asked)
    .catch((error: Error) => expect(error.message).toContain('Nothing called'));
  await tandem.settled();
  const approvals = await tandem.work((work) =>
    work.tx.auditEntry.count({ where: { workspaceId: work.workspaceId, verb: 'onboarding.approve' } }),
  );
  expect(approvals).toBe(1);
  expect(saidInPublic(tandem, shared)).toHaveLength(before);
});

test('an event, a press and a command delivered twice happen once', async () => {
  const { diego, maya } = tandem.people;
  await diego.mention(shared, 'done name the team: Diego sells');
  await tandem.sandbox.controls.redeliver(3);
  await maya.command('/partner deal Acme 5,000 EUR "Once"', { channel: shared });
  await tandem.sandbox.controls.redeliver(2);
  await tandem.settled();
  expect(await completions()).toHaveLength(1);
  expect(await tandem.work((work) => work.tx.deal.count({ where: { workspaceId: work.workspaceId } }))).toBe(
    1,
  );
  expect(checklistOf(tandem)).toContain('Brightpath: onboarding');
});

test('while Slack does not say who somebody is, those known go on as they were', async () => {
  const { diego } = tandem.people;
  const { controls } = tandem.sandbox;
  await tandem.advance('week');
  const before = controls.calls('users.info').length;
  controls.failNext({ method: 'users.info', mode: { error: 'internal_error' }, times: 1 });
  await diego.mention(shared, 'done name the team: Diego sells');
  await tandem.settled();
  expect(await completions()).toHaveLength(1);
  for (const words of ['status', 'steps', 'people']) await diego.mention(shared, words);
  await tandem.settled();
  // One question went unanswered; nobody waits for another one so soon.
  expect(controls.calls('users.info').length - before).toBe(1);
});

test('after a jump in time each person’s profile is read once, not at every press', async () => {
  const { diego, maya } = tandem.people;
  const { controls } = tandem.sandbox;
  await tandem.advance('week');
  const before = controls.calls('users.info').length;
  for (let times = 0; times < 4; times += 1) {
    await diego.mention(shared, 'steps');
    await maya.command('/partner status', { channel: shared });
  }
  await tandem.settled();
  expect(controls.calls('users.info').length - before).toBe(2);
});
