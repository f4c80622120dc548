import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const { internal } = channels;
let tandem: TestApp;

/** Maya manages two partners, and wants what comes regularly on Thursdays at half past seven in New York. */
beforeAll(async () => {
  tandem = await startTestApp({ at: new Date('2026-03-30T09:00:00Z') });
  await startBrightpath(tandem);
  await tandem.work(async ({ tx, workspaceId, newId }) => {
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId } });
    const journey = await tx.journey.findFirstOrThrow({ where: { workspaceId } });
    const id = newId();
    await tx.partner.create({ data: { ...partner, id, name: 'Northwind', nameKey: 'northwind' } });
    await tx.journey.create({ data: { ...journey, id: newId(), partnerId: id } });
  });
  const { maya } = tandem.people;
  await maya.command('/partner digest settings', { channel: internal });
  await maya.until(() => maya.modal()?.callbackId === 'scorecards.saveSettings');
  maya.fill({ Day: 'Thursday', Time: '07:30', 'Time zone': 'America/New_York' });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
});
afterAll(() => tandem.stop());

function packs(): string[] {
  const { maya } = tandem.people;
  return maya
    .dm()
    .map((each) => maya.reads(each))
    .filter((words) => words.includes('Q1 2026 with'));
}

/** The sample with its risks rated as high as can be. */
async function rateRisksAnew(): Promise<void> {
  const sample = readFileSync(new URL('../../../playbooks/partner-programme.yaml', import.meta.url), 'utf8');
  const source = sample.replace(
    /(inherent|residual): \{ likelihood: \d, impact: \d \}/g,
    '$1: { likelihood: 5, impact: 5 }',
  );
  expect(source).not.toBe(sample);
  await tandem.work((work) =>
    publish(work, { source, filename: 'p.yaml', publishedBy: 'Maya Chen', reason: 'Worse than we thought' }),
  );
}

test('the packs of several partners come in one message, on the day, at the hour and in the zone of the digest', async () => {
  // The fifth working day of April was a Tuesday.
  await tandem.advance(new Date('2026-04-09T11:29:00Z'));
  expect(packs()).toEqual([]);
  await tandem.advance(new Date('2026-04-09T11:31:00Z'));
  const [bundle = '', ...more] = packs();
  expect(more).toEqual([]);
  expect(bundle).toContain('Q1 2026 with your partners (internal)');
  expect(bundle).toMatch(/Brightpath\W+A quiet quarter[\s\S]*Northwind\W+A quiet quarter/);
});

test('each line leads to the whole pack, whose risks stay as they were when the quarter ended', async () => {
  const { maya } = tandem.people;
  await maya.press('Open the pack', { near: 'Northwind' });
  const whole = maya.reads(await maya.hears('Q1 2026 with Northwind (internal)'));
  expect(whole).toContain('as known on Tue 7 Apr; kept as you see it');
  expect(whole).toContain('Risks are as of Tue 31 Mar');
  const risks = /Greatest risks[\s\S]*?(?=How is)/.exec(whole)?.[0];
  await rateRisksAnew();
  // Worked out again, as if none had been kept.
  await tandem.work(({ tx, workspaceId }) =>
    tx.scorecardSnapshot.deleteMany({ where: { workspaceId, cadence: 'quarterly' } }),
  );
  await maya.command('/partner review 2026-Q1 Northwind', { channel: internal });
  const anew = maya.reads(await maya.hears('no pack was sent of this quarter', { channel: internal }));
  expect(/Greatest risks[\s\S]*?(?=How is)/.exec(anew)?.[0]).toBe(risks);
  expect(anew).toContain('Risks are as of Tue 31 Mar');
  await maya.command('/partner review 2026-Q2 Northwind', { channel: internal });
  const present = maya.reads(await maya.hears('Q2 2026 with Northwind (internal)', { channel: internal }));
  expect(present).toContain('25 of 25 after what is done about it');
});
