import { z } from 'zod';
import { formatMinute, isTimeZone, type Weekday, weekdayNames } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import type {
  CommandRequest,
  CommandRoute,
  Modal,
  Reply,
  Request,
  ViewRequest,
} from '../../platform/feature.ts';
import {
  choiceInput,
  choicesInput,
  md,
  say,
  textInput,
  timeInput,
  when,
} from '../../platform/slack/kit/index.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import { can, demand } from '../../policy/policy.ts';
import { choosePartner, loadPeople, programmeSettings } from '../partners/public.ts';
import { composeDigest, composeScorecard } from './compose.ts';
import { loadCards } from './facts.ts';
import { showGaps } from './gaps.ts';
import { explain } from './how.ts';
import { andInMessages, answerInternal, sendInternal } from './in-messages.ts';
import { scheduleDigest } from './jobs.ts';
import { showPast } from './past.ts';
import { periodIn } from './period.ts';
import { runProgramme } from './programme.ts';
import { runReview, showReview } from './quarterly/show.ts';
import { listDigests, listScorecards, showDigestOf } from './sent-show.ts';
import { linesFor, preferenceOf, savePreference } from './store.ts';
import { nextWeekly } from './timing.ts';
import { unmeasuredMessage } from './unmeasured-view.ts';

export const commands: readonly CommandRoute[] = [
  {
    name: 'scorecard',
    aliases: ['scores', 'numbers'],
    summary: 'A partner’s numbers, now, and how they are worked out',
    usage:
      '[partner] [quarter, month or week sent before] | sent [partner] | how [number] [partner] | missing [partner] | checks [partner]',
    examples: [
      'scorecard',
      'scorecard Brightpath Consulting',
      'scorecard 2026-01',
      'scorecard 2026-W03 Brightpath',
      'scorecard sent Brightpath',
      'scorecard how',
      'scorecard how win rate',
      'scorecard missing',
      'scorecard checks',
    ],
    action: 'scorecard.view',
    run: showScorecard,
  },
  {
    name: 'review',
    aliases: ['qbr'],
    summary: 'The pack for the quarterly business review: numbers, the joint plan, three things to discuss',
    usage: '[quarter] [partner]',
    examples: ['review', 'review 2026-Q1', 'review 2026-Q1 Brightpath'],
    action: 'scorecard.view',
    run: runReview,
  },
  {
    name: 'portfolio',
    summary: 'All partners together: by tier, by segment, and in their order',
    usage: '[page]',
    examples: ['portfolio', 'portfolio 2'],
    action: 'scorecard.internal',
    run: runProgramme,
  },
  {
    name: 'digest',
    aliases: ['weekly'],
    summary: 'Your partners side by side, now or as sent before; or choose when it comes each week',
    usage: '[sent | week sent before | settings]',
    examples: ['digest', 'digest sent', 'digest 2026-W03', 'digest settings'],
    action: 'scorecard.internal',
    run: showDigest,
  },
];

async function showScorecard(request: CommandRequest): Promise<Reply> {
  const { actor, place } = request;
  const how = /^how\b(.*)$/is.exec(request.text);
  if (how) return explain(request, (how[1] ?? '').trim());
  const check = /^checks?\b(.*)$/is.exec(request.text);
  if (check) return showGaps(request, (check[1] ?? '').trim());
  const sent = /^(?:sent|earlier)\b(.*)$/is.exec(request.text);
  if (sent) return listScorecards(request, (sent[1] ?? '').trim());
  const missing = /^missing\b(.*)$/is.exec(request.text);
  if (missing) return showUnmeasured(request, (missing[1] ?? '').trim());
  const past = periodIn(request.text, (await programmeSettings(request)).timeZone);
  if (past?.period.cadence === 'quarterly') return showReview(request, past.period.window, past.rest);
  if (past) return showPast(request, past.period, past.rest);
  const { partner } = await choosePartner(request, request.text);
  demand(actor, 'scorecard.view', { partnerId: partner.id });
  const mayReadInternal = can(actor, 'scorecard.internal', { partnerId: partner.id });
  const isShared = place.channel?.isShared ?? false;
  const message = await composeScorecard(request, partner, {
    mayReadInternal: mayReadInternal && !isShared,
    sent: null,
  });
  if (!mayReadInternal || !isShared) return { message };
  // In a shared channel even what only one person sees stays without margins; those go to their own messages.
  const whole = { mayReadInternal: true, sent: null };
  await sendInternal(request, await composeScorecard(request, partner, whole));
  return { message: andInMessages(message, 'The whole of it, with margins and what else is ours alone,') };
}

