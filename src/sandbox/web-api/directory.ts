import type { Local } from '../local.ts';
import { app } from '../seed-world.ts';
import { userShape } from '../slack-shapes.ts';
import { isVisible, must } from '../world.ts';
import { type Method, page, SlackError, text } from './method.ts';

const authTest: Method = (local) => {
  const { data } = local.world;
  const team = must(data.teams[data.installedTeamId], 'team');
  return {
    url: `${local.baseUrl}/`,
    team: team.name,
    user: must(data.people[data.botUserId], 'person').username,
    team_id: team.id,
    ...(team.enterpriseId && { enterprise_id: team.enterpriseId }),
    user_id: data.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  };
};

const teamInfo: Method = (local, args) => {
  const team = local.world.data.teams[text(args, 'team') || local.world.data.installedTeamId];
  if (!team) throw new SlackError('team_not_found');
  return { team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', icon: {} } };
};

function mayReadEmail(local: Local): boolean {
  return local.scopes === null || local.scopes.has('users:read.email');
}

const usersInfo: Method = (local, args) => {
  const person = local.world.data.people[text(args, 'user')];
  if (!person) throw new SlackError('user_not_found');
  return { user: userShape(local.world, person, { email: mayReadEmail(local) }) };
};

/** Slack lists the workspace's own people, and those of other organisations met in shared channels. */
const usersList: Method = (local, args) => {
  const known = Object.values(local.world.data.people).filter((person) => isVisible(local.world, person));
  const { items, cursor } = page(known, args, 200);
  return {
    members: items.map((person) => userShape(local.world, person, { email: mayReadEmail(local) })),
    response_metadata: { next_cursor: cursor },
  };
};

const botsInfo: Method = (local, args) => {
  const id = text(args, 'bot');
  if (id !== '' && id !== app.botId) throw new SlackError('bot_not_found');
  const { botUserId, people } = local.world.data;
  const name = must(people[botUserId], 'person').name;
  return { bot: { id: app.botId, deleted: false, name, user_id: botUserId, app_id: app.id, icons: {} } };
};

export const directory: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'team.info': teamInfo,
  'users.info': usersInfo,
  'users.list': usersList,
  'bots.info': botsInfo,
  'apps.connections.open': (local) => ({ url: local.socket.newAddress() }),
};
