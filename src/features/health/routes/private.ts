import { answerPrivately as answer } from '../../../platform/delivery/answer-privately.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import type { Reply, Request } from '../../../platform/feature.ts';

/** How a partner is doing is never said in a channel it reads, not even to one person alone. */
export function answerPrivately(request: Request, message: Message): Promise<Reply> {
  return answer(request, { fact: 'health.asked', what: 'How a partner is doing' }, message);
}
