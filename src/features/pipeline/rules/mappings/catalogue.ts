import type { DealColumn, LeadColumn } from '../columns.ts';
import type { CsvRecords, CsvRow } from '../csv.ts';
import { hubspotDeals } from './hubspot-deals.ts';
import { hubspotLeads } from './hubspot-leads.ts';
import { type Mapping, mapRecord, plainName } from './mapping.ts';
import { salesforceDeals } from './salesforce-deals.ts';
import { salesforceLeads } from './salesforce-leads.ts';
import { withPlainDays } from './slashed-days.ts';

export const mappings: readonly Mapping[] = [hubspotDeals, hubspotLeads, salesforceDeals, salesforceLeads];

/** Whose export has these headers (plain names); null where no system is recognised. */
function mappingOf(kind: Mapping['kind'], headers: readonly string[]): Mapping | null {
  return (
    mappings.find(
      (mapping) =>
        mapping.kind === kind &&
        mapping.headers.some((needed) => needed.every((name) => headers.includes(name))),
    ) ?? null
  );
}

/** A table of another system by the columns of an import; null where none is recognised. */
export function readExport(
  kind: Mapping['kind'],
  { header, rows }: CsvRecords,
): { readonly system: string; readonly rows: readonly CsvRow<DealColumn & LeadColumn>[] } | null {
  const names = header.map(plainName);
  const mapping = mappingOf(kind, names);
  if (!mapping) return null;
  return {
    system: mapping.system,
    rows: withPlainDays(
      rows.map(({ line, cells }) => {
        const record: Record<string, string> = {};
        names.forEach((name, index) => {
          record[name] ||= cells[index] ?? '';
        });
        return { line, cells: mapRecord(mapping, record) };
      }),
    ),
  };
}
