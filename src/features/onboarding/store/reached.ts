import { type LocalDate, localDateOf, localDateOfUtc } from '../../../core/calendar.ts';
import type { Work } from '../../../platform/work.ts';

/** The day on which these steps were done and gates passed, the first time: `<partner> step:<key>`, `<partner> gate:<key>`. */
export async function reachedDays(
  work: Work,
  partnerIds: readonly string[],
  { steps, gates }: { readonly steps: readonly string[]; readonly gates: readonly string[] },
  timeZone: string,
): Promise<ReadonlyMap<string, string>> {
  const journey = { partnerId: { in: [...partnerIds] } };
  const include = { journey: { select: { partnerId: true } } };
  const { workspaceId } = work;
  const done =
    steps.length === 0
      ? []
      : await work.tx.journeyStep.findMany({
          where: { workspaceId, key: { in: [...steps] }, status: 'done', journey },
          include,
        });
  const passed =
    gates.length === 0
      ? []
      : await work.tx.journeyGate.findMany({
          where: { workspaceId, key: { in: [...gates] }, status: 'passed', journey },
          include,
        });
  const all = [
    ...done.map((each) => ({ key: `${each.journey.partnerId} step:${each.key}`, at: each.completedAt })),
    ...passed.map((each) => ({ key: `${each.journey.partnerId} gate:${each.key}`, at: each.decidedAt })),
  ];
  const days = new Map<string, string>();
  for (const { key, at } of all) {
    const day = at && localDateOf(at, timeZone);
    if (day && !((days.get(key) ?? '9999') <= day)) days.set(key, day);
  }
  return days;
}

/** The day of each partner's first kickoff; who never began is left out. */
export async function firstKickoffs(
  work: Work,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, LocalDate>> {
  const rows = await work.tx.journey.groupBy({
    by: ['partnerId'],
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] } },
    _min: { kickoffOn: true },
  });
  return new Map(
    rows.flatMap(({ partnerId, _min: { kickoffOn } }) =>
      kickoffOn ? [[partnerId, localDateOfUtc(kickoffOn)] as const] : [],
    ),
  );
}
