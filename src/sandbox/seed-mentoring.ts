import { instantOf } from '../core/calendar.ts';
import { listing } from '../core/text.ts';
import { scheduleOver, topicName } from '../features/mentoring/public.ts';
import type { Work } from '../platform/work.ts';
import { workingDayBefore } from './seed-days.ts';
import type { TrailEntry } from './seed-insert.ts';
import type { Setting } from './seed-journey.ts';

const minuteOfTalk = 11 * 60;

/** Who offers and who asks, by partner. The first two have found each other; for the last somebody is to be found. */
const cards = [
  {
    ...{ by: 'Kessler Gebäudetechnik', kind: 'offer', topics: ['first-customers'], daysAgo: 41 },
    words: 'Our first three customers were our own landlords. We show how we asked them.',
  },
  {
    ...{ by: 'Tramontana', kind: 'request', topics: ['first-customers'], daysAgo: 26 },
    words: 'We know hotels well, and don’t know whom to ask there first.',
  },
  {
    ...{ by: 'Nordlys Systems', kind: 'offer', topics: ['integration', 'first-line'], daysAgo: 17 },
    words: 'Forty buildings connected, most of them older than we are.',
  },
  {
    ...{ by: 'Odra Automation', kind: 'request', topics: ['integration'], daysAgo: 2 },
    words: 'Our first building has two controllers that don’t speak to each other.',
  },
] as const;

const foundDaysAgo = 21;

/** Partners that offer each other help: two have found each other, one still looks. Returns what the timelines say of it. */
export async function seedMentoring(work: Work, settings: readonly Setting[]): Promise<TrailEntry[]> {
  const { workspaceId, newId, tx } = work;
  const said = cards.flatMap(({ by, daysAgo, topics, ...card }) => {
    const setting = settings.find(({ partner }) => partner.name === by);
    if (!setting) return [];
    const saidAt = daysBefore(setting, daysAgo);
    return [{ setting, row: { ...card, id: newId(), topics: [...topics], saidAt } }];
  });
  const [offer, asked] = said;
  if (!offer || !asked || said.length < cards.length) return [];
  const startedAt = daysBefore(asked.setting, foundDaysAgo);
  const approvedAt = daysBefore(asked.setting, foundDaysAgo + 2);
  const manager = asked.setting.manager;
  await tx.mentorCard.createMany({
    data: said.map(({ setting, row }) => ({
      ...{ ...row, workspaceId, partnerId: setting.partner.id, saidById: setting.lead.id },
      endedAt: row === asked.row ? startedAt : null,
    })),
  });
  await tx.mentorCardPerson.createMany({
    data: said.map(({ setting, row }) => ({ cardId: row.id, personId: setting.lead.id, workspaceId })),
  });
  const terms = asked.setting.current.playbook.mentoring;
  const endsAt = daysBefore(asked.setting, foundDaysAgo - (terms?.weeks ?? 12) * 7);
  const id = newId();
  const topic = 'first-customers';
  await tx.mentorship.create({
    data: {
      ...{ id, workspaceId, requestId: asked.row.id, offerId: offer.row.id, topic },
      ...{ approvedById: manager.id, approvedAt },
      ...{ mentorAcceptedById: offer.setting.lead.id, mentorAcceptedAt: startedAt },
      ...{ learnerAcceptedById: asked.setting.lead.id, learnerAcceptedAt: startedAt, startedAt, endsAt },
    },
  });
  await scheduleOver(work, { id, endsAt });
  const nameOf = (key: string) => (terms ? topicName(terms, key) : key);
  return [
    ...said.map(({ setting, row }) => ({
      ...{ at: row.saidAt, actorPersonId: setting.lead.id, verb: `mentoring.${row.kind}` },
      ...{ source: 'submission:mentoring.save', partnerId: setting.partner.id },
      ...{ subject: `mentorCard:${row.id}`, isInternal: false },
      summary: `${row.kind === 'offer' ? 'offered other partners help with' : 'asked for a mentor about'} ${listing(row.topics.map(nameOf))}; may be named: ${setting.lead.name}`,
    })),
    ...[offer, asked].flatMap(({ setting, row }) =>
      pairingTrail(setting, { id, approvedAt, startedAt, about: nameOf(topic), isMentor: row === offer.row }),
    ),
  ];
}

/** What one side’s timeline says of a pairing. */
function pairingTrail(
  { partner, lead, manager }: Setting,
  pairing: { id: string; approvedAt: Date; startedAt: Date; about: string; isMentor: boolean },
): TrailEntry[] {
  const { id, approvedAt, startedAt, about, isMentor } = pairing;
  const of = { partnerId: partner.id, subject: `mentorship:${id}`, isInternal: false };
  const accepted = { ...of, at: startedAt, source: 'action:mentoring.accept' };
  return [
    {
      ...{ ...of, at: approvedAt, source: 'action:mentoring.propose', isInternal: true },
      ...{ actorPersonId: manager.id, verb: 'mentoring.propose' },
      summary: `proposed ${isMentor ? 'it as a mentor' : 'a mentor'} about ${about}`,
    },
    {
      ...{ ...accepted, actorPersonId: lead.id, verb: 'mentoring.accept' },
      summary: `agreed to be introduced about ${about}`,
    },
    {
      ...{ ...accepted, actorPersonId: null, verb: 'mentoring.start' },
      summary: `A mentoring about ${about} began: ${isMentor ? 'it helps another partner' : 'another partner helps it'}`,
    },
  ];
}

function daysBefore({ today, current }: Setting, days: number): Date {
  return instantOf(workingDayBefore(today, days), minuteOfTalk, current.playbook.programme.timeZone);
}
