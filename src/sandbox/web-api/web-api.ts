import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultMode } from '../faults.ts';
import { bodyFields, readBody, sendJson } from '../http-body.ts';
import { ownerOf } from '../installations.ts';
import { type ApiCall, botTokenOf, type Local, recordCall } from '../local.ts';
import { emit, installationOf, type Json, seenFrom } from '../world.ts';
import { canvases } from './canvases.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { directory } from './directory.ts';
import { files } from './files.ts';
import { marks } from './marks.ts';
import { blockFaults, type Method, SlackError, text } from './method.ts';
import { oauth, revoke } from './oauth.ts';
import { scopesFor } from './scopes.ts';
import { views } from './views.ts';

const methods: Readonly<Record<string, Method>> = {
  ...canvases,
  ...chat,
  ...conversations,
  ...directory,
  ...files,
  ...marks,
  ...revoke,
  ...oauth,
  ...views,
};

/** Serves `POST /api/<method>`: authentication, scopes, planned faults, then the method itself. */
export async function serveWebApi(
  local: Local,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { token, ...args } = await bodyFields(await readBody(request), request.headers['content-type'] ?? '');
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const sent = bearer ?? (typeof token === 'string' ? token : undefined);
  const installation = installationWith(local, sent, args);
  const call: ApiCall = {
    method,
    args,
    atMs: performance.now(),
    outcome: 'pending',
    faults: [],
    teamId: installation?.teamId ?? null,
  };
  recordCall(local, call);
  const fault = local.faults.take(method, args.channel ?? args.channel_id);
  if (fault && fault.mode !== 'no-answer-after-accepting' && fault.mode !== 'late-answer') {
    playFault(call, fault.mode, fault.retryAfterSeconds ?? 1, response);
    emit(local.world, { type: 'state', only: local.world.data.botUserId });
    return;
  }
  const limitedForSeconds = local.rates?.take(method, args.channel ?? args.channel_id) ?? 0;
  if (limitedForSeconds > 0) return playFault(call, 'ratelimited', limitedForSeconds, response);
  const answer = answerTo(local, method, args, sent, installation);
  call.outcome = answer.ok === true ? 'ok' : String(answer.error);
  call.faults = blockFaults(answer);
  // Whoever waits for a call to have been made looks again now.
  emit(local.world, { type: 'state', only: local.world.data.botUserId });
  if (fault?.mode === 'no-answer-after-accepting') {
    call.outcome = fault.mode;
    response.destroy();
    return;
  }
  if (fault) {
    call.outcome = 'late-answer';
    await wait(fault.delayMs ?? 0, undefined, { ref: false });
  }
  sendJson(response, 200, answer, local.scopes ? { 'x-oauth-scopes': [...local.scopes].join(',') } : {});
}

function playFault(
  call: ApiCall,
  mode: Exclude<FaultMode, 'no-answer-after-accepting' | 'late-answer'>,
  retryAfterSeconds: number,
  response: ServerResponse,
): void {
  call.outcome = outcomeOf(mode);
  if (mode === 'silent') return;
  if (mode === 'reset') response.destroy();
  else if (typeof mode === 'number') sendJson(response, mode, { ok: false, error: 'internal_error' });
  else if (mode === 'ratelimited') {
    sendJson(
      response,
      429,
      { ok: false, error: 'ratelimited' },
      { 'retry-after': String(retryAfterSeconds) },
    );
  } else if ('proxy' in mode)
    response.writeHead(mode.proxy, { 'content-type': 'text/html' }).end('<h1>Not through here</h1>');
  else sendJson(response, 200, { ok: false, error: mode.error });
}

function outcomeOf(mode: FaultMode): string {
  if (typeof mode !== 'object') return String(mode);
  return 'proxy' in mode ? `proxy ${mode.proxy}` : mode.error;
}

/** The installation beside the first vendor's that a token belongs to. */
function installationWith(local: Local, token: string | undefined, args: Json) {
  const byOAuth = token === undefined ? undefined : ownerOf(local, token, text(args, 'team_id'));
  if (byOAuth) return byOAuth;
  const { world } = local;
  const team = Object.values(world.data.teams).find(
    ({ id, botUserId }) => botUserId !== undefined && token === botTokenOf(id),
  );
  return team && installationOf(world, team.id);
}

function answerTo(
  vendors: Local,
  name: string,
  args: Json,
  token: string | undefined,
  installation: ReturnType<typeof installationWith>,
): Json {
  const local = installation ? { ...vendors, world: seenFrom(vendors.world, installation) } : vendors;
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new SlackError('unknown_method', { req_method: name });
    if (Object.hasOwn(oauth, name)) return { ok: true, ...method(local, args) };
    if (!token) throw new SlackError('not_authed');
    if (local.installs.revoked.has(token)) throw new SlackError('token_revoked');
    if (local.installs.withdrawn.has(text(args, 'team_id'))) throw new SlackError('team_access_not_granted');
    if (isExpired(local, installation)) throw new SlackError('token_expired');
    const expected = name === 'apps.connections.open' ? local.tokens.appToken : local.tokens.botToken;
    if (token !== expected && !(installation && name !== 'apps.connections.open')) {
      const isOtherKind = token === local.tokens.appToken || token === local.tokens.botToken;
      throw new SlackError(isOtherKind ? 'not_allowed_token_type' : 'invalid_auth');
    }
    requireScope(local, name);
    return { ok: true, ...method(local, args) };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { ok: false, error: error.code, ...error.extra };
  }
}

function isExpired(local: Local, installation: ReturnType<typeof installationWith>): boolean {
  const expiresAt = installation && 'expiresAt' in installation ? installation.expiresAt : null;
  return typeof expiresAt === 'number' && expiresAt <= local.world.clock.now().getTime();
}

function requireScope(local: Local, name: string): void {
  const needed = scopesFor[name];
  if (!local.scopes || !needed || needed.some((scope) => local.scopes?.has(scope))) return;
  throw new SlackError('missing_scope', {
    needed: needed.join(','),
    provided: [...local.scopes].join(','),
  });
}

/** The file behind `GET /files/<id>/…`, as it was uploaded. */
export function sendFile(local: Local, id: string, response: ServerResponse): void {
  const file = local.world.data.files[id];
  if (!file || file.content === null) {
    sendJson(response, 404, { ok: false, error: 'file_not_found' });
    return;
  }
  response.writeHead(200, {
    'content-type': file.name.endsWith('.ics') ? 'text/calendar' : 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
  response.end(Buffer.from(file.content, 'base64'));
}
