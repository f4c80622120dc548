import type { Json } from '../../../src/sandbox/world.ts';
import type { TestApp } from '../../support/app.ts';

/**
 * From now on whatever a person does is over when the app has dealt with it, the forms it opens included; and what
 * the app acknowledged with is kept.
 */
export function routeDirectly({ app, sandbox }: TestApp): {
  readonly acknowledged: readonly unknown[];
  stop(): void;
} {
  const { socket } = sandbox.local;
  const { controls } = sandbox;
  const before = { ask: socket.ask, sendEvent: socket.sendEvent, settled: controls.settled };
  const acknowledged: unknown[] = [];
  const route = async (payload: Json): Promise<Json> => {
    let answer: unknown;
    await app.route(payload, async (given) => {
      answer = given;
    });
    acknowledged.push(answer);
    return (answer ?? {}) as Json;
  };
  const events = new Set<Promise<unknown>>();
  Object.assign(socket, {
    ask: async (_: string, payload: Json) => ({ ok: true, payload: await route(payload) }),
    sendEvent: (payload: Json) => {
      const event: Promise<unknown> = route(payload).finally(() => events.delete(event));
      events.add(event);
    },
  });
  Object.assign(controls, {
    settled: async () => {
      while (events.size > 0) await Promise.all(events);
    },
  });
  return {
    acknowledged,
    stop: () => {
      const { settled, ...ways } = before;
      Object.assign(socket, ways);
      Object.assign(controls, { settled });
    },
  };
}
