import { SendFailure } from '../slack/send-failure.ts';
import type { Sender } from '../slack/sender.ts';
import type { Store } from '../store/store.ts';
import type { Audience } from './message.ts';

/** Where in Slack something is to be put. */
export interface Place {
  readonly channel: string;
  /** Set for what only one person in the channel sees. */
  readonly ephemeralFor: string | null;
  /** Set when it is put elsewhere than asked: why, for the one who reads it there. */
  readonly notice: string | null;
}

export interface Places {
  find(workspaceId: string, sender: Sender, target: string, audience: Audience): Promise<Place>;
}

/**
 * Finds the channel for a target at the time of sending. What is internal and meant for a channel that other
 * organisations read, or are about to, goes to the partner's manager instead. Who reads a channel is asked anew each
 * time: few internal messages go into channels, and an answer remembered is a leak in the minute after sharing.
 */
export function createPlaces(
  store: Store,
  fallbackRecipient: (workspaceId: string, slackChannelId: string) => Promise<string | null>,
): Places {
  const directMessages = new Map<string, string>();

  async function directMessage(workspaceId: string, sender: Sender, user: string): Promise<string> {
    const key = `${workspaceId} ${user}`;
    const known = directMessages.get(key);
    if (known !== undefined) return known;
    const channel = await sender.openDirectMessage(user);
    directMessages.set(key, channel);
    return channel;
  }

  /** Who is not known is not known to be the vendor's: every reader was seen before anything was written for them. */
  async function isVendors(workspaceId: string, slackUserId: string): Promise<boolean> {
    const person = await store.prisma.person.findUnique({
      where: { workspaceId_slackUserId: { workspaceId, slackUserId } },
      select: { side: true },
    });
    return person?.side === 'vendor';
  }

  return {
    find: async (workspaceId, sender, target, audience) => {
      const [kind, first = '', second = ''] = target.split(':');
      const reader = kind === 'person' ? first : kind === 'ephemeral' ? second : null;
      if (audience === 'internal' && reader !== null && !(await isVendors(workspaceId, reader)))
        throw refusal('It is internal, and the person is not known to belong to the vendor.');
      if (kind === 'person')
        return { channel: await directMessage(workspaceId, sender, first), ephemeralFor: null, notice: null };
      if (kind === 'ephemeral') return { channel: first, ephemeralFor: second, notice: null };
      if (audience === 'partner' || !(await sender.isShared(first)))
        return { channel: first, ephemeralFor: null, notice: null };
      const user = await fallbackRecipient(workspaceId, first);
      if (user === null) {
        throw refusal(
          'It is internal, the channel is shared with another organisation, and no one is named to receive it instead.',
        );
      }
      return {
        channel: await directMessage(workspaceId, sender, user),
        ephemeralFor: null,
        notice: `This was meant for <#${first}>. It is internal and that channel is shared with another organisation, so only you see it.`,
      };
    },
  };
}

function refusal(reason: string): SendFailure {
  return new SendFailure({ kind: 'final', code: 'internal', reason, placeIsGone: false });
}
