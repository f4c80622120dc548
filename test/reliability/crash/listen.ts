import type { Sandbox } from '../../../src/sandbox/server.ts';

/** What became of the deals people said by mention, as Slack saw it. */
export interface Listening {
  /** Customers whose mention was acknowledged: from then on it has to be in the database. */
  readonly acknowledged: ReadonlySet<string>;
  /** How often Slack gave up a customer's mention that nobody had acknowledged: lost before it was ours. */
  readonly givenUp: ReadonlyMap<string, number>;
}

export function listen(slack: Sandbox): Listening {
  const acknowledged = new Set<string>();
  const givenUp = new Map<string, number>();
  slack.local.socket.watchers.add(({ did, payload: { event } }) => {
    if (typeof event !== 'object' || event === null || !('text' in event)) return;
    if (did === 'delivered' || !('type' in event) || event.type !== 'app_mention') return;
    const customer = /\bdeal (Customer\d+) /.exec(String(event.text))?.[1];
    if (customer === undefined) return;
    if (did === 'acknowledged') acknowledged.add(customer);
    else givenUp.set(customer, (givenUp.get(customer) ?? 0) + 1);
  });
  return { acknowledged, givenUp };
}
