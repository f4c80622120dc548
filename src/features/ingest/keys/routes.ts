import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import type {
  ActionRequest,
  CommandRequest,
  Reply,
  Request,
  ViewRequest,
} from '../../../platform/feature.ts';
import { listKeys, makeKey, revokeKey } from '../../../platform/http/keys.ts';
import { demand } from '../../../policy/policy.ts';
import { listPartners, loadPartners } from '../../partners/public.ts';
import { atMost, longest, oneLine, required } from '../../pipeline/public.ts';
import { allScopes } from './scopes.ts';
import { keysMessage, madeModal, newKeyModal, revokedMessage } from './views.ts';

/** `keys`: which other systems may send and read figures. */
export async function runKeys(request: CommandRequest): Promise<Reply> {
  mayManage(request);
  if (request.place.channel?.isShared) {
    throw new Refusal('not_allowed', 'Keys are no business of this channel. Ask me in our direct messages.');
  }
  const keys = await listKeys(request);
  const partners = await loadPartners(
    request,
    keys.flatMap(({ partnerId }) => partnerId ?? []),
  );
  return { message: keysMessage(keys, partners, request.actor.timeZone) };
}

export async function pressNewKey(request: ActionRequest): Promise<Reply> {
  mayManage(request);
  const partners = await listPartners(request, request.actor);
  return { modal: newKeyModal(partners) };
}

const fields = z.object({
  name: z.string(),
  scopes: z.array(z.enum(allScopes)),
  partner: z.uuid().nullish(),
  secret: z.string().nullish(),
});

/** Shows the secret in the form's answer, which nobody else sees and which is kept nowhere. */
export async function submitNewKey(request: ViewRequest): Promise<Reply> {
  mayManage(request);
  const read = fields.parse(request.inputs);
  const partners = await listPartners(request, request.actor);
  const partner = partners.find(({ id }) => id === read.partner) ?? null;
  if (read.partner && !partner)
    throw new Refusal('not_found', 'That partner isn’t here any more.', 'partner');
  const name = required(oneLine(read.name), 'what the key is for', longest.line);
  const made = await makeKey(request, request.sealer, {
    name,
    scopes: read.scopes,
    partnerId: partner?.id ?? null,
    secret: secretOf(read.secret ?? ''),
    createdById: request.actor.personId,
  });
  return { update: madeModal(name, made) };
}

function secretOf(typed: string): string | null {
  const secret = typed.trim();
  if (secret === '') return null;
  if (secret.length >= 16) return atMost(secret, 'the secret', longest.line);
  throw new Refusal('invalid', 'A secret needs at least 16 characters.', 'secret');
}

export async function pressRevokeKey(request: ActionRequest): Promise<Reply> {
  mayManage(request);
  const id = z.uuid().parse(request.value);
  return { message: revokedMessage(await revokeKey(request, id, request.actor.personId)) };
}

function mayManage({ actor }: Request): void {
  demand(actor, 'keys.manage', { partnerId: null });
}
