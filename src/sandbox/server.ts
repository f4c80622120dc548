import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock } from '../platform/clock.ts';
import { createFaults, type PlannedFault } from './faults.ts';
import { bodyFields, readBody, sendJson, uploadedBytes } from './http-body.ts';
import { createInstalls } from './installs.ts';
import { type ApiCall, type Local, recordCall, type Tokens } from './local.ts';
import { type Page, type PageHooks, servePage } from './page-api.ts';
import { keepSaved, loadWorldData } from './persistence.ts';
import { createRates } from './rates.ts';
import { changeAccess, removeApp, sendRemoval } from './removal-events.ts';
import { createResponseUrls } from './response-url.ts';
import { respond } from './responses.ts';
import { seedWorld } from './seed-world.ts';
import { createSocketMode } from './socket-mode.ts';
import { createTriggers } from './triggers.ts';
import { storeUpload } from './web-api/files.ts';
import { blockFaults, SlackError } from './web-api/method.ts';
import { serveAuthorize } from './web-api/oauth.ts';
import { sendFile, serveWebApi } from './web-api/web-api.ts';
import { createWorld, emit, findChannel, type Message, messagesIn, type World } from './world.ts';
import * as changes from './world-changes.ts';

export interface SandboxOptions {
  readonly clock: Clock;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the world is kept between starts; null keeps it in memory only. */
  readonly dataDir: string | null;
  /** Instead of the saved or the starting world. */
  readonly world?: World;
  /** Makes the starting world; Lumen and Brightpath alone when absent. */
  readonly seed?: (clock: Clock) => World;
  /** What is served at `/`; without it only the API. */
  readonly page?: Page;
  readonly hooks?: Partial<PageHooks>;
  /** The bot scopes granted, as the manifest asks for; all when absent. */
  readonly scopes?: readonly string[];
  /** The bot events subscribed to (`message.channels`, `app_mention`); all when absent. */
  readonly events?: readonly string[];
  /** How long the app has to acknowledge, and how long a trigger lives; Slack's 3 s when absent. */
  readonly ackTimeoutMs?: number;
  /** Enforces Slack's allowances, refilled so many times faster than Slack does; not enforced when absent. */
  readonly rateSpeed?: number;
}

/** What tests do to the local Slack and read from it. Channels are named by id, `name` or `#name`. */
interface SandboxControls {
  failNext(fault: PlannedFault): void;
  clearFaults(): void;
  dropSockets(): void;
  announceDisconnect(reason: 'warning' | 'refresh_requested'): void;
  /** Delivers the last `count` (default 1) envelopes again. */
  redeliver(count?: number): Promise<void>;
  /** Resolves when the app has acknowledged every event sent so far. */
  settled(): Promise<void>;
  connections(): number;
  calls(method?: string): readonly ApiCall[];
  /**
   * What was wrong with blocks the app sent, call by call: empty in a healthy run. Worth asserting at the end
   * of a test, because the app falls back to plain text when blocks are refused.
   */
  blockFaults(): readonly string[];
  /** Everything in the channel, ephemerals and replies included, as stored. */
  messages(channel: string): readonly Message[];
  setClock(clock: Clock): void;
  /** Starts over with the starting world. */
  reset(): void;
  archiveChannel(channel: string, archived?: boolean): void;
  deleteChannel(channel: string): void;
  renameChannel(channel: string, name: string): void;
  changeChannelId(channel: string): string;
  convertChannel(channel: string, isPrivate: boolean): void;
  freezeChannel(channel: string, reason: string | null): void;
  disconnectCopy(channel: string): string;
  answerInvitation(channel: string, personId: string, answer: changes.InvitationAnswer): void;
  addChannel(input: Parameters<typeof changes.addChannel>[1]): string;
  shareState(channel: string, teamId: string, state: 'shared' | 'pending' | 'unshared'): void;
  setMembership(channel: string, personId: string, isIn: boolean): void;
  deleteMessage(channel: string, ts: string): void;
  deactivatePerson(id: string, deactivated?: boolean): void;
  addPerson(input: Parameters<typeof changes.addPerson>[1]): string;
  installPartner(teamId: string, installed?: boolean): void;
  /** Takes the app away from a workspace or organisation, as its admins can; the app hears of it unless `quietly`. */
  uninstall(id: string, quietly?: 'quietly'): void;
  /** An organisation's admins take one of its workspaces from the app. */
  withdraw(teamId: string, quietly?: 'quietly'): void;
  /** They give it back. */
  grant(teamId: string): void;
  /** Says that an installation's tokens were revoked, which by itself need not be true. */
  sayRevoked(id: string): void;
  /** The partner's own installation beside the vendor's; answers its bot's id. Its token is `botTokenOf(teamId)`. */
  installInOwnRight(teamId: string): string;
}

