import { Refusal } from '../../core/refusal.ts';
import { audit } from '../audit.ts';
import type { Sealer } from '../installations/seal.ts';
import type { ApiKey, PrismaClient } from '../store/generated/client.ts';
import type { Work } from '../work.ts';
import { hashOf, newSecret } from './signature.ts';

/** What a key is made with. */
export interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  /** The only partner it reaches; null for all. */
  readonly partnerId: string | null;
  /** Another system's own secret, which it signs with; a new one when null. */
  readonly secret: string | null;
  readonly createdById: string | null;
}

/** What is told once. */
export interface MadeKey {
  readonly id: string;
  /** Signs, or is the token itself. */
  readonly secret: string;
  readonly kind: KeyKind;
}

export type KeyKind = 'signs' | 'reads';

const noSealing =
  'A signing secret is kept sealed, and there is nothing to seal it with. Set TOKEN_KEYS (make one with: echo "first:$(openssl rand -base64 32)"), start again and try once more. Keys that only read need none.';

/** What is the vendor's own affair. A key of one partner is never for it: it is likely in that partner's hands. */
const vendorScopes: readonly string[] = ['internal:read', 'costs:read', 'costs:write'];

export const isVendorScope = (scope: string): boolean => vendorScopes.includes(scope);

const noneOfPartner =
  'Costs, margins and revenue are yours alone, and a key of one partner likely goes to that partner. Leave them out, or make it for all partners.';

/** What a key was made for that does not count: keys of one partner made before that was refused have such scopes. */
export function deadScopes({ partnerId, scopes }: Pick<ApiKey, 'partnerId' | 'scopes'>): readonly string[] {
  return partnerId === null ? [] : scopes.filter(isVendorScope);
}

/** One key signs or reads, never both: what is put into a spreadsheet must not be able to write. Refuses a mixture. */
export function kindOf(scopes: readonly string[]): KeyKind {
  const reading = scopes.filter((scope) => scope.endsWith(':read')).length;
  if (scopes.length === 0) throw new Refusal('invalid', 'Say what the key is for.', 'scopes');
  if (reading !== 0 && reading !== scopes.length)
    throw new Refusal('invalid', 'A key either sends or reads. Make two keys.', 'scopes');
  return reading === 0 ? 'signs' : 'reads';
}

/** Makes a key. The secret is in the answer and nowhere else in clear. Refuses a partner's key that would be for anything internal. */
export async function makeKey(work: Work, sealer: Sealer | null, key: NewKey): Promise<MadeKey> {
  const kind = kindOf(key.scopes);
  if (deadScopes({ ...key, scopes: [...key.scopes] }).length > 0)
    throw new Refusal('invalid', noneOfPartner, 'scopes');
  const id = work.newId();
  const secret = kind === 'signs' ? (key.secret ?? newSecret('secret')) : newSecret('token');
  if (kind === 'signs' && !sealer) throw new Refusal('unavailable', noSealing);
  await work.tx.apiKey.create({
    data: {
      id,
      workspaceId: work.workspaceId,
      partnerId: key.partnerId,
      name: key.name,
      scopes: [...key.scopes],
      secretSealed: kind === 'signs' && sealer ? sealer.seal(secret, sealedFor(id)) : null,
      tokenHash: kind === 'reads' ? hashOf(secret) : null,
      createdById: key.createdById,
      createdAt: work.now,
    },
  });
  await audit(work, {
    actorPersonId: key.createdById,
    verb: 'keys.make',
    partnerId: null,
    subject: `apiKey:${id}`,
    summary: `The key “${key.name}” was made, for ${key.scopes.join(', ')}`,
    isInternal: true,
  });
  return { id, secret, kind };
}

/** The keys of a workspace, those in use first, the newest first. */
export function listKeys(work: Work): Promise<ApiKey[]> {
  return work.tx.apiKey.findMany({
    where: { workspaceId: work.workspaceId },
    orderBy: [{ revokedAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'desc' }],
  });
}

/** From here on nothing signed or read with it is answered. Refuses a key that is not there; a second time does nothing. */
export async function revokeKey(work: Work, id: string, revokedById: string | null): Promise<ApiKey> {
  const key = await work.tx.apiKey.findUnique({ where: { id, workspaceId: work.workspaceId } });
  if (!key) throw new Refusal('not_found', 'There is no such key.');
  const { count } = await work.tx.apiKey.updateMany({
    where: { id, workspaceId: work.workspaceId, revokedAt: null },
    data: { revokedAt: work.now, secretSealed: null, tokenHash: null },
  });
  if (count > 0)
    await audit(work, {
      actorPersonId: revokedById,
      verb: 'keys.revoke',
      partnerId: null,
      subject: `apiKey:${id}`,
      summary: `The key “${key.name}” was revoked`,
      isInternal: true,
    });
  return key;
}

/** The key of a request, whoever's it is, with the scopes that count; null where there is none, it was revoked, or the app is not installed there now. */
export async function findKey(
  prisma: PrismaClient,
  by: { readonly id: string } | { readonly token: string },
): Promise<ApiKey | null> {
  const key = await prisma.apiKey.findUnique({
    where: 'id' in by ? { id: by.id } : { tokenHash: hashOf(by.token) },
  });
  if (!key || key.revokedAt) return null;
  const running = await prisma.workspace.findUnique({ where: { id: key.workspaceId, stoppedAt: null } });
  if (!running) return null;
  const dead = deadScopes(key);
  return { ...key, scopes: key.scopes.filter((scope) => !dead.includes(scope)) };
}

/** What one key's secret is sealed for. */
export function sealedFor(keyId: string): string {
  return `${keyId} secret`;
}
