import { Refusal } from '../../core/refusal.ts';
import { pluralise } from '../../core/text.ts';
import type { CommandRequest, Reply } from '../../platform/feature.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { can, demand } from '../../policy/policy.ts';
import { choosePartner, listPartners } from '../partners/public.ts';
import {
  dealExportColumns,
  exportDeals,
  exportLeads,
  internalExportColumns,
  leadExportColumns,
} from '../pipeline/public.ts';
import { exportScorecards, scorecardExportColumns } from '../scorecards/public.ts';
import { sendFiles } from './send-files.ts';

/** More is for the endpoint, page by page. */
const mostRows = 5000;

/** `export deals`, `export leads Brightpath`, `export scorecards`: a CSV file, sent to whoever asks alone. */
export async function runExport(request: CommandRequest): Promise<Reply> {
  const [, kind = '', rest = ''] = /^(deals|leads|scorecards?)\b\s*([\s\S]*)$/i.exec(request.text) ?? [];
  if (kind === '')
    throw new Refusal('invalid', 'Say what: “export deals”, “export leads” or “export scorecards”.');
  const partners = await partnersFor(request, rest);
  const { name, columns, rows: found } = await table(request, kind.toLowerCase(), partners);
  const rows = found.slice(0, mostRows);
  const count = pluralise(rows.length, 'row');
  const capped = found.length === rows.length ? '' : 'There are more: read them over HTTP, page by page.';
  return sendFiles(request, [
    { name, columns, rows, words: `Here are your ${name}: ${count}`, ...(capped && { note: capped }) },
  ]);
}

/** Those the asker may export: their own, the one they name, the channel's, or all of them. */
async function partnersFor(request: CommandRequest, text: string): Promise<readonly Partner[]> {
  const { actor, place } = request;
  if (actor.side === 'vendor' && text === '' && place.partnerId === null) {
    const all = await listPartners(request, actor);
    const mine = all.filter(({ id }) => can(actor, 'figures.export', { partnerId: id }));
    if (mine.length > 0) return mine;
    demand(actor, 'figures.export', { partnerId: null });
    throw new Refusal('not_found', 'There are no partners yet.');
  }
  const { partner } = await choosePartner(request, text);
  demand(actor, 'figures.export', { partnerId: partner.id });
  return [partner];
}

interface Table {
  readonly name: 'deals' | 'leads' | 'scorecards';
  readonly columns: readonly string[];
  readonly rows: readonly object[];
}

async function table(request: CommandRequest, kind: string, partners: readonly Partner[]): Promise<Table> {
  const { actor } = request;
  const mayReadInternal = (partnerId: string) =>
    actor.side === 'vendor' && can(actor, 'scorecard.internal', { partnerId });
  // One more than is sent tells whether there are more.
  const withInternal = partners.every(({ id }) => mayReadInternal(id));
  const all = { partnerIds: partners.map(({ id }) => id), after: 0, take: mostRows + 1, withInternal };
  const shown = (columns: readonly string[]) =>
    columns.filter((column) => withInternal || !internalExportColumns.has(column));
  if (kind === 'leads')
    return { name: 'leads', columns: shown(leadExportColumns), rows: await exportLeads(request, all) };
  if (kind === 'deals')
    return { name: 'deals', columns: shown(dealExportColumns), rows: await exportDeals(request, all) };
  const seen = partners.filter(({ id }) => can(actor, 'scorecard.view', { partnerId: id }));
  const rows = await exportScorecards(request, seen, mayReadInternal);
  return { name: 'scorecards', columns: scorecardExportColumns, rows };
}
