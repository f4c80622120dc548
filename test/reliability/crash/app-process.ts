import { createApp } from '../../../src/app.ts';
import { createLog } from '../../../src/platform/log.ts';

// The real app in a process of its own, made to be killed. It loads, says so, and starts when it is told to, so
// that a restart costs the time of a start and not that of loading the code. `SPEED` is how many times faster
// than Slack's rates it may send.
const {
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir = '',
  SLACK_API_URL: slackApiUrl,
  BOT_TOKEN: botToken = '',
  APP_TOKEN: appToken = '',
  SPEED: speed = '1',
} = process.env;

process.stdin.once('data', () => {
  start().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.stdout.write('loaded\n');

async function start(): Promise<void> {
  const app = await createApp(
    {
      slack: { kind: 'socket', botToken, appToken },
      slackApiUrl,
      databaseUrl: databaseUrl || undefined,
      dataDir,
      port: 0,
      logLevel: 'fatal',
    },
    {
      log: createLog(process.env.LOG_LEVEL ?? 'fatal'),
      deliverySpeed: Number(speed),
      // A busy machine must not answer that nothing was changed: the runner counts on what it put in.
      answerWithinMs: 20_000,
    },
  );
  process.on('SIGTERM', () => {
    // As main.ts does.
    setTimeout(() => process.exit(0), 9000).unref();
    void app.stop().then(() => process.exit(0));
  });
  process.stdout.write('ready\n');
}
