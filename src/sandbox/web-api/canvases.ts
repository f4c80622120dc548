import { isJson } from '../blocks/check.ts';
import type { Local } from '../local.ts';
import { type Canvas, emit, isMember, type Json, nextId } from '../world.ts';
import { type Method, parsed, SlackError, text, visibleChannel } from './method.ts';

const longestMarkdown = 1_048_576;
const mostTableCells = 300;

/** The Markdown of a `document_content`, as far as Slack refuses it. */
function markdownOf(content: unknown): string {
  if (!isJson(content) || content.type !== 'markdown' || typeof content.markdown !== 'string')
    throw new SlackError('invalid_arguments');
  const { markdown } = content;
  if (markdown.length > longestMarkdown) throw new SlackError('canvas_too_large');
  return markdown;
}

/** Too many cells, or a list inside a quote: Slack has no words for them but that it failed. */
function isRefused(markdown: string): boolean {
  const cells = markdown.split('\n').filter((line) => line.startsWith('|'));
  const count = cells.reduce((sum, line) => sum + line.split(/(?<!\\)\|/).length - 2, 0);
  return count > mostTableCells || /^>\s*([-*+]|\d+\.)\s/m.test(markdown);
}

const create: Method = (local, args) => {
  const channel = visibleChannel(local, text(args, 'channel_id'));
  if (channel.kind === 'dm') throw new SlackError('method_not_supported_for_channel_type');
  if (!isMember(channel, local.world.data.botUserId)) throw new SlackError('not_in_channel');
  if (channel.isArchived) throw new SlackError('is_archived');
  if (channel.frozenReason) throw new SlackError('restricted_action');
  if (channel.canvas) throw new SlackError('channel_canvas_already_exists');
  const content = parsed(args, 'document_content');
  const markdown = content === undefined ? '' : markdownOf(content);
  if (isRefused(markdown)) throw new SlackError('canvas_creation_failed');
  channel.canvas = { id: nextId(local.world, 'F'), title: text(args, 'title') || channel.name, markdown };
  emit(local.world, { type: 'state', only: null });
  return { canvas_id: channel.canvas.id };
};

/** A canvas of a channel the app is in: who may post there may edit it. */
function editable(local: Local, args: Json): Canvas {
  const id = text(args, 'canvas_id');
  const channel = Object.values(local.world.data.channels).find((each) => each.canvas?.id === id);
  if (!channel?.canvas || !isMember(channel, local.world.data.botUserId))
    throw new SlackError('canvas_not_found');
  if (channel.isArchived || channel.frozenReason) throw new SlackError('restricted_action');
  return channel.canvas;
}

/** One operation a call; of them the sandbox knows the replacing of the whole. */
const edit: Method = (local, args) => {
  const canvas = editable(local, args);
  const changes = parsed(args, 'changes');
  const [change, ...more] = Array.isArray(changes) ? changes : [];
  if (!isJson(change) || more.length > 0) throw new SlackError('invalid_arguments');
  if (change.operation !== 'replace' || change.section_id !== undefined)
    throw new SlackError('not_supported_in_sandbox');
  const markdown = markdownOf(change.document_content);
  if (isRefused(markdown)) throw new SlackError('canvas_editing_failed');
  canvas.markdown = markdown;
  emit(local.world, { type: 'state', only: null });
  return {};
};

const lookUp: Method = (local, args) => {
  const canvas = editable(local, args);
  const criteria = parsed(args, 'criteria');
  const wanted = isJson(criteria) ? criteria.contains_text : undefined;
  if (typeof wanted !== 'string') throw new SlackError('invalid_arguments');
  const isThere = canvas.markdown.includes(wanted);
  return { sections: isThere ? [{ id: `temp:C:${canvas.id}` }] : [] };
};

/** The canvas of a channel: its page, a tab beside the messages. */
export const canvases: Readonly<Record<string, Method>> = {
  'conversations.canvases.create': create,
  'canvases.edit': edit,
  'canvases.sections.lookup': lookUp,
};
