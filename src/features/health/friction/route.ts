import { Refusal } from '../../../core/refusal.ts';
import type { CommandRequest, Reply } from '../../../platform/feature.ts';
import { answerPrivately } from '../routes/private.ts';
import { showWordings } from '../wording/route.ts';
import { loadFriction } from './load.ts';
import { cohorts, frictionPoints, journeysOf } from './rules.ts';
import { frictionMessage } from './view.ts';

/**
 * `friction`: where journeys wait, over all partners this person may see the health of; `friction wording`: whether steps
 * that were worded anew wait less; `friction 2026 Q3`: where those waited that kicked off in that quarter.
 */
export async function runFriction(request: CommandRequest): Promise<Reply> {
  if (/^wording\b/i.test(request.text)) return showWordings(request);
  const { journeys, wins, signedOn, today, early, earlyDays } = await loadFriction(request);
  const all = cohorts(journeys, wins, today, early, signedOn);
  const quarter = quarterIn(request.text);
  const asked = quarter === null ? journeys : journeysOf(journeys, quarter);
  if (quarter !== null && asked.length === 0)
    throw new Refusal(
      'not_found',
      `No journey kicked off in ${quarter}. “friction” shows the quarters there are.`,
    );
  return answerPrivately(
    request,
    frictionMessage({
      quarter,
      journeys: asked.length,
      points: frictionPoints(asked),
      cohorts: quarter === null ? all : all.filter(({ name }) => name === quarter),
      earlyDays,
    }),
  );
}

/** “2026 Q3”, also written 2026-q3 or Q3 2026; null where no quarter is named. */
function quarterIn(text: string): string | null {
  const [, before, quarter, after] =
    /^(?:(\d{4})[\s-]*)?Q([1-4])(?:[\s-]*(\d{4}))?$/i.exec(text.trim()) ?? [];
  const year = before ?? after;
  return year && quarter ? `${year} Q${quarter}` : null;
}
