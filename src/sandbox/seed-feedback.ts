import { addDays, instantOf, localDateOf } from '../core/calendar.ts';
import type { Prisma } from '../platform/store/generated/client.ts';
import type { Work } from '../platform/work.ts';
import type { Setting } from './seed-journey.ts';
import type { PastDeal } from './seed-pipeline.ts';

const surveyKey = 'post-deal';
const materials = [
  ['calculator'],
  ['battle-cards', 'case-study'],
  ['case-study'],
  ['demo-script', 'calculator'],
];
const reasons = ['value', 'relationship', 'pilot', 'price'];

/** A deal of the past with the row it became. */
export interface SeededDeal extends PastDeal {
  readonly id: string;
  readonly customer: string;
}

interface Answering {
  readonly personId: string;
  readonly answeredAt: Date;
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
  await work.tx.survey.createMany({ data: surveys.map(({ row }, index) => ({ ...row, number: index + 1 })) });
  await work.tx.surveyInvitation.createMany({
    data: surveys.flatMap(({ row, answering }) =>
      answering.map(({ personId, answeredAt }) => ({ surveyId: row.id, personId, workspaceId, answeredAt })),
    ),
  });
  await work.tx.surveyResponse.createMany({
    data: surveys.flatMap(({ row, answering }) =>
      answering.flatMap(({ personId, answeredAt, answers }) =>
        Object.entries(answers).map(([question, answer]) => ({
          id: work.newId(),
          workspaceId,
          surveyId: row.id,
          respondentKey: personId,
          personId,
          question,
          answer,
          answeredAt,
        })),
      ),
    ),
  });
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
  // Each survey asks two people, so the answers listed cover half as many deals; the newest last.
  const closed = deals
    .flatMap((deal) =>
      deal.stage === 'won' && deal.closedAt ? [{ id: deal.id, closedAt: deal.closedAt }] : [],
    )
    .filter(({ closedAt }) => at(closedAt, closesAfterDays + 1, 0) < work.now)
    .sort((a, b) => a.closedAt.getTime() - b.closedAt.getTime())
    .slice(-Math.floor(feedback.together.length / 2));
  return closed.map(({ id: dealId, closedAt }, index) => {
    const closesAt = new Date(at(closedAt, closesAfterDays, 17 * 60));
    const comment = feedback.comments[index];
    const answersAt = (position: number, personId: string, day: number): Answering => ({
      personId,
      answeredAt: at(closedAt, day, 10 * 60 + index * 7),
      answers: {
        together: feedback.together[position] ?? 4,
        recommend: feedback.recommend[position] ?? 8,
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
      answering: [answersAt(index * 2, lead.id, 1), answersAt(index * 2 + 1, manager.id, 2)],
    };
  });
}
