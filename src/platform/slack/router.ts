import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Feature, Reply } from '../feature.ts';
import type { Sealer } from '../installations/seal.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Person, Workspace } from '../store/generated/client.ts';
import { describeSpan } from '../tracing.ts';
import type { InWork } from '../work.ts';
import {
  type Ack,
  type Answer,
  answer,
  drawAnswer,
  type Origin,
  unpackMetadata,
  type Windows,
} from './answer.ts';
import { createBusyAnswers } from './answer-busy.ts';
import type { Clients } from './clients.ts';
import { type Deadline, noDeadline, startDeadline } from './deadline.ts';
import type { Directory } from './directory.ts';
import { type Heard, turnAway } from './heard.ts';
import { channelsIn, type Inbound, parseInbound } from './inbound.ts';
import { type Installed, isChannelId } from './installed.ts';
import { whoActs } from './load-actor.ts';
import { isOfOwnApp, isOwnMessage, isSpoken, sourceOf, wordsToBot } from './read-inbound.ts';
import { createRefusals, type RefusalDeps } from './refusals.ts';
import { deliverReply, withoutModal, wordsAlone } from './reply.ts';
import { lookUp, requestFor } from './request.ts';
import { routingTable } from './routing-table.ts';
import type { Turns } from './turns.ts';
import { wasSaved } from './was-saved.ts';

export interface RouterDeps {
  readonly features: readonly Feature[];
  readonly directory: Directory;
  readonly inWork: InWork;
  readonly clients: Clients;
  /** The turns of the windows that answer somebody, by the workspace whose installation was pressed. */
  readonly turnsFor: (teamId: string) => Turns;
  readonly newReference: () => string;
  readonly metrics: Pick<Metrics, 'acknowledged' | 'failed' | 'refused'>;
  readonly introduce: RefusalDeps['introduce'];
  /** Told of every payload before it is handled, within its three seconds. */
  readonly meet: (body: unknown) => Promise<void>;
  /** Milliseconds from hearing of an interaction to its answer, whatever keeps it waiting. */
  readonly answerWithinMs: number;
  readonly sealer: Sealer | null;
  readonly log: Log;
}

/** For a partner that installed the app too and types a command where no programme is. */
const elsewhere =
  'I don’t know whose programme this is about. Use the command in the channel you share with your vendor.';

/** For a partner that installed the app too, once the vendor has removed it. */
const removed =
  'I’m not installed at your vendor any more, so I changed nothing. Once I am again, everything carries on.';

const retired = 'That is from before an update, so I changed nothing. Ask me for it again, or write “help”.';

/** Takes a verified body to the feature that owns it and answers the person who acted. */
export type Route = (body: unknown, ack: Ack) => Promise<void>;

