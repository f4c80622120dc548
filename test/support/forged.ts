import { cast } from '../../src/sandbox/seed-world.ts';
import type { Json } from '../../src/sandbox/world.ts';
import type { TestApp } from './app.ts';

/** Who sends something no button or form of theirs holds, by Slack's id, and from which channel. */
export interface Forger {
  readonly personId: string;
  readonly channel: string;
}

let serial = 0;

function common({ sandbox: { local, world } }: TestApp, { personId }: Forger) {
  serial += 1;
  const { teamId = '' } = world.data.people[personId] ?? {};
  const trigger = { personId, viewId: null, teamId: cast.lumen };
  return {
    team: { id: cast.lumen },
    user: { id: personId, team_id: teamId },
    trigger_id: local.triggers.create(trigger),
  };
}

export function forgedPress(
  tandem: TestApp,
  by: Forger,
  { actionId, value }: { readonly actionId: string; readonly value: string },
): Json {
  return {
    ...common(tandem, by),
    type: 'block_actions',
    container: { type: 'message', message_ts: '1.1', channel_id: by.channel },
    channel: { id: by.channel },
    actions: [
      {
        ...{ type: 'button', action_id: actionId, block_id: 'b', value },
        action_ts: `${1_800_000_000 + serial}.1`,
      },
    ],
  };
}

/** `inputs`: the state of each input, by its block; `typed` and `chosen` make some. */
export function forgedSubmission(
  tandem: TestApp,
  by: Forger,
  { callbackId, data, inputs }: { readonly callbackId: string; readonly data: Json; readonly inputs: Json },
): Json {
  return {
    ...common(tandem, by),
    type: 'view_submission',
    view: {
      ...{ id: `V${serial}`, type: 'modal', callback_id: callbackId, hash: `${serial}` },
      app_installed_team_id: cast.lumen,
      private_metadata: JSON.stringify({ at: [by.channel, null], data }),
      state: { values: inputs },
    },
  };
}

export const typed = (value: string): Json => ({ x: { type: 'plain_text_input', value } });
export const chosen = (value: string): Json => ({
  x: { type: 'radio_buttons', selected_option: { value } },
});

/** Sends it; answers how it was acknowledged, when all it led to has arrived. */
export async function sendForged(tandem: TestApp, payload: Json): Promise<string> {
  const answer = await tandem.sandbox.local.socket.ask('interactive', payload);
  await tandem.settled();
  return JSON.stringify(answer);
}
