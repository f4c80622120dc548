import { features } from '../../../src/features/index.ts';
import { act } from '../../../src/sandbox/acts.ts';
import { type Interactive, interactiveIn } from '../../../src/sandbox/blocks/interactive.ts';
import { seenEverywhere } from '../../../src/sandbox/seen.ts';
import { isMember, type Json, type View } from '../../../src/sandbox/world.ts';
import type { TestApp } from '../../support/app.ts';
import { attempts, filledIn } from './fill-form.ts';

/** Which forms have been used so far, by the ids the features declare. */
export interface Used {
  /** Forms that were sent and taken. */
  readonly sent: Set<string>;
  /** Why a form was not taken the last time, by its id. */
  readonly refused: Map<string, string>;
}

/** How often one person presses buttons of one kind: each with another value. */
const pressesOfAKind = 4;

/** Somebody who uses all that they can reach, and writes hostile words wherever there is room for words. */
export interface Curious {
  readonly id: string;
  readonly channel: string;
  /** By slash command, or by mentioning the bot. */
  readonly door: 'slash' | 'mention';
  /** Presses only these buttons; all there are when left out. */
  readonly presses?: RegExp;
}

/**
 * Goes through everything the features have registered: says each command as its examples do and with hostile words,
 * presses every button that is shown, and fills in and sends every form that opens. What a new feature registers is
 * used by itself.
 */
export async function tryEverything(
  tandem: TestApp,
  who: Curious,
  words: string,
  used: Used,
  lines: readonly string[] = everyLine(words),
): Promise<void> {
  const { local } = tandem.sandbox;
  const { world } = local;
  const kinds = new Map<string, Set<string>>();

  async function doing(one: Parameters<typeof act>[1]): Promise<void> {
    await act(local, one);
    await tandem.settled();
    await goThroughModals();
  }

  async function say(line: string): Promise<void> {
    const bot = `@${world.data.people[world.data.botUserId]?.name}`;
    await doing(
      who.door === 'slash'
        ? { type: 'command', as: who.id, channel: who.channel, command: '/partner', text: line }
        : { type: 'say', as: who.id, channel: who.channel, text: `${bot} ${line}`, thread: null },
    );
  }

  /** Whether a button of this kind and value is still to be pressed; then it counts as pressed. */
  function isNew({ actionId, element, type, block }: Interactive): boolean {
    if (type !== 'button' && (block.type !== 'actions' || optionsOf(element).length === 0)) return false;
    if (element.url !== undefined || who.presses?.test(actionId) === false) return false;
    const kind = actionId.replace(/~\d+$/, '').replace(/:[^:]*$/, ':*');
    const values = kinds.get(kind) ?? new Set();
    kinds.set(kind, values);
    const value = `${actionId} ${element.value ?? ''}`;
    const most = kind === 'platform.command' || kind === 'platform.more' ? 8 : pressesOfAKind;
    if (values.has(value) || values.size >= most) return false;
    values.add(value);
    return true;
  }

  async function goThroughModals(): Promise<void> {
    for (let steps = 0; steps < 30; steps += 1) {
      const view = world.data.modals[who.id]?.at(-1);
      if (!view) return;
      const button = interactiveIn(view.blocks).find(isNew);
      if (button) await press({ view: view.id }, button);
      else if (view.submit) await fillIn(view);
      else await act(local, { type: 'close', as: who.id, view: view.id });
      await tandem.settled();
    }
    throw new Error(`too many forms on top of each other: ${world.data.modals[who.id]?.at(-1)?.callbackId}`);
  }

  async function fillIn(view: View): Promise<void> {
    // What answers a form may take its place in the same view.
    const { callbackId } = view;
    let errors: Readonly<Record<string, string>> = {};
    const tries: Record<string, number> = {};
    for (let times = 0; times < attempts; times += 1) {
      for (const blockId of Object.keys(errors)) tries[blockId] = (tries[blockId] ?? 0) + 1;
      const state = filledIn(tandem, view, { ...who, words }, tries);
      await act(local, { type: 'submit', as: who.id, view: view.id, state });
      await tandem.settled();
      const top = world.data.modals[who.id]?.at(-1);
      const isRefused = top?.callbackId === 'platform.refusal';
      if (isRefused) {
        // It does not say which answer was at fault.
        errors = Object.fromEntries(
          Object.keys(state).map((blockId) => [blockId, JSON.stringify(top.blocks)]),
        );
        await act(local, { type: 'close', as: who.id, view: top.id });
      } else errors = top?.id === view.id ? top.errors : {};
      if (Object.keys(errors).length === 0) return void used.sent.add(callbackId);
      used.refused.set(callbackId, Object.entries(errors).join('; '));
    }
    delete world.data.modals[who.id];
  }

  function press(container: { view: string } | { message: string; channel: string }, button: Interactive) {
    const { blockId, actionId, type, element } = button;
    const option = optionsOf(element)[0];
    const action = option ? { type, selected_option: option } : { type };
    return act(local, { type: 'press', as: who.id, container, blockId, actionId, action, state: {} });
  }

  /** The newest button that has not been pressed. */
  async function pressOne(): Promise<boolean> {
    const messages = Object.values(world.data.channels)
      .filter((channel) => isMember(channel, who.id))
      .flatMap((channel) => seenEverywhere(local, who.id, channel))
      .reverse();
    const home = world.data.homes[who.id];
    const places = [
      ...messages.map(({ ts, channelId, blocks }) => ({
        container: { message: ts, channel: channelId },
        blocks,
      })),
      ...(home ? [{ container: { view: home.id }, blocks: home.blocks }] : []),
    ];
    for (const { container, blocks } of places) {
      // From the last on: “Decline…” opens a form, and after “Accept” there is nothing left to decline.
      const button = interactiveIn(blocks as readonly Json[] | null).findLast(isNew);
      if (!button) continue;
      await press(container, button);
      await tandem.settled();
      await goThroughModals();
      return true;
    }
    return false;
  }

  for (const line of lines) await say(line);
  await doing({ type: 'home', as: who.id });
  while (await pressOne());
}

/** Each command on its own, as its examples show it, and with these words. */
function everyLine(words: string): string[] {
  const commands = features.flatMap((feature) => feature.commands ?? []);
  return [...commands.flatMap(({ name, examples }) => [name, ...examples, `${name} ${words}`]), words];
}

function optionsOf(element: Json): Json[] {
  return Array.isArray(element.options) ? element.options : [];
}
