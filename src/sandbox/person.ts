import { act } from './acts.ts';
import { type Interactive, interactiveIn } from './blocks/interactive.ts';
import { asJsonList, elementState, type Given, namesOf } from './element-state.ts';
import {
  describeSeen,
  everythingSeen,
  findElement,
  type MessageRef,
  type SeenPlace,
  type Where,
} from './find-element.ts';
import type { SandboxAct, SandboxMessage, SandboxView, ViewState } from './protocol.ts';
import { seenEverywhere, seenHome, seenModal } from './seen.ts';
import type { Sandbox } from './server.ts';
import { readable } from './typed-text.ts';
import { visibleText } from './visible-text.ts';
import { type Channel, findChannel, installationOf, must, openDm, type WorldEvent } from './world.ts';

// Omit over a union would keep only what its members share.
type Did<T> = T extends SandboxAct ? Omit<T, 'as'> : never;

/** A person in the sandbox who finds things by the words they see. Acts throw with Slack's words when Slack refuses. */
export interface ActingPerson {
  readonly id: string;
  say(channel: string, text: string, options?: { readonly thread?: string }): Promise<SandboxMessage>;
  /** Says `@Tandem …`. */
  mention(channel: string, text: string, options?: { readonly thread?: string }): Promise<SandboxMessage>;
  /** Types a slash command, `/partner help`, by default into the direct message with the bot. */
  command(line: string, options?: { readonly channel?: string }): Promise<void>;
  /** Presses a button by its words or action id: in the open modal if there is one, else in the newest message that has it. */
  press(button: string, where?: Where): Promise<void>;
  /** Uses a select, picker, radio group or overflow menu. In a modal's plain input this only fills it in. */
  choose(element: string, given: Given, where?: Where): Promise<void>;
  /** Fills in the open modal's inputs by label. */
  fill(values: Readonly<Record<string, Given>>): void;
  /** Submits the open modal; answers the errors shown, by label, empty when there are none. */
  submit(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
  openHome(): Promise<void>;
  /** Uses a global shortcut of the app, by its callback id. */
  shortcut(callbackId: string): Promise<void>;
  react(message: MessageRef, name: string): Promise<void>;
  /** Everything in the channel this person can see, threads and their own ephemerals included, oldest first. */
  sees(channel: string): SandboxMessage[];
  lastMessage(channel: string): SandboxMessage | undefined;
  ephemerals(channel: string): SandboxMessage[];
  /** The direct message with the bot. */
  dm(): SandboxMessage[];
  modal(): SandboxView | null;
  home(): SandboxView | null;
  /** A message or view in words, with people and channels named. */
  reads(seen: Parameters<typeof visibleText>[0]): string;
  /** Waits until `found` gives something and does not throw, looking again at each change; fails with what was seen. */
  until<T>(found: () => T | null | undefined | false, options?: { readonly timeoutMs?: number }): Promise<T>;
  /** Waits for a message containing these words, anywhere or in one channel, newest first. */
  hears(
    words: string | RegExp,
    options?: { readonly channel?: string; readonly after?: string; readonly timeoutMs?: number },
  ): Promise<SandboxMessage>;
}

/** Acts as one of the sandbox's people, through the same acts as the page. */
export function actAs(sandbox: Sandbox, personId: string): ActingPerson {
  const { local } = sandbox;
  const { world } = local;
  const drafts = new Map<string, Record<string, Record<string, Readonly<Record<string, unknown>>>>>();

  /** The bot they speak to: a vendor's people to their own workspace's, everybody else to the first vendor's. */
  const bot = (): string => {
    const person = must(world.data.people[personId], `person ${personId}`);
    const isVendors = world.data.teams[person.teamId]?.side === 'vendor';
    return isVendors ? installationOf(world, person.teamId).botUserId : world.data.botUserId;
  };
  const channelOf = (name: string): Channel => {
    const found = name === 'dm' ? openDm(world, bot(), personId) : findChannel(world, name);
    if (!found) throw new Error(`There is no channel “${name}”`);
    return found;
  };
  const reads: ActingPerson['reads'] = (seen) => readable(world, visibleText(seen));

  async function perform(doing: Did<SandboxAct>): Promise<void> {
    const result = await act(local, { ...doing, as: personId });
    if (!result.ok) throw new Error(result.error);
  }

  function draftOf(
    container: SeenPlace['container'],
  ): Record<string, Record<string, Readonly<Record<string, unknown>>>> {
    const key = JSON.stringify(container);
    const draft = drafts.get(key) ?? {};
    drafts.set(key, draft);
    return draft;
  }

  function enter(place: SeenPlace, used: Interactive, given: Given): Readonly<Record<string, unknown>> {
    const state = elementState(world, used.element, given);
    const draft = draftOf(place.container);
    draft[used.blockId] = { ...draft[used.blockId], [used.actionId]: state };
    return state;
  }

  function pressed(
    place: SeenPlace,
    used: Interactive,
    action: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const state: ViewState = draftOf(place.container);
    return perform({
      type: 'press',
      container: place.container,
      blockId: used.blockId,
      actionId: used.actionId,
      action,
      state,
    });
  }

  function until<T>(
    found: () => T | null | undefined | false,
    options: { timeoutMs?: number } = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      let lastError: unknown;
      const look = (): void => {
        try {
          const value = found();
          if (value === null || value === undefined || value === false) return;
          stop();
          resolve(value);
        } catch (error) {
          // An assertion that does not hold yet may hold after the next change.
          lastError = error;
        }
      };
      const listener = (_: WorldEvent): void => queueMicrotask(look);
      const timeoutMs = options.timeoutMs ?? 5000;
      const timer = setTimeout(() => {
        stop();
        const words = `Waited ${timeoutMs} ms in vain.\n${describeSeen(local, personId)}`;
        reject(new Error(words, { cause: lastError }));
      }, timeoutMs);
      const stop = (): void => {
        clearTimeout(timer);
        world.listeners.delete(listener);
      };
      world.listeners.add(listener);
      look();
    });
  }

  const sees = (channel: string): SandboxMessage[] => seenEverywhere(local, personId, channelOf(channel));

  async function say(
    channel: string,
    text: string,
    options: { thread?: string } = {},
  ): Promise<SandboxMessage> {
    const { id } = channelOf(channel);
    const before = seenEverywhere(local, personId, channelOf(channel)).at(-1)?.ts ?? '0';
    await perform({ type: 'say', channel: id, text, thread: options.thread ?? null });
    const said = sees(id).find(
      (message) => message.userId === personId && Number(message.ts) > Number(before),
    );
    if (!said) throw new Error('The message was not said');
    return said;
  }

  return {
    id: personId,
    say,
    mention: (channel, text, options) => say(channel, `@${world.data.people[bot()]?.name} ${text}`, options),
    async command(line, options = {}) {
      const [command = '', ...rest] = line.split(' ');
      const channel = channelOf(options.channel ?? 'dm').id;
      await perform({ type: 'command', channel, command, text: rest.join(' ') });
    },
    async press(button, where) {
      const { place, used } = findElement(local, personId, button, where);
      await pressed(place, used, { type: used.type });
    },
    async choose(element, given, where) {
      const { place, used } = findElement(local, personId, element, where);
      const state = enter(place, used, given);
      const isQuiet = used.block.type === 'input' && used.block.dispatch_action !== true;
      if (!isQuiet) await pressed(place, used, state);
    },
    fill(values) {
      for (const [label, given] of Object.entries(values)) {
        const { place, used } = findElement(local, personId, label, 'modal');
        enter(place, used, given);
      }
    },
    async submit() {
      const modal = seenModal(world, personId);
      if (!modal?.submit) throw new Error(`No modal can be submitted.\n${describeSeen(local, personId)}`);
      await perform({ type: 'submit', view: modal.id, state: draftOf({ view: modal.id }) });
      const after = seenModal(world, personId);
      if (after?.id !== modal.id) return {};
      const labelled = interactiveIn(asJsonList(after.blocks)).map(({ block, blockId, element }) => [
        namesOf(block, element)[0] ?? blockId,
        after.errors[blockId],
      ]);
      return Object.fromEntries(labelled.filter(([, error]) => error !== undefined));
    },
    async close() {
      const modal = seenModal(world, personId);
      if (modal) await perform({ type: 'close', view: modal.id });
    },
    openHome: () => perform({ type: 'home' }),
    shortcut: (callbackId) => perform({ type: 'shortcut', callbackId }),
    react: (message, name) =>
      perform({ type: 'react', channel: message.channelId, message: message.ts, name }),
    sees,
    lastMessage: (channel) => sees(channel).at(-1),
    ephemerals: (channel) => sees(channel).filter((message) => message.ephemeralFor === personId),
    dm: () => sees('dm'),
    modal: () => seenModal(world, personId),
    home: () => seenHome(world, personId),
    reads,
    until,
    hears(words, options = {}) {
      const matches = (message: SandboxMessage): boolean => {
        const shown = reads(message);
        return typeof words === 'string' ? shown.includes(words) : words.test(shown);
      };
      return until(
        () =>
          (options.channel ? sees(options.channel) : everythingSeen(local, personId))
            .filter((message) => world.data.people[message.userId]?.isBot)
            .filter((message) => Number(message.ts) > Number(options.after ?? 0))
            .reverse()
            .find(matches),
        options,
      );
    },
  };
}
