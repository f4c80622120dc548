import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import type { Log } from '../../../src/platform/log.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import { type ActingPerson, actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Message } from '../../../src/sandbox/world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { startBrightpath } from '../onboarding/brightpath.ts';

const northwindTeam = 'T0NORTHW01';

/** Brightpath's onboarding runs; Northwind is a second partner with a channel of its own; Eve is in Brightpath's channel and nobody's. */
export interface TwoPartners {
  readonly tandem: TestApp;
  readonly northwindId: string;
  readonly northwindChannel: string;
  /** Northwind's lead. */
  readonly nora: ActingPerson;
  /** Northwind's engineer, who may change little. */
  readonly nils: ActingPerson;
  /** Somebody of a third organisation, invited into Brightpath's channel, without any role. */
  readonly eve: ActingPerson;
}

export async function startTwoPartners(log?: Log, store?: Store): Promise<TwoPartners> {
  const tandem = await startTestApp({ ...(log && { log }), ...(store && { store }) });
  const { controls, world } = tandem.sandbox;
  await startBrightpath(tandem);
  const { diego } = tandem.people;
  for (const [id, name] of [
    [northwindTeam, 'Northwind'],
    ['T0STRANGE1', 'Strangers'],
  ] as const)
    world.data.teams[id] = { id, name, domain: name.toLowerCase(), side: 'partner', hasApp: true };
  const noraId = controls.addPerson({ teamId: northwindTeam, name: 'Nora Frost' });
  const nilsId = controls.addPerson({ teamId: northwindTeam, name: 'Nils Berg' });
  const eveId = controls.addPerson({ teamId: 'T0STRANGE1', name: 'Eve Marsh' });
  const northwindChannel = controls.addChannel({
    name: 'northwind-lumen',
    memberIds: [cast.maya, cast.lena, cast.tandem, noraId, nilsId],
    teamIds: [cast.lumen, northwindTeam],
  });
  controls.shareState(channels.shared, 'T0STRANGE1', 'shared');
  controls.setMembership(channels.shared, eveId, true);
  const nora = actAs(tandem.sandbox, noraId);
  const nils = actAs(tandem.sandbox, nilsId);
  const eve = actAs(tandem.sandbox, eveId);
  for (const person of [nora, nils]) await person.mention(northwindChannel, 'help');
  await eve.mention(channels.shared, 'help');
  await diego.mention(channels.shared, 'help');
  await tandem.people.lena.command('/partner help');
  await tandem.settled();
  const northwindId = await tandem.work(async (work) => {
    const maya = await personBySlackId(work, cast.maya);
    const partner = await savePartner(work, {
      name: 'Northwind',
      tier: 'silver',
      managerPersonId: maya.id,
      timeZone: 'Europe/Oslo',
      currency: 'EUR',
      channel: {
        id: northwindChannel,
        name: 'northwind-lumen',
        isShared: true,
        isArchived: false,
        isFrozen: false,
        isMember: true,
        connectedTeamIds: [cast.lumen, northwindTeam],
      },
    });
    const grant = async (
      slackUserId: string,
      partnerId: string | null,
      role: 'lead' | 'technical' | 'finance',
    ) => {
      const { id: personId } = await personBySlackId(work, slackUserId);
      await grantRole(work, { personId, partnerId, role, grantedById: null });
    };
    await grant(noraId, partner.id, 'lead');
    await grant(nilsId, partner.id, 'technical');
    await grant(cast.lena, null, 'finance');
    return partner.id;
  });
  return { tandem, northwindId, northwindChannel, nora, nils, eve };
}

/** What the bot has said in a channel for all to read. */
export function saidInPublic(tandem: TestApp, channel: string): Message[] {
  return tandem.sandbox.controls
    .messages(channel)
    .filter((message) => message.userId === cast.tandem && message.ephemeralFor === null);
}

/** Everything the bot has ever said, wherever. */
export function everythingSaid(tandem: TestApp): Message[] {
  const { messages } = tandem.sandbox.world.data;
  return Object.values(messages)
    .flat()
    .filter((message) => message.userId === cast.tandem);
}

/** What Slack reads as markup in a message: its text, and any block's mrkdwn. */
export function markupOf(message: Message): string[] {
  const found = [message.text];
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('type' in part && part.type === 'mrkdwn' && 'text' in part) found.push(String(part.text));
    for (const each of Object.values(part)) walk(each);
  };
  walk(message.blocks);
  return found;
}

/** Markup that notifies a whole channel. */
export function broadcastsIn(message: Message): string[] {
  return markupOf(message).filter((text) => /<!(channel|here|everyone|subteam)/.test(text));
}

/** The people a message notifies. */
export function mentionedIn(message: Message): string[] {
  return markupOf(message).flatMap((text) =>
    [...text.matchAll(/<@([UW][A-Z0-9]+)/g)].flatMap(([, id]) => id ?? []),
  );
}

/**
 * Everything the app ever sent to where these people can read it, as it was when it was sent: messages, updates,
 * what one of them alone was shown, files with their contents, and the forms and Home tabs they were given.
 */
export function watchShown(tandem: TestApp, channelId: string, people: readonly string[]): () => string {
  const { world, controls } = tandem.sandbox;
  const views = new Set<string>();
  world.listeners.add(() => {
    for (const id of people) {
      views.add(JSON.stringify(world.data.modals[id] ?? []));
      views.add(JSON.stringify(world.data.homes[id] ?? null));
    }
  });
  const isRead = (channel: unknown) =>
    channel === channelId ||
    (typeof channel === 'string' &&
      world.data.channels[channel]?.kind === 'dm' &&
      world.data.channels[channel]?.memberIds.some((id) => people.includes(id)));
  const isCanvas = (id: unknown) => id !== undefined && id === world.data.channels[channelId]?.canvas?.id;
  const filesIn = (args: unknown) =>
    Object.values(world.data.files)
      .filter(({ id }) => JSON.stringify(args).includes(id))
      .map(({ content }) => Buffer.from(content ?? '', 'base64').toString());
  return () =>
    [
      ...views,
      ...controls.calls().flatMap(({ method, args }) => {
        if (method === 'chat.postEphemeral')
          return people.includes(String(args.user)) ? [JSON.stringify(args)] : [];
        return isRead(args.channel ?? args.channel_id) || isCanvas(args.canvas_id)
          ? [JSON.stringify(args), ...filesIn(args)]
          : [];
      }),
    ].join('\n');
}