/** What of a partner's numbers nothing is known of; in a shared channel without those that are the vendor's alone. */
async function showUnmeasured(request: CommandRequest, text: string): Promise<Reply> {
  const { actor, place, now } = request;
  const { partner } = await choosePartner(request, text);
  demand(actor, 'scorecard.view', { partnerId: partner.id });
  const mayReadInternal =
    can(actor, 'scorecard.internal', { partnerId: partner.id }) && !place.channel?.isShared;
  const cards = await loadCards(request, [partner], now);
  const [lines = []] = await linesFor(request, cards, { cadence: 'weekly', before: now, mayReadInternal });
  const [card] = cards;
  if (!card) throw new Error(`no facts of partner ${partner.id}`);
  return { message: unmeasuredMessage(card, lines, actor.side === 'vendor') };
}

async function showDigest(request: CommandRequest): Promise<Reply> {
  const { actor } = request;
  if (actor.side !== 'vendor') demand(actor, 'scorecard.internal', { partnerId: actor.partnerId });
  const person = await self(request);
  if (/^(settings|at|when)\b/i.test(request.text)) return { modal: await settingsModal(request, person) };
  if (/^(sent|earlier)\b/i.test(request.text)) return listDigests(request);
  const past = periodIn(request.text, (await programmeSettings(request)).timeZone);
  if (past?.period.cadence === 'weekly') return showDigestOf(request, past.period);
  const message = await composeDigest(request, person, null);
  if (!message)
    throw new Refusal(
      'not_found',
      'You don’t manage any partner yet, so there is nothing to compare. Start one with `/partner start`.',
    );
  return answerInternal(
    request,
    message,
    'Your digest holds internal numbers, so I sent it to your messages with me instead of here.',
  );
}

async function self(request: Request): Promise<Person> {
  const { actor } = request;
  const person = (await loadPeople(request, [actor.personId])).get(actor.personId);
  if (!person) throw new Error(`no person ${actor.personId}`);
  return person;
}

async function settingsModal(request: Request, person: Person): Promise<Modal> {
  const { weekday, minuteOfDay, timeZone, isEnabled } = await preferenceOf(request, person);
  return {
    callbackId: 'scorecards.saveSettings',
    title: 'Your weekly digest',
    submit: 'Save',
    blocks: [
      choicesInput('isEnabled', 'Send it', [{ label: 'Every week', value: 'yes' }], {
        optional: true,
        initial: isEnabled ? ['yes'] : [],
      }),
      choiceInput(
        'weekday',
        'Day',
        weekdayNames.map((label, index) => ({ label, value: String(index + 1) })),
        { initial: String(weekday) },
      ),
      timeInput('time', 'Time', { initial: formatMinute(minuteOfDay) }),
      textInput('timeZone', 'Time zone', {
        initial: timeZone,
        maxLength: 60,
        hint: 'As Europe/Berlin or America/New_York.',
      }),
    ],
  };
}

const settings = z.object({
  isEnabled: z.array(z.string()),
  weekday: z.coerce.number().int().min(1).max(7),
  time: z.string().regex(/^\d{2}:\d{2}$/),
  timeZone: z.string(),
});

export async function saveSettings(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  if (actor.side !== 'vendor') demand(actor, 'scorecard.internal', { partnerId: actor.partnerId });
  const { isEnabled, weekday, time, timeZone } = settings.parse(request.inputs);
  const zone = timeZone.trim();
  if (!isTimeZone(zone))
    throw new Refusal(
      'invalid',
      `I don’t know the time zone “${zone.slice(0, 40)}”. Write it as Europe/Berlin.`,
      'timeZone',
    );
  const person = await self(request);
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const preference = {
    personId: person.id,
    workspaceId: request.workspaceId,
    weekday,
    minuteOfDay: hours * 60 + minutes,
    timeZone: zone,
    isEnabled: isEnabled.includes('yes'),
  };
  await savePreference(request, preference);
  await scheduleDigest(request, person);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'scorecards.settings',
    partnerId: null,
    summary: preference.isEnabled
      ? `moved the weekly digest to ${weekdayNames[weekday - 1]} ${time} (${zone})`
      : 'turned the weekly digest off',
    isInternal: true,
  });
  if (!preference.isEnabled)
    return {
      message: say('You won’t get the weekly digest any more. `/partner digest` shows it whenever you like.'),
    };
  const next = nextWeekly(request.now, weekday as Weekday, preference.minuteOfDay, zone);
  return {
    message: say(md`Saved. Your next digest comes ${when(next, `${weekdayNames[weekday - 1]} ${time}`)}.`),
  };
}
