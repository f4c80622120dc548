import type { Undeliverable } from '../../platform/delivery/delivery-parts.ts';
import { post } from '../../platform/delivery/post.ts';
import { md, say } from '../../platform/slack/kit/index.ts';
import type { Tx, Work } from '../../platform/work.ts';

/** Slack's id of the person who is shown what must not go into a partner's channel: the partner's manager. */
export async function managerOfChannel(
  tx: Tx,
  workspaceId: string,
  slackChannelId: string,
): Promise<string | null> {
  const channel = await tx.partnerChannel.findUnique({
    where: { workspaceId_slackChannelId: { workspaceId, slackChannelId } },
    include: { partner: true },
  });
  const manager =
    channel && (await tx.person.findUnique({ where: { id: channel.partner.managerPersonId, workspaceId } }));
  return manager && !manager.deactivatedAt ? manager.slackUserId : null;
}

/** Tells the partner's manager, once a day and place, that something could not be shown and what to do about it. */
export async function reportUndeliverable(work: Work, what: Undeliverable): Promise<void> {
  const [kind = '', place = ''] = what.target.split(':');
  // A report that could not be delivered is not reported in turn.
  if (what.key.startsWith('partners.undeliverable:') || kind === 'person' || kind === 'home') return;
  const manager = await managerOfChannel(work.tx, work.workspaceId, place);
  if (!manager) return;
  if (what.isCanvas) return reportCanvas(work, manager, place, what.reason);
  const day = work.now.toISOString().slice(0, 10);
  await post(work, {
    key: `partners.undeliverable:${place}:${what.placeIsGone ? 'place' : what.key}:${day}`,
    to: { person: manager },
    audience: 'internal',
    message: say(md`I couldn’t post in ${{ mrkdwn: `<#${place}>` }}: ${what.reason}`),
  });
}

/** Once a channel and reason: it stays so until somebody changes it, and nothing but the page itself is missing. */
async function reportCanvas(work: Work, manager: string, place: string, reason: string): Promise<void> {
  await post(work, {
    key: `partners.undeliverable:${place}:canvas:${reason}`,
    to: { person: manager },
    audience: 'internal',
    message: say(
      md`I can’t keep a canvas in ${{ mrkdwn: `<#${place}>` }}: ${reason} The checklist and the scorecards come into the channel as before; only that page is missing.`,
    ),
  });
}
