import { addDays, instantOf, localDateOf } from '../core/calendar.ts';
import type { Prisma } from '../platform/store/generated/client.ts';
import type { Work } from '../platform/work.ts';
import { insertRows } from './seed-insert.ts';
import type { Setting } from './seed-journey.ts';
import type { SeededDeal } from './seed-sales.ts';

const surveyKey = 'post-deal';
const materials = [
  ['calculator'],
  ['battle-cards', 'case-study'],
  ['case-study'],
  ['demo-script', 'calculator'],
];
const reasons = ['value', 'relationship', 'pilot', 'price'];

/** Deals won this long ago or longer were answered in the earlier mood. */
const latelyMs = 84 * 86_400_000;
/** The partner's lead answers them all; of the vendor's side every so many-th goes unanswered. */
const unansweredEvery = 4;

interface Answering {
  readonly personId: string;
  /** Null: asked in vain. */
  readonly answeredAt: Date | null;
  readonly answers: Readonly<Record<string, Prisma.InputJsonValue>>;
}

/** Writes the surveys that followed each partner's last won deals, closed and answered by both sides. */
export async function seedFeedback(
  work: Work,
  settings: readonly Setting[],
  dealsOf: ReadonlyMap<string, readonly SeededDeal[]>,
): Promise<void> {
  const { workspaceId } = work;
  const surveys = settings
    .flatMap((setting) => surveysOf(work, setting, dealsOf.get(setting.partner.id) ?? []))
    .sort((a, b) => a.row.openedAt.getTime() - b.row.openedAt.getTime());
  await insertRows(
    work,
    'Survey',
    surveys.map(({ row }, index) => ({ ...row, number: index + 1 })),
  );
  await insertRows(
    work,
    'SurveyInvitation',
    surveys.flatMap(({ row, answering }) =>
      answering.map(({ personId, answeredAt }) => ({ surveyId: row.id, personId, workspaceId, answeredAt })),
    ),
  );
  await insertRows(
    work,
    'SurveyResponse',
    surveys.flatMap(({ row, answering }) =>
      answering.flatMap(({ personId, answeredAt, answers }) =>
        Object.entries(answeredAt ? answers : {}).map(([question, answer]) => ({
          id: work.newId(),
          workspaceId,
          surveyId: row.id,
          respondentKey: personId,
          personId,
          question,
          answer,
          answeredAt: answeredAt ?? row.closesAt,
        })),
      ),
    ),
  );
}

function surveysOf(
  work: Work,
  { further, partner, current, manager, lead }: Setting,
  deals: readonly SeededDeal[],
) {
  const { feedback } = further;
  const definition = current.playbook.surveys.find(({ key }) => key === surveyKey);
  if (!feedback || !definition) return [];
  const at = (instant: Date, days: number, minute: number) =>
    instantOf(addDays(localDateOf(instant, partner.timeZone), days), minute, partner.timeZone);
  const { closesAfterDays } = definition;
  const closed = deals
    .flatMap((deal) =>
      deal.stage === 'won' && deal.closedAt ? [{ id: deal.id, closedAt: deal.closedAt }] : [],
    )
    .filter(({ closedAt }) => at(closedAt, closesAfterDays + 1, 0) < work.now)
    .sort((a, b) => a.closedAt.getTime() - b.closedAt.getTime());
  return closed.map(({ id: dealId, closedAt }, index) => {
    const closesAt = new Date(at(closedAt, closesAfterDays, 17 * 60));
    const isLate = work.now.getTime() - closedAt.getTime() < latelyMs;
    const mood = isLate ? feedback.lately : feedback.earlier;
    const comment = feedback.comments[feedback.comments.length - (closed.length - index)];
    const answersAt = (position: number, personId: string, day: number): Answering => ({
      personId,
      answeredAt: at(closedAt, day, 10 * 60 + (index % 40) * 7),
      answers: {
        together: mood.together[position % mood.together.length] ?? 4,
        effort: mood.ease[position % mood.ease.length] ?? 5,
        recommend: mood.recommend[position % mood.recommend.length] ?? 8,
        decisive: [reasons[position % reasons.length] ?? 'value'],
        material: materials[index % materials.length] ?? [],
        ...(personId === lead.id && comment && { improve: comment }),
      },
    });
    return {
      row: {
        id: work.newId(),
        workspaceId: work.workspaceId,
        partnerId: partner.id,
        dealId,
        playbookVersionId: current.version.id,
        key: surveyKey,
        occasion: `deal:${dealId}`,
        openedAt: closedAt,
        closesAt,
        closedAt: closesAt,
      },
      answering: [
        answersAt(index * 2, lead.id, 1),
        {
          ...answersAt(index * 2 + 1, manager.id, 2),
          ...(index % unansweredEvery === 0 && { answeredAt: null }),
        },
      ],
    };
  });
}
