import { createServer } from 'node:http';
import { createApp } from '../../src/app.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { startSandboxServer } from '../../src/sandbox/server.ts';
import { openBenchStore } from './store.ts';

/** The whole app behind HTTP, its Slack the local one, its store embedded or (TEST_DATABASE_URL) a server. */
const sandbox = await startSandboxServer({ clock: systemClock, port: 0, dataDir: null });
const store = await openBenchStore();
const app = await createApp(
  {
    slack: { kind: 'http', botToken: sandbox.tokens.botToken, signingSecret: 'bench-secret' },
    slackApiUrl: sandbox.apiUrl,
    databaseUrl: undefined,
    dataDir: 'memory',
    port: 0,
    logLevel: 'error',
  },
  { log: createLog('error'), store },
);
const server = createServer(app.requestListener).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/slack/events`,
    store: store.kind,
  });
});
process.on('SIGTERM', () => {
  void app
    .stop()
    .then(() => store.close())
    .then(() => process.exit(0));
});
