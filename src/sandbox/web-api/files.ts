import { announceMessage } from '../app-events.ts';
import { isJson } from '../blocks/check.ts';
import type { Local } from '../local.ts';
import { fileShape } from '../slack-shapes.ts';
import { addMessage, findMessage, type Json, nextId, type StoredFile } from '../world.ts';
import { type Method, parsed, postableChannel, SlackError, text } from './method.ts';

const getUploadUrl: Method = (local, args) => {
  const name = text(args, 'filename');
  const size = Number(text(args, 'length'));
  if (name === '' || !(size > 0)) throw new SlackError('invalid_arguments');
  const file: StoredFile = {
    id: nextId(local.world, 'F'),
    name,
    title: name,
    content: null,
    size,
    isShared: false,
  };
  local.world.data.files[file.id] = file;
  return { upload_url: `${local.baseUrl}/upload/v1/${file.id}`, file_id: file.id };
};

/** Takes the bytes sent to an upload address; false when the address is unknown. */
export function storeUpload(local: Local, fileId: string, content: Buffer): boolean {
  const file = local.world.data.files[fileId];
  if (!file || file.isShared) return false;
  file.content = content.toString('base64');
  file.size = content.length;
  return true;
}

function uploadedFile(local: Local, given: unknown): StoredFile {
  const file = isJson(given) && typeof given.id === 'string' ? local.world.data.files[given.id] : undefined;
  if (!file || file.content === null || file.isShared) throw new SlackError('file_not_found');
  if (isJson(given) && typeof given.title === 'string') file.title = given.title;
  return file;
}

const completeUpload: Method = (local, args) => {
  const given = parsed(args, 'files');
  if (!Array.isArray(given) || given.length === 0) throw new SlackError('invalid_arguments');
  const files = given.map((one) => uploadedFile(local, one));
  const channelId = text(args, 'channel_id') || text(args, 'channels');
  if (channelId !== '') share(local, channelId, args, files);
  for (const file of files) file.isShared = true;
  return { files: files.map((file) => fileShape(local.world, file, local.baseUrl)) };
};

function share(local: Local, channelId: string, args: Json, files: readonly StoredFile[]): void {
  const channel = postableChannel(local, channelId);
  const threadTs = text(args, 'thread_ts');
  if (threadTs !== '' && !findMessage(local.world, channel.id, threadTs))
    throw new SlackError('thread_not_found');
  const message = addMessage(local.world, {
    channelId: channel.id,
    userId: local.world.data.botUserId,
    isFromApp: true,
    text: text(args, 'initial_comment'),
    threadTs: threadTs || null,
    fileIds: files.map((file) => file.id),
  });
  announceMessage(local, channel, message);
}

export const files: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};
