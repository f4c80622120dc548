import { type Interactive, interactiveIn } from './blocks/interactive.ts';
import { asJsonList, matchRank } from './element-state.ts';
import type { Local } from './local.ts';
import type { SandboxMessage, SandboxView } from './protocol.ts';
import { seenEverywhere, seenHome, seenModal } from './seen.ts';
import { readable } from './typed-text.ts';
import { visibleText } from './visible-text.ts';
import { isMember, type Json } from './world.ts';

export type MessageRef = Pick<SandboxMessage, 'ts' | 'channelId'>;

/**
 * Where to look for a button or select: the open modal, the Home tab, a certain message, or wherever the
 * text beside it or just above it says `near`.
 */
export type Where = 'modal' | 'home' | MessageRef | { readonly near: string };

/** Something with blocks that a person sees, and what to tell Slack when they act in it. */
export interface SeenPlace {
  readonly blocks: readonly unknown[] | null;
  readonly container: { readonly message: string; readonly channel: string } | { readonly view: string };
}

/** Every message a person can see anywhere, oldest first. */
export function everythingSeen(local: Local, personId: string): SandboxMessage[] {
  return Object.values(local.world.data.channels)
    .filter((channel) => isMember(channel, personId))
    .flatMap((channel) => seenEverywhere(local, personId, channel))
    .sort((a, b) => Number(a.ts) - Number(b.ts));
}

function viewPlaces(view: SandboxView | null): SeenPlace[] {
  return view ? [{ blocks: view.blocks, container: { view: view.id } }] : [];
}

function messagePlace(message: SandboxMessage): SeenPlace {
  return { blocks: message.blocks, container: { message: message.ts, channel: message.channelId } };
}

/** Places to look in, the likeliest first: the open modal alone, else messages from the newest on. */
function places(local: Local, personId: string, where: Where | undefined): SeenPlace[] {
  const modal = viewPlaces(seenModal(local.world, personId));
  const home = viewPlaces(seenHome(local.world, personId));
  if (where === 'home') return home;
  if (where === 'modal' || (where === undefined && modal.length > 0)) return modal;
  const messages = everythingSeen(local, personId).reverse();
  if (where === undefined) return messages.map(messagePlace);
  if ('near' in where) return [...modal, ...messages.map(messagePlace), ...home];
  return messages.filter((one) => one.ts === where.ts && one.channelId === where.channelId).map(messagePlace);
}

/** Finds a button, select or input by the words a person sees, or by its action id. Fails with what they see. */
export function findElement(
  local: Local,
  personId: string,
  words: string,
  where: Where | undefined,
): { readonly place: SeenPlace; readonly used: Interactive } {
  const near = typeof where === 'object' && 'near' in where ? where.near : null;
  const looked = places(local, personId, where);
  for (const rank of [3, 2, 1]) {
    for (const place of looked) {
      const blocks = asJsonList(place.blocks);
      const used = interactiveIn(blocks).find(
        ({ block, element }) =>
          matchRank(block, element, words) === rank && (near === null || isNear(local, blocks, block, near)),
      );
      if (used) return { place, used };
    }
  }
  throw new Error(`Nothing called “${words}” is to be seen.\n${describeSeen(local, personId)}`);
}

function isNear(local: Local, blocks: readonly Json[], block: Json, words: string): boolean {
  const index = blocks.indexOf(block);
  const around = blocks.slice(Math.max(index - 1, 0), index + 1);
  return readable(local.world, visibleText({ blocks: around })).includes(words);
}

/** What a person sees last and what the app last called: what a failing test needs to say. */
export function describeSeen(local: Local, personId: string): string {
  const { people, channels } = local.world.data;
  const reads = (seen: SandboxMessage | SandboxView): string =>
    readable(local.world, visibleText(seen)).replaceAll('\n', '\n    ');
  const messages = everythingSeen(local, personId)
    .slice(-12)
    .map((message) => {
      const channel = channels[message.channelId];
      const to = message.ephemeralFor ? ' (only you)' : message.threadTs ? ' (thread)' : '';
      const name = channel?.kind === 'dm' ? 'dm' : `#${channel?.name}`;
      return `  ${name}${to} ${people[message.userId]?.name}: ${reads(message)}`;
    });
  const modal = seenModal(local.world, personId);
  const calls = local.calls.slice(-8).map((call) => `  ${call.method} → ${call.outcome}`);
  return [
    `What ${people[personId]?.name} sees last:`,
    ...messages,
    modal ? `Modal: ${reads(modal)} ${JSON.stringify(modal.errors)}` : 'No modal.',
    'The app’s last calls:',
    ...calls,
  ].join('\n');
}
