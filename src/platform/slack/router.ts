import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import type { Feature, Reply } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Metrics, RefusedPayload } from '../metrics.ts';
import type { Person, Workspace } from '../store/generated/client.ts';
import { describeSpan } from '../tracing.ts';
import type { InWork, Work } from '../work.ts';
import {
  type Ack,
  type Answer,
  answer,
  drawAnswer,
  type Origin,
  refusalModal,
  unpackMetadata,
} from './answer.ts';
import type { Clients } from './clients.ts';
import { type Deadline, noDeadline, startDeadline } from './deadline.ts';
import type { Directory } from './directory.ts';
import { channelsIn, type Inbound, parseInbound } from './inbound.ts';
import { type Installed, isChannelId } from './installed.ts';
import { say } from './kit/index.ts';
import { withCode } from './kit/text.ts';
import { isOwnMessage, isSpoken, sourceOf, wordsToBot } from './read-inbound.ts';
import { deliverReply, sayToActor, withoutModal, wordsAlone } from './reply.ts';
import { lookUp, requestFor } from './request.ts';
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

const retired = 'That is from before an update, so I changed nothing. Ask me for it again, or write “help”.';

/** What somebody hears for whom nothing can be done. An app hears nothing: two that answer each other never end. */
const toNobody = {
  unknown_person: 'I don’t know who you are in this workspace, so I changed nothing.',
  deactivated: 'This account has been deactivated, so I changed nothing.',
  bot: null,
} as const;

/** Takes a verified body to the feature that owns it and answers the person who acted. */
export type Route = (body: unknown, ack: Ack) => Promise<void>;

