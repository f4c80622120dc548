import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Refusal } from '../core/refusal.ts';
import { listing } from '../core/text.ts';
import { allScopes } from '../features/ingest/keys/scopes.ts';
import { findPartner } from '../features/privacy/subjects.ts';
import { deadScopes, listKeys, makeKey, revokeKey } from '../platform/http/keys.ts';
import { createSealer, type Sealer } from '../platform/installations/seal.ts';
import type { Work } from '../platform/work.ts';
import { chooseWorkspace, fail, quietWork, withStore } from './command-line.ts';

const usage = `Usage:
  npm run keys -- list [--workspace T0123]
      The keys of other systems, what they are for, when they were last used.
  npm run keys -- make NAME --for deals:write,leads:write [--partner NAME] [--workspace T0123]
      Makes a key and shows its secret this once. It is for: ${allScopes.join(', ')}.
      --partner   the only partner it reaches; such a key can't be for costs or internal:read
  npm run keys -- revoke ID [--workspace T0123]
      Nothing that uses it is answered any more.`;

process.exitCode = await main(process.argv.slice(2));

/** 0: done. 1: it cannot be done. 2: the command is at fault. */
async function main(words: readonly string[]): Promise<number> {
  const request = readArguments(words);
  if (request === undefined) return fail(2, usage);
  return withStore(async (store, { tokenKeys }) => {
    const said = await store.prisma.$transaction(async (tx) => {
      const workspaceId = await chooseWorkspace(tx, request.workspace);
      const work = await quietWork(store, tx, workspaceId, `cli:keys ${request.verb}`);
      return run(work, request, tokenKeys ? createSealer(tokenKeys) : null);
    });
    for (const line of said) console.log(line);
    return 0;
  });
}

/** What there is to say once it is done. */
async function run(work: Work, request: Request, sealer: Sealer | null): Promise<readonly string[]> {
  if (request.verb === 'list') {
    return (await listKeys(work)).map(({ id, name, partnerId, scopes, lastUsedAt, revokedAt }) => {
      const used = lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : 'never used';
      const dead = deadScopes({ partnerId, scopes });
      const not = dead.length > 0 ? `; not taken for ${listing(dead)}, since it is of one partner` : '';
      return `${id}  ${name}: ${scopes.join(', ')}; ${revokedAt ? 'revoked' : used}${not}`;
    });
  }
  if (request.verb === 'revoke') {
    const { name } = await revokeKey(work, request.id, null);
    return [`The key “${name}” is revoked.`];
  }
  const partner = request.partner === undefined ? null : await findPartner(work, request.partner);
  if (partner?.endedAt)
    throw new Refusal(
      'invalid',
      `The partnership with ${partner.name} has ended: a key of theirs would be refused.`,
    );
  const { id, secret, kind } = await makeKey(work, sealer, {
    name: request.name,
    scopes: request.scopes,
    partnerId: partner?.id ?? null,
    secret: null,
    createdById: null,
  });
  return [
    ...(kind === 'signs' ? [`Key:    ${id}`, `Secret: ${secret}`] : [`Token: ${secret}`]),
    'This is the only time it is shown.',
  ];
}

type Request = { readonly workspace: string | undefined } & (
  | { readonly verb: 'list' }
  | { readonly verb: 'revoke'; readonly id: string }
  | {
      readonly verb: 'make';
      readonly name: string;
      readonly scopes: readonly string[];
      readonly partner: string | undefined;
    }
);

function readArguments(words: readonly string[]): Request | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { for: { type: 'string' }, partner: { type: 'string' }, workspace: { type: 'string' } },
    });
    const { workspace, partner } = values;
    const [verb, what = '', ...rest] = positionals;
    if (rest.length > 0) return;
    if (verb === 'list' && what === '') return { verb, workspace };
    if (verb === 'revoke' && z.uuid().safeParse(what).success) return { verb, id: what, workspace };
    if (verb !== 'make' || what.trim() === '') return;
    const scopes = (values.for ?? '').split(',').map((scope) => scope.trim());
    const unknown = scopes.filter((scope) => !allScopes.some((known) => known === scope));
    if (unknown.length === 0) return { verb, name: what.trim(), scopes, partner, workspace };
    console.error(`A key can’t be for ${listing(unknown.map((scope) => `“${scope}”`))}.`);
    return;
  } catch {
    return;
  }
}
