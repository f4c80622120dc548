import type { TableBlock } from '@slack/types';
import { Cell, numberOfCell } from './Cell.tsx';

/** The plain `table` block; its first row is drawn as the head. */
export function Table({ block }: { readonly block: TableBlock }) {
  const [head = [], ...rows] = block.rows;
  const setting = (column: number) => {
    const wanted = block.column_settings?.[column];
    const isNumeric = rows.length > 0 && rows.every((row) => numberOfCell(row[column]) !== null);
    return {
      textAlign: wanted?.align ?? (isNumeric ? 'right' : 'left'),
      whiteSpace: wanted?.is_wrapped ? 'normal' : 'nowrap',
    } as const;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls sideways must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label="Table">
      <table className="grid">
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={String(column)} scope="col" style={setting(column)}>
                <Cell value={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={String(index)}>
              {row.map((cell, column) => (
                <td key={String(column)} style={setting(column)}>
                  <Cell value={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
