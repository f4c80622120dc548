import { checkView, describeFaults, isTooLarge } from '../blocks/blocks-check.ts';
import { isJson } from '../blocks/check.ts';
import type { Local } from '../local.ts';
import { viewShape } from '../slack-shapes.ts';
import type { Trigger } from '../triggers.ts';
import {
  findView,
  findViewByExternalId,
  maxModals,
  modalsOf,
  openModal,
  publishHome,
  updateView,
} from '../views.ts';
import type { Json } from '../world.ts';
import { type Method, parsed, reachable, SlackError, text } from './method.ts';

/** The `view` argument, checked as Slack checks it. */
function checkedView(args: Json, type: 'modal' | 'home'): Json {
  const view = parsed(args, 'view');
  if (!isJson(view)) throw new SlackError('invalid_arguments');
  if (isTooLarge(view)) throw new SlackError('view_too_large');
  const faults = checkView(view, type);
  if (faults.length > 0) {
    throw new SlackError('invalid_arguments', { response_metadata: { messages: describeFaults(faults) } });
  }
  return view;
}

function exchanged(local: Local, args: Json): Trigger {
  const id = text(args, 'trigger_id') || text(args, 'interactivity_pointer');
  if (id === '') throw new SlackError('invalid_arguments');
  const trigger = local.triggers.exchange(id);
  if (typeof trigger === 'string') throw new SlackError(trigger);
  if (trigger.teamId !== local.world.data.installedTeamId) throw new SlackError('invalid_trigger_id');
  return trigger;
}

function uniqueExternalId(local: Local, view: Json): void {
  if (typeof view.external_id === 'string' && view.external_id !== '') {
    if (findViewByExternalId(local.world, view.external_id)) throw new SlackError('duplicate_external_id');
  }
}

const open: Method = (local, args) => {
  const view = checkedView(args, 'modal');
  const trigger = exchanged(local, args);
  uniqueExternalId(local, view);
  const isFromModal = modalsOf(local.world, trigger.personId).some((one) => one.id === trigger.viewId);
  return { view: show(local, trigger, view, isFromModal) };
};

const push: Method = (local, args) => {
  const view = checkedView(args, 'modal');
  const trigger = exchanged(local, args);
  uniqueExternalId(local, view);
  if (modalsOf(local.world, trigger.personId).length === 0) throw new SlackError('not_found');
  return { view: show(local, trigger, view, true) };
};

function show(local: Local, trigger: Trigger, view: Json, onTop: boolean): Json {
  if (onTop && modalsOf(local.world, trigger.personId).length >= maxModals) {
    throw new SlackError('push_limit_reached');
  }
  return viewShape(local.world, openModal(local.world, trigger.personId, view, onTop));
}

const update: Method = (local, args) => {
  const id = text(args, 'view_id');
  const existing = id
    ? findView(local.world, id)
    : findViewByExternalId(local.world, text(args, 'external_id'));
  if (!existing) throw new SlackError('not_found');
  const view = checkedView(args, existing.type);
  const hash = text(args, 'hash');
  if (hash !== '' && hash !== existing.hash) throw new SlackError('hash_conflict');
  updateView(local.world, existing, view);
  return { view: viewShape(local.world, existing) };
};

const publish: Method = (local, args) => {
  const person = reachable(local, local.world.data.people[text(args, 'user_id')]);
  const view = checkedView(args, 'home');
  const hash = text(args, 'hash');
  const existing = local.world.data.homes[person.id];
  if (hash !== '' && existing && hash !== existing.hash) throw new SlackError('hash_conflict');
  return { view: viewShape(local.world, publishHome(local.world, person.id, view)) };
};

export const views: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