export interface Sandbox {
  /** Where the page is: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For the SDK's `slackApiUrl`; ends in a slash. */
  readonly apiUrl: string;
  readonly world: World;
  readonly tokens: Tokens;
  readonly controls: SandboxControls;
  readonly local: Local;
  /** Gives the page what only the running app knows; may be called again. */
  connectApp(hooks: Partial<PageHooks>): void;
  close(): Promise<void>;
}

// They authenticate nothing but this local server.
const tokens: Tokens = {
  botToken: 'xoxb-sandbox-bot',
  appToken: 'xapp-sandbox-app',
  signingSecret: 'sandbox-signing-secret',
};

/** Starts the local Slack on the loopback interface. */
export async function startSandboxServer(options: SandboxOptions): Promise<Sandbox> {
  const saved = options.dataDir === null ? null : loadWorldData(options.dataDir);
  const seed = options.seed ?? seedWorld;
  const world = options.world ?? (saved ? createWorld(saved, options.clock) : seed(options.clock));
  const stopSaving = options.dataDir === null ? () => {} : keepSaved(world, options.dataDir);
  const ackTimeoutMs = options.ackTimeoutMs ?? 3000;
  const local: Local = {
    world,
    tokens,
    socket: createSocketMode({ host: () => new URL(local.baseUrl).host, ackTimeoutMs }),
    triggers: createTriggers(ackTimeoutMs),
    responseUrls: createResponseUrls(() => local.baseUrl),
    faults: createFaults(),
    rates: options.rateSpeed === undefined ? null : createRates(options.rateSpeed),
    calls: [],
    installs: createInstalls(),
    baseUrl: 'http://127.0.0.1',
    scopes: options.scopes ? new Set(options.scopes) : null,
    events: options.events ? new Set(options.events) : null,
  };
  const controls = createControls(local, seed);
  let hooks: PageHooks = {
    nextDue: async () => null,
    advance: async () => {},
    reset: async () => controls.reset(),
    commands: [],
    otherwise: null,
    ...options.hooks,
  };
  const server = createServer((request, response) => {
    serve(local, hooks, options.page ?? null, request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, { ok: false, error: String(error) });
    });
  });
  // As Slack does, the app closes idle connections and not the server, which might do so under a request.
  server.keepAliveTimeout = 0;
  server.on('upgrade', (request, socket, head) => local.socket.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  local.baseUrl = `http://127.0.0.1:${port}`;
  return {
    url: local.baseUrl,
    apiUrl: `${local.baseUrl}/api/`,
    world,
    tokens,
    controls,
    local,
    connectApp(given) {
      hooks = { ...hooks, ...given };
      emit(world, { type: 'state', only: null });
    },
    async close() {
      stopSaving();
      await local.socket.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function serve(
  local: Local,
  hooks: PageHooks,
  page: Page | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isFromHere(request)) {
    sendJson(response, 403, { ok: false, error: 'The sandbox answers its own page only.' });
    return;
  }
  const path = new URL(request.url ?? '/', 'http://sandbox').pathname;
  const [, first = '', second = '', third = ''] = path.split('/');
  if (first === 'api') return serveWebApi(local, second, request, response);
  if (first === 'response') return takeResponse(local, second, request, response);
  if (first === 'files') return sendFile(local, second, response);
  if (first === 'oauth' && third === 'authorize') return serveAuthorize(local, request, response);
  if (first === 'upload') {
    const bytes = await uploadedBytes(await readBody(request), request.headers['content-type'] ?? '');
    const isStored = storeUpload(local, third, bytes);
    response.writeHead(isStored ? 200 : 404).end(isStored ? `OK - ${bytes.length}` : 'not found');
    return;
  }
  if (await servePage(local, hooks, page, request, response)) return;
  if (hooks.otherwise) return hooks.otherwise(request, response);
  sendJson(response, 404, { ok: false, error: 'not_found' });
}

/** A web page elsewhere must not act in the sandbox through the visitor's browser. */
function isFromHere(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  const { origin } = request.headers;
  const isLocal = ['127.0.0.1', 'localhost'].includes(host.split(':')[0] ?? '');
  return isLocal && (origin === undefined || origin === `http://${host}`);
}

async function takeResponse(
  local: Local,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = await bodyFields(await readBody(request), 'application/json');
  const call: ApiCall = {
    method: 'response_url',
    args,
    atMs: performance.now(),
    outcome: 'ok',
    faults: [],
  };
  recordCall(local, call);
  const target = local.responseUrls.use(token, local.world.clock.now().getTime());
  if (typeof target === 'string') {
    call.outcome = target;
    sendJson(response, 404, { ok: false, error: target });
    return;
  }
  try {
    respond(local, target, args);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    call.outcome = error.code;
    call.faults = blockFaults(error.extra);
    sendJson(response, 500, { ok: false, error: error.code, ...error.extra });
  }
}

function createControls(local: Local, seed: (clock: Clock) => World): SandboxControls {
  const { world, socket, faults } = local;
  return {
    failNext: faults.plan,
    clearFaults: faults.clear,
    dropSockets: socket.dropSockets,
    announceDisconnect: socket.announceDisconnect,
    redeliver: (count = 1) => socket.redeliver(count),
    settled: socket.settled,
    connections: socket.connections,
    calls: (method) => (method ? local.calls.filter((call) => call.method === method) : local.calls),
    blockFaults: () => local.calls.flatMap((call) => call.faults.map((one) => `${call.method}: ${one}`)),
    messages: (channel) => messagesIn(world, findChannel(world, channel)?.id ?? channel),
    setClock(clock) {
      world.clock = clock;
    },
    reset() {
      world.data = seed(world.clock).data;
      emit(world, { type: 'state', only: null });
    },
    archiveChannel: (channel, archived) => changes.archiveChannel(local, channel, archived),
    deleteChannel: (channel) => changes.deleteChannel(local, channel),
    renameChannel: (channel, name) => changes.renameChannel(local, channel, name),
    changeChannelId: (channel) => changes.changeChannelId(local, channel),
    convertChannel: (channel, isPrivate) => changes.convertChannel(local, channel, isPrivate),
    freezeChannel: (channel, reason) => changes.freezeChannel(local, channel, reason),
    disconnectCopy: (channel) => changes.disconnectCopy(local, channel),
    answerInvitation: (channel, personId, answer) =>
      changes.answerInvitation(local, channel, personId, answer),
    addChannel: (input) => changes.addChannel(local, input),
    shareState: (channel, teamId, state) => changes.shareState(local, channel, teamId, state),
    setMembership: (channel, personId, isIn) => changes.setMembership(local, channel, personId, isIn),
    deleteMessage: (channel, ts) => changes.deleteMessage(local, channel, ts),
    deactivatePerson: (id, deactivated) => changes.deactivatePerson(local, id, deactivated),
    addPerson: (input) => changes.addPerson(local, input),
    uninstall: (id, quietly) => removeApp(local, id, quietly === undefined),
    withdraw: (teamId, quietly) => changeAccess(local, teamId, false, quietly === undefined),
    grant: (teamId) => changeAccess(local, teamId, true, true),
    sayRevoked: (id) => sendRemoval(local, id, 'tokens_revoked'),
    installPartner: (teamId, installed) => changes.installPartner(local, teamId, installed),
    installInOwnRight: (teamId) => changes.installInOwnRight(local, teamId),
  };
}
