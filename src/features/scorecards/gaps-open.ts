import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { ActionRequest, Reply } from '../../platform/feature.ts';
import { demand } from '../../policy/policy.ts';
import { loadPartner } from '../partners/public.ts';
import { listTraits, mendDeal, mendLead } from '../pipeline/public.ts';
import { checkNamed } from './checks/catalogue.ts';
import { traitsOf } from './gaps.ts';

const reference = z.tuple([z.string(), z.uuid(), z.uuid()]);

/** Opens a row of what a check found where it is mended: `<check>:<partner>:<row>`. */
export async function pressGapRow(request: ActionRequest): Promise<Reply> {
  const asked = reference.safeParse(request.value.split(':'));
  const check = asked.success ? checkNamed(asked.data[0]) : null;
  if (!asked.success || !check) throw gone();
  const [, partnerId, id] = asked.data;
  const partner = await loadPartner(request, partnerId);
  demand(request.actor, 'scorecard.internal', { partnerId });
  const rows = await listTraits(request, check.of, await traitsOf(request, [partner]));
  if (!rows.some((row) => row.id === id && check.finds(row.traits))) throw gone();
  if (check.of === 'lead') return mendLead(request, id);
  const { label, why, remedy, missing = null } = check;
  return mendDeal(request, id, { label, why, remedy, missing });
}

function gone(): Refusal {
  return new Refusal(
    'stale',
    'That row isn’t in the list any more: somebody may have mended it. Say “scorecard checks” for what is left.',
  );
}
