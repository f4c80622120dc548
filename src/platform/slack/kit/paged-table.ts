import { actions, type Blocks, button, context, type TableCell, table } from './blocks.ts';

/** So many rows are on a page. */
export const pagedRows = 40;

interface Turn {
  readonly actionId: string;
  readonly valueOf: (page: number) => string;
  /** Null for who may not have it as a file. */
  readonly exportActionId: string | null;
}

/**
 * A page, counted from 0, of a table that may be longer than a message bears, with buttons to the page before and after
 * and, where there is an action that sends it, to all of it: `turn` says what they send. No block where the page holds no row.
 */
export function pagedTable(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly TableCell[])[],
  page: number,
  turn: Turn,
): Blocks {
  const shown = rows.slice(page * pagedRows, (page + 1) * pagedRows);
  return tablePage(caption, columns, { rows: shown, page, total: rows.length }, turn);
}

/** The same of a table of which no more was read than this page: at most `pagedRows` of `total`. */
export function tablePage(
  caption: string,
  columns: readonly string[],
  {
    rows,
    page,
    total,
  }: {
    readonly rows: readonly (readonly TableCell[])[];
    readonly page: number;
    readonly total: number;
  },
  turn: Turn,
): Blocks {
  if (rows.length === 0) return [];
  const first = page * pagedRows + 1;
  const last = first + rows.length - 1;
  const to = (words: string, other: number) => button(turn.actionId, words, { value: turn.valueOf(other) });
  const doors = [
    ...(page > 0 ? [to('Back', page - 1)] : []),
    ...(last < total ? [to('More', page + 1)] : []),
    ...(turn.exportActionId === null
      ? []
      : [
          button(turn.exportActionId, 'Send me all as CSV', {
            value: turn.valueOf(0),
            accessibilityLabel: `Send me all as CSV: ${caption}`,
          }),
        ]),
  ];
  return [
    table(caption, columns, rows),
    ...(total > rows.length ? [context(`${first} to ${last} of ${total}.`)] : []),
    ...(doors.length > 0 ? [actions(...doors)] : []),
  ];
}
