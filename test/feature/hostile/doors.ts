import type { Route } from '../../../src/platform/slack/router.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import type { ByHttp } from '../../support/by-http.ts';
import { isObject } from './strange.ts';
import type { TwoPartners } from './two-partners.ts';

/** Through the connection the app keeps; the local Slack takes the acknowledgement. */
export function bySocket({ tandem }: TwoPartners): Route {
  const { socket } = tandem.sandbox.local;
  return async (payload, ack) => {
    const body = payload as Json;
    // Slack's own client reads the type before the app does, and throws where it cannot be made a text of; such an
    // event would be waited for through all its retries.
    if (isObject(body.event) && isObject(Reflect.get(body.event, 'type'))) return tandem.app.route(body, ack);
    if (body.type === 'event_callback') {
      socket.sendEvent(body);
      await socket.settled();
      return ack();
    }
    const answer = await socket.ask(body.command === undefined ? 'interactive' : 'slash_commands', body);
    if (answer.ok) await ack(answer.payload);
  };
}

/** Over HTTP, signed. */
export function overHttp({ deliver }: ByHttp): Route {
  return async (payload, ack) => {
    const { status, text } = await deliver(payload as Json);
    // What has grown beyond the limit is turned away, which is an answer too.
    const isTooLarge = status === 413 && JSON.stringify(payload).length > 300_000;
    if (status === 200 || isTooLarge) await ack(text);
  };
}
