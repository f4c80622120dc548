import { connect, createServer, type Socket } from 'node:net';

/** A port in front of a server, which can be made to hang up, to refuse and to fall silent. */
export interface FlakyPort {
  readonly port: number;
  /** Ends all connections at once, and lets new ones in or not. */
  cut(refuseNew: boolean): void;
  /** Takes connections and what is sent over them, and lets nothing through either way until `accept`. */
  mute(): void;
  accept(): void;
  /**
   * Lets the next transaction that mentions these words commit, and hangs up before its client hears of it.
   * Resolves when that has happened.
   */
  loseCommitOf(words: string): Promise<void>;
  close(): Promise<void>;
}

export async function openFlakyPort(host: string, port: number): Promise<FlakyPort> {
  const open = new Set<Socket>();
  let isRefusing = false;
  let isMute = false;
  let losing: { readonly words: string; readonly lost: () => void } | null = null;
  const server = createServer((near) => {
    if (isRefusing) {
      near.destroy();
      return;
    }
    const far = connect(port, host);
    let transaction = '';
    near.on('data', (sent: Buffer) => {
      const said = sent.toString('latin1');
      transaction = said.includes('BEGIN') ? said : transaction + said;
      if (!losing || !said.includes('COMMIT') || !transaction.includes(losing.words)) return;
      const { lost } = losing;
      losing = null;
      far.unpipe(near);
      far.once('data', () => {
        far.destroy();
        near.destroy();
        lost();
      });
      far.resume();
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      if (isMute) one.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cutAll = () => {
    for (const socket of [...open]) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut: (refuseNew) => {
      isRefusing = refuseNew;
      cutAll();
    },
    mute: () => {
      isMute = true;
      for (const socket of open) socket.pause();
    },
    accept: () => {
      isRefusing = false;
      isMute = false;
      for (const socket of open) socket.resume();
    },
    loseCommitOf: (words) =>
      new Promise((lost) => {
        losing = { words, lost };
      }),
    close: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
