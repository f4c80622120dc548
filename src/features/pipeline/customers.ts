import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import type { CommandRequest, Reply } from '../../platform/feature.ts';
import { context, md, message, say, table } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { canSomewhere, demand } from '../../policy/policy.ts';
import { customerKey, readDomain } from './rules/customer-key.ts';
import { longest, oneLine, required } from './rules/fields.ts';

const mostRows = 100;

/** `customers`, `customers add Acme GmbH acme.com`, `customers remove Acme`: the vendor's own, whom partners can't just register. */
export async function runCustomers(request: CommandRequest): Promise<Reply> {
  const { actor, text } = request;
  // One list for the whole programme: whoever runs a part of it may keep it.
  if (!canSomewhere(actor, 'customers.manage')) demand(actor, 'customers.manage', { partnerId: null });
  const [, verb = '', rest = ''] = /^(add|remove)\b\s*([\s\S]*)$/i.exec(text) ?? [];
  if (verb === '' && text !== '') {
    throw new Refusal(
      'invalid',
      'Say “customers”, “customers add Acme GmbH acme.com” or “customers remove Acme”.',
    );
  }
  if (request.place.channel?.isShared) {
    throw new Refusal(
      'not_allowed',
      'Your own customers stay out of channels you share. Ask me in our direct messages.',
    );
  }
  if (verb === '') return { message: await list(request) };
  return verb.toLowerCase() === 'add' ? add(request, rest) : remove(request, rest);
}

async function add(request: CommandRequest, text: string): Promise<Reply> {
  const { work, name, domain } = { work: request, ...readCustomer(text) };
  const key = customerKey(name);
  if (key === '') throw new Refusal('invalid', 'That name has no letter or digit in it.');
  const data = { name, domain, addedById: request.actor.personId, addedAt: request.now };
  await work.tx.ownCustomer.upsert({
    where: { workspaceId_customerKey: { workspaceId: work.workspaceId, customerKey: key } },
    create: { id: work.newId(), workspaceId: work.workspaceId, customerKey: key, ...data },
    update: data,
  });
  await remember(request, 'addCustomer', `put ${name} on the list of own customers`);
  return {
    message: say(
      md`${name} is on the list of your own customers. A partner who registers a deal with them needs the manager’s word.`,
    ),
  };
}

async function remove(request: CommandRequest, text: string): Promise<Reply> {
  const { name } = readCustomer(text);
  const { count } = await request.tx.ownCustomer.deleteMany({
    where: { workspaceId: request.workspaceId, customerKey: customerKey(name) },
  });
  if (count === 0)
    throw new Refusal('not_found', `${name} isn’t on the list. Say “customers” to see who is.`);
  await remember(request, 'removeCustomer', `took ${name} off the list of own customers`);
  return { message: say(md`${name} is off the list.`) };
}

async function list(work: Work) {
  const where = { workspaceId: work.workspaceId };
  const customers = await work.tx.ownCustomer.findMany({ where, orderBy: { name: 'asc' }, take: mostRows });
  if (customers.length === 0)
    return say('No customers of your own are listed. Say “customers add Acme GmbH acme.com”.');
  const total = await work.tx.ownCustomer.count({ where });
  return message([
    table(
      'Your own customers',
      ['Customer', 'Web address'],
      customers.map(({ name, domain }) => [name, domain ?? '']),
    ),
    ...(total > customers.length ? [context(`The first ${customers.length} of ${total}.`)] : []),
  ]);
}

/** “Acme GmbH acme.com”: the last word is the web address when it reads like one. */
function readCustomer(text: string): { readonly name: string; readonly domain: string | null } {
  const words = oneLine(text).split(' ');
  const last = words.at(-1) ?? '';
  const isDomain = words.length > 1 && /^\S+\.[\p{L}]{2,}$/u.test(last);
  const name = (isDomain ? words.slice(0, -1) : words).join(' ').replace(/,$/, '');
  return {
    name: required(name, 'who the customer is', longest.line),
    domain: isDomain ? readDomain(last) : null,
  };
}

async function remember(request: CommandRequest, verb: string, did: string): Promise<void> {
  await audit(request, {
    actorPersonId: request.actor.personId,
    verb: `pipeline.${verb}`,
    partnerId: null,
    summary: `${request.actor.name} ${did}`,
    isInternal: true,
  });
}
