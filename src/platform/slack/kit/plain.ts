import type { Blocks } from './blocks.ts';
import { mrkdwnOf } from './text.ts';

/**
 * What blocks say, as plain lines: the text beside every message, for notifications, screen readers and
 * workspaces that do not know a newer block. Mentions and dates keep Slack's form, which Slack draws in `text` too;
 * so what is plain text in a block (a header, a cell) is escaped here: a customer called `<!channel>` calls nobody.
 */
export function plainText(blocks: Blocks): string {
  return blocks
    .flatMap((block) => linesOf(block as Node))
    .filter((line) => line.trim() !== '')
    .join('\n');
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function linesOf(block: Node): string[] {
  switch (block.type) {
    case 'header':
    case 'section': {
      const fields = Array.isArray(block.fields)
        ? block.fields.map((field) => textOf(field).replace(/^\*(.*)\*\n/, '$1: '))
        : [];
      return [...(block.text ? [textOf(block.text)] : []), ...fields];
    }
    case 'context':
      return [listOf(block.elements).map(textOf).filter(Boolean).join(' · ')];
    case 'data_table':
      return [mrkdwnOf(String(block.caption ?? '')), ...tableLines(block.rows)];
    case 'table':
      return tableLines(block.rows);
    case 'data_visualization':
      return [chartLine(block)];
    case 'markdown':
      return [String(block.text ?? '')];
    default:
      return [];
  }
}

function tableLines(rows: unknown): string[] {
  return listOf(rows).map((row) =>
    listOf(row)
      .map((cell) => mrkdwnOf(String((cell as Node).text ?? (cell as Node).value ?? '')))
      .join(' | '),
  );
}

function chartLine(block: Node): string {
  const chart = block.chart as { series?: unknown; segments?: unknown };
  const points = (data: unknown) =>
    listOf(data)
      .map((point) => `${mrkdwnOf(String((point as Node).label))} ${(point as Node).value}`)
      .join(', ');
  const parts = chart.series
    ? listOf(chart.series).map(
        (each) => `${mrkdwnOf(String((each as Node).name))}: ${points((each as Node).data)}`,
      )
    : [points(chart.segments)];
  return `${mrkdwnOf(String(block.title))} (chart): ${parts.join('; ')}`;
}

function textOf(node: unknown): string {
  if (typeof node === 'string') return node;
  if (typeof node !== 'object' || node === null || !('text' in node)) return '';
  const text = textOf(node.text);
  return 'type' in node && node.type === 'plain_text' ? mrkdwnOf(text) : text;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
