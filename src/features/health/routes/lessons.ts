import { z } from 'zod';
import { formatLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { pluralise } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import type { ActionRequest, CommandRequest, Reply, ViewRequest } from '../../../platform/feature.ts';
import { button, md, say } from '../../../platform/slack/kit/index.ts';
import { can, canSomewhere, demand } from '../../../policy/policy.ts';
import { choosePartner, loadPartner, loadPartners, loadPeople } from '../../partners/public.ts';
import { loadLesson, type NewLesson, proposedLessons, saveLessons, settleLesson } from '../store/lessons.ts';
import { lessonRows, postMortemForm } from '../views/forms.ts';
import { lessonsMessage } from '../views/lessons.ts';
import { answerPrivately } from './private.ts';

/** `health postmortem [partner]`: what happened, and what it taught. */
export async function openPostMortem(request: CommandRequest, text: string): Promise<Reply> {
  const { partner } = await choosePartner(request, text);
  demand(request.actor, 'health.act', { partnerId: partner.id });
  return { modal: postMortemForm(partner) };
}

const metadata = z.object({ partnerId: z.uuid() });
const story = z.string().trim().min(1).max(2000);
const line = z.string().trim().max(300).nullish();

/** Keeps the lessons; each asks for a change of the playbook that somebody settles. */
export async function submitPostMortem(request: ViewRequest): Promise<Reply> {
  const { actor, inputs } = request;
  const partner = await loadPartner(request, metadata.parse(request.metadata).partnerId);
  demand(actor, 'health.act', { partnerId: partner.id });
  const lessons: NewLesson[] = [];
  for (const row of lessonRows) {
    const text = line.parse(inputs[`lesson${row}`]) ?? '';
    const proposal = line.parse(inputs[`change${row}`]) ?? '';
    if (text === '' && proposal === '') continue;
    if (text === '') return { errors: { [`lesson${row}`]: 'Say what was learned, too.' } };
    if (proposal === '')
      return {
        errors: { [`change${row}`]: 'Say what to change in the playbook, so that it is not forgotten.' },
      };
    lessons.push({ text, proposal });
  }
  await saveLessons(
    request,
    { partnerId: partner.id, story: story.parse(inputs.story), writtenById: actor.personId },
    lessons,
  );
  const count = pluralise(lessons.length, 'lesson');
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'health.postmortem',
    partnerId: partner.id,
    summary: `${actor.name} wrote the post-mortem of ${partner.name}, with ${count}`,
    isInternal: true,
  });
  return {
    message: say(
      md`Kept: ${count} from ${partner.name}, each with the change of the playbook it asks for.`,
      button('platform.command', 'See proposed changes', { value: 'health lessons' }),
    ),
  };
}

/**
 * `health lessons`: what post-mortems ask to be changed in the playbook, of the partners this person may see, and what
 * the data of many partners ask for.
 */
export async function showLessons(request: CommandRequest): Promise<Reply> {
  const { actor, now } = request;
  const all = await proposedLessons(request);
  const mine = all.filter(({ partnerId }) =>
    partnerId === null ? canSomewhere(actor, 'health.view') : can(actor, 'health.view', { partnerId }),
  );
  const partners = await loadPartners(
    request,
    mine.flatMap((lesson) => lesson.partnerId ?? []),
  );
  const people = await loadPeople(
    request,
    mine.map((lesson) => lesson.writtenById),
  );
  const today = localDateOf(now, actor.timeZone);
  const message = lessonsMessage(
    mine.map((lesson) => ({
      id: lesson.id,
      text: lesson.text,
      proposal: lesson.proposal,
      from: `${lesson.partnerId === null ? 'From how journeys went' : (partners.get(lesson.partnerId)?.name ?? 'a partner')}, ${people.get(lesson.writtenById)?.name ?? 'somebody'}, ${formatLocalDate(localDateOf(lesson.writtenAt, actor.timeZone), today)}`,
    })),
    can(actor, 'playbook.publish', { partnerId: null }),
  );
  return answerPrivately(request, message);
}

const settled = z.tuple([z.uuid(), z.enum(['adopted', 'set_aside'])]);

/** Whoever publishes the playbook says what becomes of a proposed change. */
export async function pressSettle(request: ActionRequest): Promise<Reply> {
  const { actor } = request;
  demand(actor, 'playbook.publish', { partnerId: null });
  const asked = settled.safeParse(request.value.split(':'));
  const [id, status] = asked.data ?? ['', 'set_aside' as const];
  const lesson = await loadLesson(request, id);
  if (!(await settleLesson(request, lesson.id, status, actor.personId)))
    throw new Refusal('stale', 'Somebody settled that one already. “health lessons” shows what is left.');
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'health.settle',
    partnerId: lesson.partnerId,
    subject: `lesson:${lesson.id}`,
    summary: `${actor.name} ${status === 'adopted' ? 'adopted' : 'set aside'} the proposed change “${lesson.proposal}”`,
    isInternal: true,
  });
  return {
    message: say(
      status === 'adopted'
        ? md`Adopted: ${lesson.proposal} Write it into the playbook file and publish it; its reason can name ${lesson.text}`
        : md`Set aside: ${lesson.proposal}`,
    ),
  };
}
