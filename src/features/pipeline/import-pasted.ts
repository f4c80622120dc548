import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { listing, pluralise, truncate } from '../../core/text.ts';
import type { CommandRequest, Reply, ViewRequest } from '../../platform/feature.ts';
import { context, say, textInput } from '../../platform/slack/kit/index.ts';
import { demand } from '../../policy/policy.ts';
import { choosePartner, loadPartner } from '../partners/public.ts';
import { type ImportResult, importFile } from './import-file.ts';
import { longest } from './rules/fields.ts';
import type { RowFaults } from './rules/import-rows.ts';

/** So many bad rows are told at once. */
const mostFaults = 5;

const columns = {
  deals: 'external_id, partner, customer, name, amount, currency, registered_on, closed_on, stage',
  leads: 'external_id, partner, customer, contact, note, submitted_on, status, reviewed_on',
} as const;

const metadata = z.object({ kind: z.enum(['deals', 'leads']), partnerId: z.uuid().nullable() });

/** `import deals [partner]`, `import leads [partner]`: a form for rows out of a spreadsheet, by the rules of a file. */
export async function runImport(request: CommandRequest): Promise<Reply> {
  demand(request.actor, 'figures.import', { partnerId: null });
  const [, word = '', rest = ''] = /^(deals|leads)\b\s*(.*)$/is.exec(request.text) ?? [];
  const kind = word.toLowerCase();
  if (kind !== 'deals' && kind !== 'leads')
    throw new Refusal('invalid', 'Say what: “import deals” or “import leads”.');
  const isForOne = rest !== '' || request.place.partnerId !== null;
  const partner = isForOne ? (await choosePartner(request, rest)).partner : null;
  const whose = partner ? ` Rows that name no partner are taken for ${partner.name}.` : '';
  return {
    modal: {
      callbackId: 'pipeline.import',
      title: `Import ${kind}`,
      submit: 'Import',
      metadata: { kind, partnerId: partner?.id ?? null },
      blocks: [
        context(
          `Copy rows with their header out of a spreadsheet, or of an export of HubSpot or Salesforce.${whose} All of them go in, or none.`,
        ),
        textInput('rows', 'Rows', {
          multiline: true,
          maxLength: longest.pasted,
          hint: `Columns such as ${columns[kind]}. What an earlier import brought is found by its external_id.`,
        }),
      ],
    },
  };
}

/** One row at fault keeps all of them out: what is answered with errors leaves nothing behind. */
export async function submitImport(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  demand(actor, 'figures.import', { partnerId: null });
  const { kind, partnerId } = metadata.parse(request.metadata);
  const partner = partnerId === null ? null : await loadPartner(request, partnerId);
  const bytes = new TextEncoder().encode(z.string().catch('').parse(request.inputs.rows));
  const read = {
    kind,
    bytes,
    partnerName: partner?.name ?? null,
    isDryRun: false,
    actorPersonId: actor.personId,
  };
  const result = await importFile(request, read).catch((error: unknown) => {
    if (error instanceof Refusal) return error.message;
    throw error;
  });
  if (typeof result === 'string') return { errors: { rows: result } };
  if (result.faults.length > 0) return { errors: { rows: faultWords(result.faults) } };
  return { message: say(doneWords(kind, result)) };
}

function faultWords(faults: readonly RowFaults[]): string {
  const lines = faults.slice(0, mostFaults).map(
    (row) =>
      `Line ${row.line}: ${Object.entries(row.faults)
        .map(([column, words]) => `${column}: ${words}`)
        .join('; ')}`,
  );
  const more = faults.length - lines.length;
  const rest = more > 0 ? [`${pluralise(more, 'more row')} can’t be taken either.`] : [];
  return truncate(
    [...lines, ...rest, 'Nothing was imported: correct them and press Import again.'].join(' '),
    2000,
  );
}

function doneWords(
  kind: 'deals' | 'leads',
  { added, changed, unchanged, outdated, ignored, system }: ImportResult,
) {
  const count = pluralise(added, kind === 'deals' ? 'deal' : 'lead');
  return [
    added + changed === 0
      ? `Nothing to do: ${pluralise(unchanged, 'row')} ${unchanged === 1 ? 'was' : 'were'} here already.`
      : `Imported: ${count} added, ${changed} changed, ${unchanged} as before.`,
    ...(system ? [`Read as an export of ${system}.`] : []),
    ...(outdated.length > 0 ? [`Older than what is known, so left as it is: ${listing(outdated)}.`] : []),
    ...(ignored.length > 0 ? [`Not read, as they name no column I know: ${listing(ignored)}.`] : []),
  ].join(' ');
}
