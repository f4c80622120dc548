/**
 * Whether Slack has made a channel read-only, as the copy of a disconnected one is. The SDK's types leave out both
 * fields (docs.slack.dev/reference/objects/channel-object).
 */
export function isFrozen(channel: object): boolean {
  return (
    ('is_frozen' in channel && channel.is_frozen === true) ||
    ('frozen_reason' in channel && Boolean(channel.frozen_reason))
  );
}
