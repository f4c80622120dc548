import { changedFields, isOutdated } from './rules/changed-fields.ts';
import type { RowFaults } from './rules/import-rows.ts';
import { fieldsOf, newsAmong, type Said, type Statements } from './rules/statements.ts';

interface Row {
  readonly line: number;
  readonly partnerId: string;
  readonly externalId: string;
  readonly updatedAt: Date | null;
  readonly isIdOfAll: boolean;
}

interface Known {
  readonly id: string;
  readonly number: number;
  readonly partnerId: string;
  readonly externalId: string | null;
  readonly sourceUpdatedAt: Date | null;
  readonly sourceSaid: unknown;
}

/** What the rows of an import would add and change. */
export interface Changes<Present, Fields> {
  readonly added: readonly Fields[];
  readonly changed: readonly { readonly present: Present; readonly fields: Partial<Fields> }[];
  readonly unchanged: number;
  /** Rows that are older than what is known, or of no time where what is known has one: their external ids. */
  readonly outdated: readonly string[];
  /** Nothing to change, but the source has been heard: as of when, and what it said. */
  readonly confirmed: readonly { readonly id: string; readonly fields: Partial<Fields> }[];
  /** Rows that another partner has. */
  readonly faults: readonly RowFaults[];
}

interface Comparing<R extends Row, Present extends Known, Fields> {
  /** What is there from the start, whatever is said of it later. */
  readonly initial: (row: R) => Partial<Fields>;
  readonly statements: (row: R) => Statements<Fields>;
  /** Things a person has settled here, which no source changes. */
  readonly settled: (present: Present) => readonly string[];
  /** Why a row that another partner has cannot be taken; null where that one no longer counts. */
  readonly refusal: (elsewhere: Present) => string | null;
}

/** Compares rows with what there is: only what the source says anew changes anything, and nothing it said before. */
export function compareRows<R extends Row, Present extends Known, Fields extends object>(
  rows: readonly R[],
  existing: readonly Present[],
  { initial, statements, settled, refusal }: Comparing<R, Present, Fields>,
): Changes<Present, Fields> {
  const known = new Map<string | null, Present[]>();
  for (const each of existing) known.set(each.externalId, [...(known.get(each.externalId) ?? []), each]);
  const added: Fields[] = [];
  const changed: { present: Present; fields: Partial<Fields> }[] = [];
  const outdated: string[] = [];
  const confirmed: { id: string; fields: Partial<Fields> }[] = [];
  const faults: RowFaults[] = [];
  let unchanged = 0;
  for (const row of rows) {
    const { updatedAt, partnerId, externalId } = row;
    const said = statements(row);
    const same = known.get(externalId) ?? [];
    const present = same.find((each) => each.partnerId === partnerId);
    const before = (present?.sourceSaid ?? null) as Said | null;
    const heard = newsAmong(said, before);
    const stamp = { sourceSaid: heard.said, ...(updatedAt && { sourceUpdatedAt: updatedAt }) };
    if (!present) {
      const why = row.isIdOfAll ? same.map(refusal).find((words) => words !== null) : undefined;
      if (why) faults.push({ line: row.line, faults: { partner: why } });
      else added.push({ ...initial(row), ...fieldsOf(said), ...stamp } as Fields);
      continue;
    }
    const keeps = settled(present);
    const different = changedFields(
      present,
      fieldsOf(
        said,
        heard.news.filter((name) => !keeps.includes(name)),
      ),
    );
    const isChanged = Object.keys(different).length > 0;
    const isUntimed = updatedAt === null && present.sourceUpdatedAt !== null;
    if (isOutdated(updatedAt, present.sourceUpdatedAt) || (isUntimed && isChanged)) {
      outdated.push(externalId);
      continue;
    }
    const isNew = updatedAt !== null && updatedAt.getTime() !== present.sourceUpdatedAt?.getTime();
    const fields = { ...different, ...stamp } as Partial<Fields>;
    if (isChanged) changed.push({ present, fields });
    else {
      unchanged += 1;
      if (isNew || heard.news.length > 0) confirmed.push({ id: present.id, fields });
    }
  }
  return { added, changed, unchanged, outdated, confirmed, faults };
}

/** Names of columns that are not a row's own business. */
export function isStamp(name: string): boolean {
  return name === 'sourceUpdatedAt' || name === 'sourceSaid';
}
