import { pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { RowsRefused } from '../../platform/http/route.ts';
import type { Work } from '../../platform/work.ts';
import { numbersChanged } from '../partners/public.ts';
import { changedFields, type Faults, isOutdated, repeatedRows } from '../pipeline/public.ts';
import type { Taken } from './schemas.ts';

/** A row that could be read: whose it is, and what is stored. */
export interface FigureRow<Fields> {
  readonly line: number;
  readonly partnerId: string;
  readonly externalId: string;
  readonly updatedAt: Date;
  readonly fields: Fields;
}

/** One kind of figures: how its rows are found and written. */
export interface FigureTable<Fields extends object> {
  /** “cost entry”, for the history. */
  readonly noun: string;
  readonly plural: string;
  find(work: Work, source: string, externalIds: readonly string[]): Promise<readonly Stored[]>;
  create(work: Work, rows: readonly (StoredKey & Fields)[]): Promise<unknown>;
  update(work: Work, id: string, fields: Partial<Fields> & Stamp): Promise<unknown>;
}

interface Stamp {
  readonly source: string;
  readonly sourceUpdatedAt: Date;
  readonly receivedAt: Date;
}

interface StoredKey extends Stamp {
  readonly id: string;
  readonly workspaceId: string;
  readonly partnerId: string;
  readonly externalId: string;
}

interface Stored {
  readonly id: string;
  readonly partnerId: string;
  readonly externalId: string;
  readonly sourceUpdatedAt: Date | null;
}

export type FigureReading<Fields> =
  | { readonly row: FigureRow<Fields> }
  | { readonly faults: { readonly line: number; readonly faults: Faults } };

/** Stores all the rows, or refuses all when one is at fault (RowsRefused). What is the same, or older, changes nothing. */
export async function takeFigures<Fields extends object>(
  work: Work,
  table: FigureTable<Fields>,
  readings: readonly FigureReading<Fields>[],
  source: string,
): Promise<Taken> {
  const rows = readings.flatMap((reading) => ('row' in reading ? [reading.row] : []));
  refuseFaults([
    ...readings.flatMap((reading) => ('row' in reading ? [] : [reading.faults])),
    ...repeatedRows(rows, 'row'),
  ]);
  const known = await table.find(
    work,
    source,
    rows.map(({ externalId }) => externalId),
  );
  const added: (StoredKey & Fields)[] = [];
  const outdated: string[] = [];
  const changedOf: string[] = [];
  let unchanged = 0;
  for (const { partnerId, externalId, updatedAt, fields } of rows) {
    const stamp = { source, sourceUpdatedAt: updatedAt, receivedAt: work.now };
    const before = known.find((each) => each.partnerId === partnerId && each.externalId === externalId);
    if (!before) {
      const { workspaceId } = work;
      added.push({ ...fields, ...stamp, id: work.newId(), workspaceId, partnerId, externalId });
    } else if (isOutdated(updatedAt, before.sourceUpdatedAt)) {
      outdated.push(externalId);
    } else {
      const different = changedFields(before, fields);
      const isChanged = Object.keys(different).length > 0;
      if (isChanged) changedOf.push(partnerId);
      else unchanged += 1;
      if (isChanged || updatedAt.getTime() !== before.sourceUpdatedAt?.getTime())
        await table.update(work, before.id, { ...different, ...stamp });
    }
  }
  await table.create(work, added);
  await remember(
    work,
    table,
    added.map(({ partnerId }) => partnerId),
    changedOf,
  );
  return { added: added.length, changed: changedOf.length, unchanged, outdated };
}

/** Throws RowsRefused when there are any. */
export function refuseFaults(faults: readonly { readonly line: number; readonly faults: Faults }[]): void {
  if (faults.length === 0) return;
  const inOrder = [...faults].sort((a, b) => a.line - b.line);
  throw new RowsRefused(
    `${pluralise(new Set(inOrder.map(({ line }) => line)).size, 'row')} can’t be taken, so nothing was. Correct them and send all of it again.`,
    inOrder.flatMap(({ line, faults: ofRow }) =>
      Object.entries(ofRow).map(([field, message]) => ({ row: line, field, message })),
    ),
  );
}

async function remember(
  work: Work,
  { noun, plural }: { readonly noun: string; readonly plural: string },
  added: readonly string[],
  changed: readonly string[],
): Promise<void> {
  const partnerIds = [...new Set([...added, ...changed])];
  const count = (ids: readonly string[], id: string) => ids.filter((each) => each === id).length;
  await audit(
    work,
    ...partnerIds.map((partnerId) => ({
      actorPersonId: null,
      verb: 'ingest.take',
      partnerId,
      summary: `Another system sent ${pluralise(count(added, partnerId) + count(changed, partnerId), noun, plural)}`,
      isInternal: true,
    })),
  );
  // Who sent what is the vendor's own affair; what both see is made of it all the same.
  for (const partnerId of partnerIds) await work.emit({ type: 'partner.changed', partnerId });
  await numbersChanged(work, partnerIds);
}