export function createRouter(deps: RouterDeps): Route {
  const { directory, inWork, clients, metrics } = deps;
  const table = routingTable(deps.features);
  const refusals = createRefusals(deps);
  const busy = createBusyAnswers({
    inWork,
    findInstalled,
    receiverOf: (inbound) => clientOf(inbound, null),
    metrics,
  });

  return async function route(body, acknowledge) {
    const startedAt = performance.now();
    const parsed = parseInbound(body);
    if (!parsed) {
      deps.log.info({ reason: 'unknown_kind' }, 'a payload was refused');
      metrics.refused('unknown_kind');
      return acknowledge();
    }
    if (isOfOwnApp(parsed)) return acknowledge();
    const reference = deps.newReference();
    const log = deps.log.child({ reference });
    const inbound: Heard = { ...parsed, reference, log };
    describeSpan({ 'tandem.reference': reference, 'tandem.source': sourceOf(inbound) });
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
      // What fails is not acknowledged: Slack delivers it again.
      await deps.meet(body);
      const installed = await findInstalled(inbound, at);
      if (installed) await handleEvent(installed, inbound);
      return ack();
    }
    const deadline = startDeadline(deps.answerWithinMs);
    const handling = deps.meet(body).then(() => interact(inbound, at, data, deadline));
    const done = await Promise.race([handling, deadline.missed])
      .catch((error: unknown) => ({ error }))
      .finally(deadline.clear);
    if (!done) return busy.late(inbound, at, ack, handling);
    if ('error' in done) return busy.failed(inbound, at, ack, done.error);
    const windows: Windows = {
      findClient: () => clientOf(inbound, done.workspace),
      turns: deps.turnsFor(inbound.teamId),
    };
    const shown = await answer(inbound, done.answer, ack, windows, log);
    if (shown === 'kept_back') await busy.keptBack(inbound, at);
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
      userId,
    });
    if (!installed) turnAway(metrics, inbound, 'unknown_workspace');
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
    if (workspace.stoppedAt) {
      turnAway(metrics, inbound, 'stopped');
      return { workspace, answer: drawAnswer(inbound, said, wordsAlone(inbound, removed)) };
    }
    const isElsewhere = workspace.id !== installation.id && !isChannelId(said.channelId);
    const at: Origin = isElsewhere ? { ...said, programmeId: workspace.id } : said;
    if (table.answers(inbound))
      return { workspace, answer: await handleInteraction(installed, inbound, at, data, deadline) };
    if (inbound.isQuiet) return { workspace, answer: drawAnswer(inbound, at, {}) };
    turnAway(metrics, inbound, 'no_handler');
    return { workspace, answer: drawAnswer(inbound, at, wordsAlone(inbound, retired)) };
  }

  /** Runs the handler in its transaction; what it refuses, and what fails, becomes an answer to the person. */
  async function handleInteraction(
    { workspace, person: found }: Installed,
    inbound: Heard,
    at: Origin,
    metadata: unknown,
    deadline: Deadline,
  ): Promise<Answer> {
    const source = sourceOf(inbound);
    const inTime: InWork = (options, fn) =>
      inWork({ ...options, beforeCommit: deadline.commit }, (work, asked) => {
        deadline.begin();
        return fn(work, asked);
      });
    let person: Person | null = null;
    let drawn: Answer | null = null;
    const { reference, key: receipt } = inbound;
    try {
      const who = inbound.userId
        ? await directory.findPerson(workspace, inbound.userId, found)
        : 'unknown_person';
      if (typeof who === 'string') return drawAnswer(inbound, at, refusals.toNobody(inbound, who));
      if (who.deactivatedAt) return drawAnswer(inbound, at, refusals.toNobody(inbound, 'deactivated'));
      const known = who;
      person = known;
      const channels = await lookUp(directory, workspace, inbound, at);
      const asking = whoActs(known, at.channelId);
      const options = { workspaceId: workspace.id, source, receipt, reference, asking };
      const done = await inTime(options, async (work, asked) => {
        const { sealer } = deps;
        const request = requestFor(work, asked, workspace, known, inbound, at, channels, sealer, inbound.log);
        const reply = await table.interact(request, inbound, metadata);
        if (reply.errors) throw new Correction(reply.errors);
        const rest = await deliverReply(
          work,
          inbound,
          at,
          request.place.channel,
          inbound.name === '@' ? withoutModal(reply, inbound.text) : reply,
        );
        drawn = drawAnswer(inbound, at, rest);
        return drawn;
      });
      return done.duplicate ? drawAnswer(inbound, at, {}) : done.value;
    } catch (error) {
      if (error instanceof Correction) return drawAnswer(inbound, at, { errors: error.errors });
      // The person has been answered.
      if (deadline.isMissed()) throw error;
      const refused = { inWork: inTime, workspace, person, inbound, at };
      if (!drawn) return drawAnswer(inbound, at, await refusals.refuse(refused, error));
      // Failed at the very end: perhaps only the word that it was saved got lost.
      inbound.log.warn({ err: error }, 'failed while saving; looking whether it was saved');
      const reason = await wasSaved(inWork, { workspaceId: workspace.id, source, receipt }).then(
        (isSaved) => (isSaved ? null : error),
        (unsure: unknown) => unsure,
      );
      return reason === null ? drawn : drawAnswer(inbound, at, await refusals.refuse(refused, reason));
    }
  }

  async function handleEvent(installed: Installed, inbound: Heard): Promise<void> {
    const { workspace, installation } = installed;
    if (workspace.stoppedAt) return turnAway(metrics, inbound, 'stopped');
    const bots = [workspace, installation];
    if (isOwnMessage(inbound, bots)) return;
    const words = wordsToBot(inbound, bots);
    if (words !== null) return handleWords(installed, { ...inbound, text: words });
    if (!table.hasEvent(inbound.name) || (inbound.name === 'message' && !isSpoken(inbound)))
      return turnAway(metrics, inbound, inbound.event.bot_id === undefined ? 'no_handler' : 'bot');
    for (const id of channelsIn(inbound.event)) directory.forgetChannel(id);
    const source = `event:${inbound.name}`;
    const who = inbound.userId
      ? await directory.findPerson(workspace, inbound.userId, installed.person)
      : null;
    const { reference, key: receipt } = inbound;
    inbound.log.debug(
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
  async function handleWords(installed: Installed, inbound: Heard): Promise<void> {
    const at: Origin = { channelId: inbound.channelId, threadTs: inbound.threadTs };
    await handleInteraction(installed, { ...inbound, name: '@' }, at, null, noDeadline);
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
