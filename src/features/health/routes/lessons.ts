import { z } from 'zod';
import { formatLocalDate, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { pluralise } from '../../../core/text.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type {
  ActionRequest,
  CommandRequest,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { button, md, say } from '../../../platform/slack/kit/index.ts';
import type { Lesson } from '../../../platform/store/generated/client.ts';
import { can, canSomewhere, demand } from '../../../policy/policy.ts';
import { choosePartner, loadPartner, loadPartners, loadPeople } from '../../partners/public.ts';
import { loadLesson, type NewLesson, proposedLessons, saveLessons, settleLesson } from '../store/lessons.ts';
import { lessonRows, postMortemForm } from '../views/forms.ts';
import { lessonsMessage, storyModal } from '../views/lessons.ts';
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
  const { actor } = request;
  const all = await proposedLessons(request);
  const mine = all.filter(({ partnerId }) =>
    partnerId === null ? canSomewhere(actor, 'health.view') : can(actor, 'health.view', { partnerId }),
  );
  const from = await origins(request, mine);
  const message = lessonsMessage(
    mine.map((lesson) => ({ ...lesson, from: from(lesson) })),
    can(actor, 'playbook.publish', { partnerId: null }),
  );
  return answerPrivately(request, message);
}

/** Of which partner, or of the data, by whom and when. */
async function origins(request: Request, lessons: readonly Lesson[]): Promise<(lesson: Lesson) => string> {
  const { actor, now } = request;
  const partners = await loadPartners(
    request,
    lessons.flatMap(({ partnerId }) => partnerId ?? []),
  );
  const people = await loadPeople(
    request,
    lessons.map(({ writtenById }) => writtenById),
  );
  const today = localDateOf(now, actor.timeZone);
  return ({ partnerId, writtenById, writtenAt }) => {
    const whence =
      partnerId === null ? 'From how journeys went' : (partners.get(partnerId)?.name ?? 'a partner');
    const on = formatLocalDate(localDateOf(writtenAt, actor.timeZone), today);
    return `${whence}, ${people.get(writtenById)?.name ?? 'somebody'}, ${on}`;
  };
}

/** The post-mortem a lesson is from, to whoever may see how that partner is doing. */
export async function pressStory(request: ActionRequest): Promise<Reply> {
  const lesson = await loadLesson(request, request.value);
  if (lesson.partnerId !== null) demand(request.actor, 'health.view', { partnerId: lesson.partnerId });
  else if (!canSomewhere(request.actor, 'health.view'))
    demand(request.actor, 'health.view', { partnerId: null });
  return { modal: storyModal({ ...lesson, from: (await origins(request, [lesson]))(lesson) }) };
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
  await tellWriter(request, lesson, status);
  return {
    message: say(
      status === 'adopted'
        ? md`Adopted: ${lesson.proposal} Write it into the playbook file and publish it; its reason can name ${lesson.text}`
        : md`Set aside: ${lesson.proposal}`,
    ),
  };
}

/** Whoever wrote a lesson hears what became of it, unless it was their own doing. */
async function tellWriter(request: Request, lesson: Lesson, status: 'adopted' | 'set_aside'): Promise<void> {
  const { actor } = request;
  const writer = (await loadPeople(request, [lesson.writtenById])).get(lesson.writtenById);
  if (!writer || writer.id === actor.personId || writer.deactivatedAt) return;
  await post(request, {
    key: `health.settled:${lesson.id}`,
    to: { person: writer.slackUserId },
    audience: 'internal',
    message: say(
      md`${actor.name} ${status === 'adopted' ? 'adopted' : 'set aside'} the change of the playbook you proposed: ${lesson.proposal}`,
    ),
  });
}
