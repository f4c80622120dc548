/** The methods whose rates are paced, as Slack names them. */
export type PacedMethod =
  | 'chat.postMessage'
  | 'chat.postEphemeral'
  | 'chat.update'
  | 'views.open'
  | 'views.push'
  | 'views.update'
  | 'views.publish'
  | 'conversations.open'
  | 'conversations.info'
  | 'conversations.inviteShared'
  | 'conversations.canvases.create'
  | 'canvases.edit'
  | 'canvases.sections.lookup'
  | 'conversations.history'
  | 'conversations.replies'
  | 'files.getUploadURLExternal'
  | 'files.completeUploadExternal'
  | 'users.info';

/** It is not this call's turn for a good while; nothing was sent. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** Keeps the calls of one workspace within Slack's rates. */
export interface Turns {
  /** Waits for this call's turn, or throws. `channel` is given for calls that post into one. */
  take(method: PacedMethod, channel: string | null): Promise<void>;
  /** Slack has said how long it will take no more of these calls. */
  pause(method: PacedMethod, seconds: number): Promise<void>;
}

/** Called when it is a call's turn and right before Slack is called; throws where it is not to be. */
export type Claim = () => Promise<void>;
