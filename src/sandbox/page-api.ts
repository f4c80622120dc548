import type { IncomingMessage, ServerResponse } from 'node:http';
import { act } from './acts.ts';
import { isJson } from './blocks/check.ts';
import { bodyFields, readBody, sendJson } from './http-body.ts';
import type { Local } from './local.ts';
import type { SandboxAct, SandboxControl, SandboxEvent, SandboxMessages, SandboxState } from './protocol.ts';
import { seenChannels, seenHome, seenMessages, seenModal, seenPerson, seenTeams } from './seen.ts';
import { findChannel, isMember, type Person, type WorldEvent } from './world.ts';
import {
  archiveChannel,
  connectTeam,
  deactivatePerson,
  deleteMessage,
  freezeChannel,
  installPartner,
  setMembership,
} from './world-changes.ts';

/** What the app around the sandbox provides to its page. */
export interface PageHooks {
  /** The earliest thing the app's schedule has waiting. */
  readonly nextDue: () => Promise<{ readonly at: Date; readonly label: string } | null>;
  readonly advance: (by: 'hour' | 'day' | 'week' | 'next') => Promise<void>;
  readonly reset: () => Promise<void>;
  readonly commands: SandboxState['commands'];
  /** Answers what is neither the page's nor the local Slack's: the app's own `/healthz` and `/readyz`. */
  readonly otherwise: ((request: IncomingMessage, response: ServerResponse) => void) | null;
}

export interface Page {
  readonly html: string;
  readonly js: string;
  readonly css: string;
}

/** Answers a request for the page or its endpoints; false when the path is none of them. */
export async function servePage(
  local: Local,
  hooks: PageHooks,
  page: Page | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const route = `${request.method} ${url.pathname}`;
  switch (route) {
    case 'GET /':
      sendText(response, 'text/html', page?.html ?? '<p>The sandbox runs without its page.</p>');
      return true;
    case 'GET /sandbox/page.js':
      sendText(response, 'text/javascript', page?.js ?? '');
      return true;
    case 'GET /sandbox/page.css':
      sendText(response, 'text/css', page?.css ?? '');
      return true;
    case 'POST /sandbox/act':
      sendJson(response, 200, await takeAct(local, await body(request)));
      return true;
    case 'POST /sandbox/control':
      sendJson(response, 200, await takeControl(local, hooks, await body(request)));
      return true;
  }
  if (!route.startsWith('GET /sandbox/')) return false;
  const { people } = local.world.data;
  // A newcomer starts as the one who runs the programme.
  const person =
    people[url.searchParams.get('as') ?? ''] ?? Object.values(people).find((each) => each.isAdmin);
  if (!person) {
    sendJson(response, 404, { ok: false, error: 'There is no such person.' });
    return true;
  }
  if (url.pathname === '/sandbox/state') sendJson(response, 200, await state(local, hooks, person));
  else if (url.pathname === '/sandbox/messages')
    sendJson(response, 200, messages(local, person, url.searchParams));
  else if (url.pathname === '/sandbox/events') streamEvents(local, person, request, response);
  else return false;
  return true;
}

function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(text);
}

async function body(request: IncomingMessage): Promise<unknown> {
  return bodyFields(await readBody(request), 'application/json');
}

async function state(local: Local, hooks: PageHooks, person: Person): Promise<SandboxState> {
  const { world } = local;
  const due = await hooks.nextDue();
  const hasApp = world.data.teams[person.teamId]?.hasApp ?? false;
  return {
    now: world.clock.now().toISOString(),
    nextDueAt: due?.at.toISOString() ?? null,
    nextDueLabel: due?.label ?? null,
    me: seenPerson(person),
    people: Object.values(world.data.people).map(seenPerson),
    teams: seenTeams(world),
    channels: seenChannels(world, person.id),
    commands: hasApp ? hooks.commands : [],
    modal: seenModal(world, person.id),
    home: hasApp ? seenHome(world, person.id) : null,
    hasCommands: hasApp,
  };
}

function messages(local: Local, person: Person, query: URLSearchParams): SandboxMessages {
  const channel = findChannel(local.world, query.get('channel') ?? '');
  return { messages: channel ? seenMessages(local, person.id, channel, query.get('thread') || null) : [] };
}

/** Server-sent events: each tells the page what to fetch again. */
function streamEvents(
  local: Local,
  person: Person,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 1000\n\n');
  const send = (event: SandboxEvent): void => {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const listener = (event: WorldEvent): void => {
    if (event.only !== null && event.only !== person.id) return;
    if (event.type === 'toast') send({ type: 'toast', text: event.text });
    else if (event.type === 'state') send({ type: 'state' });
    else {
      const channel = local.world.data.channels[event.channelId];
      if (!channel || !isMember(channel, person.id)) return;
      send({ type: 'messages', channelId: event.channelId, threadTs: event.threadTs });
      // Unread counts live in the state.
      send({ type: 'state' });
    }
  };
  local.world.listeners.add(listener);
  request.on('close', () => local.world.listeners.delete(listener));
}

const actTypes: readonly SandboxAct['type'][] = [
  'say',
  'command',
  'press',
  'submit',
  'close',
  'home',
  'read',
  'react',
  'open-dm',
];

function isAct(value: unknown): value is SandboxAct {
  return isJson(value) && typeof value.as === 'string' && actTypes.some((type) => type === value.type);
}

async function takeAct(local: Local, given: unknown): Promise<unknown> {
  if (!isAct(given)) return { ok: false, error: 'The sandbox does not know that action.' };
  return act(local, given);
}

const controlTypes: readonly SandboxControl['type'][] = [
  'advance',
  'install',
  'delete-message',
  'archive',
  'freeze',
  'connect',
  'bot',
  'deactivate',
  'reset',
];

function isControl(value: unknown): value is SandboxControl {
  return isJson(value) && controlTypes.some((type) => type === value.type);
}

async function takeControl(local: Local, hooks: PageHooks, given: unknown): Promise<unknown> {
  if (!isControl(given)) return { ok: false, error: 'The sandbox does not know that control.' };
  switch (given.type) {
    case 'advance':
      await hooks.advance(given.by);
      break;
    case 'install':
      installPartner(local, given.team, given.installed);
      break;
    case 'delete-message':
      deleteMessage(local, given.channel, given.message);
      break;
    case 'archive':
      archiveChannel(local, given.channel, given.archived);
      break;
    case 'freeze':
      freezeChannel(local, given.channel, given.frozen ? 'sandbox' : null);
      break;
    case 'connect':
      connectTeam(local, given.channel, given.team, given.connected);
      break;
    case 'bot':
      setMembership(local, given.channel, local.world.data.botUserId, given.present);
      break;
    case 'deactivate':
      deactivatePerson(local, given.person, given.deactivated);
      break;
    case 'reset':
      await hooks.reset();
      break;
  }
  for (const listener of local.world.listeners) listener({ type: 'state', only: null });
  return { ok: true };
}
