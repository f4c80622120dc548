import { Refusal } from '../../../core/refusal.ts';
import type { ActionRequest, Reply, Request } from '../../../platform/feature.ts';
import { pagedRows } from '../../../platform/slack/kit/index.ts';
import { can, demand } from '../../../policy/policy.ts';
import { inFiles, sendFiles } from '../../ingest/public.ts';
import { listPartners, loadPartner, loadPartners } from '../../partners/public.ts';
import { calendarOf } from '../announce.ts';
import { type BehindScope, dealsBehind, totalsBehind } from '../behind.ts';
import { dealExportColumns, exportBehind, internalExportColumns, leadExportColumns } from '../export-rows.ts';
import { type AskedSum, readSum, sumMessage, sums } from './view.ts';

/** More than so many are read over HTTP. */
const mostInFiles = 20_000;

/** What a sum of deals or leads is made of, a page at a time. */
export async function pressSum(request: ActionRequest): Promise<Reply> {
  const { asked, page } = readReference(request);
  const partnerIds = await askedPartners(request, asked);
  const scope = scopeOf(asked);
  const { total, rows } = await dealsBehind(request, { ...scope, skip: page * pagedRows, take: pagedRows });
  const mayExport =
    total <= mostInFiles &&
    partnerIds.every((partnerId) => can(request.actor, 'figures.export', { partnerId }));
  const partners = await loadPartners(request, [...new Set(rows.map(({ partnerId }) => partnerId))]);
  return {
    message: sumMessage(
      asked,
      {
        title: asked.partnerId === null ? 'all partners' : (await loadPartner(request, asked.partnerId)).name,
        ...{ page, total, rows, mayExport },
        totals: await totalsBehind(request, scope),
        partnerName: (partnerId) => partners.get(partnerId)?.name ?? '',
      },
      await calendarOf(request),
    ),
  };
}

/** All of them, in files for whoever asks alone. */
export async function pressSumExport(request: ActionRequest): Promise<Reply> {
  const { asked } = readReference(request);
  for (const partnerId of await askedPartners(request, asked))
    demand(request.actor, 'figures.export', { partnerId });
  const scope = scopeOf(asked);
  const { total } = await dealsBehind(request, { ...scope, skip: 0, take: 0 });
  if (total > mostInFiles)
    throw new Refusal(
      'invalid',
      `Those are ${total.toLocaleString('en-GB')} rows, more than I send at once. Read them over HTTP, page by page.`,
    );
  const { of, rows } = await exportBehind(request, { ...scope, withInternal: false });
  const columns = of === 'deals' ? dealExportColumns : leadExportColumns;
  return sendFiles(
    request,
    inFiles({
      ...{ name: of, rows },
      columns: columns.filter((column) => !internalExportColumns.has(column)),
      what: `the ${of} behind “${sums[asked.kind].label}”`,
    }),
  );
}

function readReference(request: ActionRequest) {
  const read = readSum(request.value);
  if (!read) throw new Refusal('stale', 'I can’t find those any more. “pipeline” shows what there is.');
  return read;
}

/** The partners whose deals these are, every one of which the asker may see. */
async function askedPartners(request: Request, { partnerId }: AskedSum): Promise<readonly string[]> {
  const { actor } = request;
  if (partnerId === null && (actor.side !== 'vendor' || request.place.channel?.isShared))
    throw new Refusal('not_allowed', 'The pipeline of all partners is for the vendor’s own channels.');
  const partnerIds =
    partnerId === null ? (await listPartners(request, actor)).map(({ id }) => id) : [partnerId];
  for (const each of partnerIds) demand(actor, 'pipeline.view', { partnerId: each });
  return partnerIds;
}

function scopeOf({ kind, partnerId, window }: AskedSum): BehindScope {
  return { partnerId, behind: sums[kind].behind, window, asOf: window.to, conversionAgeDays: 0 };
}
