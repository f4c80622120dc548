import { formatInstant } from '../../../core/calendar.ts';
import { type Md, when } from '../../../platform/slack/kit/index.ts';

/** When a call starts: in each reader's own time; where Slack cannot say, as the clocks of `zone` show it. */
export function moment(startsAt: Date, zone: string, now: Date): Md {
  return when(startsAt, momentIn(startsAt, zone, now));
}

/** "Tue 1 Dec, 10:00 (Europe/Berlin)" */
export function momentIn(startsAt: Date, zone: string, now: Date): string {
  return `${formatInstant(startsAt, zone, now)} (${zone})`;
}

/** The value of a button that acts on a call: a stale press finds another revision. */
export function callValue(call: { readonly id: string; readonly revision: number }): string {
  return `${call.id}:${call.revision}`;
}
