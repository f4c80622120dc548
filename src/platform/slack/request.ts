import type { ChannelInfo, Place, Request } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Person, Workspace } from '../store/generated/client.ts';
import { knownRows } from '../store/known-rows.ts';
import type { Asked, Work } from '../work.ts';
import type { Origin } from './answer.ts';
import type { Directory } from './directory.ts';
import type { Inbound } from './inbound.ts';
import { readWhoActs } from './load-actor.ts';
import { namedIds } from './read-inbound.ts';

/** The people and channels a payload names, as Slack knows them: looked up before the transaction begins. */
export async function lookUp(
  directory: Directory,
  workspace: Workspace,
  inbound: Inbound,
  at: Origin,
): Promise<ReadonlyMap<string, ChannelInfo>> {
  const { users, channels } = namedIds(inbound);
  await Promise.all([...users].map((id) => directory.findPerson(workspace, id)));
  if (at.channelId) channels.add(at.channelId);
  const found = new Map<string, ChannelInfo>();
  for (const id of channels) {
    const info = await directory.findChannel(workspace, id);
    if (info) found.set(id, info);
  }
  return found;
}

/** What a handler receives: who acts, where, with the roles held as of this transaction (`asked`: see load-actor.ts). */
export function requestFor(
  work: Work,
  asked: Asked,
  workspace: Workspace,
  person: Person,
  inbound: Inbound,
  at: Origin,
  channels: Request['channels'],
  sealer: Request['sealer'],
  log: Log,
): Request {
  const { actor, partner } = readWhoActs(person, asked);
  // Read a moment ago, and needed again by nearly every handler.
  knownRows(work.tx, 'workspace').set(workspace.id, workspace);
  knownRows(work.tx, 'person').set(person.id, person);
  if (partner) knownRows(work.tx, 'partner').set(partner.id, partner);
  const channel = at.channelId ? (channels.get(at.channelId) ?? null) : null;
  const place: Place = {
    channelId: at.channelId,
    channel,
    threadTs: at.threadTs,
    messageTs: inbound.messageTs,
    partnerId: partner?.id ?? null,
  };
  const { personId, side, roles } = actor;
  log.debug(
    {
      actor: { personId, side, partnerId: actor.partnerId, roles },
      workspaceId: work.workspaceId,
      installation: inbound.teamId,
      channelId: at.channelId,
    },
    'resolved',
  );
  return { ...work, actor, place, channels, sealer };
}
