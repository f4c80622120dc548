import type { WebClient } from '@slack/web-api';
import type { Attachment, Message } from '../delivery/message.ts';
import { traced } from '../tracing.ts';
import { type Canvases, createCanvases } from './canvases.ts';
import { isFrozen } from './frozen.ts';
import { fitMessage, fitView } from './kit/fit.ts';
import { SendFailure } from './send-failure.ts';
import { classifyFailure } from './sender-errors.ts';
import type { Claim, PacedMethod, Turns } from './turns.ts';

/** Where a message is in Slack. */
export interface SlackPlace {
  readonly channel: string;
  readonly ts: string;
}

/** How a channel stands, as far as it decides whether a post reaches the partner there. */
export interface SeenChannel {
  readonly isArchived: boolean;
  readonly isMember: boolean;
  /** Read-only by Slack’s doing: the copy of a disconnected channel, for one (docs.slack.dev/reference/objects/channel-object). */
  readonly isFrozen: boolean;
  /** Another organisation reads it; an invitation that is pending does not count. */
  readonly isConnected: boolean;
}

/** Marks a message with the id of its delivery, so that it can be found again when an answer got lost. */
const metadataEvent = 'tandem_delivery';

/** How far a process’s clock may be ahead of Slack’s, milliseconds. Generous: it costs a page at most. */
const clockMarginMs = 60 * 60_000;

/** So many pages are looked through for a message whose answer got lost. */
const mostPages = 10;

/** How long an upload may take, milliseconds. */
const uploadTimeoutMs = 10_000;

/**
 * The only caller of chat.*, views.publish, the canvas and the file methods: what a delivery does to Slack, one call each,
 * never repeated here. Throws SendFailure. Each call first waits for its turn.
 */
export interface Sender extends Canvases {
  post(
    to: { channel: string; threadTs: string | null },
    message: Message,
    id: string,
    claim: Claim,
  ): Promise<SlackPlace>;
  postEphemeral(
    to: { channel: string; threadTs: string | null; user: string },
    message: Message,
    id: string,
    claim: Claim,
  ): Promise<void>;
  /** Replaces a message's content; throws `message-gone` when there is no such message any more. */
  update(place: SlackPlace, message: Message, id: string, claim: Claim): Promise<void>;
  publishHome(user: string, message: Message, claim: Claim): Promise<void>;
  /** The direct-message channel with a person. */
  openDirectMessage(user: string): Promise<string>;
  /** Whether people outside the vendor's organisation can, or will soon, read the channel. */
  isShared(channel: string): Promise<boolean>;
  /** How the channel stands; null where Slack does not show it to the bot. */
  look(channel: string): Promise<SeenChannel | null>;
  /**
   * The message that carries this delivery's id, among those a channel or thread got since `triedAt`, at most
   * the newest thousand in a channel; null when there is none.
   */
  findSent(channel: string, threadTs: string | null, id: string, triedAt: Date): Promise<SlackPlace | null>;
  /** Reserves a file and sends its content; returns its id. It shows up once `shareFile` has been called. */
  uploadFile(attachment: Attachment): Promise<string>;
  /** Invites an address into a channel through Slack Connect; needs the optional scope conversations.connect:write. */
  inviteShared(channel: string, email: string, claim: Claim): Promise<void>;
  shareFile(fileId: string, title: string, place: SlackPlace, claim: Claim): Promise<void>;
  hasFile(fileId: string, place: SlackPlace): Promise<boolean>;
}

