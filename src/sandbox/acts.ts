import { announceMessage, sendEvent } from './app-events.ts';
import { clientErrors, completeState, findInteractive } from './blocks/interactive.ts';
import { withUploads } from './file-inputs.ts';
import {
  globalShortcut,
  messagePress,
  slashCommand,
  submission,
  viewClosed,
  viewPress,
} from './interaction-payloads.ts';
import type { Local } from './local.ts';
import type { SandboxAct } from './protocol.ts';
import { applyCommandAnswer, applySubmissionAnswer } from './responses.ts';
import { viewShape } from './slack-shapes.ts';
import type { Answer } from './socket-mode.ts';
import { encodeTyped } from './typed-text.ts';
import { closeAllModals, closeModal, findView, modalsOf } from './views.ts';
import {
  addMessage,
  type Channel,
  emit,
  findChannel,
  findMessage,
  installationOf,
  isMember,
  type Json,
  messagesIn,
  openDm,
  type Person,
  type View,
} from './world.ts';
import { addReaction } from './world-changes.ts';

export type ActResult = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** Why a person cannot do something, in words they can read. */
class CannotDo extends Error {}

type Act<T extends SandboxAct['type']> = Extract<SandboxAct, { type: T }>;

/**
 * Does what a person does in Slack's client, and tells the app as Slack does. Resolves when the app has
 * acknowledged (interactions and commands), or at once (messages).
 */
export async function act(local: Local, doing: SandboxAct): Promise<ActResult> {
  try {
    const person = local.world.data.people[doing.as];
    if (!person) throw new CannotDo('There is no such person.');
    if (person.isDeactivated) throw new CannotDo(`${person.name}'s account is deactivated.`);
    await perform(local, person, doing);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    emit(local.world, { type: 'toast', text: error.message, only: doing.as });
    return { ok: false, error: error.message };
  }
}

function perform(local: Local, person: Person, doing: SandboxAct): Promise<void> | void {
  switch (doing.type) {
    case 'say':
      return say(local, person, doing);
    case 'command':
      return command(local, person, doing);
    case 'press':
      return press(local, person, doing);
    case 'submit':
      return submit(local, person, doing);
    case 'close':
      return close(local, person, doing);
    case 'home':
      return openHome(local, person);
    case 'shortcut':
      return shortcut(local, person, doing);
    case 'read':
      return read(local, person, doing);
    case 'react':
      return react(local, person, doing);
    case 'open-dm':
      if (!local.world.data.people[doing.person]) throw new CannotDo('There is no such person.');
      openDm(local.world, person.id, doing.person);
      return;
  }
}

function channelFor(local: Local, person: Person, id: string): Channel {
  const channel = findChannel(local.world, id);
  if (!channel || !isMember(channel, person.id)) throw new CannotDo('You are not in that channel.');
  return channel;
}

function say(local: Local, person: Person, doing: Act<'say'>): void {
  const channel = channelFor(local, person, doing.channel);
  if (channel.isArchived) throw new CannotDo('This channel is archived.');
  if (doing.text.trim() === '') throw new CannotDo('Write something first.');
  const message = addMessage(local.world, {
    channelId: channel.id,
    userId: person.id,
    text: encodeTyped(local.world, doing.text),
    threadTs: doing.thread,
  });
  channel.lastRead[person.id] = message.ts;
  announceMessage(local, channel, message);
}

async function command(local: Local, person: Person, doing: Act<'command'>): Promise<void> {
  const channel = channelFor(local, person, doing.channel);
  if (channel.isArchived) throw new CannotDo('This channel is archived.');
  if (!local.world.data.teams[person.teamId]?.hasApp) {
    throw new CannotDo(`${doing.command} is not a valid command.`);
  }
  const text = encodeTyped(local.world, doing.text.trim(), 'labelled');
  const payload = slashCommand(local, person, channel, doing.command, text);
  const answer = acknowledged(await local.socket.ask('slash_commands', payload), doing.command);
  const target = { channelId: channel.id, personId: person.id, messageTs: null, threadTs: null };
  const problem = applyCommandAnswer(local, target, answer);
  if (problem) throw new CannotDo(problem);
}

async function shortcut(local: Local, person: Person, doing: Act<'shortcut'>): Promise<void> {
  if (!local.world.data.teams[person.teamId]?.hasApp)
    throw new CannotDo('Your organisation does not have the app, so there is no shortcut.');
  acknowledged(
    await local.socket.ask('interactive', globalShortcut(local, person, doing.callbackId)),
    'This',
  );
}

