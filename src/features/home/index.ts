import type { SurfaceRef } from '../../platform/delivery/message.ts';
import { touch } from '../../platform/delivery/post.ts';
import type { Feature, HomeSection } from '../../platform/feature.ts';
import { type Blocks, context, divider, header, message, section } from '../../platform/slack/kit/index.ts';
import { loadActor } from '../../platform/slack/load-actor.ts';
import type { Work } from '../../platform/work.ts';
import { loadPeople } from '../partners/public.ts';

/**
 * The Home tab: one live view a person, put together from what the other features have to say to them. It is
 * drawn when its owner opens it and again whenever their work changes.
 */
export function createHome(others: readonly Feature[]): Feature {
  const sections = others.flatMap((feature) => feature.home ?? []).sort((a, b) => a.order - b.order);
  return {
    name: 'home',
    events: {
      app_home_opened: async (request) => {
        const { event } = request;
        if (event.tab === 'home' && typeof event.user === 'string') await touch(request, homeOf(event.user));
      },
    },
    reactions: {
      'work.changed': async (work, { personIds }) => {
        const people = [...(await loadPeople(work, personIds)).values()];
        // Only a Home tab somebody has opened is kept current.
        const opened = await work.tx.surface.findMany({
          where: {
            workspaceId: work.workspaceId,
            kind: 'home',
            subject: { in: people.map((person) => person.slackUserId) },
          },
        });
        await touch(work, ...opened.map(({ subject }) => homeOf(subject)));
      },
    },
    surfaces: {
      home: async (work, slackUserId) => ({
        audience: 'partner',
        message: message(await blocksFor(work, slackUserId, sections)),
      }),
    },
  };
}

const homeOf = (slackUserId: string): SurfaceRef => ({
  kind: 'home',
  subject: slackUserId,
  to: { home: slackUserId },
});

async function blocksFor(work: Work, slackUserId: string, sections: readonly HomeSection[]): Promise<Blocks> {
  const person = await work.tx.person.findUnique({
    where: { workspaceId_slackUserId: { workspaceId: work.workspaceId, slackUserId } },
  });
  if (!person || person.deactivatedAt)
    return [section('I don’t know you yet. Say hello to me in a channel we share.')];
  const actor = await loadActor(work.tx, person);
  const parts: Blocks[] = [];
  for (const each of sections) {
    const blocks = await each.render(work, actor);
    if (blocks.length > 0) parts.push(blocks);
  }
  if (parts.length === 0) parts.push([section('Nothing is waiting for you. Enjoy the quiet.')]);
  const body = parts.flatMap((part, index) => (index === 0 ? part : [divider, ...part]));
  return [
    header(`Hello ${person.name.split(/\s/, 1)[0] ?? ''}`),
    ...body,
    context('Type `/partner help` or mention me for everything I can do.'),
  ];
}
