import { isJson } from './blocks/check.ts';
import { completeState, withIds } from './blocks/interactive.ts';
import { emit, type Json, nextId, nextTs, type View, type World } from './world.ts';

/** How deep Slack lets modals be stacked. */
export const maxModals = 3;

export function modalsOf(world: World, personId: string): View[] {
  const list = world.data.modals[personId];
  if (list) return list;
  const created: View[] = [];
  world.data.modals[personId] = created;
  return created;
}

/** The open modal or Home tab with this id, of whomever. */
export function findView(world: World, id: string): View | undefined {
  return [...Object.values(world.data.modals).flat(), ...Object.values(world.data.homes)].find(
    (view) => view.id === id,
  );
}

export function findViewByExternalId(world: World, externalId: string): View | undefined {
  return Object.values(world.data.modals)
    .flat()
    .find((view) => view.externalId === externalId);
}

function newHash(world: World): string {
  return `${nextTs(world)}.${nextId(world, 'h')}`;
}

function makeView(world: World, personId: string, given: Json, previous: View | null): View {
  const id = nextId(world, 'V');
  const blocks = withIds(world, blocksOf(given));
  return {
    id,
    type: given.type === 'home' ? 'home' : 'modal',
    personId,
    ...fieldsOf(given),
    blocks,
    hash: newHash(world),
    state: completeState(blocks, {}),
    errors: {},
    installedTeamId: world.data.installedTeamId,
    rootId: previous?.rootId ?? id,
    previousId: previous?.id ?? null,
  };
}

function blocksOf(given: Json): Json[] {
  return Array.isArray(given.blocks) ? given.blocks.filter(isJson) : [];
}

function fieldsOf(given: Json) {
  const text = (key: string): string => (typeof given[key] === 'string' ? given[key] : '');
  const object = (key: string): Json | null => (isJson(given[key]) ? given[key] : null);
  return {
    callbackId: text('callback_id'),
    externalId: text('external_id'),
    title: object('title'),
    submit: object('submit'),
    close: object('close'),
    privateMetadata: text('private_metadata'),
    clearOnClose: given.clear_on_close === true,
    notifyOnClose: given.notify_on_close === true,
  };
}

/** Shows a modal to a person: alone, or on top of the one it was opened from. */
export function openModal(world: World, personId: string, given: Json, onTop: boolean): View {
  const stack = onTop ? modalsOf(world, personId) : [];
  const view = makeView(world, personId, given, stack.at(-1) ?? null);
  world.data.modals[personId] = [...stack, view];
  emit(world, { type: 'state', only: personId });
  return view;
}

/** Replaces a view's content. Inputs that keep their block and action ids keep what the person has typed. */
export function updateView(world: World, view: View, given: Json): void {
  view.blocks = withIds(world, blocksOf(given));
  Object.assign(view, fieldsOf(given));
  view.state = completeState(view.blocks, view.state);
  view.errors = {};
  view.hash = newHash(world);
  emit(world, { type: 'state', only: view.personId });
}

export function publishHome(world: World, personId: string, given: Json): View {
  const existing = world.data.homes[personId];
  if (existing) {
    updateView(world, existing, given);
    return existing;
  }
  const view = makeView(world, personId, given, null);
  world.data.homes[personId] = view;
  emit(world, { type: 'state', only: personId });
  return view;
}

/** Takes one modal away; what the app has meanwhile put on top of it stays. */
export function closeModal(world: World, view: View): void {
  world.data.modals[view.personId] = modalsOf(world, view.personId).filter((one) => one !== view);
  emit(world, { type: 'state', only: view.personId });
}

export function closeAllModals(world: World, personId: string): void {
  world.data.modals[personId] = [];
  emit(world, { type: 'state', only: personId });
}
