import type { Actor } from '../../../core/actor.ts';
import { instantOf, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { DueItem } from '../../../platform/feature.ts';
import { schedule } from '../../../platform/schedule/schedule.ts';
import { tooLate } from '../../../platform/schedule/too-late.ts';
import { button, md, say } from '../../../platform/slack/kit/index.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPartner, loadPeople } from '../../partners/public.ts';
import { announceDeal, calendarOf } from '../announce.ts';
import { hasLapsed, remindsOn, renewedUntil, whyNoRenewal } from '../rules/registration.ts';
import type { Deal } from '../store.ts';
import { dealTitle } from '../views/deal.ts';
import {
  change,
  lastDayBefore,
  protectionColumns,
  registeredOf,
  registrationTerms,
  remember,
  show,
  tellOwner,
  untilWords,
} from './state.ts';

const morning = 9 * 60;

type Protected = Pick<Deal, 'id' | 'registration'> & { readonly protectedUntil?: Date | null };

/** Plans the word before each protection ends, and its end. Planning again moves both. */
export async function followProtection(work: Work, ...deals: readonly Protected[]): Promise<void> {
  const terms = await registrationTerms(work);
  if (!terms) return;
  const { timeZone } = await calendarOf(work);
  const due = deals.flatMap(({ id, registration, protectedUntil }) => {
    if (!protectedUntil || registration !== 'approved') return [];
    const remindedOn = remindsOn(lastDayBefore(protectedUntil, timeZone), terms);
    return [
      { kind: 'pipeline.protection-lapses', key: id, dueAt: protectedUntil },
      { kind: 'pipeline.protection-ends', key: id, dueAt: instantOf(remindedOn, morning, timeZone) },
    ];
  });
  await schedule(work, ...due);
}

/** Asks the manager to prolong the protection. */
export async function askRenewal(work: Work, actor: Actor, deal: Deal): Promise<Deal> {
  await demandRenewable(work, deal);
  const asked = await change(work, deal, { renewalAskedAt: work.now, renewalAskedById: actor.personId });
  await show(work, asked);
  const until = await untilWords(work, deal);
  const did = `asked to renew the protection of deal D-${deal.number}${until}`;
  await remember(work, actor, asked, 'askRenewal', did);
  return asked;
}

/** Prolongs the protection by the days of the rules: asked for, or at once by somebody who may. */
export async function renewProtection(work: Work, actor: Actor, deal: Deal): Promise<Deal> {
  if (!deal.renewalAskedAt) await demandRenewable(work, deal);
  const terms = await registrationTerms(work);
  const { timeZone } = await calendarOf(work);
  const { protectedOn, registration, stage } = registeredOf(deal, timeZone);
  if (!terms || !protectedOn || registration !== 'approved' || stage !== 'open') throw nothingAsked(deal);
  const renewed = await change(work, deal, {
    ...protectionColumns({ registration, protectedOn: renewedUntil(protectedOn, terms) }, timeZone),
    renewals: deal.renewals + 1,
    renewalAskedAt: null,
    renewalAskedById: null,
  });
  await followProtection(work, renewed);
  await show(work, renewed);
  const words = await untilWords(work, renewed);
  await remember(
    work,
    actor,
    renewed,
    'renewDeal',
    `renewed the protection of deal D-${deal.number}${words}`,
  );
  await tellOwner(work, actor, renewed, {
    key: 'renewed',
    message: say(md`${actor.name} renewed your deal D-${deal.number} (${dealTitle(deal)})${words}.`),
  });
  return renewed;
}

/** Leaves the protection to end on its day; when that day is past, it has held until now, as was promised, and ends. */
export async function declineRenewal(work: Work, actor: Actor, deal: Deal, reason: string): Promise<void> {
  if (!deal.renewalAskedAt || deal.stage !== 'open') throw nothingAsked(deal);
  const kept = await change(work, deal, { renewalAskedAt: null, renewalAskedById: null });
  const did = `did not renew the protection of deal D-${deal.number}: ${reason}`;
  await remember(work, actor, kept, 'declineRenewal', did);
  await tellOwner(work, actor, kept, {
    key: 'renewal-declined',
    message: say(md`${actor.name} did not renew your deal D-${deal.number} (${dealTitle(deal)}): ${reason}`),
  });
  if (await isDue(work, kept)) await lapse(work, kept, { protectedUntil: work.now });
  else await show(work, kept);
}

/** Ends a protection whose last day is past, and says so to both sides unless the partner left. */
export async function lapseIfDue(work: Work, deal: Deal): Promise<void> {
  if (await isDue(work, deal)) await lapse(work, deal);
}

async function isDue(work: Work, deal: Deal): Promise<boolean> {
  const { timeZone } = await calendarOf(work);
  return hasLapsed(registeredOf(deal, timeZone), localDateOf(work.now, timeZone));
}

async function lapse(work: Work, deal: Deal, held: { protectedUntil?: Date } = {}): Promise<void> {
  const lapsed = await change(work, deal, { registration: 'lapsed', ...held });
  await audit(work, {
    actorPersonId: null,
    verb: 'pipeline.lapse',
    partnerId: deal.partnerId,
    subject: `deal:${deal.id}`,
    summary: `The protection of deal D-${deal.number} lapsed`,
  });
  const partner = await loadPartner(work, deal.partnerId);
  // To a partner that left the protection was owed to its last day, and not a word about it.
  if (partner.endedAt) return;
  await show(work, lapsed);
  const people = await loadPeople(work, [deal.registeredById, partner.managerPersonId]);
  const what = md`D-${deal.number} (${dealTitle(deal)})`;
  for (const person of people.values()) {
    const isManager = person.id === partner.managerPersonId;
    await post(work, {
      key: `pipeline.lapsed:${deal.id}:${work.now.toISOString()}:${person.id}`,
      to: { person: person.slackUserId },
      audience: isManager ? 'internal' : 'partner',
      message: isManager
        ? say(
            md`The protection of ${partner.name}’s deal ${what} has lapsed. Others may register the customer now.`,
          )
        : say(
            md`The protection of your deal ${what} has lapsed. You can still win it. To have the customer kept for you again, register the deal anew.`,
          ),
    });
  }
}

/** Says that the protection will end, to whoever registered the deal, with the button to ask for more. */
export async function remindOfEnd(work: Work, deal: Deal, item: DueItem): Promise<void> {
  const isHeld = deal.stage === 'open' && deal.registration === 'approved' && !deal.renewalAskedAt;
  if (!isHeld || !deal.protectedUntil) return;
  if ((await loadPartner(work, deal.partnerId)).endedAt) return;
  if (deal.protectedUntil <= work.now) return tooLate(work, item);
  // The deal's message has the button from today on.
  await announceDeal(work, deal);
  const owner = (await loadPeople(work, [deal.registeredById])).get(deal.registeredById ?? '');
  if (!owner || owner.deactivatedAt) return;
  const { timeZone } = await calendarOf(work);
  const why = whyNoRenewal(
    registeredOf(deal, timeZone),
    await registrationTerms(work),
    localDateOf(work.now, timeZone),
  );
  const what = md`The protection of your deal D-${deal.number} (${dealTitle(deal)}) ends soon: it is${(await untilWords(work, deal)).slice(1)}.`;
  await post(work, {
    key: `pipeline.protection-ends:${deal.id}:${deal.protectedUntil.toISOString()}`,
    to: { person: owner.slackUserId },
    audience: 'partner',
    message: why
      ? say(md`${what} It can’t be renewed: ${why}`)
      : say(
          md`${what} If you need longer, ask for a renewal.`,
          button('pipeline.askRenewal', 'Ask to renew', { value: deal.id, style: 'primary' }),
        ),
    staleAt: deal.protectedUntil,
  });
}

function nothingAsked(deal: Deal): Refusal {
  return new Refusal('stale', `No renewal of D-${deal.number} is asked for. Nothing was changed.`);
}

async function demandRenewable(work: Work, deal: Deal): Promise<void> {
  const { timeZone } = await calendarOf(work);
  const today = localDateOf(work.now, timeZone);
  const why = whyNoRenewal(registeredOf(deal, timeZone), await registrationTerms(work), today);
  if (why) throw new Refusal('stale', `D-${deal.number} can’t be renewed: ${why}`);
}
