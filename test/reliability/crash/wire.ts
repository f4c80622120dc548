import { Agent, createServer, request as httpRequest } from 'node:http';

/** What is done with a call to Slack: passed on, lost before Slack has it, or lost on the way back. */
export type Verdict = 'pass' | 'lose-request' | 'lose-answer';

/** The line between one process and the local Slack, which can be cut at the very moment that matters. */
export interface Wire {
  /** For the process's `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** Decides each call as it leaves the process; `lost` is told once nothing more comes of it. */
  onCall: (method: string) => Verdict;
  /** Asked before Slack's answer is passed back, for as long as it takes. */
  onAnswer: (method: string) => Promise<void>;
  /** Called when a call was lost: for `lose-answer` after Slack has done what it was asked. */
  onLost: (method: string) => void;
  close(): Promise<void>;
}

export async function openWire(slackApiUrl: string): Promise<Wire> {
  const target = new URL(slackApiUrl);
  // Only what is cut on purpose breaks off: a busy machine loses connections that are kept open.
  const agent = new Agent({ keepAlive: false });
  const server = createServer((incoming, outgoing) => {
    const method = (incoming.url ?? '').split('/').at(-1)?.split('?')[0] ?? '';
    const verdict = wire.onCall(method);
    if (verdict === 'lose-request') {
      incoming.resume().once('end', () => wire.onLost(method));
      return;
    }
    const passed = httpRequest(
      {
        agent,
        host: target.hostname,
        port: target.port,
        path: incoming.url,
        method: incoming.method,
        headers: { ...incoming.headers, host: target.host },
      },
      (answer) => {
        if (verdict === 'lose-answer') {
          answer.resume().once('end', () => wire.onLost(method));
          return;
        }
        void wire.onAnswer(method).then(() => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
      },
    );
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const wire: Wire = {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    onCall: () => 'pass',
    onAnswer: async () => {},
    onLost: () => {},
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return wire;
}
