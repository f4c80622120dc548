import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { Message } from '../delivery/message.ts';
import { post } from '../delivery/post.ts';
import type { ChannelInfo, Feature, Place, Reply, Request } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Person, Workspace } from '../store/generated/client.ts';
import { describeSpan } from '../tracing.ts';
import type { InWork, Work } from '../work.ts';
import {
  type Ack,
  type Answer,
  answer,
  answerModal,
  drawAnswer,
  type Origin,
  refusalModal,
  unpackMetadata,
} from './answer.ts';
import type { Clients } from './clients.ts';
import { type Deadline, noDeadline, startDeadline } from './deadline.ts';
import { type Directory, loadActor } from './directory.ts';
import { type Inbound, parseInbound } from './inbound.ts';
import { paginate } from './kit/fit.ts';
import { button, say } from './kit/index.ts';
import { limits, shorten } from './kit/limits.ts';
import { withCode } from './kit/text.ts';
import { channelsIn, namedIds, sourceOf, wordsToBot } from './read-inbound.ts';
import { routingTable } from './routing-table.ts';

export interface RouterDeps {
  readonly features: readonly Feature[];
  readonly directory: Directory;
  readonly inWork: InWork;
  readonly clients: Clients;
  readonly newReference: () => string;
  readonly metrics: Pick<Metrics, 'acknowledged' | 'failed' | 'refused'>;
  /** Has somebody who was refused made known to whoever can admit them, and says so in words; null when that is not the reason. */
  readonly introduce: (work: Work, person: Person, channelId: string | null) => Promise<string | null>;
  /** Milliseconds from hearing of an interaction to its answer, whatever keeps it waiting. */
  readonly answerWithinMs: number;
  readonly log: Log;
}

/** A payload with the reference under which the log, its messages and the person who acted know it. */
type Heard = Inbound & { readonly reference: string };

/** For a partner that installed the app too and types a command where no programme is. */
const elsewhere =
  'I don’t know whose programme this is about. Use the command in the channel you share with your vendor.';

const busy = 'I’m busy right now, so I changed nothing. Please try again in a minute.';

/** Takes a verified body to the feature that owns it and answers the person who acted. */
export type Route = (body: unknown, ack: Ack) => Promise<void>;

