import { z } from 'zod';
import { localDateOf } from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { truncate } from '../../core/text.ts';
import type { ActionRequest, Modal, Reply, Request } from '../../platform/feature.ts';
import {
  bold,
  code,
  context,
  infoModal,
  joinMd,
  type Md,
  md,
  section,
} from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { demand } from '../../policy/policy.ts';
import { exportCosts, exportUsage } from '../ingest/public.ts';
import { loadPartner, programmeSettings } from '../partners/public.ts';
import { mendDeal, mendLead } from '../pipeline/public.ts';
import { checkNamed } from './checks/catalogue.ts';
import type { Check } from './checks/check.ts';
import { findRows, type LedgerRow } from './gap-rows.ts';
import { rowName } from './gaps-view.ts';
import { entriesOf } from './ledger-faults.ts';

const reference = z.tuple([z.string(), z.uuid(), z.string()]);

/** The row that a menu names, `<check>:<partner>:<row>`, while its check still finds it; refuses who may not see the checks. */
export async function namedRow(request: Request, value: string) {
  const asked = reference.safeParse(value.split(':'));
  const check = asked.success ? checkNamed(asked.data[0]) : null;
  if (!asked.success || !check) throw gone();
  const [, partnerId, id] = asked.data;
  const partner = await loadPartner(request, partnerId);
  demand(request.actor, 'scorecard.internal', { partnerId });
  const row = (await findRows(request, check, [partner])).find((each) => each.id === id);
  if (!row) throw gone();
  return { check, partner, row };
}

/** Opens a row of what a check found where it is mended. */
export async function pressGapRow(request: ActionRequest): Promise<Reply> {
  const { check, partner, row } = await namedRow(request, request.value);
  if (!('ref' in row)) return { modal: await ledgerModal(request, check, partner, row) };
  if (check.of === 'lead') return mendLead(request, row.id);
  const { label, why, remedy, missing = null } = check;
  return mendDeal(request, row.id, { label, why, remedy, missing });
}

function gone(): Refusal {
  return new Refusal(
    'stale',
    'That row isn’t in the list any more: somebody may have mended it. Say “scorecard checks” for what is left.',
  );
}

/** The most entries a modal shows: enough to find the one that is wrong. */
const mostEntries = 20;

/** What is odd, and the entries it is in by the ids they are sent again under. */
async function ledgerModal(work: Work, check: Check, partner: Partner, row: LedgerRow): Promise<Modal> {
  const today = localDateOf(work.now, (await programmeSettings(work)).timeZone);
  const entries = await entriesBehind(work, partner.id, row);
  return infoModal('scorecards.ledgerGap', 'What was reported', [
    section(md`${bold(rowName(row, today))} of ${partner.name}\n${row.traits.words}`),
    section(md`Listed under ${bold(check.label)}. ${check.why} ${check.remedy}`),
    ...(entries.length > 0
      ? [section(md`${bold('The entries')}\n${joinMd(entries.slice(0, mostEntries), '\n')}`)]
      : []),
    ...(entries.length > mostEntries ? [context(`The first ${mostEntries} of ${entries.length}.`)] : []),
  ]);
}

async function entriesBehind(work: Work, partnerId: string, { traits }: LedgerRow): Promise<Md[]> {
  const all = { partnerIds: [partnerId], after: null, take: null };
  const rows: Md[] = [];
  for (const { days, ...of } of entriesOf(traits)) {
    const found =
      of.ledger === 'costs'
        ? await exportCosts(work, { ...all, days, ...(of.kind && { kinds: [of.kind] }) })
        : await exportUsage(work, { ...all, days, kinds: [of.kind], withMoney: true });
    for (const { row } of found) {
      if (traits.currency !== null && row.currency !== traits.currency) continue;
      const says = [row.amount, row.currency, 'quantity' in row ? row.quantity : null];
      const on = 'month' in row ? row.month : row.incurred_on;
      const known = says.filter((each) => each !== null).join(' ');
      const id = truncate(row.external_id ?? '', 80);
      rows.push(
        md`${code(id)} by ${row.source ?? ''}: ${row.kind ?? ''}, ${on ?? ''}: ${known || 'minutes alone'}`,
      );
    }
  }
  return rows;
}
