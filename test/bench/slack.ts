import { systemClock } from '../../src/platform/clock.ts';
import { messagePress, slashCommand } from '../../src/sandbox/interaction-payloads.ts';
import { cast, newChannel, newPerson, seedWorld } from '../../src/sandbox/seed-world.ts';
import { type Sandbox, startSandboxServer } from '../../src/sandbox/server.ts';
import { messagesIn, must, type World } from '../../src/sandbox/world.ts';
import type { Payload } from './load.ts';

/** Partner number n: its organisation, its lead and its channel. Each ten partners have a manager of their own. */
export const names = (partner: number) => ({
  teamId: `T0BENCH${partner}`,
  leadId: `U0LEAD${partner}`,
  channelId: `C0BENCH${partner}`,
  managerId: `U0MANAGER${Math.floor(partner / 10)}`,
});

/** The local Slack in this process, with an organisation, a lead and a shared channel for each of so many partners. */
export function startSlack(partners: number): Promise<Sandbox> {
  return startSandboxServer({
    clock: systemClock,
    port: 0,
    dataDir: null,
    world: worldOf(partners),
    // The load is sent by the benchmark: nobody waits in this Slack for answers to events.
    events: [],
  });
}

function worldOf(partners: number): World {
  const world = seedWorld(systemClock);
  for (let partner = 0; partner < partners; partner += 1) {
    const { teamId, leadId, channelId, managerId } = names(partner);
    const domain = `bench-${partner}`;
    world.data.teams[teamId] = {
      id: teamId,
      name: `Bench ${partner}`,
      domain,
      side: 'partner',
      hasApp: false,
    };
    const person = { title: '', timeZone: 'Europe/Berlin' };
    world.data.people[leadId] = newPerson({ ...person, id: leadId, teamId, name: `Lead ${partner}` }, domain);
    world.data.people[managerId] ??= newPerson(
      { ...person, id: managerId, teamId: cast.lumen, name: `Manager ${managerId}` },
      'lumen',
    );
    world.data.channels[channelId] = newChannel({
      id: channelId,
      name: domain,
      teamIds: [cast.lumen, teamId],
      memberIds: [managerId, leadId, cast.tandem],
      createdAt: Math.floor(Date.now() / 1000),
    });
  }
  return world;
}

/** `/partner …` as Slack sends it. */
export function command({ local }: Sandbox, personId: string, channelId: string, text: string): Payload {
  const { people, channels } = local.world.data;
  const person = must(people[personId], 'person');
  const channel = must(channels[channelId], 'channel');
  return Object.fromEntries(
    Object.entries(slashCommand(local, person, channel, '/partner', text)).map(([key, value]) => [
      key,
      String(value),
    ]),
  );
}

/** A button pressed in the newest message of a channel, as Slack sends it. */
export function press(
  { local }: Sandbox,
  personId: string,
  channelId: string,
  button: { readonly actionId: string; readonly value: string },
): Payload {
  const { people, channels } = local.world.data;
  const message = must(messagesIn(local.world, channelId).at(-1), 'message');
  const element = { type: 'button', action_id: button.actionId, value: button.value };
  const payload = messagePress(local, {
    person: must(people[personId], 'person'),
    channel: must(channels[channelId], 'channel'),
    message,
    used: { type: 'button', actionId: button.actionId, blockId: 'bench', block: {}, element },
    action: { type: 'button' },
    state: {},
  });
  return { payload: JSON.stringify(payload) };
}
