import type { ActionsBlock, ContextBlock, DataTableBlock, HeaderBlock, SectionBlock } from '@slack/types';
import type { Message } from '../../delivery/message.ts';
import type { Modal } from '../../feature.ts';
import { actions, type Blocks, button, context, section } from './blocks.ts';
import { limits, shorten } from './limits.ts';
import { plainText } from './plain.ts';

type AnyBlock = Blocks[number];

/**
 * A message within Block Kit's limits. What does not fit on its first page stays readable through a button
 * (`platform.more`) that shows the next page; `deliveryId` finds the whole message again.
 */
export function fitMessage(message: Message, deliveryId: string): Message {
  return fitPage(message, deliveryId, 0);
}

/** Page `page` (from 0) of a message; the last page when there are not that many. */
export function fitPage(message: Message, deliveryId: string, page: number): Message {
  if (!message.blocks) return { text: shorten(message.text, limits.messageText) };
  const pages = paginate(message.blocks);
  const index = Math.min(page, pages.length - 1);
  const blocks = [...(pages[index] ?? [])];
  const left = pages.length - 1 - index;
  if (left > 0)
    blocks.push(actions(button('platform.more', 'Show the rest', { value: `${deliveryId}:${index + 1}` })));
  const text = index === 0 ? message.text : plainText(blocks);
  return { text: shorten(text, limits.messageText), blocks };
}

/** A modal's blocks within the limits; beyond 100 the rest is cut with a line that says so. */
export function fitView(modal: Modal): Blocks {
  const blocks = modal.blocks.flatMap(splitBlock);
  if (blocks.length <= limits.viewBlocks) return blocks;
  const kept = blocks.slice(0, limits.viewBlocks - 1);
  return [...kept, context(`… and ${blocks.length - kept.length} more that do not fit here.`)];
}

/** Splits blocks into pages that each fit one message; with more than one, each leaves room for a button to the next. */
export function paginate(blocks: Blocks): Blocks[] {
  const split = blocks.flatMap(splitBlock);
  const whole = pagesOf(split, limits.messageBlocks);
  return whole.length === 1 ? whole : pagesOf(split, limits.messageBlocks - 1);
}

function pagesOf(blocks: Blocks, size: number): AnyBlock[][] {
  const pages: AnyBlock[][] = [[]];
  let tables = 0;
  let charts = 0;
  for (const block of blocks) {
    const isTable = block.type === 'data_table' || block.type === 'table';
    const isChart = block.type === 'data_visualization';
    const page = pages.at(-1) as AnyBlock[];
    const isFull =
      page.length >= size || (isTable && tables === 1) || (isChart && charts === limits.chartsPerMessage);
    if (isFull) {
      pages.push([block]);
      tables = 0;
      charts = 0;
    } else {
      page.push(block);
    }
    if (isTable) tables += 1;
    if (isChart) charts += 1;
  }
  return pages;
}

/** One block as one or more that each keep within the limits of their kind. */
function splitBlock(block: AnyBlock): AnyBlock[] {
  switch (block.type) {
    case 'header': {
      const { text } = (block as HeaderBlock).text;
      if (text.length <= limits.headerText) return [block];
      return [
        { ...block, text: { type: 'plain_text', text: shorten(text, limits.headerText) } } as HeaderBlock,
        section(text),
      ];
    }
    case 'section':
      return splitSection(block as SectionBlock);
    case 'context':
      return chunks((block as ContextBlock).elements, limits.contextElements).map((elements) => ({
        ...block,
        elements,
      }));
    case 'actions':
      return chunks((block as ActionsBlock).elements, limits.actionsElements).map((elements) => ({
        ...block,
        elements,
      }));
    case 'data_table':
      return splitTable(block as DataTableBlock);
    default:
      return [block];
  }
}

function splitSection(block: SectionBlock): AnyBlock[] {
  const { text, fields, accessory, ...rest } = block;
  const parts: AnyBlock[] = [];
  if (text) {
    splitText(text.text, limits.sectionText).forEach((piece, index) => {
      parts.push({
        ...rest,
        ...(index === 0 && accessory && { accessory }),
        text: { ...text, text: piece },
      } as SectionBlock);
    });
  }
  for (const group of chunks(fields ?? [], limits.sectionFields)) {
    const short = group.map((field) => ({ ...field, text: shorten(field.text, limits.fieldText) }));
    parts.push({ type: 'section', fields: short } as SectionBlock);
  }
  return parts;
}

/** A table of more rows, or more characters, than Slack takes becomes several with the same head. */
function splitTable(block: DataTableBlock): AnyBlock[] {
  const [head, ...rows] = block.rows;
  if (!head) return [];
  const size = (row: DataTableBlock['rows'][number]) =>
    row.reduce(
      (sum, cell) => sum + ('text' in cell && typeof cell.text === 'string' ? cell.text.length : 0),
      0,
    );
  const groups: DataTableBlock['rows'][] = [[]];
  let characters = size(head) + block.caption.length;
  for (const row of rows) {
    const group = groups.at(-1) as DataTableBlock['rows'];
    if (
      group.length >= limits.tableRows ||
      (group.length > 0 && characters + size(row) > limits.tableCharacters)
    ) {
      groups.push([row]);
      characters = size(head) + block.caption.length + size(row);
    } else {
      group.push(row);
      characters += size(row);
    }
  }
  return groups
    .filter((group) => group.length > 0)
    .map((group) => ({ ...block, rows: [head, ...group].map((row) => row.slice(0, limits.tableColumns)) }));
}

/** Cuts long text at line ends where there are any, else at spaces, else where it must. */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const window = rest.slice(0, max);
    const line = window.lastIndexOf('\n');
    const space = window.lastIndexOf(' ');
    let cut = line > max / 2 ? line : space > max / 2 ? space : max;
    // Neither through an entity (`&amp;`), nor a mention (`<@U1>`), nor a surrogate pair.
    const open = Math.max(window.lastIndexOf('<', cut - 1), window.lastIndexOf('&', cut - 1));
    const close = Math.max(window.lastIndexOf('>', cut - 1), window.lastIndexOf(';', cut - 1));
    if (open > close && open > 0 && cut - open < 300) cut = open;
    else if (/[\uD800-\uDBFF]/.test(rest[cut - 1] ?? '')) cut -= 1;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^[\n ]/, '');
  }
  return [...pieces, rest];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let start = 0; start < items.length; start += size) groups.push(items.slice(start, start + size));
  return groups;
}
