import { afterEach, beforeEach, expect, test } from 'vitest';
import { grantRole, personBySlackId } from '../../../src/features/partners/public.ts';
import { currentPlaybook } from '../../../src/features/playbook/public.ts';
import { regrade } from '../../../src/features/segments/regrade.ts';
import type { ActingPerson } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';
import { decide } from '../health/decide.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';
import { winDeals } from './numbers.ts';

let tandem: TestApp;
beforeEach(async () => {
  tandem = await startTestApp();
  await startBrightpath(tandem);
});
afterEach(() => tandem.stop());

async function openForm(person: ActingPerson): Promise<void> {
  await person.command('/partner segments brightpath');
  await person.press('Change', await person.hears('tier and segments', { channel: 'dm' }));
  await person.until(() => person.modal()?.callbackId === 'segments.change');
}

test('a form that a colleague was faster than says so, and leaves what they decided as it is', async () => {
  const { maya, lena } = tandem.people;
  await lena.command('/partner help');
  await tandem.work(async (work) => {
    const { id: personId } = await personBySlackId(work, cast.lena);
    await grantRole(work, { personId, partnerId: null, role: 'manager', grantedById: null });
  });
  await winDeals(tandem, 12, 30_000);
  await tandem.advance('day');
  const seen = await tandem.work(({ tx, workspaceId }) =>
    tx.partner.findFirstOrThrow({ where: { workspaceId } }),
  );
  await openForm(maya);
  await lena.command('/partner segments brightpath');
  await lena.press('Make it Gold', await lena.hears('speaks for another tier', { channel: 'dm' }));
  await lena.hears('Brightpath is Gold, Potential: High');
  maya.fill({ Territory: ['Nordics'] });
  expect(await maya.submit()).toEqual({
    Tier: 'A colleague changed it while you had it open: Brightpath is now Gold, Potential: High. Please open it again.',
  });
  // As it is when both are sent in one moment, and each finds the partner as it was.
  const { playbook } = await tandem.work(currentPlaybook);
  const silver = { tier: 'silver', segments: [] };
  await expect(
    tandem.work((work) =>
      regrade(work, playbook, seen, silver, { personId: seen.managerPersonId, name: 'Maya' }, ''),
    ),
  ).rejects.toThrow('A colleague changed where Brightpath belongs');
  await maya.close();
  await openForm(maya);
  maya.fill({ Territory: ['Nordics'] });
  expect(await maya.submit()).toEqual({});
  await maya.hears('Brightpath is Gold, Territory: Nordics; Potential: High');
});

const proposed = () =>
  tandem.people.maya
    .dm()
    .filter((each) => tandem.people.maya.reads(each).includes('speaks for another tier'));

test('numbers that cross a bound again and again are put to the manager once a quarter', async () => {
  await winDeals(tandem, 12, 30_000);
  await tandem.advance('day');
  expect(proposed()).toHaveLength(1);
  await winDeals(tandem, 12, 10_000);
  await tandem.advance('day');
  await tandem.people.maya.press('Make it Gold', proposed()[0]);
  await tandem.people.maya.hears('nothing speaks for it any more');
  await tandem.work(({ tx, workspaceId }) =>
    tx.deal.deleteMany({ where: { workspaceId, amountMinor: { lt: 2_500_000 } } }),
  );
  await tandem.advance('day');
  expect(proposed()).toHaveLength(1);
  await tandem.work(({ tx, workspaceId }) =>
    tx.tierProposal.updateMany({ where: { workspaceId }, data: { endedAt: new Date('2025-01-01') } }),
  );
  await tandem.advance('day');
  expect(proposed()).toHaveLength(2);
});

test('of a partner that has left nothing is proposed any more, and nobody changes where it belongs', async () => {
  const { maya } = tandem.people;
  await winDeals(tandem, 12, 30_000);
  await tandem.advance('day');
  await maya.command('/partner segments brightpath');
  const shown = await maya.hears('Brightpath: tier and segments', { channel: 'dm' });
  await decide(tandem, 'Part ways');
  await maya.press('Make it Gold', proposed()[0]);
  await maya.hears('nothing speaks for it any more');
  await maya.press('Change', shown);
  await maya.hears('The partnership with Brightpath has ended');
  expect(maya.modal()).toBeNull();
  await maya.command('/partner segments brightpath');
  await tandem.settled();
  const after = maya.ephemerals('dm').at(-1);
  expect(after && maya.reads(after)).toContain('Brightpath: tier and segments');
  expect(after && maya.reads(after)).not.toMatch(/another tier|Change/);
});
