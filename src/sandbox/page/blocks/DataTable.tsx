import type { DataTableBlock } from '@slack/types';
import { useState } from 'react';
import { Cell, type CellValue, numberOfCell, textOfCell } from './Cell.tsx';

interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

/** A date or a number with its interval, which reads badly on two lines. */
const isShort = (cell: CellValue): boolean => textOfCell(cell).length <= 16;

type Cells = readonly CellValue[];

/** Rows may be alike: their place in the block tells them apart. */
interface Row {
  readonly id: number;
  readonly cells: Cells;
}

function sorted(rows: readonly Row[], order: Order | null): readonly Row[] {
  if (!order) return rows;
  const { column, isDescending } = order;
  const compare = (a: Row, b: Row) => {
    const [left, right] = [numberOfCell(a.cells[column]), numberOfCell(b.cells[column])];
    if (left !== null && right !== null) return left - right;
    // What is no number ("too few to judge") goes after the numbers.
    if (left !== null || right !== null) return left === null ? 1 : -1;
    return textOfCell(a.cells[column]).localeCompare(textOfCell(b.cells[column]));
  };
  const ascending = [...rows].sort(compare);
  return isDescending ? ascending.reverse() : ascending;
}

/** The `data_table` block: sorted by its heads, filtered by text, paged. */
export function DataTable({ block }: { readonly block: DataTableBlock }) {
  const [order, setOrder] = useState<Order | null>(null);
  const [filter, setFilter] = useState('');
  const [wantedPage, setPage] = useState(0);
  const [head = [], ...body] = block.rows;
  const all = body.map((cells, id): Row => ({ id, cells }));
  const wanted = filter.trim().toLowerCase();
  const found = all.filter((row) =>
    row.cells.some((cell) => textOfCell(cell).toLowerCase().includes(wanted)),
  );
  const size = block.page_size ?? 5;
  const pages = Math.max(1, Math.ceil(found.length / size));
  const page = Math.min(wantedPage, pages - 1);
  const shown = sorted(found, order).slice(page * size, page * size + size);
  const nameColumn = block.row_header_column_index ?? 0;
  const isNumeric = (column: number) =>
    all.length > 0 && all.every((row) => row.cells[column]?.type === 'raw_number');

  return (
    <div className="data-table">
      <div className="data-table-bar">
        <strong>{block.caption}</strong>
        {all.length > size && (
          <input
            type="search"
            className="field"
            placeholder="Filter"
            aria-label={`Filter ${block.caption}`}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls sideways must be reachable by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={block.caption}>
        <table className="grid">
          <caption className="unseen">{block.caption}</caption>
          <thead>
            <tr>
              {head.map((cell, column) => {
                const isSorted = order?.column === column;
                const direction = isSorted ? (order.isDescending ? 'descending' : 'ascending') : 'none';
                return (
                  <th
                    key={String(column)}
                    scope="col"
                    aria-sort={direction}
                    className={isNumeric(column) ? 'number' : undefined}
                  >
                    <button
                      type="button"
                      onClick={() => {
                        setOrder(isSorted && order.isDescending ? null : { column, isDescending: isSorted });
                        setPage(0);
                      }}
                    >
                      <Cell value={cell} />
                      <span className={`sort sort-${direction}`} aria-hidden="true" />
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                {row.cells.map((cell, column) =>
                  column === nameColumn ? (
                    <th key={String(column)} scope="row">
                      <Cell value={cell} />
                    </th>
                  ) : (
                    <td
                      key={String(column)}
                      className={`${isNumeric(column) ? 'number' : ''}${isShort(cell) ? ' short' : ''}`}
                    >
                      <Cell value={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
            {shown.length === 0 && (
              <tr>
                <td colSpan={head.length}>No row matches “{filter}”.</td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
      {pages > 1 && (
        <nav className="pager" aria-label={`Pages of ${block.caption}`}>
          <button
            type="button"
            className="button quiet"
            disabled={page === 0}
            onClick={() => setPage(page - 1)}
          >
            ‹ Previous
          </button>
          <span aria-live="polite">
            {page * size + 1}–{Math.min(found.length, page * size + size)} of {found.length}
          </span>
          <button
            type="button"
            className="button quiet"
            disabled={page >= pages - 1}
            onClick={() => setPage(page + 1)}
          >
            Next ›
          </button>
        </nav>
      )}
    </div>
  );
}
