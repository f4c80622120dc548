import type { Json } from '../world.ts';
import { at, type Check, fault, isJson, listAt, numberAt, objectAt, oneOfAt, stringAt } from './check.ts';
import { checkRichText } from './rich-text.ts';

/** `table`: 100 rows of 20 cells, each `raw_text`, `raw_number` or `rich_text`. */
export function checkTable(check: Check, block: Json): void {
  checkRows(check, block, 100);
  listAt(check, block, 'column_settings', 0, 20).forEach((setting, index) => {
    if (setting === null) return;
    const here = at(at(check, 'column_settings'), index);
    if (!isJson(setting)) {
      fault(here, 'must be an object');
      return;
    }
    oneOfAt(here, setting, 'align', ['left', 'center', 'right']);
  });
}

/** `data_table`: a caption, a header row and at most 100 more, 20 columns, 10,000 characters in all. */
export function checkDataTable(check: Check, block: Json): void {
  stringAt(check, block, 'caption', { max: 300, required: true });
  numberAt(check, block, 'page_size');
  numberAt(check, block, 'row_header_column_index');
  checkRows(check, block, 101);
  const rows = Array.isArray(block.rows) ? block.rows : [];
  if (rows.length < 2) fault(at(check, 'rows'), 'no fewer than 2 items allowed');
  const widths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : 0)));
  if (widths.size > 1) fault(at(check, 'rows'), 'all rows must have the same number of cells');
  const characters = rows
    .flat()
    .reduce(
      (sum: number, cell) => sum + (isJson(cell) && typeof cell.text === 'string' ? cell.text.length : 0),
      0,
    );
  if (characters > 10_000) fault(at(check, 'rows'), 'must be less than 10001 characters in all');
}

function checkRows(check: Check, block: Json, max: number): void {
  listAt(check, block, 'rows', 1, max).forEach((row, r) => {
    const here = at(at(check, 'rows'), r);
    if (!Array.isArray(row)) {
      fault(here, 'must be a list');
      return;
    }
    if (row.length < 1 || row.length > 20) fault(here, 'must have between 1 and 20 cells');
    row.forEach((cell, c) => {
      checkCell(at(here, c), cell);
    });
  });
}

function checkCell(check: Check, cell: unknown): void {
  if (!isJson(cell)) {
    fault(check, 'must be an object');
    return;
  }
  if (cell.type === 'rich_text') {
    checkRichText(check, cell);
    return;
  }
  oneOfAt(check, cell, 'type', ['raw_text', 'raw_number', 'rich_text'], true);
  // Slack refuses an empty cell text; a space or a dash stands for nothing.
  stringAt(check, cell, 'text', { max: 3000, required: true });
  if (cell.type === 'raw_number') numberAt(check, cell, 'value', true);
}

const maxSeries = 6;
const maxCategories = 20;
const maxLabel = 20;

/** `data_visualization`: a title and one chart, `line`, `bar` and `area` by series, `pie` by segments. */
export function checkChart(check: Check, block: Json): void {
  stringAt(check, block, 'title', { max: 50, required: true });
  const chart = objectAt(check, block, 'chart');
  if (!chart) return;
  const here = at(check, 'chart');
  oneOfAt(here, chart, 'type', ['line', 'bar', 'area', 'pie'], true);
  if (chart.type === 'pie') {
    points(here, chart, 'segments', maxSeries);
    return;
  }
  const axis = objectAt(here, chart, 'axis_config');
  const categories = axis ? listAt(at(here, 'axis_config'), axis, 'categories', 1, maxCategories) : [];
  categories.forEach((category, index) => {
    if (typeof category !== 'string' || category.length < 1 || category.length > maxLabel) {
      fault(at(at(at(here, 'axis_config'), 'categories'), index), `must be 1 to ${maxLabel} characters`);
    }
  });
  if (new Set(categories).size < categories.length) {
    fault(at(at(here, 'axis_config'), 'categories'), 'must be unique');
  }
  const names = new Set<unknown>();
  listAt(here, chart, 'series', 1, maxSeries).forEach((series, index) => {
    const there = at(at(here, 'series'), index);
    if (!isJson(series)) {
      fault(there, 'must be an object');
      return;
    }
    stringAt(there, series, 'name', { max: maxLabel, required: true });
    if (names.has(series.name)) fault(at(there, 'name'), 'must be unique');
    names.add(series.name);
    for (const label of points(there, series, 'data', maxCategories)) {
      if (!categories.includes(label))
        fault(at(there, 'data'), `label not among the categories: ${String(label)}`);
    }
  });
}

function points(check: Check, holder: Json, key: string, max: number): unknown[] {
  return listAt(check, holder, key, 1, max).map((point, index) => {
    const here = at(at(check, key), index);
    if (!isJson(point)) {
      fault(here, 'must be an object');
      return undefined;
    }
    stringAt(here, point, 'label', { max: maxLabel, required: true });
    numberAt(here, point, 'value', true);
    return point.label;
  });
}
