import { localDateOf } from '../../../core/calendar.ts';
import type { Work } from '../../../platform/work.ts';
import { firstKickoffs } from '../../onboarding/public.ts';
import { programmeSettings } from '../../partners/public.ts';
import { findCurrentPlaybook, noMeasures } from '../../playbook/public.ts';
import type { Deal } from '../store.ts';
import { isEarlyWin } from './rules.ts';

/** As many days from kickoff on as the playbook gives a partner to become active, in which its wins are early. */
export async function earlyWinDays(work: Work): Promise<number> {
  const { measures } = (await findCurrentPlaybook(work))?.playbook ?? {};
  return (measures ?? noMeasures).activation.days;
}

/** Those of one partner's deals that were won early, by the programme's days. */
export async function earlyWinsOf<D extends Pick<Deal, 'stage' | 'closedAt'>>(
  work: Work,
  partnerId: string,
  deals: readonly D[],
): Promise<readonly D[]> {
  const { timeZone } = await programmeSettings(work);
  const kickoffOn = (await firstKickoffs(work, [partnerId])).get(partnerId) ?? null;
  const days = await earlyWinDays(work);
  return deals.filter(({ stage, closedAt }) =>
    isEarlyWin({ stage, wonOn: closedAt && localDateOf(closedAt, timeZone) }, kickoffOn, days),
  );
}
