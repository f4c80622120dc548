import type { ChannelInfo, Place, Request } from '../feature.ts';
import type { Log } from '../log.ts';
import type { Person, Workspace } from '../store/generated/client.ts';
import type { Work } from '../work.ts';
import type { Origin } from './answer.ts';
import type { Directory } from './directory.ts';
import type { Inbound } from './inbound.ts';
import { loadActorIn } from './load-actor.ts';
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

/** What a handler receives: who acts, where, with the roles held as of this transaction. */
export async function requestFor(
  work: Work,
  person: Person,
  inbound: Inbound,
  at: Origin,
  channels: Request['channels'],
  sealer: Request['sealer'],
  log: Log,
): Promise<Request> {
  const { actor, partnerId } = await loadActorIn(work.tx, person, at.channelId);
  const channel = at.channelId ? (channels.get(at.channelId) ?? null) : null;
  const place: Place = {
    channelId: at.channelId,
    channel,
    threadTs: at.threadTs,
    messageTs: inbound.messageTs,
    partnerId,
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
