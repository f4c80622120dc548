import { addWorkingDays } from '../../../core/business-time.ts';
import {
  addDays,
  formatLocalDate,
  type LocalDate,
  localDateOf,
  utcMidnightOf,
  weekdayOf,
} from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import { demand } from '../../../policy/policy.ts';
import { grantRole, personBySlackId } from '../../partners/public.ts';
import { roleOf, sideOf } from '../../playbook/public.ts';
import { afterChange } from '../announce.ts';
import { changeStep } from '../store/change.ts';
import { lockRunOf, lockStep, type RunStep } from '../store/load.ts';
import { assignedNotice } from '../views/requests.ts';
import { stateLine } from '../views/words.ts';
import { chooseStep } from './chooseStep.ts';

const longestSnooze = 30;

/** `snooze <step> <days>`. */
export async function runSnooze(request: CommandRequest): Promise<Reply> {
  const { words, until } = readSnooze(request);
  const chosen = await chooseStep(request, words, 'snooze', (step) => step.status === 'open');
  if (chosen.kind === 'asked') return chosen.reply;
  return snooze(request, chosen.step.row.id, until);
}

function readSnooze(request: CommandRequest): { words: string; until: LocalDate } {
  const today = localDateOf(request.now, request.actor.timeZone);
  const found = /^(.*?)\s*(?:\bfor\b|\buntil\b)?\s*(?:(\d{1,3})\s*d(?:ays?)?|(\d{1,3})|(next week))?$/is.exec(
    request.text,
  );
  const days = found?.[2] ?? found?.[3];
  const words = found?.[1] ?? request.text;
  if (found?.[4]) return { words, until: nextWeek(today) };
  return { words, until: days === undefined ? addDays(today, 1) : daysFrom(today, Number(days)) };
}

function daysFrom(today: LocalDate, days: number): LocalDate {
  if (days >= 1 && days <= longestSnooze) return addDays(today, days);
  throw new Refusal('invalid', `I can be quiet about a step for 1 to ${longestSnooze} days.`);
}

/** The Monday of next week. */
function nextWeek(today: LocalDate): LocalDate {
  return addDays(today, 8 - weekdayOf(today));
}

/** The digest's menu: `<step id> 1`, `<step id> 3` or `<step id> week`. */
export async function pressSnooze(request: ActionRequest): Promise<Reply> {
  const [stepId = '', span = ''] = request.value.split(' ');
  const today = localDateOf(request.now, request.actor.timeZone);
  return snooze(request, stepId, span === 'week' ? nextWeek(today) : daysFrom(today, Number(span)));
}

/** No reminders of a step until a day; its due date stays. */
async function snooze(request: Request, stepId: string, until: LocalDate): Promise<Reply> {
  const { run, step } = await lockStep(request, stepId);
  const { actor } = request;
  demand(actor, 'step.complete', { partnerId: run.partner.id, ownerPersonIds: [step.row.ownerPersonId] });
  if (step.status !== 'open')
    throw new Refusal('stale', `“${step.title}” isn’t open any more. ${stateLine(run, step)}.`);
  const day = addWorkingDays(until, 0, run.holidays);
  const changed = await changeStep(request, run, step, { snoozedUntil: utcMidnightOf(day) });
  const words = formatLocalDate(day, run.today);
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'onboarding.snooze',
    partnerId: run.partner.id,
    subject: `journeyStep:${step.row.id}`,
    summary: `asked not to be reminded of “${step.title}” before ${words}`,
  });
  await afterChange(request, changed);
  return {
    message: say(`I’ll be quiet about “${step.title}” until ${words}. Its due date stays as it is.`),
  };
}

/** `assign <step> @person`. */
export async function runAssign(request: CommandRequest): Promise<Reply> {
  const mention = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/.exec(request.text);
  if (!mention?.[1])
    throw new Refusal('invalid', 'Say who takes it, with a mention: `assign kickoff meeting @Aiko`.');
  const words = request.text
    .replace(mention[0], ' ')
    .replace(/\s+to\s*$/, '')
    .trim();
  const isWanted = (step: RunStep) => step.status !== 'done';
  const chosen = await chooseStep(request, words, `assign ${mention[0]}`, isWanted, lockRunOf);
  if (chosen.kind === 'asked') return chosen.reply;
  const { run, step } = chosen;
  const { actor } = request;
  demand(actor, 'step.assign', { partnerId: run.partner.id });
  if (step.status === 'done')
    throw new Refusal('stale', `“${step.title}” is done already. ${stateLine(run, step)}.`);
  const side = sideOf(step.step.owner);
  if (actor.side === 'partner' && side === 'vendor')
    throw new Refusal('not_allowed', `“${step.title}” is on ${run.vendorName}’s side; they say who does it.`);
  const person = await personBySlackId(request, mention[1]);
  if (person.side !== side || (side === 'partner' && person.partnerId !== run.partner.id)) {
    const expected = side === 'partner' ? run.partner.name : run.vendorName;
    throw new Refusal(
      'invalid',
      `“${step.title}” is on ${expected}’s side, and ${person.name} isn’t. Choose somebody there.`,
    );
  }
  if (step.row.ownerPersonId === person.id)
    throw new Refusal('conflict', `“${step.title}” is ${person.name}’s already.`);
  // The partner's people see nothing without a role; the vendor's see everything and complete what they own.
  if (side === 'partner')
    await grantRole(request, {
      personId: person.id,
      partnerId: run.partner.id,
      role: roleOf(step.step.owner),
      grantedById: actor.personId,
    });
  const changed = await changeStep(request, run, step, { ownerPersonId: person.id, snoozedUntil: null });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'onboarding.assign',
    partnerId: run.partner.id,
    subject: `journeyStep:${step.row.id}`,
    summary: `gave “${step.title}” to ${person.name}`,
  });
  const next = await afterChange(request, changed);
  await request.emit({ type: 'work.changed', personIds: [step.row.ownerPersonId] });
  if (person.id !== actor.personId) {
    const after = next.steps.find((each) => each.row.id === step.row.id) ?? step;
    await post(request, {
      key: `onboarding.assigned:${step.row.id}:${step.row.version}`,
      to: { person: person.slackUserId },
      audience: person.side === 'vendor' ? 'internal' : 'partner',
      message: assignedNotice(next, after, actor.name),
    });
  }
  return { message: say(`“${step.title}” is ${person.name}’s now.`) };
}
