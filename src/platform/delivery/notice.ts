import { context } from '../slack/kit/index.ts';
import type { Message } from './message.ts';

/** A message with a line above it that says why it is shown here. */
export function withNotice(message: Message, notice: string | null): Message {
  if (notice === null) return message;
  return {
    text: `${notice}\n${message.text}`,
    ...(message.blocks && { blocks: [context(notice), ...message.blocks] }),
  };
}
