import { addDays, instantOf, localDateOf } from '../core/calendar.ts';
import { previous, quarterOf } from '../core/time-window.ts';
import { addContribution, sayGiven } from '../features/plans/contributions.ts';
import { scheduleClose } from '../features/plans/jobs.ts';
import type { Contribution, Given, Quantity } from '../features/plans/rules/contributions.ts';
import { type Answers, firstAnswers, templateParts } from '../features/plans/rules/parts.ts';
import { touchPlan } from '../features/plans/show.ts';
import { createPlan, loadPlan, saveAnswers } from '../features/plans/store.ts';
import type { Work } from '../platform/work.ts';
import { workingDayBefore } from './seed-days.ts';
import type { Setting } from './seed-journey.ts';

/** What a partner and its manager wrote for a quarter, by field of the sample playbook. */
interface Agreement {
  /** The quarter that runs, or the one before it. */
  readonly quarter: 'running' | 'last';
  readonly theirs: Answers;
  readonly ours: Answers;
  /** What each side puts in, and what the other said of it since. */
  readonly putIn?: readonly PutIn[];
}

type PutIn = Quantity &
  Pick<Contribution, 'side' | 'purpose'> & {
    readonly given?: { readonly how: Given; readonly amount: bigint | null };
  };

/** By the partner's key: the star plans each quarter, the one that falls planned the last one and missed it. */
const agreements: Readonly<Record<string, readonly Agreement[]>> = {
  NORDLYS: [
    {
      quarter: 'last',
      theirs: {
        'market.segments': 'Hospitals and district heating in Denmark and southern Sweden.',
        'market.pipeline': 'Fourteen open deals, half of them hospitals.',
        'market.people': 'Two sellers, two engineers and one support agent, all certified.',
        'strategy.story': 'Heating that reports for itself. The other choice is a spreadsheet.',
      },
      ours: {
        'strategy.plays': 'A joint demo with Tom in each second meeting.',
        'strategy.risks': 'Sandbox accounts for customers’ engineers take too long.',
        'support.enablement': 'Tom for two days a month; a second seller through certification.',
        'support.marketing': 'The case study on Bergen, and half of a webinar in September.',
        'investment.funding': 'The campaign for the webinar. We stop if it brings fewer than five leads.',
        'goal.wins': '8',
        'goal.win-rate': '50 %',
        'goal.speed': '40 days',
      },
      putIn: [
        {
          ...{ side: 'vendor', kind: 'money', amount: 300_000n, currency: 'EUR' },
          ...{ purpose: 'Half of the webinar in September', given: { how: 'wholly', amount: 300_000n } },
        },
        {
          ...{ side: 'partner', kind: 'days', amount: 12n, currency: null },
          ...{ purpose: 'A second seller in certification', given: { how: 'part', amount: 8n } },
        },
      ],
    },
    {
      quarter: 'running',
      theirs: {
        'market.segments': 'Hospitals first, then universities that run their own heating.',
        'market.pipeline': 'Nine open deals, four of them above €80,000.',
        'market.people': 'Three sellers, two engineers and one support agent.',
        'strategy.story': 'Bergen saved a tenth of its heating in one winter, and says so.',
      },
      ours: {
        'strategy.plays': 'Every hospital gets the Bergen story and a visit within two weeks.',
        'strategy.risks': 'Budgets of public customers close in the first week of December.',
        'support.enablement': 'Tom for three days a month; accounts for engineers within a day.',
        'support.marketing': 'A joint stand at the hospital fair in Malmö.',
        'investment.doubts': 'Whether three sellers can carry all of Sweden.',
        'goal.wins': '12',
        'goal.customers': '40 %',
        'goal.win-rate': '55 %',
        'goal.speed': '35 days',
      },
      putIn: [
        {
          ...{ side: 'vendor', kind: 'money', amount: 500_000n, currency: 'EUR' },
          ...{ purpose: 'Half of the stand at the hospital fair', given: { how: 'part', amount: 250_000n } },
        },
        {
          ...{ side: 'vendor', kind: 'days', amount: 18n, currency: null },
          purpose: 'Tom at first visits to hospitals',
        },
        {
          ...{ side: 'partner', kind: 'money', amount: 500_000n, currency: 'EUR' },
          purpose: 'The other half of the stand',
        },
        {
          ...{ side: 'partner', kind: 'in_kind', amount: null, currency: null },
          ...{ purpose: 'A demo room at Bergen hospital', given: { how: 'wholly', amount: null } },
        },
      ],
    },
  ],
  HARROWF: [
    {
      quarter: 'last',
      theirs: {
        'market.segments': 'Retail chains and councils in the Midlands.',
        'market.pipeline': 'Twenty open deals from the spring campaign.',
        'market.people': 'Three sellers; two of the seats are being filled again.',
        'strategy.story': 'One contract for all sites, against a supplier in each town.',
      },
      ours: {
        'strategy.plays': 'Prices for many sites within two days.',
        'strategy.risks': 'New sellers who have not seen the workshop.',
        'support.enablement': 'Priya trains the new sellers in July.',
        'support.marketing': 'Half of the retail campaign.',
        'investment.doubts': 'Whether the new sellers come in time.',
        'goal.wins': '12',
        'goal.win-rate': '60 %',
        'goal.speed': '45 days',
      },
    },
  ],
};

