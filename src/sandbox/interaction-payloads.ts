import type { Interactive } from './blocks/interactive.ts';
import { isOrgWideIn } from './installations.ts';
import type { Local } from './local.ts';
import type { ViewState } from './protocol.ts';
import { app } from './seed-world.ts';
import { messageShape, viewShape } from './slack-shapes.ts';
import {
  type Channel,
  installationOf,
  type Json,
  type Message,
  must,
  nextTs,
  type Person,
  type Team,
  type View,
} from './world.ts';

/** The payloads Slack sends when a person acts, field by field as its reference gives them. */

function teamOf(local: Local, id: string): Team {
  return must(local.world.data.teams[id], 'team');
}

function common(local: Local, type: string, person: Person, team: Team): Json {
  return {
    type,
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.username, name: person.username, team_id: person.teamId },
    api_app_id: app.id,
    token: 'sandbox-verification-token',
    enterprise: team.enterpriseId ? { id: team.enterpriseId, name: team.enterpriseId } : null,
    is_enterprise_install: isOrgWideIn(local, team.id),
  };
}

function channelName(channel: Channel): string {
  return channel.kind === 'dm' ? 'directmessage' : channel.isPrivate ? 'privategroup' : channel.name;
}

/** What `actions[0]` says: the element's own fields for a button, its new state for everything else. */
function actionShape(local: Local, used: Interactive, state: Json): Json {
  const { element, type } = used;
  const own: Record<string, unknown> = {};
  for (const key of ['text', 'value', 'style', 'url', 'placeholder', 'confirm']) {
    if (element[key] !== undefined && (type === 'button' || key === 'placeholder' || key === 'confirm')) {
      own[key] = element[key];
    }
  }
  return {
    ...own,
    ...(type === 'button' ? {} : state),
    type,
    action_id: used.actionId,
    block_id: used.blockId,
    action_ts: nextTs(local.world),
  };
}

export interface MessagePress {
  readonly person: Person;
  readonly channel: Channel;
  readonly message: Message;
  readonly used: Interactive;
  readonly action: Json;
  readonly state: ViewState;
}

/** `block_actions` from a message: `team` is the installation, `user.team_id` the actor's organisation. */
export function messagePress(local: Local, press: MessagePress): Json {
  const { person, channel, message, used } = press;
  const isEphemeral = message.ephemeralFor !== null;
  const author = must(local.world.data.people[message.userId], 'person');
  const installation = installationOf(local.world, author.teamId);
  const target = {
    channelId: channel.id,
    personId: person.id,
    messageTs: message.ts,
    threadTs: message.threadTs,
  };
  return {
    ...common(local, 'block_actions', person, teamOf(local, installation.teamId)),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    trigger_id: local.triggers.create({ personId: person.id, viewId: null, teamId: installation.teamId }),
    channel: { id: channel.id, name: channelName(channel) },
    // An ephemeral message is not kept by Slack, so its payload does not carry it.
    ...(isEphemeral ? {} : { message: messageShape(local.world, message, { metadata: true }) }),
    state: { values: press.state },
    response_url: local.responseUrls.create(target, local.world.clock.now().getTime()),
    actions: [actionShape(local, used, press.action)],
  };
}

/** `block_actions` from a modal or the Home tab. */
export function viewPress(local: Local, person: Person, view: View, used: Interactive, action: Json): Json {
  const teamId = view.installedTeamId ?? local.world.data.installedTeamId;
  return {
    ...common(local, 'block_actions', person, teamOf(local, teamId)),
    container: { type: 'view', view_id: view.id },
    trigger_id: local.triggers.create({ personId: person.id, viewId: view.id, teamId }),
    view: viewShape(local.world, view),
    actions: [actionShape(local, used, action)],
  };
}

/** `view_submission`: `team` is where it was submitted; `view.app_installed_team_id` names the installation. */
export function submission(local: Local, person: Person, view: View): Json {
  const teamId = view.installedTeamId ?? local.world.data.installedTeamId;
  return {
    ...common(local, 'view_submission', person, teamOf(local, person.teamId)),
    trigger_id: local.triggers.create({ personId: person.id, viewId: view.id, teamId }),
    view: viewShape(local.world, view),
    response_urls: [],
  };
}

export function viewClosed(local: Local, person: Person, view: View, isCleared: boolean): Json {
  return {
    ...common(local, 'view_closed', person, teamOf(local, person.teamId)),
    view: viewShape(local.world, view),
    is_cleared: isCleared,
  };
}

/** A global shortcut: used anywhere, so it says nothing of a channel. */
export function globalShortcut(local: Local, person: Person, callbackId: string): Json {
  const { teamId } = installationOf(local.world, person.teamId);
  return {
    ...common(local, 'shortcut', person, teamOf(local, person.teamId)),
    action_ts: nextTs(local.world),
    callback_id: callbackId,
    trigger_id: local.triggers.create({ personId: person.id, viewId: null, teamId }),
  };
}

/** A slash command; it comes with the team of the person who typed it. */
export function slashCommand(
  local: Local,
  person: Person,
  channel: Channel,
  command: string,
  text: string,
): Json {
  const team = teamOf(local, person.teamId);
  const target = { channelId: channel.id, personId: person.id, messageTs: null, threadTs: null };
  return {
    token: 'sandbox-verification-token',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.username,
    command,
    text,
    api_app_id: app.id,
    ...(team.enterpriseId && { enterprise_id: team.enterpriseId, enterprise_name: team.enterpriseId }),
    is_enterprise_install: String(isOrgWideIn(local, team.id)),
    response_url: local.responseUrls.create(target, local.world.clock.now().getTime()),
    trigger_id: local.triggers.create({
      personId: person.id,
      viewId: null,
      teamId: installationOf(local.world, person.teamId).teamId,
    }),
  };
}