export function createRouter(deps: RouterDeps): Route {
  const { directory, inWork, clients, metrics } = deps;
  const table = routingTable(deps.features);

  return async function route(body, acknowledge) {
    const startedAt = performance.now();
    const parsed = parseInbound(body);
    if (!parsed) {
      deps.log.debug('a payload of an unknown kind was ignored');
      metrics.refused('unknown_kind');
      return acknowledge();
    }
    const inbound: Heard = { ...parsed, reference: deps.newReference() };
    describeSpan({ 'tandem.reference': inbound.reference, 'tandem.source': sourceOf(inbound) });
    const log = logOf(inbound);
    const ack: Ack = async (response) => {
      await acknowledge(response);
      const milliseconds = performance.now() - startedAt;
      metrics.acknowledged(inbound.kind, milliseconds);
      log.info(
        { kind: inbound.kind, name: inbound.name, milliseconds: Math.round(milliseconds) },
        'acknowledged',
      );
    };
    const { origin, data } = inbound.view
      ? unpackMetadata(inbound.view.metadata)
      : { origin: null, data: null };
    const at: Origin = origin ?? { channelId: inbound.channelId, threadTs: inbound.threadTs };
    if (inbound.kind === 'event') {
      const workspace = await findWorkspace(inbound, at);
      if (workspace) await handleEvent(workspace, inbound);
      return ack();
    }
    const deadline = startDeadline(deps.answerWithinMs);
    const handling = interact(inbound, at, data, deadline);
    const done = await Promise.race([handling, deadline.missed]).finally(deadline.clear);
    if (!done) return answerTooLate(inbound, at, ack, handling);
    const { workspace } = done;
    if (!workspace) return ack(done.acknowledgement);
    const client = async () =>
      (await clients.clientForTeam(inbound.teamId)) ?? (await clients.clientFor(workspace.id));
    await answer(inbound, done.answer, ack, client, log);
  };

  async function findWorkspace(inbound: Heard, at: Origin): Promise<Workspace | null> {
    const { teamId, name } = inbound;
    const workspace = await directory.findWorkspace(teamId, at.channelId);
    if (!workspace) {
      logOf(inbound).warn({ teamId, name }, 'a payload for no known workspace was refused');
      metrics.refused('unknown_workspace');
    }
    return workspace;
  }

  async function interact(inbound: Heard, at: Origin, data: unknown, deadline: Deadline) {
    const workspace = await findWorkspace(inbound, at);
    if (workspace) {
      return { workspace, answer: await handleInteraction(workspace, inbound, at, data, deadline) };
    }
    const text = inbound.kind === 'command' ? { response_type: 'ephemeral', text: elsewhere } : undefined;
    return { workspace, acknowledgement: text };
  }

  /** The store or Slack keeps us waiting: says in time that nothing was changed, and sees to it that nothing is. */
  async function answerTooLate(
    inbound: Heard,
    at: Origin,
    ack: Ack,
    handling: Promise<unknown>,
  ): Promise<void> {
    const { kind, name, userId, key, reference } = inbound;
    const log = logOf(inbound);
    const message = say(busy);
    metrics.refused('too_late');
    const reply = kind === 'command' ? { message } : { modal: refusalModal(message) };
    const client = async () => {
      const found = await clients.clientForTeam(inbound.teamId);
      if (!found) throw new Error('no installation of ours');
      return found;
    };
    const isSaid = await answer(inbound, drawAnswer(inbound, at, reply), ack, client, log);
    await handling.catch((error: unknown) => {
      log.warn({ err: error, kind, name }, 'there was no answer in time; nothing was changed');
    });
    if (isSaid || !userId || inbound.view) return;
    const workspace = await findWorkspace(inbound, at);
    if (!workspace) return;
    await inWork({ workspaceId: workspace.id, source: sourceOf(inbound), reference }, (work) =>
      sayToActor(work, `late:${key}`, userId, at, message),
    );
  }

  function logOf({ reference }: Heard): Log {
    return deps.log.child({ reference });
  }

  /** Runs the handler in its transaction; what it refuses, and what fails, becomes an answer to the person. */
  async function handleInteraction(
    workspace: Workspace,
    inbound: Heard,
    at: Origin,
    metadata: unknown,
    deadline: Deadline,
  ): Promise<Answer> {
    const source = sourceOf(inbound);
    const inTime: InWork = (options, fn) =>
      inWork({ ...options, beforeCommit: deadline.commit }, (work) => {
        deadline.begin();
        return fn(work);
      });
    let person: Person | null = null;
    try {
      person = inbound.userId ? await directory.findPerson(workspace, inbound.userId) : null;
      if (!person)
        throw new Refusal('not_allowed', 'I don’t know who you are in this workspace, so I changed nothing.');
      const known = person;
      const found = await lookUp(workspace, inbound, at);
      const { reference, key: receipt } = inbound;
      const done = await inTime({ workspaceId: workspace.id, source, receipt, reference }, async (work) => {
        const request = await requestFor(work, known, inbound, at, found);
        const reply = await table.interact(request, inbound, metadata);
        if (reply.errors) throw new Correction(reply.errors);
        const rest = await deliverReply(
          work,
          inbound,
          at,
          request.place.channel,
          inbound.name === '@' ? withoutModal(reply, inbound.text) : reply,
        );
        return drawAnswer(inbound, at, rest);
      });
      return done.duplicate ? drawAnswer(inbound, at, {}) : done.value;
    } catch (error) {
      if (error instanceof Correction) return drawAnswer(inbound, at, { errors: error.errors });
      // The person has been answered.
      if (deadline.isMissed()) throw error;
      const refusal = await introduced(inTime, explain(error, inbound), workspace, person, inbound, at);
      return drawAnswer(inbound, at, await refuse(inTime, workspace, inbound, at, source, refusal));
    }
  }

  /** Who may do nothing yet hears that somebody was asked about them, instead of what they may not do. */
  async function introduced(
    inTime: InWork,
    refusal: Refusal,
    workspace: Workspace,
    person: Person | null,
    inbound: Heard,
    at: Origin,
  ): Promise<Refusal> {
    if (refusal.code !== 'not_allowed' || person?.side !== 'partner') return refusal;
    const { reference } = inbound;
    const source = sourceOf(inbound);
    const asked = await inTime({ workspaceId: workspace.id, source, reference }, (work) =>
      deps.introduce(work, person, at.channelId),
    );
    return asked.duplicate || asked.value === null ? refusal : new Refusal('not_allowed', asked.value);
  }

  async function handleEvent(workspace: Workspace, inbound: Heard): Promise<void> {
    const words = wordsToBot(inbound, workspace.botUserId);
    if (words !== null) return handleWords(workspace, { ...inbound, text: words });
    if (!table.hasEvent(inbound.name)) return;
    for (const id of channelsIn(inbound.event)) directory.forgetChannel(id);
    const source = `event:${inbound.name}`;
    if (inbound.userId) await directory.findPerson(workspace, inbound.userId);
    const { reference, key: receipt } = inbound;
    await inWork({ workspaceId: workspace.id, source, receipt, reference }, (work) =>
      table.event({ ...work, type: inbound.name, event: inbound.event }),
    );
  }

  /** A mention, or a direct message to the bot: the same commands, in plain words. */
  async function handleWords(workspace: Workspace, inbound: Heard): Promise<void> {
    const at: Origin = { channelId: inbound.channelId, threadTs: inbound.threadTs };
    await handleInteraction(workspace, { ...inbound, name: '@' }, at, null, noDeadline);
  }

  async function lookUp(
    workspace: Workspace,
    inbound: Inbound,
    at: Origin,
  ): Promise<ReadonlyMap<string, ChannelInfo>> {
    const { users, channels } = namedIds(inbound);
    await Promise.all([...users].map((id) => directory.findPerson(workspace, id)));
    if (at.channelId) channels.add(at.channelId);
    const found = new Map<string, ChannelInfo>();
    for (const id of channels) {
      const info = await directory.findChannel(workspace, id);
      if (info) found.set(id, info);
    }
    return found;
  }

  async function requestFor(
    work: Work,
    person: Person,
    inbound: Inbound,
    at: Origin,
    channels: Request['channels'],
  ): Promise<Request> {
    const actor = await loadActor(work.tx, person);
    const channel = at.channelId ? (channels.get(at.channelId) ?? null) : null;
    const known = at.channelId
      ? await work.tx.partnerChannel.findUnique({
          where: {
            workspaceId_slackChannelId: { workspaceId: work.workspaceId, slackChannelId: at.channelId },
          },
        })
      : null;
    const place: Place = {
      channelId: at.channelId,
      channel,
      threadTs: at.threadTs,
      messageTs: inbound.messageTs,
      partnerId: known?.partnerId ?? null,
    };
    return { ...work, actor, place, channels };
  }

  /**
   * What is said to the person alone: a command's answer travels in the acknowledgement when it fits one
   * message; everything else is a delivery, recorded in the same transaction. Where the channel a form was
   * opened in takes no answers any more, the form itself gives it.
   */
  async function deliverReply(
    work: Work,
    inbound: Inbound,
    at: Origin,
    channel: ChannelInfo | null,
    reply: Reply,
  ): Promise<Reply> {
    const { message } = reply;
    if (!message || !inbound.userId) return reply;
    const fitsAck = inbound.kind === 'command' && paginate(message.blocks ?? []).length === 1;
    if (fitsAck) return reply;
    const isReachable = isDirect(at) || (channel?.isMember && !channel.isArchived);
    if (inbound.kind === 'submission' && !isReachable && !reply.modal && !reply.update)
      return { update: answerModal(message) };
    await sayToActor(work, `reply:${inbound.key}`, inbound.userId, at, message);
    return { ...reply, message: undefined };
  }

  async function refuse(
    inTime: InWork,
    workspace: Workspace,
    inbound: Heard,
    at: Origin,
    source: string,
    refusal: Refusal,
  ): Promise<Reply> {
    const message = say(withCode(refusal.message));
    if (inbound.kind === 'submission' && refusal.field)
      return { errors: { [refusal.field]: refusal.message } };
    if (inbound.kind === 'command') return { message };
    if (inbound.view) return { modal: refusalModal(message) };
    const { userId, reference } = inbound;
    if (userId) {
      await inTime({ workspaceId: workspace.id, source, reference }, (work) =>
        sayToActor(work, `refusal:${inbound.key}`, userId, at, message),
      );
    }
    return {};
  }

  /** A Refusal is an answer; anything else is a bug, logged once with the reference the person is given. */
  function explain(error: unknown, inbound: Heard): Refusal {
    if (error instanceof Refusal) return error;
    const { reference, kind, name } = inbound;
    if (error instanceof z.ZodError) {
      logOf(inbound).warn({ err: error, kind, name }, 'a payload of another shape was refused');
      return new Refusal(
        'stale',
        'I can’t read what this sent me, so I changed nothing. It may be from before an update: open it again and try once more.',
      );
    }
    logOf(inbound).error({ err: error, kind, name }, 'a handler failed');
    metrics.failed(kind);
    return new Refusal(
      'unavailable',
      `Something went wrong on my side, and nothing was changed. Please try again in a minute; if it happens again, tell your programme admin this reference: ${reference}.`,
    );
  }
}

