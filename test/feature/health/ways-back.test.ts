import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { decide } from './decide.ts';

const { internal } = channels;
let tandem: TestApp;

beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-01-12T09:00:00Z') });
  await startBrightpath(tandem);
});
afterAll(() => tandem.stop());

const plans = () =>
  tandem.work(({ tx, workspaceId }) =>
    tx.remediationPlan.findMany({ where: { workspaceId }, orderBy: { startedAt: 'asc' } }),
  );

/** The sample, with the part of its health that begins with `from` replaced. */
async function publishWith(from: RegExp, to: string): Promise<void> {
  const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');
  const source = sample.replace(from, to);
  expect(source).not.toBe(sample);
  await tandem.work((work) =>
    publish(work, { source, filename: 'x.yaml', publishedBy: 'Maya Chen', reason: 'Another' }),
  );
}

test('of several ways back the one that is chosen brings its own steps, criteria and day', async () => {
  const { maya } = tandem.people;
  const second = `  remediation:
    - key: new-people
      title: New people
      days: 14
      steps:
        - { what: Meet their new team, owner: vendor.manager, within: 3 }
      exit:
        - Their new team has sold once.
`;
  await publishWith(/ {2}remediation:\n/, second);
  await maya.command('/partner health recover Brightpath', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'health.chooseWayBack');
  expect(maya.reads(maya.modal() ?? { text: '', blocks: null })).toMatch(/New people[\s\S]*Back on track/);
  await maya.press('Choose', { near: 'New people' });
  const form = await maya.until(() => maya.modal()?.callbackId === 'health.recover' && maya.modal());
  const shown = JSON.stringify(form);
  expect(shown).toContain('Their new team has sold once.');
  expect(shown).not.toMatch(/Nobody waits for the other side|Back on track/);
  expect(shown).toContain('"2026-01-26"');
  expect(await maya.submit()).toEqual({});
  await maya.hears('“New people” has begun for Brightpath', { channel: internal });
  expect(await plans()).toMatchObject([{ title: 'New people', criteria: ['Their new team has sold once.'] }]);
});

test('what was ticked on the form of one way back is never taken for another’s', async () => {
  const { maya } = tandem.people;
  await maya.command('/partner health decide Brightpath', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'health.decide');
  maya.fill({
    'What is true by now?': ['Their new team has sold once.'],
    Decision: 'Continue',
    'Why?': 'Well done.',
  });
  // Meanwhile somebody else ends it, and begins another.
  const [begun] = await plans();
  if (!begun) throw new Error('no way back has begun');
  const { id, ...first } = begun;
  await tandem.work(({ tx, workspaceId, newId, now }) =>
    Promise.all([
      tx.remediationPlan.update({ where: { id, workspaceId }, data: { endedAt: now } }),
      tx.remediationPlan.create({
        data: { ...first, id: newId(), title: 'Another', criteria: ['Something else.'] },
      }),
    ]),
  );
  await maya.submit();
  await maya.until(() =>
    JSON.stringify(maya.modal() ?? '').includes('has changed since you opened the form'),
  );
  expect((await plans()).map(({ title, endedAt }) => [title, endedAt === null])).toEqual([
    ['New people', false],
    ['Another', true],
  ]);
  const decisions = await tandem.work(({ tx, workspaceId }) =>
    tx.healthDecision.count({ where: { workspaceId } }),
  );
  expect(decisions).toBe(0);
  while (maya.modal()) await maya.close();
});

test('who parts ways hears why nobody is asked for an exit interview', async () => {
  const { maya } = tandem.people;
  await publishWith(/ {2}exitInterview: exit-interview\n/, '');
  await decide(tandem, 'Part ways');
  await maya.hears('The playbook has no exit interview: ask them yourself what they would have needed.', {
    channel: internal,
  });
});
