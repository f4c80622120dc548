import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import { invite, lastInviter } from '../../platform/delivery/invitation.ts';
import type { Invitation } from '../../platform/delivery/message.ts';
import { post } from '../../platform/delivery/post.ts';
import type {
  ChannelInfo,
  CommandRequest,
  EventRequest,
  Feature,
  Modal,
  Reply,
  Request,
  ViewRequest,
} from '../../platform/feature.ts';
import { button, channelLink, type Md, md, say, textInput } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { demand } from '../../policy/policy.ts';
import { findChannel } from './channel-state.ts';
import { loadPartner, loadPeople } from './store.ts';

const address = z.email().max(254);

/** `invite [email]`: the partner is invited into this channel through Slack Connect. */
export async function inviteByCommand(request: CommandRequest): Promise<Reply> {
  const channel = channelToShare(request);
  if (request.text === '') return { modal: inviteModal(channel) };
  return send(request, channel, request.text);
}

export async function submitInvite(request: ViewRequest): Promise<Reply> {
  const email = z.object({ email: z.string() }).parse(request.inputs).email;
  return send(request, channelToShare(request), email);
}

function inviteModal(channel: ChannelInfo): Modal {
  return {
    callbackId: 'partners.sendInvite',
    title: 'Invite the partner',
    submit: 'Invite',
    blocks: [
      textInput('email', 'E-mail address', {
        placeholder: 'ana@partner.example',
        maxLength: 254,
        hint: `Slack sends an invitation into #${channel.name}. Whoever accepts it can bring in colleagues.`,
      }),
    ],
  };
}

function channelToShare(request: Request): ChannelInfo {
  const { actor, place } = request;
  demand(actor, 'partner.manage', { partnerId: place.partnerId });
  const { channel } = place;
  if (!channel?.isMember)
    throw new Refusal(
      'invalid',
      'I can invite somebody into a channel I am in. Type `/invite @Tandem` in the channel you want to share, then `/partner invite` there.',
    );
  if (channel.isArchived) throw new Refusal('invalid', 'This channel is archived. Restore it first.');
  if (channel.isFrozen)
    throw new Refusal(
      'invalid',
      'Slack has frozen this channel, so nobody can post here. Invite them into another.',
    );
  return channel;
}

async function send(request: Request, channel: ChannelInfo, typed: string): Promise<Reply> {
  const { actor } = request;
  const parsed = address.safeParse(typed.trim());
  if (!parsed.success)
    throw new Refusal('invalid', 'That is no e-mail address. Write it as ana@partner.example.', 'email');
  const email = parsed.data;
  await invite(request, `partners.invite:${channel.id}:${request.newId()}`, {
    slackChannelId: channel.id,
    email,
    requestedBy: actor.slackUserId,
  });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'partners.invite',
    partnerId: request.place.partnerId,
    summary: `invited ${email} into #${channel.name}`,
    isInternal: true,
  });
  return {
    message: say(md`I ask Slack to invite ${email} into #${channel.name}, and tell you what comes of it.`),
  };
}

const byHand = md`To invite them by hand, open the channel’s details, then Members, then “Add people”, and enter the address.`;

/** What Slack's refusals mean (https://docs.slack.dev/reference/methods/conversations.inviteShared). */
const refusals: Readonly<Record<string, string>> = {
  missing_scope:
    'I was installed without the permission for it (conversations.connect:write). A workspace admin can add it by installing me again and choosing it among the optional permissions.',
  restricted_action: 'this workspace does not let apps send such invitations.',
  no_external_invite_permission: 'this workspace does not let me invite people of other organisations.',
  not_allowed_for_grid_workspace: 'Slack Connect is switched off in this workspace.',
  not_paid: 'Slack Connect needs a paid plan.',
  not_owner: 'another organisation owns this channel, and only its owner may invite.',
  invalid_email: 'Slack does not take that address.',
  already_in_channel: 'they are in the channel already.',
  connection_limit_exceeded: 'no further organisation fits into this channel.',
  connection_limit_exceeded_pending: 'an invitation into this channel is waiting for an answer already.',
  cannot_share_mandatory_channel: 'this channel is one that everybody is in, which cannot be shared.',
  cannot_share_cross_workspace_channel: 'this channel spans several workspaces and cannot be shared.',
  not_supported: 'this channel cannot be shared.',
  channel_archived: 'the channel is archived.',
  not_in_channel: 'I am not in the channel any more. Type `/invite @Tandem` there first.',
  ratelimit: 'Slack takes no further invitations for now. Try again in an hour.',
  no_answer: 'Slack did not answer. Try again later.',
};

/** Tells who asked for an invitation what came of it; `code` is Slack's refusal. */
export async function tellInvited(work: Work, invitation: Invitation, code: string | null): Promise<void> {
  const { slackChannelId, email, requestedBy } = invitation;
  const where = channelLink(slackChannelId);
  const reason = code === null ? '' : (refusals[code] ?? `Slack answered ${code}.`);
  await post(work, {
    key: `partners.invited:${work.newId()}`,
    to: { person: requestedBy },
    audience: 'internal',
    message:
      code === null
        ? say(
            md`I invited ${email} into ${where}. Slack has written to them; I tell you when they answer. An invitation is good for 14 days.`,
          )
        : say(md`I could not invite ${email} into ${where}: ${reason} ${byHand}`),
  });
}

const answered = z.object({
  invite: z.object({ id: z.string().max(64), recipient_email: z.string().max(254).optional() }),
  channel: z.object({ id: z.string().max(64) }),
  approval_required: z.boolean().default(false),
});

function tells(what: string, words: (isApprovalNeeded: boolean) => Md, isOpen: boolean) {
  return async (request: EventRequest): Promise<void> => {
    const parsed = answered.safeParse(request.event);
    if (!parsed.success) return;
    const { invite: invitation, channel, approval_required } = parsed.data;
    const known = await findChannel(request, channel.id);
    const manager = known && (await managerOf(request, known.partnerId));
    const reader = (await lastInviter(request, channel.id)) ?? manager;
    // That the organisation is there, the manager hears when it is: `channel_shared` needs no invitation of ours.
    const isSharedNow = isOpen && !approval_required;
    if (!reader || (isSharedNow && reader === manager)) return;
    const who = invitation.recipient_email ?? 'somebody';
    const isNext = isSharedNow && !known;
    const next = isNext ? md` Next, start their onboarding there.` : md``;
    await post(request, {
      key: `partners.invitation:${invitation.id}:${what}`,
      to: { person: reader },
      audience: 'internal',
      message: say(
        md`The invitation of ${who} into ${channelLink(channel.id)} ${words(approval_required)}${next}`,
        ...(isNext ? [button('platform.command', 'Start onboarding', { value: 'start' })] : []),
      ),
    });
  };
}

async function managerOf(work: Work, partnerId: string): Promise<string | null> {
  const { managerPersonId } = await loadPartner(work, partnerId);
  return (await loadPeople(work, [managerPersonId])).get(managerPersonId)?.slackUserId ?? null;
}

/** What the invited answered, told once to who invited them. */
export const invitationEvents: NonNullable<Feature['events']> = {
  shared_channel_invite_accepted: tells(
    'accepted',
    (isApprovalNeeded) =>
      isApprovalNeeded
        ? md`was accepted. An admin, of your workspace or theirs, has to approve it before the channel is shared.`
        : md`was accepted.`,
    true,
  ),
  shared_channel_invite_approved: tells('approved', () => md`was approved.`, true),
  shared_channel_invite_declined: tells(
    'declined',
    () => md`was declined. You can send another with “invite”.`,
    false,
  ),
};
