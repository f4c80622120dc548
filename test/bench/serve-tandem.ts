import { createServer } from 'node:http';
import { createApp } from '../../src/app.ts';
import { createLog } from '../../src/platform/log.ts';
import { signingSecret } from './load.ts';
import { startOnboardings } from './programme.ts';
import type { ServeOptions, ServeReport } from './tandem.ts';

/** The whole app behind HTTP; its Slack is the benchmark's. */
const { apiUrl, botToken, databaseUrl, partners } = JSON.parse(process.argv[2] ?? '') as ServeOptions;
const app = await createApp(
  {
    slack: { kind: 'http', botToken, signingSecret },
    slackApiUrl: apiUrl,
    databaseUrl: databaseUrl ?? undefined,
    dataDir: 'memory',
    port: 0,
    logLevel: 'error',
  },
  // Slack's own rates are not what is measured.
  { log: createLog('error'), deliverySpeed: 10_000 },
);
const onboardings = partners > 0 ? await startOnboardings(app, partners) : [];
const report = (message: ServeReport) => process.send?.(message);
const server = createServer(app.requestListener).listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  report({ type: 'ready', url: `http://127.0.0.1:${port}/slack/events`, onboardings });
});
process.on('message', () => {
  const residentBytes = process.memoryUsage.rss();
  // What could be thrown away says how busy it was, not what it keeps.
  globalThis.gc?.();
  report({ type: 'memory', residentBytes, liveBytes: process.memoryUsage().heapUsed });
});
process.on('SIGTERM', () => {
  void app.stop().then(() => process.exit(0));
});