/**
 * Writes the joint plans that were agreed on: opened two weeks ahead of their quarter, filled in by both sides, agreed.
 * One whose quarter runs stands in its channel and is compared at its end.
 */
export async function seedPlans(work: Work, settings: readonly Setting[]): Promise<void> {
  for (const setting of settings)
    for (const agreement of agreements[setting.further.key] ?? []) await seedPlan(work, setting, agreement);
}

async function seedPlan(work: Work, setting: Setting, agreement: Agreement): Promise<void> {
  const { current, partner, manager, lead } = setting;
  const { quarter, theirs, ours, putIn = [] } = agreement;
  const template = current.playbook.plan;
  if (!template) return;
  const { timeZone } = current.playbook.programme;
  const running = quarterOf(work.now, timeZone);
  const first = localDateOf((quarter === 'running' ? running : previous(running)).from, timeZone);
  const before = (days: number): Work => {
    return { ...work, now: instantOf(workingDayBefore(first, days), 16 * 60 - days, timeZone) };
  };
  const parts = templateParts(template, current.playbook.metrics);
  const proposed = firstAnswers(template);
  const opened = await createPlan(before(14), {
    ...{ partnerId: partner.id, playbookVersionId: current.version.id, first, parts },
    ...{ answers: proposed, openedById: manager.id },
  });
  const add = async (at: Work, side: PutIn['side'], personId: string) => {
    for (const { purpose, ...each } of putIn.filter((one) => one.side === side))
      await addContribution(
        at,
        opened.row,
        { side, personId },
        { ...each, purpose, dueOn: null, ownerPersonId: null },
      );
  };
  await add(before(9), 'partner', lead.id);
  await saveAnswers(before(9), opened, { ...proposed, ...theirs }, lead.id, true);
  await add(before(6), 'vendor', manager.id);
  await saveAnswers(before(6), opened, { ...proposed, ...theirs, ...ours }, manager.id, true);
  await work.tx.businessPlan.update({
    where: { id: opened.row.id, workspaceId: work.workspaceId },
    data: {
      ...{ vendorAgreedById: manager.id, vendorAgreedAt: before(5).now },
      ...{ partnerAgreedById: lead.id, partnerAgreedAt: before(4).now },
    },
  });
  const plan = await loadPlan(work, opened.row.id);
  const late = instantOf(addDays(first, 80), 15 * 60, timeZone);
  const said = { ...work, now: late < work.now ? late : work.now };
  for (const { id, side, purpose } of plan.contributions) {
    const given = putIn.find((each) => each.side === side && each.purpose === purpose)?.given;
    if (given) await sayGiven(said, id, given.how, given.amount, side === 'vendor' ? lead.id : manager.id);
  }
  if (quarter === 'last') return;
  await scheduleClose(work, plan);
  await touchPlan(work, plan);
}
