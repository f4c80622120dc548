import { listing } from '../../../core/text.ts';
import type { Rendered } from '../../../platform/delivery/message.ts';
import { touch } from '../../../platform/delivery/post.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  actions,
  bold,
  button,
  context,
  fields,
  joinMd,
  md,
  message,
  personInput,
  section,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import type { Handoff } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { loadPeople } from '../../partners/public.ts';
import { findCurrentPlaybook, type HandoffDefinition } from '../../playbook/public.ts';
import { calendarOf } from '../announce.ts';
import { followHandoff, handoffClock } from '../clocks.ts';
import { longest } from '../rules/fields.ts';
import { answersOf, missingIn } from '../rules/handoff.ts';
import { dayOf } from '../views/day.ts';

export async function handoffDefinitions(work: Work): Promise<readonly HandoffDefinition[]> {
  return (await findCurrentPlaybook(work))?.playbook.handoffs ?? [];
}

/** Shows the checklist to both, each in their messages with Tandem. */
export async function showHandoff(work: Work, handoff: Handoff): Promise<void> {
  const people = await loadPeople(work, [handoff.fromPersonId, handoff.toPersonId]);
  for (const { id, slackUserId } of people.values())
    await touch(work, {
      kind: 'pipeline.handoff',
      subject: `${handoff.id}:${id}`,
      to: { person: slackUserId },
    });
}

/** What became of a deal or a partner stops or starts the clock of handoffs that wait, so their checklists are drawn again. */
export async function followHandoffsOf(
  work: Work,
  what: { readonly dealId: string } | { readonly partnerId: string },
): Promise<void> {
  const waiting = await work.tx.handoff.findMany({
    where: { workspaceId: work.workspaceId, ...what, acceptedAt: null },
    orderBy: { createdAt: 'asc' },
  });
  const definitions = waiting.length > 0 ? await handoffDefinitions(work) : [];
  for (const handoff of waiting) {
    const definition = definitions.find(({ key }) => key === handoff.key);
    if (definition) await followHandoff(work, handoff, definition);
    await showHandoff(work, handoff);
  }
}

/** The checklist as one of the two sees it: `<handoff>:<person>`. */
export async function renderHandoff(work: Work, subject: string): Promise<Rendered | null> {
  const [id = '', personId = ''] = subject.split(':');
  const handoff = await work.tx.handoff.findFirst({ where: { id, workspaceId: work.workspaceId } });
  const definition = (await handoffDefinitions(work)).find(({ key }) => key === handoff?.key);
  if (!handoff || !definition) return null;
  const people = await loadPeople(work, [handoff.fromPersonId, handoff.toPersonId, personId]);
  const given = answersOf(handoff);
  const missing = missingIn(definition.requires, given);
  const said = definition.requires.filter((each) => !missing.includes(each));
  const isTheirs = personId === handoff.toPersonId;
  const fill = button('pipeline.fillHandoff', missing.length > 0 ? 'Fill in' : 'Change', {
    value: handoff.id,
  });
  const calendar = await calendarOf(work);
  const clock = await handoffClock(work, handoff, definition);
  return {
    audience: people.get(personId)?.side === 'partner' ? 'partner' : 'internal',
    message: message([
      section(md`${bold(definition.title)}  ${handoff.ref} ${handoff.customer}`),
      fields(
        ['From', people.get(handoff.fromPersonId)?.name ?? 'Somebody'],
        ['To', people.get(handoff.toPersonId)?.name ?? 'Somebody'],
        ...(clock && !handoff.acceptedAt ? [['To be accepted', clock] as const] : []),
      ),
      ...said.map(({ key, prompt }) => section(joinMd([bold(prompt), given[key] ?? ''], '\n'))),
      ...(missing.length > 0
        ? [
            section(
              joinMd(
                [
                  bold('Still missing, so that it can’t be accepted'),
                  ...missing.map(({ prompt }) => md`• ${prompt}`),
                ],
                '\n',
              ),
            ),
          ]
        : []),
      handoff.acceptedAt
        ? context(`Accepted on ${dayOf(handoff.acceptedAt, calendar)}.${clock ? ` ${clock}.` : ''}`)
        : actions(
            ...(missing.length === 0 && isTheirs
              ? [button('pipeline.acceptHandoff', 'Accept', { value: handoff.id, style: 'primary' as const })]
              : []),
            fill,
          ),
    ]),
  };
}

/** What is missing, in words: “What was promised? and Who is the contact?”. */
export function missingWords(definition: HandoffDefinition, given: Readonly<Record<string, string>>): string {
  return listing(missingIn(definition.requires, given).map(({ prompt }) => `“${prompt}”`));
}

export interface HandoffSubject {
  readonly leadId: string | null;
  readonly dealId: string | null;
  readonly ref: string;
  readonly customer: string;
}

export function handoffModal(
  definition: HandoffDefinition,
  subject: HandoffSubject,
  present: { readonly to: string | null; readonly answers: Readonly<Record<string, string>> },
): Modal {
  const { leadId, dealId } = subject;
  return {
    callbackId: 'pipeline.saveHandoff',
    title: 'Hand over',
    submit: 'Save',
    metadata: { key: definition.key, leadId, dealId },
    blocks: [
      context(
        md`${definition.title}: ${subject.ref} ${subject.customer}. What you leave out can be filled in later; until then it can’t be accepted.`,
      ),
      personInput('to', 'Who takes over?', { ...(present.to && { initial: present.to }) }),
      ...definition.requires.map(({ key, prompt }) =>
        textInput(`know-${key}`, prompt, {
          optional: true,
          multiline: true,
          maxLength: longest.reason,
          ...(present.answers[key] && { initial: present.answers[key] }),
        }),
      ),
    ],
  };
}
