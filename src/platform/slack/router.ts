import type { WebClient } from '@slack/web-api';
import { Refusal } from '../../core/refusal.ts';
import type { Message } from '../delivery/message.ts';
import { post } from '../delivery/post.ts';
import type { ChannelInfo, CommandRoute, Feature, Place, Reply, Request } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Person, Workspace } from '../store/generated/client.ts';
import type { InWork, Work } from '../work.ts';
import { type Ack, answer, type Origin, refusalModal, unpackMetadata } from './answer.ts';
import { type Directory, loadActor } from './directory.ts';
import { type Inbound, parseInbound } from './inbound.ts';
import { paginate } from './kit/fit.ts';
import { button, say } from './kit/index.ts';
import { limits, shorten } from './kit/limits.ts';
import { showMore } from './more.ts';

export interface RouterDeps {
  readonly features: readonly Feature[];
  readonly directory: Directory;
  readonly inWork: InWork;
  readonly clientFor: (workspaceId: string) => WebClient;
  readonly newReference: () => string;
  readonly log: Log;
}

/** For a partner that installed the app too and types a command where no programme is. */
const elsewhere =
  'I don’t know whose programme this is about. Use the command in the channel you share with your vendor.';

/** Takes a verified body to the feature that owns it and answers the person who acted. */
export type Route = (body: unknown, ack: Ack) => Promise<void>;

