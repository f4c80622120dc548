import type { Message } from '../../platform/delivery/message.ts';
import { context } from '../../platform/slack/kit/index.ts';

/** An answer in a shared channel that begins with the word that more of it went to the asker’s own messages. */
export function andInMessages({ text, blocks = [] }: Message, what: string): Message {
  const words = `${what} is in your messages with me.`;
  return { text: `${words} ${text}`, blocks: [context(words), ...blocks] };
}
