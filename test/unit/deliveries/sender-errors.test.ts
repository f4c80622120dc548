import { describe, expect, test } from 'vitest';
import { classifyFailure, type Failure } from '../../../src/platform/slack/sender-errors.ts';

// The error codes Slack documents for chat.postMessage and chat.update (docs.slack.dev, 2026-11), by what is to
// be done about each. A code that is in none of these is Slack's word that it did not take the message: final.

const documented: Readonly<Record<Exclude<Failure['kind'], 'final'>, readonly string[]>> = {
  limited: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
  // Whether the app was removed is found out where tokens are kept; until then what is decided waits.
  retry: [
    'token_expired',
    'token_revoked',
    'account_inactive',
    'invalid_auth',
    'team_access_not_granted',
    'org_login_required',
    'external_channel_migrating',
    'update_failed',
    'streaming_state_conflict',
  ],
  uncertain: ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'],
  'blocks-refused': ['invalid_blocks', 'invalid_blocks_format', 'invalid_arguments', 'msg_blocks_too_long'],
  'message-gone': [
    'message_not_found',
    'cant_update_message',
    'edit_window_closed',
    'cannot_reply_to_message',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'thread_locked',
  ],
};
const placeIsGone = [
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'messages_tab_disabled',
  'slack_connect_canvas_sharing_blocked',
  'slack_connect_file_link_sharing_blocked',
  'slack_connect_lists_sharing_blocked',
  'user_not_visible',
];
const final = [
  'not_authed',
  'missing_scope',
  'not_allowed_token_type',
  'ekm_access_denied',
  'msg_too_long',
  'no_text',
  'metadata_too_large',
  'access_denied',
  'accesslimited',
  'enterprise_is_restricted',
  'invalid_metadata_format',
  'no_permission',
  'team_not_found',
  'too_many_attachments',
  'two_factor_setup_required',
  'app_access_restricted',
  'as_user_not_supported',
  'attachment_payload_limit_exceeded',
  'deprecated_endpoint',
  'invalid_arg_name',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_form_data',
  'invalid_metadata_schema',
  'invalid_post_type',
  'markdown_text_conflict',
  'metadata_must_be_sent_from_app',
  'method_deprecated',
  'missing_file_data',
  'missing_post_type',
  'send_on_behalf_not_allowed',
  'too_many_contact_cards',
];

async function classify(code: string): Promise<Failure> {
  // As the SDK throws it.
  const { WebAPIPlatformError } = await import('@slack/web-api');
  return classifyFailure(new WebAPIPlatformError({ ok: false, error: code, response_metadata: {} }));
}

describe('what Slack answers', () => {
  for (const [kind, codes] of Object.entries(documented))
    test.each(codes)(`${kind}: %s`, async (code) => expect(await classify(code)).toMatchObject({ kind }));

  test.each(placeIsGone)('the place is gone: %s', async (code) =>
    expect(await classify(code)).toMatchObject({ kind: 'final', code, placeIsGone: true }),
  );

  test.each(final)('final: %s', async (code) => {
    const failure = await classify(code);
    expect(failure).toMatchObject({ kind: 'final', code, placeIsGone: false });
    expect('reason' in failure && failure.reason.length).toBeGreaterThan(10);
  });
});
