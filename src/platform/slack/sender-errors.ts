import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

import { isAccessRefusal, isTokenRefusal } from './clients.ts';

/** What a failed call to Slack means for the message it was to send. */
export type Failure =
  /** It will never succeed as it is. `reason` says in words why, for the people who look after the programme. */
  | { readonly kind: 'final'; readonly code: string; readonly reason: string; readonly placeIsGone: boolean }
  /** Nothing was sent; it may succeed later. Said of a refused token too: whether the app is still installed is found out elsewhere. */
  | { readonly kind: 'retry'; readonly reason: string }
  /** It may have been sent: look before sending again. */
  | { readonly kind: 'uncertain'; readonly reason: string }
  /** Nothing was sent; Slack says when it may be. */
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number }
  /** The workspace does not know one of the blocks: send the words alone. */
  | { readonly kind: 'blocks-refused'; readonly code: string }
  /** The message to update is no more. */
  | { readonly kind: 'message-gone' };

const placeIsGone = {
  channel_not_found: 'The channel is gone, or Tandem cannot see it any more.',
  is_archived: 'The channel is archived.',
  is_inactive: 'The channel is archived.',
  not_in_channel: 'Tandem is not a member of the channel. Invite it and ask again.',
  restricted_action: 'The workspace does not let Tandem post in this channel.',
  restricted_action_read_only_channel: 'The channel is read-only for Tandem.',
  restricted_action_thread_only_channel: 'The channel only takes answers in threads.',
  user_not_found: 'The person is not known to the workspace any more.',
  users_not_found: 'The person is not known to the workspace any more.',
  user_disabled: 'The person’s account is deactivated.',
  user_not_visible: 'The person can no longer be reached: no channel is shared with their organisation.',
  user_not_in_channel: 'The person is no longer in the channel.',
  cannot_dm_bot: 'Direct messages to a bot are not possible.',
  messages_tab_disabled: 'The app’s messages tab is switched off, so it cannot send direct messages.',
  mpim_not_allowed: 'The conversation takes no messages from apps.',
  slack_connect_file_link_sharing_blocked:
    'The other organisation’s rules do not allow files in a shared channel.',
  slack_connect_lists_sharing_blocked:
    'The other organisation’s rules do not allow this in a shared channel.',
  slack_connect_canvas_sharing_blocked:
    'The other organisation’s rules do not allow this in a shared channel.',
} as const satisfies Record<string, string>;

const final = {
  not_authed: 'Tandem has no token for this workspace. Run npm run doctor.',
  missing_scope: 'Tandem was installed without a permission it needs. Run npm run doctor.',
  not_allowed_token_type: 'Slack does not accept this kind of token. Run npm run doctor.',
  ekm_access_denied: 'The workspace’s administrators have suspended posting.',
  enterprise_is_restricted: 'The organisation does not let apps post this way.',
  no_permission: 'Tandem’s token lacks a permission for this. Run npm run doctor.',
  msg_too_long: 'The message is too long for Slack.',
  no_text: 'The message was empty.',
  metadata_too_large: 'The message’s metadata is too large for Slack.',
  not_enabled: 'The app’s Home tab is switched off in its settings.',
} as const satisfies Record<string, string>;

/** Slack says these of its own trouble; a message may have got through all the same. */
const slackTrouble = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
];
/** The workspace, the channel or the message is being worked on at Slack: nothing was done, and it passes. */
const inTheWay = [
  'canvas_editing_locked',
  'org_login_required',
  'external_channel_migrating',
  'update_failed',
  'streaming_state_conflict',
];
const rateLimited = ['ratelimited', 'rate_limited', 'message_limit_exceeded'];
const blocksRefused = ['invalid_blocks', 'invalid_blocks_format', 'invalid_arguments', 'msg_blocks_too_long'];
const messageGone = [
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
  'cannot_reply_to_message',
  // The thread takes no answers, the channel does.
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'thread_locked',
];

/** Errors of a connection that never came about, so that nothing can have been sent. */
const neverConnected = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Sorts what a call to Slack threw. The one table of Slack's errors on the way out. */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'limited', retryAfterSeconds: error.retryAfter };
  if (error instanceof WebAPIPlatformError) return classifyCode(error.data.error ?? 'unknown_error');
  if (error instanceof WebAPIHTTPError && error.statusCode < 500) {
    const code = slackCodeIn(error.body);
    if (code !== null) return classifyCode(code);
    // A proxy's word, or that of something else on the way, which may well pass.
    return { kind: 'uncertain', reason: `Slack was not reached: HTTP ${error.statusCode} came instead.` };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (
    error instanceof WebAPIRequestError &&
    neverConnected.some((code) => causes(error.original).includes(code))
  )
    return { kind: 'retry', reason };
  return { kind: 'uncertain', reason };
}

function classifyCode(code: string): Failure {
  if (Object.hasOwn(placeIsGone, code))
    return final_(code, placeIsGone[code as keyof typeof placeIsGone], true);
  if (Object.hasOwn(final, code)) return final_(code, final[code as keyof typeof final], false);
  if (rateLimited.includes(code)) return { kind: 'limited', retryAfterSeconds: 30 };
  if (isTokenRefusal(code)) return { kind: 'retry', reason: `Slack does not accept the token: ${code}.` };
  if (isAccessRefusal(code))
    return { kind: 'retry', reason: 'Tandem has no access to this workspace of the organisation.' };
  if (inTheWay.includes(code)) return { kind: 'retry', reason: `Slack answered ${code}.` };
  if (slackTrouble.includes(code)) return { kind: 'uncertain', reason: `Slack answered ${code}.` };
  if (blocksRefused.includes(code)) return { kind: 'blocks-refused', code };
  if (messageGone.includes(code)) return { kind: 'message-gone' };
  return final_(code, `Slack refused the message: ${code}.`, false);
}

/** Slack's own code in a body; null when the body is not Slack's. */
function slackCodeIn(body: unknown): string | null {
  try {
    const said: unknown = JSON.parse(String(body));
    if (typeof said !== 'object' || said === null || !('ok' in said) || !('error' in said)) return null;
    return said.ok === false && typeof said.error === 'string' ? said.error : null;
  } catch {
    return null;
  }
}

function final_(code: string, reason: string, isGone: boolean): Failure {
  return { kind: 'final', code, reason, placeIsGone: isGone };
}

/** The codes down a chain of causes: fetch hides the socket's error in one. */
export function causes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(causes) : [];
  return [...code, ...inner, ...causes(error.cause)];
}