/**
 * A submission that has to be corrected leaves nothing behind, its receipt included: the corrected form comes
 * from the same view with the same hash, and would be taken for the first one's echo.
 */
class Correction extends Error {
  override readonly name = 'Correction';
  readonly errors: NonNullable<Reply['errors']>;

  constructor(errors: NonNullable<Reply['errors']>) {
    super('the form has to be corrected');
    this.errors = errors;
  }
}

/** A form opens only from a press: a mention that leads to one is answered with the button that does. */
function withoutModal(reply: Reply, text: string): Reply {
  if (!reply.modal) return reply;
  const open = button('platform.command', 'Open the form', {
    value: shorten(text, limits.buttonValue),
    style: 'primary',
  });
  return { message: reply.message ?? say(`Ready when you are: ${reply.modal.title.toLowerCase()}.`, open) };
}

function isDirect(at: Origin): boolean {
  return at.channelId === null || at.channelId.startsWith('D');
}

async function sayToActor(
  work: Work,
  key: string,
  user: string,
  at: Origin,
  message: Message,
): Promise<void> {
  const { channelId: channel, threadTs } = at;
  const to =
    channel === null || isDirect(at)
      ? { person: user }
      : { ephemeral: { channel, user, ...(threadTs && { threadTs }) } };
  await post(work, { key, to, audience: 'partner', message });
}
