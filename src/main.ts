import { createServer, type Server } from 'node:http';
import { createApp } from './app.ts';
import { ConfigError, environment, readConfig } from './platform/config.ts';
import { installPath } from './platform/installations/install-pages.ts';
import { createLog, type Log } from './platform/log.ts';
import { startTracing } from './platform/tracing.ts';
import { startSandbox } from './sandbox/start.ts';

/** One process: read the configuration, start, stop cleanly. */
async function main(): Promise<void> {
  const env = environment();
  const config = readConfig(env);
  const stopTracing = await startTracing(env);
  const log = createLog(config.slack.kind === 'sandbox' && !env.LOG_LEVEL ? 'warn' : config.logLevel);
  if (config.slack.kind === 'sandbox') {
    const sandbox = await startSandbox(config, log);
    stopOnSignal(log, async () => {
      await sandbox.stop();
      await stopTracing();
    });
    console.log(`Tandem’s sandbox is ready: open ${sandbox.url}`);
    return;
  }
  const app = await createApp({ ...config, slack: config.slack }, { log });
  // Slack sends at once; who takes longer to say what they want only keeps a connection busy.
  const server = createServer({ headersTimeout: 5000, requestTimeout: 10_000 }, app.requestListener);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(config.port, resolve));
  stopOnSignal(log, async () => {
    // The port stays open meanwhile, so that whoever sends requests here hears that they should go elsewhere.
    await app.drain();
    await closed(server);
    await app.stop();
    await stopTracing();
  });
  const door =
    config.slack.kind === 'socket' ? 'Socket Mode' : `HTTP on port ${config.port}, path /slack/events`;
  const { oauth } = config.slack;
  console.log(
    oauth
      ? `Tandem is running by ${door}. Install it at ${oauth.publicUrl}${installPath}`
      : `Tandem is running for ${app.workspace.name} by ${door}. Try /partner help in Slack.`,
  );
}

/** Lets requests in hand be answered for as long as Slack waits; connections that only stay open hold up nothing. */
async function closed(server: Server): Promise<void> {
  const cutOff = setTimeout(() => server.closeAllConnections(), 3000);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(cutOff);
}

/** Whoever runs containers kills what has not stopped after ten seconds. What is left then another process does, or the next start. */
const stopWithinMs = 9000;

function stopOnSignal(log: Log, stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal means now.
      if (isStopping) process.exit(1);
      isStopping = true;
      setTimeout(() => {
        log.error(
          `Stopped with work unfinished after ${stopWithinMs / 1000} seconds; it is done elsewhere, or at the next start`,
        );
        process.exit(1);
      }, stopWithinMs).unref();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}

main().catch((error: unknown) => {
  console.error(
    error instanceof ConfigError || (error instanceof Error && 'isForPeople' in error)
      ? error.message
      : error,
  );
  process.exit(1);
});
