import { isJson } from './blocks/check.ts';
import { optionsOf } from './blocks/elements.ts';

/** A message, modal or Home tab, as far as reading it goes. */
export interface Visible {
  readonly text?: string;
  readonly title?: string;
  readonly submit?: string | null;
  readonly blocks: readonly unknown[] | null;
  readonly files?: readonly { readonly name: string; readonly title: string }[];
}

/**
 * What a person would see, as plain text, a line per block: blocks where there are any (Slack shows a
 * message's `text` only where it has none), with table cells, chart labels and values, buttons and options.
 * Slack's tokens (`<@U…>`) stay as they are.
 */
export function visibleText(seen: Visible): string {
  const lines = [
    seen.title,
    ...(seen.blocks ? seen.blocks.map(blockText) : [seen.text]),
    ...(seen.files ?? []).map((file) => `${file.title} (${file.name})`),
    seen.submit,
  ];
  return lines.filter((line) => line !== undefined && line !== null && line !== '').join('\n');
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function join(values: readonly unknown[], separator: string): string {
  return values.filter((value) => value !== '' && value !== undefined).join(separator);
}

/** The text of a text object, a raw cell, or a plain string. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isJson(value) && typeof value.text === 'string' ? value.text : '';
}

function blockText(block: unknown): string {
  if (!isJson(block)) return '';
  switch (block.type) {
    case 'header':
    case 'markdown':
      return textOf(block.text);
    case 'section':
      return join(
        [textOf(block.text), ...list(block.fields).map(textOf), elementText(block.accessory)],
        '\n',
      );
    case 'context':
    case 'actions':
      return join(list(block.elements).map(elementText), ' ');
    case 'input':
      return join([textOf(block.label), elementText(block.element), textOf(block.hint)], '\n');
    case 'image':
      return join([textOf(block.title), textOf(block.alt_text)], '\n');
    case 'rich_text':
      return richText(block);
    case 'table':
    case 'data_table':
      return join([textOf(block.caption), ...list(block.rows).map(rowText)], '\n');
    case 'data_visualization':
      return join([textOf(block.title), chartText(block.chart)], '\n');
    default:
      return '';
  }
}

function rowText(row: unknown): string {
  return list(row)
    .map((cell) => (isJson(cell) && cell.type === 'rich_text' ? richText(cell) : textOf(cell)))
    .join(' | ');
}

function chartText(chart: unknown): string {
  if (!isJson(chart)) return '';
  const points = (data: unknown): string =>
    list(data)
      .map((point) => (isJson(point) ? `${String(point.label)} ${String(point.value)}` : ''))
      .join(', ');
  if (chart.type === 'pie') return points(chart.segments);
  return list(chart.series)
    .map((series) => (isJson(series) ? `${String(series.name)}: ${points(series.data)}` : ''))
    .join('\n');
}

function elementText(element: unknown): string {
  if (!isJson(element)) return '';
  if (element.type === 'plain_text' || element.type === 'mrkdwn' || element.type === 'button')
    return textOf(element.text);
  if (element.type === 'image') return textOf(element.alt_text);
  const options = optionsOf(element).map((option) =>
    join([textOf(option.text), textOf(option.description)], ' '),
  );
  const held = textOf(element.initial_value) || textOf(element.initial_date) || textOf(element.initial_time);
  return join([textOf(element.placeholder), held, ...options], ' ');
}

function richText(node: unknown): string {
  if (!isJson(node)) return '';
  switch (node.type) {
    case 'text':
      return textOf(node.text);
    case 'link':
      return textOf(node.text) || String(node.url);
    case 'user':
      return `<@${String(node.user_id)}>`;
    case 'channel':
      return `<#${String(node.channel_id)}>`;
    case 'emoji':
      return `:${String(node.name)}:`;
    case 'date':
      return String(node.fallback ?? node.timestamp);
    case 'rich_text':
    case 'rich_text_list':
      return list(node.elements).map(richText).join('\n');
    default:
      return list(node.elements).map(richText).join('');
  }
}
