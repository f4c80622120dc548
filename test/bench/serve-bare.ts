import { App, LogLevel } from '@slack/bolt';

/** The yardstick: a Bolt app that does nothing but acknowledge. */
const app = new App({
  signingSecret: 'bench-secret',
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0', botUserId: 'U0' }),
  logLevel: LogLevel.ERROR,
});
app.command('/partner', async ({ ack }) => ack());
const server = (await app.start(0)) as import('node:http').Server;
const address = server.address();
process.send?.({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/slack/events` });
