import type { ActionsBlockElement } from '@slack/types';
import type { Message } from '../../delivery/message.ts';
import type { Modal } from '../../feature.ts';
import { actions, type Blocks, section } from './blocks.ts';
import { plainText } from './plain.ts';
import { type Md, mrkdwnOf } from './text.ts';

/** A message of blocks; its plain text says the same. `headline`, when given, leads the text in notifications. */
export function message(blocks: Blocks, headline?: string | Md): Message {
  const body = plainText(blocks);
  return { text: headline ? `${mrkdwnOf(headline)}\n${body}` : body, blocks };
}

/** A message of one paragraph, and buttons if there is something to do next. */
export function say(words: string | Md, ...buttons: readonly ActionsBlockElement[]): Message {
  return message(buttons.length > 0 ? [section(words), actions(...buttons)] : [section(words)]);
}

/** A modal that only shows something. */
export function infoModal(callbackId: string, title: string, blocks: Blocks): Modal {
  return { callbackId, title, close: 'Close', blocks };
}
