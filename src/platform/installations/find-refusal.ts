import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { isTokenRefusal, silentLogger, type TokenRefusal } from '../slack/clients.ts';

const timeoutMs = 10_000;

/** Asks Slack about a token: why it is refused, or null when it is not. Throws when Slack cannot be asked. */
export async function findRefusal(
  token: string,
  slackApiUrl: string | undefined,
): Promise<TokenRefusal | null> {
  const client = new WebClient(token, {
    ...(slackApiUrl && { slackApiUrl }),
    retryConfig: { retries: 1, minTimeout: 500 },
    timeout: timeoutMs,
    logger: silentLogger,
  });
  try {
    await client.auth.test();
    return null;
  } catch (error) {
    const code = error instanceof WebAPIPlatformError ? error.data.error : null;
    if (isTokenRefusal(code)) return code;
    throw error;
  }
}
