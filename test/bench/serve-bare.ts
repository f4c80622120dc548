import { App, LogLevel } from '@slack/bolt';
import { signingSecret } from './load.ts';

/** The yardstick: a Bolt app that does nothing but acknowledge. */
const app = new App({
  signingSecret,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0', botUserId: 'U0' }),
  logLevel: LogLevel.ERROR,
});
app.command('/partner', async ({ ack }) => ack());
const server = (await app.start(0)) as import('node:http').Server;
const address = server.address();
const port = typeof address === 'object' ? address?.port : 0;
process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}/slack/events` });