export function createSender(client: WebClient, turns: Turns): Sender {
  async function call<T>(
    method: PacedMethod,
    channel: string | null,
    run: () => Promise<T>,
    claim?: Claim,
  ): Promise<T> {
    await turns.take(method, channel);
    await claim?.();
    try {
      return await traced(`slack ${method}`, {}, run);
    } catch (error) {
      const failure = classifyFailure(error);
      // Slack limits per method and workspace, and posts per channel too, and its 429 does not say which it was. The
      // whole method pauses: calling on through a limit that was the workspace's gets an app limited for longer,
      // and a channel's own limit is a second or so, which the channel's rate keeps us from reaching.
      if (failure.kind === 'limited') await turns.pause(method, failure.retryAfterSeconds);
      throw new SendFailure(failure);
    }
  }

  /** Sends with blocks, and with the words alone where the workspace does not know a block. */
  async function withPlainFallback<T>(message: Message, send: (content: Message) => Promise<T>): Promise<T> {
    try {
      return await send(message);
    } catch (error) {
      const isRefused = error instanceof SendFailure && error.failure.kind === 'blocks-refused';
      if (!isRefused || !message.blocks) throw error;
      return send({ text: message.text });
    }
  }

  return {
    ...createCanvases(client, call),

    post: ({ channel, threadTs }, message, id, claim) =>
      withPlainFallback(fitMessage(message, id), async (content) => {
        const answer = await call(
          'chat.postMessage',
          channel,
          () =>
            client.chat.postMessage({
              channel,
              ...contentOf(content),
              ...(threadTs && { thread_ts: threadTs }),
              unfurl_links: false,
              unfurl_media: false,
              metadata: { event_type: metadataEvent, event_payload: { id } },
            }),
          claim,
        );
        return placeOf(answer.channel ?? channel, answer.ts);
      }),

    postEphemeral: ({ channel, threadTs, user }, message, id, claim) =>
      withPlainFallback(fitMessage(message, id), async (content) => {
        await call(
          'chat.postEphemeral',
          channel,
          () =>
            client.chat.postEphemeral({
              channel,
              user,
              ...contentOf(content),
              ...(threadTs && { thread_ts: threadTs }),
            }),
          claim,
        );
      }),

    update: ({ channel, ts }, message, id, claim) =>
      withPlainFallback(fitMessage(message, id), async (content) => {
        await call(
          'chat.update',
          null,
          () =>
            client.chat.update({
              channel,
              ts,
              ...contentOf(content),
              // An update without blocks would leave the old ones in place.
              blocks: [...(content.blocks ?? [])],
              metadata: { event_type: metadataEvent, event_payload: { id } },
            }),
          claim,
        );
      }),

    publishHome: async (user, message, claim) => {
      const blocks = [...fitView({ callbackId: 'home', title: '', blocks: message.blocks ?? [] })];
      await call(
        'views.publish',
        null,
        () => client.views.publish({ user_id: user, view: { type: 'home', blocks } }),
        claim,
      );
    },

    openDirectMessage: async (user) => {
      const answer = await call('conversations.open', null, () => client.conversations.open({ users: user }));
      if (!answer.channel?.id) throw new SendFailure({ kind: 'retry', reason: 'Slack named no channel.' });
      return answer.channel.id;
    },

    isShared: async (channel) => {
      const answer = await call('conversations.info', null, () => client.conversations.info({ channel }));
      const info = answer.channel;
      // A channel Slack says nothing about is treated as shared.
      return !info || Boolean(info.is_shared || info.is_ext_shared || info.is_pending_ext_shared);
    },

    look: async (channel) => {
      const answer = await call('conversations.info', null, () =>
        client.conversations.info({ channel }),
      ).catch(nullWhenGone);
      const info = answer?.channel;
      if (!info) return null;
      return {
        isArchived: Boolean(info.is_archived),
        isMember: Boolean(info.is_member),
        isFrozen: isFrozen(info),
        isConnected: Boolean(info.is_ext_shared),
      };
    },

    findSent: async (channel, threadTs, id, triedAt) => {
      const oldest = String((triedAt.getTime() - clockMarginMs) / 1000);
      let cursor: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const what = { channel, include_all_metadata: true, oldest, ...(cursor && { cursor }) };
        const answer = threadTs
          ? await call('conversations.replies', null, () =>
              client.conversations.replies({ ...what, limit: 1000, ts: threadTs }),
            )
          : await call('conversations.history', null, () =>
              client.conversations.history({ ...what, limit: 100 }),
            );
        const found = (answer.messages ?? []).find(({ metadata }) => {
          if (metadata?.event_type !== metadataEvent) return false;
          const payload: unknown = metadata.event_payload;
          return typeof payload === 'object' && payload !== null && 'id' in payload && payload.id === id;
        });
        if (found?.ts) return { channel, ts: found.ts };
        cursor = answer.response_metadata?.next_cursor;
        if (!cursor) return null;
      }
      return null;
    },

    inviteShared: async (channel, email, claim) => {
      await call(
        'conversations.inviteShared',
        null,
        () =>
          // Not limited to posting, so that the partner can bring in colleagues.
          client.conversations.inviteShared({ channel, emails: [email], external_limited: false }),
        claim,
      );
    },

    uploadFile: async ({ filename, content }) => {
      const bytes = Buffer.from(content, 'utf8');
      const reserved = await call('files.getUploadURLExternal', null, () =>
        client.files.getUploadURLExternal({ filename, length: bytes.length }),
      );
      const { upload_url: url, file_id: fileId } = reserved;
      if (!url || !fileId)
        throw new SendFailure({ kind: 'retry', reason: 'Slack gave no place to upload to.' });
      try {
        const signal = AbortSignal.timeout(uploadTimeoutMs);
        const response = await fetch(url, { method: 'POST', body: bytes, signal });
        if (!response.ok) throw new Error(`The upload was answered with HTTP ${response.status}.`);
      } catch (error) {
        // A file that is not shared is seen by nobody: uploading another is safe.
        const reason = error instanceof Error ? error.message : String(error);
        throw new SendFailure({ kind: 'retry', reason });
      }
      return fileId;
    },

    shareFile: async (fileId, title, { channel, ts }, claim) => {
      await call(
        'files.completeUploadExternal',
        channel,
        () =>
          client.files.completeUploadExternal({
            files: [{ id: fileId, title }],
            channel_id: channel,
            thread_ts: ts,
          }),
        claim,
      );
    },

    hasFile: async (fileId, { channel, ts }) => {
      const answer = await call('conversations.replies', null, () =>
        client.conversations.replies({ channel, ts, limit: 1000 }),
      );
      return (answer.messages ?? []).some((message) => message.files?.some((file) => file.id === fileId));
    },
  };
}

function nullWhenGone(error: unknown): null {
  if (error instanceof SendFailure && error.failure.kind === 'final' && error.failure.placeIsGone)
    return null;
  throw error;
}

function contentOf(message: Message): { text: string; blocks?: NonNullable<WebPost['blocks']> } {
  return { text: message.text, ...(message.blocks && { blocks: [...message.blocks] }) };
}

type WebPost = Extract<Parameters<WebClient['chat']['postMessage']>[0], { blocks?: unknown }>;

function placeOf(channel: string, ts: string | undefined): SlackPlace {
  if (ts === undefined) throw new SendFailure({ kind: 'uncertain', reason: 'Slack named no timestamp.' });
  return { channel, ts };
}