export function createRouter(deps: RouterDeps): Route {
  const { directory, inWork, clients, metrics } = deps;
  const table = routingTable(deps.features);

  return async function route(body, acknowledge) {
    const startedAt = performance.now();
    const parsed = parseInbound(body);
    if (!parsed) {
      deps.log.info({ reason: 'unknown_kind' }, 'a payload was refused');
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
      const installed = await findInstalled(inbound, at);
      if (installed) await handleEvent(installed, inbound);
      return ack();
    }
    const deadline = startDeadline(deps.answerWithinMs);
    const handling = interact(inbound, at, data, deadline);
    const done = await Promise.race([handling, deadline.missed]).finally(deadline.clear);
    if (!done) return answerTooLate(inbound, at, ack, handling);
    await answer(inbound, done.answer, ack, () => clientOf(inbound, done.workspace), log);
  };

  async function findInstalled(inbound: Heard, at: Origin): Promise<Installed | null> {
    const { teamId, enterpriseId, kind, userId, writtenBy } = inbound;
    const installed = await directory.findInstalled({
      teamId,
      enterpriseId,
      channelId: at.channelId,
      programmeId: at.programmeId ?? null,
      writtenBy,
      askedBy: kind === 'shortcut' ? userId : null,
    });
    if (!installed) turnAway(inbound, 'unknown_workspace');
    return installed;
  }

  /** A trigger belongs to the installation that received it, which may be the partner's. */
  async function clientOf(inbound: Heard, workspace: Workspace | null): Promise<WebClient> {
    const received = await clients.clientForTeam(inbound.teamId, inbound.enterpriseId);
    if (received) return received;
    if (!workspace) throw new Error('no installation of ours');
    return clients.clientFor(workspace.id);
  }

  async function interact(
    inbound: Heard,
    said: Origin,
    data: unknown,
    deadline: Deadline,
  ): Promise<{ readonly workspace: Workspace | null; readonly answer: Answer }> {
    const installed = await findInstalled(inbound, said);
    if (!installed)
      return { workspace: null, answer: drawAnswer(inbound, said, wordsAlone(inbound, elsewhere)) };
    const { workspace, installation } = installed;
    const isElsewhere = workspace.id !== installation.id && !isChannelId(said.channelId);
    const at: Origin = isElsewhere ? { ...said, programmeId: workspace.id } : said;
    if (table.answers(inbound))
      return { workspace, answer: await handleInteraction(workspace, inbound, at, data, deadline) };
    if (inbound.isQuiet) return { workspace, answer: drawAnswer(inbound, at, {}) };
    turnAway(inbound, 'no_handler');
    return { workspace, answer: drawAnswer(inbound, at, wordsAlone(inbound, retired)) };
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
    const drawn = drawAnswer(inbound, at, reply);
    const isSaid = await answer(inbound, drawn, ack, () => clientOf(inbound, null), log);
    await handling.catch((error: unknown) => {
      log.warn({ err: error, kind, name }, 'there was no answer in time; nothing was changed');
    });
    if (isSaid || !userId || inbound.view) return;
    const installed = await findInstalled(inbound, at);
    if (!installed) return;
    await inWork({ workspaceId: installed.workspace.id, source: sourceOf(inbound), reference }, (work) =>
      sayToActor(work, `late:${key}`, userId, at, message),
    );
  }

  function turnAway(inbound: Heard, reason: RefusedPayload): void {
    const { kind, name, teamId } = inbound;
    logOf(inbound).info({ reason, kind, name, teamId }, 'a payload was refused');
    metrics.refused(reason);
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
      const who = inbound.userId ? await directory.findPerson(workspace, inbound.userId) : 'unknown_person';
      if (typeof who === 'string') return turnAwayNobody(inbound, at, who);
      if (who.deactivatedAt) return turnAwayNobody(inbound, at, 'deactivated');
      const known = who;
      person = known;
      const found = await lookUp(directory, workspace, inbound, at);
      const { reference, key: receipt } = inbound;
      const done = await inTime({ workspaceId: workspace.id, source, receipt, reference }, async (work) => {
        const request = await requestFor(work, known, inbound, at, found, logOf(inbound));
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

  async function handleEvent({ workspace, installation }: Installed, inbound: Heard): Promise<void> {
    const bots = [workspace, installation];
    if (isOwnMessage(inbound, bots)) return;
    const words = wordsToBot(inbound, bots);
    if (words !== null) return handleWords(workspace, { ...inbound, text: words });
    if (!table.hasEvent(inbound.name) || (inbound.name === 'message' && !isSpoken(inbound)))
      return turnAway(inbound, inbound.event.bot_id === undefined ? 'no_handler' : 'bot');
    for (const id of channelsIn(inbound.event)) directory.forgetChannel(id);
    const source = `event:${inbound.name}`;
    const who = inbound.userId ? await directory.findPerson(workspace, inbound.userId) : null;
    const { reference, key: receipt } = inbound;
    logOf(inbound).debug(
      {
        actor:
          who === null || typeof who === 'string'
            ? null
            : { personId: who.id, side: who.side, partnerId: who.partnerId },
        workspaceId: workspace.id,
        installation: inbound.teamId,
        channelId: inbound.channelId,
      },
      'resolved',
    );
    for (const { id: workspaceId } of [workspace, ...(await othersConcerned(workspace, inbound))]) {
      await inWork({ workspaceId, source, receipt, reference }, (work) =>
        table.event({ ...work, type: inbound.name, event: inbound.event }),
      );
    }
  }

  /** An account's change comes to one installation, and matters to every programme that knows the person. */
  async function othersConcerned(workspace: Workspace, inbound: Inbound): Promise<Workspace[]> {
    const changed = z.object({ user: z.object({ id: z.string() }) }).safeParse(inbound.event);
    if (inbound.name !== 'user_change' || !changed.success) return [];
    return directory.otherProgrammesOf(workspace, changed.data.user.id);
  }

  /** A mention, or a direct message to the bot: the same commands, in plain words. */
  async function handleWords(workspace: Workspace, inbound: Heard): Promise<void> {
    const at: Origin = { channelId: inbound.channelId, threadTs: inbound.threadTs };
    await handleInteraction(workspace, { ...inbound, name: '@' }, at, null, noDeadline);
  }

  function turnAwayNobody(inbound: Heard, at: Origin, reason: keyof typeof toNobody): Answer {
    turnAway(inbound, reason);
    const words = toNobody[reason];
    return drawAnswer(inbound, at, words === null ? {} : wordsAlone(inbound, words));
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
