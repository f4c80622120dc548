import { Refusal } from '../../core/refusal.ts';
import type { CommandRoute, Feature, Reply, Request } from '../feature.ts';
import type { Inbound } from './inbound.ts';
import { infoModal, section } from './kit/index.ts';
import { limits } from './kit/limits.ts';
import { showMore } from './more.ts';

/** Takes what has been received to the handler that owns it. */
export interface RoutingTable {
  interact(request: Request, inbound: Inbound, metadata: unknown): Promise<Reply>;
  event: NonNullable<Feature['events']>[string];
  hasEvent(type: string): boolean;
  /** Whether anything here answers this interaction. */
  answers(inbound: Inbound): boolean;
}

/** The shortcut from anywhere in Slack, as manifest.yml names it, and the menu it opens. */
export const shortcutId = 'partner_programme';
export const menuId = 'platform.menu';

/** The features' routes by their ids. Throws when two features claim the same one. */
export function routingTable(features: readonly Feature[]): RoutingTable {
  const commands = new Map<string, CommandRoute>();
  const actions = new Map<string, NonNullable<Feature['actions']>[string]>();
  const views = new Map<string, NonNullable<Feature['views']>[string]>();
  const events = new Map<string, NonNullable<Feature['events']>[string][]>();
  for (const feature of features) {
    for (const command of feature.commands ?? []) {
      for (const name of [command.name, ...(command.aliases ?? [])]) addOnce(commands, name, command);
    }
    for (const [id, handler] of Object.entries(feature.actions ?? {})) addOnce(actions, id, handler);
    for (const [id, handler] of Object.entries(feature.views ?? {})) addOnce(views, id, handler);
    for (const [type, handler] of Object.entries(feature.events ?? {}))
      events.set(type, [...(events.get(type) ?? []), handler]);
  }
  const surfaces = Object.assign({}, ...features.map((feature) => feature.surfaces ?? {}));
  const help = commands.get('help');
  if (!help) throw new Error('no feature answers help');

  async function interact(request: Request, inbound: Inbound, metadata: unknown): Promise<Reply> {
    const view = inbound.view && {
      callbackId: inbound.view.callbackId,
      id: inbound.view.id,
      hash: inbound.view.hash,
      metadata,
      inputs: inbound.view.inputs,
    };
    if (inbound.kind === 'command' || inbound.name === '@')
      return runCommand(request, inbound.name === '@' ? 'mention' : 'slash', inbound.text);
    if (inbound.kind === 'shortcut') {
      const { message } = await (help as CommandRoute).run({ ...request, door: 'menu', text: '' });
      const blocks = message?.blocks ?? [section(message?.text ?? '')];
      return { modal: infoModal(menuId, 'Partner programme', blocks) };
    }
    if (inbound.kind === 'action') {
      // A button that stands for a command: anything a person can type can also be pressed.
      if (inbound.name === 'platform.command') return runCommand(request, 'slash', inbound.values[0] ?? '');
      if (inbound.name === 'platform.more') return showMore(request, inbound.values[0] ?? '', surfaces);
      const handler = actionOf(inbound.name);
      if (!handler) return {};
      return handler({
        ...request,
        actionId: inbound.name,
        value: inbound.values[0] ?? '',
        values: inbound.values,
        view,
      });
    }
    const handler = inbound.kind === 'submission' ? views.get(inbound.name) : undefined;
    return handler && view
      ? handler({ ...request, callbackId: inbound.name, metadata, inputs: view.inputs })
      : {};
  }

  function actionOf(id: string) {
    return actions.get(id) ?? actions.get(id.replace(/:[^:]*$/, ':*'));
  }

  function answers({ kind, name }: Inbound): boolean {
    switch (kind) {
      case 'command':
        return true;
      case 'action':
        return name === 'platform.command' || name === 'platform.more' || actionOf(name) !== undefined;
      case 'submission':
        return views.has(name);
      case 'shortcut':
        return name === shortcutId;
      default:
        return false;
    }
  }

  function runCommand(request: Request, door: 'slash' | 'mention', text: string): Promise<Reply> {
    const words = text.trim();
    if (words.length > limits.commandText) {
      throw new Refusal(
        'invalid',
        `That is ${words.length} characters; I read at most ${limits.commandText} at once. Nothing was changed. For longer text, use the button and its form.`,
      );
    }
    const first = words.split(/\s/, 1)[0] ?? '';
    const command = commands.get(first.toLowerCase());
    if (command) return command.run({ ...request, door, text: words.slice(first.length).trim() });
    // Help answers what nobody knows with a suggestion.
    return (help as CommandRoute).run({ ...request, door, text: words });
  }

  async function event(request: Parameters<NonNullable<Feature['events']>[string]>[0]): Promise<void> {
    for (const handler of events.get(request.type) ?? []) await handler(request);
  }

  return { interact, event, hasEvent: (type: string) => events.has(type), answers };
}

function addOnce<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.has(key)) throw new Error(`two features answer “${key}”`);
  map.set(key, value);
}
