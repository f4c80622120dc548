import type { WebClient } from '@slack/web-api';
import type { Metrics } from '../metrics.ts';
import type { InWork } from '../work.ts';
import { type Ack, answer, drawAnswer, type Origin, refusalModal } from './answer.ts';
import type { Heard } from './heard.ts';
import type { Installed } from './installed.ts';
import { say } from './kit/index.ts';
import { sourceOf } from './read-inbound.ts';
import { sayToActor } from './reply.ts';

/** With the reference under which the log has the cause. */
const busy = ({ reference }: Heard) =>
  say(
    `I’m busy right now, so I changed nothing. Please try again in a minute; if it happens again, tell your programme admin this reference: ${reference}.`,
  );

export interface BusyDeps {
  readonly inWork: InWork;
  readonly findInstalled: (inbound: Heard, at: Origin) => Promise<Installed | null>;
  readonly receiverOf: (inbound: Heard) => Promise<WebClient>;
  readonly metrics: Pick<Metrics, 'failed' | 'refused'>;
}

/** What somebody hears when the store, or Slack, does not let us do what they asked for. */
export function createBusyAnswers({ inWork, findInstalled, receiverOf, metrics }: BusyDeps) {
  /** In the acknowledgement or in a window, neither of which asks the store; false when the window did not open. */
  function sayAtOnce(inbound: Heard, at: Origin, ack: Ack): Promise<boolean> {
    const message = busy(inbound);
    const reply = inbound.kind === 'command' ? { message } : { modal: refusalModal(message) };
    return answer(inbound, drawAnswer(inbound, at, reply), ack, () => receiverOf(inbound), inbound.log);
  }

  return {
    /** The store or Slack keeps us waiting: says in time that nothing was changed, and sees to it that nothing is. */
    async late(inbound: Heard, at: Origin, ack: Ack, handling: Promise<unknown>): Promise<void> {
      const { kind, name, userId, key, reference, log } = inbound;
      metrics.refused('too_late');
      const isSaid = await sayAtOnce(inbound, at, ack);
      await handling.catch((error: unknown) => {
        log.warn({ err: error, kind, name }, 'there was no answer in time; nothing was changed');
      });
      if (isSaid || !userId || inbound.view) return;
      const installed = await findInstalled(inbound, at);
      if (!installed) return;
      await inWork({ workspaceId: installed.workspace.id, source: sourceOf(inbound), reference }, (work) =>
        sayToActor(work, `late:${key}`, userId, at, busy(inbound)),
      );
    },

    /** The store is down: Slack delivers an interaction once, so that its person would never hear of it. */
    async failed(inbound: Heard, at: Origin, ack: Ack, error: unknown): Promise<void> {
      const { kind, name, log } = inbound;
      log.error({ err: error, kind, name }, 'nothing could be done; is the database there?');
      metrics.failed(kind);
      await sayAtOnce(inbound, at, ack);
    },
  };
}
