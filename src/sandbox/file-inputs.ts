import { isJson } from './blocks/check.ts';
import type { Local } from './local.ts';
import type { ViewState } from './protocol.ts';
import { fileShape } from './slack-shapes.ts';
import { type Json, nextId, type StoredFile } from './world.ts';

/** Files chosen in a modal, kept in the world and shaped as Slack tells the app of uploads. */
export function withUploads(local: Local, personId: string, state: ViewState): ViewState {
  const uploaded = (value: Json): Json =>
    value.type === 'file_input' && Array.isArray(value.files)
      ? { ...value, files: value.files.filter(isJson).map((file) => upload(local, personId, file)) }
      : value;
  return Object.fromEntries(
    Object.entries(state).map(([blockId, actions]) => [
      blockId,
      Object.fromEntries(Object.entries(actions).map(([actionId, value]) => [actionId, uploaded(value)])),
    ]),
  );
}

function upload(local: Local, personId: string, given: Json): Json {
  const { files } = local.world.data;
  const known = typeof given.id === 'string' ? files[given.id] : undefined;
  const name = String(given.name ?? 'file');
  const file: StoredFile = known ?? {
    id: nextId(local.world, 'F'),
    name,
    title: String(given.title ?? name),
    // The page does not send what is in the file; its name and size are enough to play with.
    content: '',
    size: Number(given.size ?? 0),
    isShared: true,
  };
  files[file.id] = file;
  return { ...fileShape(local.world, file, local.baseUrl), user: personId };
}
