/** What became of the payloads, as the app's own log says; whatever it calls an error is a fault. */
export interface Tally {
  /** How many had a shape and were not the app's own: they went past parsing. */
  parsed(): number;
  /** How many a handler was asked to do something with. */
  handled(): number;
  /** How many were turned away, by the reason that is counted in production too. Emptied by who reads it. */
  readonly refused: Map<string, number>;
  read(line: string): void;
}

export function createTally(faults: string[]): Tally {
  const refused = new Map<string, number>();
  let handled = 0;
  let parsed = 0;
  return {
    refused,
    parsed: () => parsed,
    handled: () => handled,
    read: (line) => {
      if (/^\{"level":[56]0/.test(line)) faults.push(`logged: ${line.slice(0, 1500)}`);
      else if (line.includes('"msg":"acknowledged"')) parsed += 1;
      else if (line.includes('"msg":"resolved"')) handled += 1;
      else if (/"msg":"a (payload|request) was refused"/.test(line)) {
        const reason = /"reason":"(\w+)"/.exec(line)?.[1] ?? 'unsaid';
        refused.set(reason, (refused.get(reason) ?? 0) + 1);
      }
    },
  };
}
