/**
 * A canvas's Markdown (docs.slack.dev/surfaces/canvases, 2026-11): headings of three levels, lists, checklists, tables
 * of up to 300 cells, rules; no blocks, no buttons. What people have written goes in through `canvasText` alone, so
 * that a name mentions nobody and links nowhere.
 */

/** Words as they are, on one line. */
export function canvasText(words: string): string {
  return words
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~!#]/g, (mark) => `\\${mark}`)
    .trim();
}

/** Cells are Markdown already. */
export function canvasTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