export function createRouter(deps: RouterDeps): Route {
  const { directory, inWork, clientFor, log } = deps;
  const table = routingTable(deps.features);

  return async function route(body, ack) {
    const inbound = parseInbound(body);
    if (!inbound) {
      log.debug('a payload of an unknown kind was ignored');
      return ack();
    }
    const { origin, data } = inbound.view
      ? unpackMetadata(inbound.view.metadata)
      : { origin: null, data: null };
    const at: Origin = origin ?? { channelId: inbound.channelId, threadTs: inbound.threadTs };
    const workspace = await directory.findWorkspace(inbound.teamId, at.channelId);
    if (!workspace) {
      log.warn(
        { teamId: inbound.teamId, name: inbound.name },
        'a payload for no known workspace was refused',
      );
      return ack(inbound.kind === 'command' ? { response_type: 'ephemeral', text: elsewhere } : undefined);
    }
    if (inbound.kind === 'event') {
      await handleEvent(workspace, inbound);
      return ack();
    }
    const reply = await handleInteraction(workspace, inbound, at, data);
    await answer(inbound, at, reply, ack, clientFor(workspace.id), log);
  };

  /** Runs the handler in its transaction; what it refuses, and what fails, becomes an answer to the person. */
  async function handleInteraction(
    workspace: Workspace,
    inbound: Inbound,
    at: Origin,
    metadata: unknown,
  ): Promise<Reply> {
    const source = sourceOf(inbound);
    try {
      const person = inbound.userId ? await directory.findPerson(workspace, inbound.userId) : null;
      if (!person)
        throw new Refusal('not_allowed', 'I don’t know who you are in this workspace, so I changed nothing.');
      const found = await lookUp(workspace, inbound, at);
      const done = await inWork({ workspaceId: workspace.id, source, receipt: inbound.key }, async (work) => {
        const request = await requestFor(work, person, inbound, at, found);
        const reply = await table.interact(request, inbound, metadata);
        if (reply.errors) throw new Correction(reply.errors);
        return deliverReply(
          work,
          inbound,
          at,
          inbound.name === '@' ? withoutModal(reply, inbound.text) : reply,
        );
      });
      return done.duplicate ? {} : done.value;
    } catch (error) {
      if (error instanceof Correction) return { errors: error.errors };
      return refuse(workspace, inbound, at, source, explain(error, inbound));
    }
  }

  async function handleEvent(workspace: Workspace, inbound: Inbound): Promise<void> {
    const words = wordsToBot(inbound, workspace.botUserId);
    if (words !== null) return handleWords(workspace, { ...inbound, text: words });
    if (!table.hasEvent(inbound.name)) return;
    if (inbound.channelId) directory.forgetChannel(inbound.channelId);
    const source = `event:${inbound.name}`;
    if (inbound.userId) await directory.findPerson(workspace, inbound.userId);
    await inWork({ workspaceId: workspace.id, source, receipt: inbound.key }, (work) =>
      table.event({ ...work, type: inbound.name, event: inbound.event }),
    );
  }

  /** A mention, or a direct message to the bot: the same commands, in plain words. */
  async function handleWords(workspace: Workspace, inbound: Inbound): Promise<void> {
    const at: Origin = { channelId: inbound.channelId, threadTs: inbound.threadTs };
    await handleInteraction(workspace, { ...inbound, name: '@' }, at, null);
  }

  async function lookUp(
    workspace: Workspace,
    inbound: Inbound,
    at: Origin,
  ): Promise<ReadonlyMap<string, ChannelInfo>> {
    const { users, channels } = namedIds(inbound);
    for (const id of users) await directory.findPerson(workspace, id);
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
   * message; everything else is a delivery, recorded in the same transaction.
   */
  async function deliverReply(work: Work, inbound: Inbound, at: Origin, reply: Reply): Promise<Reply> {
    const { message } = reply;
    if (!message || !inbound.userId) return reply;
    const fitsAck = inbound.kind === 'command' && paginate(message.blocks ?? []).length === 1;
    if (fitsAck) return reply;
    await sayToActor(work, `reply:${inbound.key}`, inbound.userId, at, message);
    return { ...reply, message: undefined };
  }

  async function refuse(
    workspace: Workspace,
    inbound: Inbound,
    at: Origin,
    source: string,
    refusal: Refusal,
  ): Promise<Reply> {
    const message = say(refusal.message);
    if (inbound.kind === 'submission' && refusal.field)
      return { errors: { [refusal.field]: refusal.message } };
    if (inbound.kind === 'command') return { message };
    if (inbound.view) return { modal: refusalModal(message) };
    const { userId } = inbound;
    if (userId) {
      await inWork({ workspaceId: workspace.id, source }, (work) =>
        sayToActor(work, `refusal:${inbound.key}`, userId, at, message),
      );
    }
    return {};
  }

  /** A Refusal is an answer; anything else is a bug, logged once with the reference the person is given. */
  function explain(error: unknown, inbound: Inbound): Refusal {
    if (error instanceof Refusal) return error;
    const reference = deps.newReference();
    log.error({ err: error, reference, kind: inbound.kind, name: inbound.name }, 'a handler failed');
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

async function sayToActor(
  work: Work,
  key: string,
  user: string,
  at: Origin,
  message: Message,
): Promise<void> {
  const isDirect = at.channelId === null || at.channelId.startsWith('D');
  const to = isDirect
    ? { person: user }
    : { ephemeral: { channel: at.channelId, user, ...(at.threadTs && { threadTs: at.threadTs }) } };
  await post(work, { key, to, audience: 'partner', message });
}

/** `command:/partner deal`, `action:onboarding.complete`: for the audit trail and the log. */
function sourceOf(inbound: Inbound): string {
  if (inbound.name === '@') return `mention:${inbound.text.split(/\s/, 1)[0] ?? ''}`;
  return inbound.kind === 'command'
    ? `command:${inbound.name} ${inbound.text.split(/\s/, 1)[0] ?? ''}`.trim()
    : `${inbound.kind}:${inbound.name}`;
}

/** What was said to the bot, without the mention itself; null when the event is not said to it. */
function wordsToBot(inbound: Inbound, botUserId: string): string | null {
  const { event } = inbound;
  const isPlain = event.subtype === undefined && event.bot_id === undefined && inbound.userId !== botUserId;
  const isDirect = inbound.name === 'message' && event.channel_type === 'im';
  if (!isPlain || !(inbound.name === 'app_mention' || isDirect)) return null;
  const words = inbound.text.replace(new RegExp(`<@${botUserId}(\\|[^>]*)?>`, 'g'), ' ').trim();
  return unescapeText(words);
}

/** Slack sends people's `&`, `<`, `>` as entities; mentions keep their brackets. */
function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function namedIds(inbound: Inbound): { users: Set<string>; channels: Set<string> } {
  const texts = [inbound.text, ...inbound.values, ...Object.values(inbound.view?.inputs ?? {}).flat()];
  const users = new Set<string>();
  const channels = new Set<string>();
  for (const text of texts) {
    for (const [, id] of (text ?? '')
      .slice(0, limits.commandText)
      .matchAll(/<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>|^([UW][A-Z0-9]{7,20})$/g))
      if (id) users.add(id);
    if (/^[UW][A-Z0-9]{7,20}$/.test(text ?? '')) users.add(text as string);
    if (/^[CG][A-Z0-9]{7,20}$/.test(text ?? '')) channels.add(text as string);
    for (const [, id] of (text ?? '')
      .slice(0, limits.commandText)
      .matchAll(/<#([CG][A-Z0-9]{2,20})(?:\|[^>]*)?>/g))
      if (id) channels.add(id);
  }
  return { users, channels };
}

function routingTable(features: readonly Feature[]) {
  const commands = new Map<string, CommandRoute>();
  const actions = new Map<string, NonNullable<Feature['actions']>[string]>();
  const views = new Map<string, NonNullable<Feature['views']>[string]>();
  const events = new Map<string, NonNullable<Feature['events']>[string][]>();
  for (const feature of features) {
    for (const command of feature.commands ?? []) {
      for (const name of [command.name, ...(command.aliases ?? [])]) addOnce(commands, name, command);
    }
    for (const [id, handler] of Object.entries(feature.actions ?? {})) addOnce(actions, id, handler);
    for (const [id, handler] of Object.entries(feature.views ?? {})) addOnce(views, id, handler);
    for (const [type, handler] of Object.entries(feature.events ?? {}))
      events.set(type, [...(events.get(type) ?? []), handler]);
  }
  const surfaces = Object.assign({}, ...features.map((feature) => feature.surfaces ?? {}));
  const help = commands.get('help');
  if (!help) throw new Error('no feature answers help');

  async function interact(request: Request, inbound: Inbound, metadata: unknown): Promise<Reply> {
    const view = inbound.view && {
      callbackId: inbound.view.callbackId,
      id: inbound.view.id,
      hash: inbound.view.hash,
      metadata,
      inputs: inbound.view.inputs,
    };
    if (inbound.kind === 'command' || inbound.name === '@')
      // What a mention says was read as people wrote it already.
      return inbound.name === '@'
        ? runCommand(request, 'mention', inbound.text)
        : runCommand(request, 'slash', unescapeText(inbound.text));
    if (inbound.kind === 'action') {
      // A button that stands for a command: anything a person can type can also be pressed.
      if (inbound.name === 'platform.command') return runCommand(request, 'slash', inbound.values[0] ?? '');
      if (inbound.name === 'platform.more') return showMore(request, inbound.values[0] ?? '', surfaces);
      const handler = actions.get(inbound.name) ?? actions.get(inbound.name.replace(/:[^:]*$/, ':*'));
      // A link button, or an input whose value is read at submission.
      if (!handler) return {};
      return handler({
        ...request,
        actionId: inbound.name,
        value: inbound.values[0] ?? '',
        values: inbound.values,
        view,
      });
    }
    const handler = inbound.kind === 'submission' ? views.get(inbound.name) : undefined;
    return handler && view
      ? handler({ ...request, callbackId: inbound.name, metadata, inputs: view.inputs })
      : {};
  }

  function runCommand(request: Request, door: 'slash' | 'mention', text: string): Promise<Reply> {
    const words = text.trim();
    if (words.length > limits.commandText) {
      throw new Refusal(
        'invalid',
        `That is ${words.length} characters; I read at most ${limits.commandText} at once. Nothing was changed. For longer text, use the button and its form.`,
      );
    }
    const first = words.split(/\s/, 1)[0] ?? '';
    const command = commands.get(first.toLowerCase());
    if (command) return command.run({ ...request, door, text: words.slice(first.length).trim() });
    // Help answers what nobody knows with a suggestion.
    return (help as CommandRoute).run({ ...request, door, text: words });
  }

  async function event(request: Parameters<NonNullable<Feature['events']>[string]>[0]): Promise<void> {
    for (const handler of events.get(request.type) ?? []) await handler(request);
  }

  return { interact, event, hasEvent: (type: string) => events.has(type) };
}

function addOnce<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.has(key)) throw new Error(`two features answer “${key}”`);
  map.set(key, value);
}