function acknowledged(answer: Answer, what: string): Json {
  if (answer.ok) return answer.payload;
  throw new CannotDo(
    answer.reason === 'timeout'
      ? `${what} failed because the app did not respond in time.`
      : `${what} failed because the app is not connected.`,
  );
}

async function press(local: Local, person: Person, doing: Act<'press'>): Promise<void> {
  const { container } = doing;
  const payload =
    'view' in container
      ? pressInView(local, person, container.view, doing)
      : pressInMessage(local, person, container, doing);
  acknowledged(await local.socket.ask('interactive', payload), 'This');
}

function pressInView(local: Local, person: Person, viewId: string, doing: Act<'press'>): Json {
  const view = viewOf(local, person, viewId);
  const used = findInteractive(view.blocks, doing.blockId, doing.actionId);
  if (!used) throw new CannotDo('That is no longer there.');
  view.state = completeState(view.blocks, doing.state);
  return viewPress(local, person, view, used, doing.action);
}

function pressInMessage(
  local: Local,
  person: Person,
  container: { readonly message: string; readonly channel: string },
  doing: Act<'press'>,
): Json {
  const channel = channelFor(local, person, container.channel);
  const message = messagesIn(local.world, channel.id).find(
    (one) => one.ts === container.message && (one.ephemeralFor === null || one.ephemeralFor === person.id),
  );
  const used = findInteractive(message?.blocks ?? null, doing.blockId, doing.actionId);
  if (!message || !used) throw new CannotDo('That is no longer there.');
  const state = completeState(message.blocks, doing.state);
  return messagePress(local, { person, channel, message, used, action: doing.action, state });
}

function viewOf(local: Local, person: Person, id: string): View {
  const view = findView(local.world, id);
  if (!view || view.personId !== person.id) throw new CannotDo('That window is no longer open.');
  return view;
}

async function submit(local: Local, person: Person, doing: Act<'submit'>): Promise<void> {
  const view = viewOf(local, person, doing.view);
  view.state = withUploads(local, person.id, completeState(view.blocks, doing.state));
  view.errors = clientErrors(view.blocks, view.state);
  emit(local.world, { type: 'state', only: person.id });
  // Slack's client does not submit what it can see is incomplete.
  if (Object.keys(view.errors).length > 0) return;
  const answer = await local.socket.ask('interactive', submission(local, person, view));
  if (!answer.ok) throw new CannotDo('We had some trouble connecting. Try again?');
  const problem = applySubmissionAnswer(local, view, answer.payload);
  if (problem) throw new CannotDo(problem);
}

async function close(local: Local, person: Person, doing: Act<'close'>): Promise<void> {
  const view = viewOf(local, person, doing.view);
  const stack = modalsOf(local.world, person.id);
  const closed = view.clearOnClose ? [...stack].reverse() : [view];
  if (view.clearOnClose) closeAllModals(local.world, person.id);
  else closeModal(local.world, view);
  for (const one of closed.filter(({ notifyOnClose }) => notifyOnClose)) {
    await local.socket.ask('interactive', viewClosed(local, person, one, view.clearOnClose));
  }
}

function openHome(local: Local, person: Person): void {
  if (!local.world.data.teams[person.teamId]?.hasApp) {
    throw new CannotDo('Your organisation does not have the app, so there is no Home tab.');
  }
  const dm = openDm(local.world, installationOf(local.world, person.teamId).botUserId, person.id);
  const home = local.world.data.homes[person.id];
  sendEvent(
    local,
    {
      type: 'app_home_opened',
      user: person.id,
      channel: dm.id,
      tab: 'home',
      ...(home ? { view: viewShape(local.world, home) } : {}),
    },
    { actor: person },
  );
}

function read(local: Local, person: Person, doing: Act<'read'>): void {
  const channel = channelFor(local, person, doing.channel);
  const last = messagesIn(local.world, channel.id).at(-1);
  if (!last || channel.lastRead[person.id] === last.ts) return;
  channel.lastRead[person.id] = last.ts;
  emit(local.world, { type: 'state', only: person.id });
}

function react(local: Local, person: Person, doing: Act<'react'>): void {
  const channel = channelFor(local, person, doing.channel);
  const message = findMessage(local.world, channel.id, doing.message);
  if (!message) throw new CannotDo('That message is no longer there.');
  addReaction(local, channel, message, person, doing.name);
}
