import type { Actor } from '../../core/actor.ts';
import { firstName } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { CommandRequest, CommandRoute, Feature, Reply } from '../../platform/feature.ts';
import {
  actions,
  bold,
  button,
  code,
  context,
  divider,
  header,
  joinMd,
  md,
  message,
  say,
  section,
} from '../../platform/slack/kit/index.ts';
import { shorten } from '../../platform/slack/kit/limits.ts';
import { canSomewhere } from '../../policy/policy.ts';
import { offerSetUp } from '../partners/public.ts';
import { suggest } from './rules.ts';

/** Help that knows who asks: it lists what this person may do, by the door they have. */
export function createHelp(others: readonly Feature[]): Feature {
  const routes = () => [...others.flatMap((feature) => feature.commands ?? []), command];
  const command: CommandRoute = {
    name: 'help',
    aliases: ['hi', 'hello', '?'],
    summary: 'What I can do for you',
    usage: '[command]',
    examples: ['help', 'help deal'],
    action: 'help.read',
    run: (request) => answer(request, routes()),
  };
  return { name: 'help', commands: [command] };
}

/** In a channel that is nobody's yet, setting it up comes first. */
async function answer(request: CommandRequest, routes: readonly CommandRoute[]): Promise<Reply> {
  const offer = await offerSetUp(request);
  const said = explain(request, routes);
  return { message: offer ? message([...offer, divider, ...(said.blocks ?? [])]) : said };
}

function explain(request: CommandRequest, routes: readonly CommandRoute[]): Message {
  const { actor, door, text } = request;
  const allowed = routes.filter((route) => canSomewhere(actor, route.action));
  const topic = text.toLowerCase().replace(/^(help|hi|hello)\s+/, '');
  if (topic === '' || ['help', 'hi', 'hello', '?'].includes(topic)) return overview(actor, door, allowed);
  const asked = allowed.find((route) => route.name === topic || route.aliases?.includes(topic));
  if (asked) return details(asked, door);
  const entries = allowed.map((route) => ({ ...route, aliases: route.aliases ?? [] }));
  const near = suggest(topic, entries);
  const heard = shorten(text.split('\n')[0] ?? '', 80);
  if (!near) {
    return say(
      md`I don’t know “${heard}”. Nothing was changed.`,
      button('platform.command', 'Show what I can do', { value: 'help' }),
    );
  }
  return say(
    md`I don’t know “${heard}”. Did you mean ${code(typed(door, near.name))}? ${near.summary}. Nothing was changed.`,
    button('platform.command', `How ${near.name} works`, { value: `help ${near.name}`, style: 'primary' }),
    button('platform.command', 'Show everything', { value: 'help' }),
  );
}

function overview(actor: Actor, door: CommandRequest['door'], routes: readonly CommandRoute[]) {
  if (routes.every((route) => route.name === 'help')) {
    return say(
      md`Hello ${firstName(actor.name)}. You don’t have a role in this programme yet, so there is nothing for you to do here. Your partner manager can add you with “people”.`,
    );
  }
  const lines = routes.map((route) =>
    joinMd([code(typed(door, `${route.name} ${route.usage}`.trim())), md`${route.summary}`], '  –  '),
  );
  if (door === 'menu') {
    return message([
      ...routes
        .filter((route) => route.name !== 'help')
        .map((route) =>
          section(route.summary, button('platform.command', route.name, { value: route.name })),
        ),
    ]);
  }
  const hello =
    actor.side === 'vendor'
      ? md`Hello ${firstName(actor.name)}. I run your partner programme in the channels you share with partners. Here is what you can do:`
      : md`Hello ${firstName(actor.name)}. I keep your onboarding, calls and deals together in this channel. Press the buttons in my messages, or tell me in words:`;
  return message([
    header('What I can do for you'),
    section(hello),
    ...chunk(lines, 12).map((part) => section(joinMd(part, '\n'))),
    context(
      door === 'slash'
        ? 'Type a command anywhere in Slack, or mention me and say the same in words. “help deal” explains one command.'
        : 'Mention me and say one of these, here or in a thread. “help deal” explains one.',
    ),
  ]);
}

function details(route: CommandRoute, door: CommandRequest['door']) {
  const aliases = route.aliases?.length ? md` (also: ${route.aliases.join(', ')})` : md``;
  return message([
    section(md`${bold(route.name)}${aliases}: ${route.summary}.`),
    section(
      joinMd(
        route.examples.map((example) => code(typed(door, example))),
        '\n',
      ),
    ),
    actions(button('platform.command', 'Everything I can do', { value: 'help' })),
  ]);
}

function typed(door: CommandRequest['door'], words: string): string {
  return door === 'slash' ? `/partner ${words}` : `@Tandem ${words}`;
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return items.length === 0 ? [] : [items.slice(0, size), ...chunk(items.slice(size), size)];
}
