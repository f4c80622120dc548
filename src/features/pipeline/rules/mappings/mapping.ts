import { slug } from '../../../../core/text.ts';
import { type DealColumn, dealColumns, type LeadColumn, leadColumns, routingColumns } from '../columns.ts';

/**
 * What another system calls the columns of an import, in its exports and in what it sends. Adding one: a file beside
 * this, and a line in catalogue.ts. Names are as `plainName` makes them.
 */
export type Mapping =
  | MappingOf<'deals', DealColumn, 'open' | 'won' | 'lost'>
  | MappingOf<'leads', LeadColumn, 'submitted' | 'accepted' | 'declined'>;

interface MappingOf<Kind, Column extends string, Meaning extends string> {
  readonly system: 'HubSpot' | 'Salesforce';
  readonly kind: Kind;
  /** A file is an export of this system when its header has all the names of one of these. */
  readonly headers: readonly (readonly string[])[];
  /** By column the names it may have, the first that has a value first; a name may serve several columns. */
  readonly names: Readonly<Partial<Record<Column, readonly string[]>>>;
  /** One way of writing ids that the system writes in several. */
  readonly ids?: (id: string) => string;
  readonly stageColumn: Column;
  /** What its own stages mean; those nobody listed go by the words of docs/import.md. */
  readonly stages: Readonly<Record<string, Meaning>>;
  /** Names that say by yes and no how it ended, whatever its stages are called. */
  readonly ended?: { readonly won: readonly string[]; readonly closed: readonly string[] };
  /** The same of a lead that was accepted. */
  readonly accepted?: readonly string[];
}

/** A header or field name: lower case, words joined by _; “Close Date” and “close-date” are close_date. */
export function plainName(name: string): string {
  return slug(name).replaceAll('-', '_');
}

/** A record by plain names, as cells of an import. What has no column is left out. */
export function mapRecord(
  mapping: Mapping,
  record: Readonly<Record<string, string>>,
): Readonly<Partial<Record<DealColumn & LeadColumn, string>>> {
  const columns = mapping.kind === 'deals' ? dealColumns : leadColumns;
  const names: Readonly<Record<string, readonly string[] | undefined>> = mapping.names;
  const value = (all: readonly string[]) => all.map((name) => record[name]?.trim()).find(Boolean) ?? '';
  const cells: Record<string, string> = {};
  for (const { name, aliases } of columns) {
    const own = routingColumns.includes(name) ? [] : [name, ...aliases];
    const found = value([...(names[name] ?? []), ...own]);
    if (found !== '') cells[name] = found;
  }
  for (const name of ['external_id', 'lead_external_id', 'deal_external_id'])
    if (mapping.ids && cells[name]) cells[name] = mapping.ids(cells[name]);
  const told = cells[mapping.stageColumn] ?? '';
  const [end, meaning] = [endOf(mapping, value), meaningOf(mapping, told)];
  const stage = contradicts(end, meaning) ? `${told}, but marked as ${end}` : (end ?? meaning);
  if (stage) cells[mapping.stageColumn] = stage;
  return cells;
}

/** A stage of the standard ones that has been made an end is one; a won one that is marked as lost is a mistake. */
function contradicts(end: string | null, meaning: string | null): boolean {
  return end !== null && end !== meaning && (meaning === 'won' || meaning === 'lost');
}

function endOf(
  { ended, accepted = [] }: Mapping,
  value: (names: readonly string[]) => string,
): string | null {
  const says = (names: readonly string[], ...words: readonly string[]) =>
    words.includes(value(names).toLowerCase());
  if (says(accepted, 'true', '1')) return 'accepted';
  if (!ended) return null;
  if (says(ended.won, 'true', '1')) return 'won';
  // Closed alone may be either: the stage says which.
  if (says(ended.closed, 'true', '1') && says(ended.won, 'false', '0')) return 'lost';
  return says(ended.closed, 'false', '0') ? 'open' : null;
}

/** HubSpot's exports say “Closed Won (Sales Pipeline)”. */
function meaningOf({ stages }: Mapping, stage: string): string | null {
  const words: Readonly<Record<string, string>> = stages;
  const plain = plainName(stage.replace(/\s*\([^()]*\)$/, ''));
  return Object.hasOwn(words, plain) ? (words[plain] ?? null) : null;
}
