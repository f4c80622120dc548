/** Does work of a name (a key's id) at once, or once enough of that name before it is done. */
type InHand = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/**
 * Keeps so much of one name in hand at once in this process; the rest waits in its order, without a connection to the
 * database, of which Slack's payloads need one in time.
 */
export function createInHand(most: number): InHand {
  const lines = new Map<string, { running: number; readonly waiting: (() => void)[] }>();
  return async (name, work) => {
    const line = lines.get(name) ?? { running: 0, waiting: [] };
    lines.set(name, line);
    if (line.running < most) line.running += 1;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever is next takes the place over.
      const next = line.waiting.shift();
      if (next) next();
      else line.running -= 1;
      if (line.running === 0) lines.delete(name);
    }
  };
}
