import type { WebClient } from '@slack/web-api';
import type { Message } from '../delivery/message.ts';
import type { Metrics } from '../metrics.ts';
import type { InWork } from '../work.ts';
import {
  type Ack,
  answer,
  drawAnswer,
  type Origin,
  refusalModal,
  type Shown,
  type Windows,
} from './answer.ts';
import type { Heard } from './heard.ts';
import type { Installed } from './installed.ts';
import { say } from './kit/index.ts';
import { sourceOf } from './read-inbound.ts';
import { sayToActor } from './reply.ts';
import { NotYet, type Turns } from './turns.ts';

/** With the reference under which the log has the cause. */
const busy = ({ reference }: Heard) =>
  say(
    `I’m busy right now, so I changed nothing. Please try again in a minute; if it happens again, tell your programme admin this reference: ${reference}.`,
  );

const keptBack = say(
  'Slack lets me open only so many windows in a minute, and that is used up. Please try again in a minute.',
);

/** Of the windows that say so, what a process opens in a minute; with the rate of all others that stays within Slack's. */
const busyWindows = 20;

export interface BusyDeps {
  readonly inWork: InWork;
  readonly findInstalled: (inbound: Heard, at: Origin) => Promise<Installed | null>;
  readonly receiverOf: (inbound: Heard) => Promise<WebClient>;
  readonly metrics: Pick<Metrics, 'failed' | 'refused'>;
}

/** What somebody hears when the store, or Slack, does not let us do what they asked for. */
export function createBusyAnswers({ inWork, findInstalled, receiverOf, metrics }: BusyDeps) {
  const turns = turnsOfProcess(busyWindows);

  /** In the acknowledgement or in a window, neither of which asks the store. */
  function sayAtOnce(inbound: Heard, at: Origin, ack: Ack): Promise<Shown> {
    const message = busy(inbound);
    const reply = inbound.kind === 'command' ? { message } : { modal: refusalModal(message) };
    const windows: Windows = { findClient: () => receiverOf(inbound), turns };
    return answer(inbound, drawAnswer(inbound, at, reply), ack, windows, inbound.log);
  }

  /** As a message of its own. */
  async function sayLater(inbound: Heard, at: Origin, key: string, message: Message): Promise<void> {
    const { userId, reference } = inbound;
    const installed = userId && (await findInstalled(inbound, at));
    if (!installed || installed.workspace.stoppedAt) return;
    await inWork({ workspaceId: installed.workspace.id, source: sourceOf(inbound), reference }, (work) =>
      sayToActor(work, `${key}:${inbound.key}`, userId, at, message),
    );
  }

  return {
    /** The store or Slack keeps us waiting: says in time that nothing was changed, and sees to it that nothing is. */
    async late(inbound: Heard, at: Origin, ack: Ack, handling: Promise<unknown>): Promise<void> {
      const { kind, name, log } = inbound;
      metrics.refused('too_late');
      const shown = await sayAtOnce(inbound, at, ack);
      await handling.catch((error: unknown) => {
        log.warn({ err: error, kind, name }, 'there was no answer in time; nothing was changed');
      });
      if (shown !== 'shown' && !inbound.view) await sayLater(inbound, at, 'late', busy(inbound));
    },

    /** The window did not come, because Slack takes no more of them for now. */
    keptBack: (inbound: Heard, at: Origin): Promise<void> => sayLater(inbound, at, 'kept_back', keptBack),

    /** The store is down: Slack delivers an interaction once, so that its person would never hear of it. */
    async failed(inbound: Heard, at: Origin, ack: Ack, error: unknown): Promise<void> {
      const { kind, name, log } = inbound;
      log.error({ err: error, kind, name }, 'nothing could be done; is the database there?');
      metrics.failed(kind);
      await sayAtOnce(inbound, at, ack);
    },
  };
}

/** A store that does not answer cannot be asked for a turn: so many calls a minute, counted here alone. */
function turnsOfProcess(perMinute: number): Turns {
  let taken: readonly number[] = [];
  return {
    take: async () => {
      const now = performance.now();
      taken = taken.filter((at) => now - at < 60_000);
      if (taken.length >= perMinute) throw new NotYet('This process has opened enough windows for now.');
      taken = [...taken, now];
    },
    pause: async () => undefined,
  };
}
