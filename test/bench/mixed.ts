import type { Sandbox } from '../../src/sandbox/server.ts';
import type { Payload } from './load.ts';
import type { Onboarding } from './programme.ts';
import { command, names, press } from './slack.ts';

/** Of ten requests: what people ask most is where things stand. */
const cycle = [
  'help',
  'status',
  'deals',
  'done',
  'status',
  'press',
  'help',
  'lead',
  'deals',
  'status',
] as const;

/** How many of the requests change something, by what they change. */
export interface Changes {
  readonly steps: number;
  readonly leads: number;
}

/**
 * Real work of partner managers, in turn for each partner: help, status and deals are read, steps marked done, work
 * handed in approved by its button, leads submitted. Nobody does the same thing twice, so each change is one.
 */
export function mixedWork(
  slack: Sandbox,
  onboardings: readonly Onboarding[],
  requests: number,
): { readonly payloads: readonly Payload[]; readonly changes: Changes } {
  let steps = 0;
  let leads = 0;
  const used = { done: 0, press: 0 };
  const payloads = Array.from({ length: requests }, (_, index): Payload => {
    const what = cycle[index % cycle.length] ?? 'help';
    if (what === 'done' || what === 'press') {
      const turn = used[what]++;
      const partner = turn % onboardings.length;
      const { managerId, channelId } = names(partner);
      const own =
        onboardings[partner]?.[what === 'done' ? 'done' : 'inReview'][Math.floor(turn / onboardings.length)];
      if (own === undefined) throw new Error(`Too few partners for ${requests} requests.`);
      steps += 1;
      if (what === 'done') return command(slack, managerId, channelId, own);
      return press(slack, managerId, channelId, { actionId: 'onboarding.approve', value: `${own} 1` });
    }
    const { managerId, channelId } = names(index % onboardings.length);
    if (what !== 'lead') return command(slack, managerId, channelId, what === 'deals' ? 'deal list' : what);
    leads += 1;
    return command(slack, managerId, channelId, `lead Customer ${index} GmbH, Jane Doe, wants a pilot`);
  });
  return { payloads, changes: { steps, leads } };
}
