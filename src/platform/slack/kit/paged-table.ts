import { actions, type Blocks, button, context, table } from './blocks.ts';

/** So many rows are on a page. */
export const pagedRows = 40;

/**
 * A page, counted from 0, of a table that may be longer than a message bears, with buttons to the page before and after:
 * `turn` says what they send. No block where the page holds no row.
 */
export function pagedTable(
  caption: string,
  columns: readonly string[],
  rows: Parameters<typeof table>[2],
  page: number,
  turn: { readonly actionId: string; readonly valueOf: (page: number) => string },
): Blocks {
  const shown = rows.slice(page * pagedRows, (page + 1) * pagedRows);
  if (shown.length === 0) return [];
  const first = page * pagedRows + 1;
  const last = first + shown.length - 1;
  const to = (words: string, other: number) => button(turn.actionId, words, { value: turn.valueOf(other) });
  if (rows.length === shown.length) return [table(caption, columns, shown)];
  return [
    table(caption, columns, shown),
    context(`${first} to ${last} of ${rows.length}.`),
    actions(
      ...(page > 0 ? [to('Back', page - 1)] : []),
      ...(last < rows.length ? [to('More', page + 1)] : []),
    ),
  ];
}
