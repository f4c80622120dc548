import { addDays, localDateOf, utcMidnightOf, weekdayOf } from '../core/calendar.ts';
import { occurrencesBetween, type Recurrence } from '../core/recurrence.ts';
import { takeUpCalls } from '../features/calls/public.ts';
import type { CallSeries } from '../platform/store/generated/client.ts';
import type { Work } from '../platform/work.ts';
import { insertRows } from './seed-insert.ts';
import type { SeededJourney, Setting } from './seed-journey.ts';

type Notes = Setting['further']['calls']['notes'];

const regularKey = 'calibration';
const reviewKey = 'business-review';
/** The first review looks back on a quarter. */
const quarterDays = 91;
/** Who took something on does it in about this many days. */
const doneAfterDays = 9;
const recordedAfterMs = 40 * 60_000;

/** Writes the calls held and missed with each partner, what they decided and what was done about it, and plans the next. */
export async function seedCalls(
  work: Work,
  settings: readonly Setting[],
  journeys: ReadonlyMap<string, SeededJourney>,
): Promise<void> {
  const { workspaceId } = work;
  const series = settings.flatMap((setting) => {
    const journey = journeys.get(setting.partner.id);
    return journey ? seriesOf(work, setting, journey) : [];
  });
  const calls = series.flatMap((each) => pastCalls(work, each)).sort((a, b) => +a.startsAt - +b.startsAt);
  const rows = await work.tx.callSeries.createManyAndReturn({
    data: series.map(({ row, recurrence }) => ({ ...row, recurrence })),
  });
  await insertRows(
    work,
    'Call',
    calls.map(({ row }) => row),
  );
  const decided = calls.flatMap((call) => (call.note ? [{ ...call, note: call.note }] : []));
  await insertRows(
    work,
    'Decision',
    decided.map(({ row, setting, note: [, text] }) => ({
      ...{ id: work.newId(), workspaceId, partnerId: setting.partner.id, callId: row.id, position: 0, text },
      ...{ recordedById: setting.manager.id, recordedAt: row.recordedAt },
    })),
  );
  await insertRows(
    work,
    'ActionItem',
    decided.map(({ row, setting, startsAt, note: [, , text] }, index) => {
      const { partner, lead, manager } = setting;
      const doneAt = new Date(startsAt.getTime() + doneAfterDays * 86_400_000);
      const owner = index % 2 === 0 ? lead : manager;
      const dueOn = utcMidnightOf(addDays(localDateOf(startsAt, partner.timeZone), 14));
      return {
        ...{ id: work.newId(), workspaceId, partnerId: partner.id, number: index + 1, callId: row.id },
        ...{ text, ownerPersonId: owner.id, dueOn, createdById: manager.id, createdAt: row.recordedAt },
        isInternal: false,
        ...(doneAt < work.now && { doneAt, doneById: owner.id }),
      };
    }),
  );
  await takeUpCalls(
    work,
    rows.filter((row) => row.endedAt === null),
  );
}

interface SeededSeries {
  readonly setting: Setting;
  readonly row: Omit<CallSeries, 'recurrence'>;
  readonly recurrence: Recurrence;
  /** The last instant at which a call of it may have been. */
  readonly until: Date;
}

/** The regular call, which ends with onboarding where nothing else was agreed on, and the quarterly review after it. */
function seriesOf(work: Work, setting: Setting, journey: SeededJourney): SeededSeries[] {
  const { further, partner, current, manager } = setting;
  const { on, goesOn } = further.calls;
  const { kickoffOn, completedAt } = journey;
  const endedAt = goesOn ? null : completedAt;
  const first = addDays(kickoffOn, ((on.weekday - weekdayOf(kickoffOn) + 7) % 7) + 7);
  return current.playbook.calls.flatMap((definition) => {
    const isRegular = definition.key === regularKey;
    if (!isRegular && (definition.key !== reviewKey || !completedAt)) return [];
    const recurrence: Recurrence = {
      ...{ unit: 'week', every: isRegular ? 2 : 13, weekdays: [on.weekday], at: on.at },
      ...{
        timeZone: current.playbook.programme.timeZone,
        from: isRegular ? first : addDays(first, quarterDays),
      },
    };
    const end = isRegular ? endedAt : null;
    return [
      {
        ...{ setting, recurrence, until: end ?? work.now },
        row: {
          ...{
            id: work.newId(),
            workspaceId: work.workspaceId,
            partnerId: partner.id,
            callKey: definition.key,
          },
          ...{ title: definition.title, durationMinutes: definition.durationMinutes, link: null },
          ...{ seats: [...definition.attendees], standingItems: [...definition.agenda] },
          reminderMinutes: [...definition.reminders],
          ...{ createdById: manager.id, createdAt: partner.createdAt, endedAt: end },
        },
      },
    ];
  });
}

function pastCalls(work: Work, { setting, row: series, recurrence, until }: SeededSeries) {
  const { notes, missedLately = 0 } = setting.further.calls;
  const isRegular = series.callKey === regularKey;
  const starts = occurrencesBetween(recurrence, series.createdAt, until).filter((start) => start < work.now);
  return starts.map((startsAt, index) => {
    const isMissed = isRegular && index >= starts.length - missedLately;
    const note = isMissed
      ? undefined
      : noteOf(notes, starts.length - missedLately * Number(isRegular), index);
    return {
      ...{ setting, startsAt, note },
      row: {
        ...{
          id: work.newId(),
          workspaceId: work.workspaceId,
          seriesId: series.id,
          partnerId: series.partnerId,
        },
        ...{ originalAt: startsAt, startsAt, status: isMissed ? 'missed' : 'held' },
        ...{ summary: note?.[0] ?? null, heldAt: isMissed ? null : startsAt },
        recordedAt: new Date(startsAt.getTime() + recordedAfterMs),
        recordedById: setting.manager.id,
      },
    };
  });
}

/** The last calls have something to say; those before them were short. */
function noteOf(notes: Notes, calls: number, index: number): Notes[number] | undefined {
  return notes[notes.length - (calls - index)];
}
