import { features } from '../../../src/features/index.ts';
import type { Person } from '../../../src/platform/store/generated/client.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import type { TestApp } from '../../support/app.ts';
import { fc } from '../../unit/core/properties.ts';
import { fail, type Party } from './parties.ts';

export const commands = features.flatMap((feature) => feature.commands ?? []).map(({ name }) => name);
const actions = features.flatMap((feature) => Object.keys(feature.actions ?? {}));
const views = features.flatMap((feature) => Object.keys(feature.views ?? {}));

const route = fc.oneof(
  fc.constantFrom(...commands.map((name) => ['command', name] as const)),
  fc.constantFrom(
    ...actions.map((name) => ['action', name] as const),
    ...views.map((name) => ['view', name] as const),
  ),
);

/** What a person sends: which route, about whose thing, said where. Half of it is about what is their own. */
export const act = fc.record({
  route,
  isOwn: fc.boolean(),
  victim: fc.nat(5),
  thing: fc.nat(20),
  words: fc.constantFrom<string[]>(
    '{name}',
    'list {name}',
    'won D-{n}',
    'lost D-{n} because',
    'cost D-{n}',
    'reopen D-{n}',
    'approve D-{n}',
    'L-{n}',
    'accept L-{n}',
    'done {n}',
    'done 90{v}',
    'give 90{v} <@{person}>',
    'results {n}',
    'open post-deal {name}',
    'how 2 {name}',
    'cancel {name}',
    'plan {name}',
    '{name} page 2',
    '{id}',
  ),
  n: fc.integer({ min: 1, max: 60 }),
  isInTheirChannel: fc.boolean(),
});
export type Act = ReturnType<typeof act.generate>['value'];

let serial = 0;

/** Sends it in the name of a person of `own` and answers how it was acknowledged, when all it led to has arrived. */
export async function perform(
  tandem: TestApp,
  parties: readonly Party[],
  person: Person,
  own: Party,
  doing: Act,
): Promise<string> {
  const others = parties.filter(({ id }) => id !== own.id);
  const about = doing.isOwn ? own : (others[doing.victim % others.length] ?? fail());
  const ids = Object.values(about.things);
  const id = ids[doing.thing % ids.length] ?? '';
  const words = doing.words
    // What somebody types themselves may be said back to them, and to whoever they write to; the marker is in what those
    // cannot know.
    .replace('{name}', about.name.replace(about.marker, '').trim())
    .replace(
      '{n}',
      String(doing.isOwn ? (about.numbers[doing.n % about.numbers.length] ?? doing.n) : doing.n),
    )
    .replace('{v}', String(parties.indexOf(about)))
    .replace('{person}', about.someone)
    .replace('{id}', id);
  const channel = doing.isInTheirChannel && person.side === 'vendor' ? about.channelId : own.channelId;
  const { socket } = tandem.sandbox.local;
  const [kind, name] = doing.route;
  serial += 1;
  const trigger = { personId: person.slackUserId, viewId: null, teamId: cast.lumen };
  const user = { id: person.slackUserId, team_id: person.slackTeamId };
  const common = {
    team: { id: cast.lumen },
    user,
    trigger_id: tandem.sandbox.local.triggers.create(trigger),
  };
  const payload: Json =
    kind === 'command'
      ? {
          command: '/partner',
          text: `${name} ${words}`,
          team_id: person.slackTeamId,
          user_id: person.slackUserId,
          channel_id: channel,
          trigger_id: common.trigger_id,
        }
      : kind === 'action'
        ? {
            ...common,
            type: 'block_actions',
            container: { type: 'message', message_ts: '1.1', channel_id: channel },
            channel: { id: channel },
            actions: [
              {
                type: 'button',
                action_id: name.replace('*', id),
                block_id: 'b',
                value: doing.words.includes('D-') ? words : doing.n % 3 === 0 ? `${id}:2` : id,
                action_ts: `${1_800_000_000 + serial}.1`,
              },
            ],
          }
        : { ...common, type: 'view_submission', view: forged(name, channel, about, id) };
  const answer = await socket.ask(kind === 'command' ? 'slash_commands' : 'interactive', payload);
  await tandem.settled();
  return JSON.stringify(answer);
}

/** A form that carries nothing but ids of one partner's things. */
function forged(callbackId: string, channel: string, about: Party, id: string): Json {
  const text = (value: string) => ({ x: { type: 'plain_text_input', value } });
  return {
    id: `V${serial}`,
    type: 'modal',
    callback_id: callbackId,
    hash: `${serial}`,
    app_installed_team_id: cast.lumen,
    private_metadata: JSON.stringify({
      at: [channel, null],
      data: { ...about.things, revision: 1, version: 1, rows: 1 },
    }),
    state: {
      values: {
        ...Object.fromEntries(
          ['customer', 'name', 'reason', 'text', 'item', 'title', 'summary', 'decisions', 'note'].map(
            (each) => [each, text('Taken over')],
          ),
        ),
        amount: text('5 EUR'),
        cost: text('1 EUR'),
        scope: { x: { type: 'static_select', selected_option: { value: about.id } } },
        roles: { x: { type: 'checkboxes', selected_options: [{ value: 'lead' }] } },
        person: { x: { type: 'users_select', selected_user: about.someone } },
        owner: { x: { type: 'users_select', selected_user: about.someone } },
        due: { x: { type: 'datepicker', selected_date: '2026-12-24' } },
        date: { x: { type: 'datepicker', selected_date: '2026-12-24' } },
        time: { x: { type: 'timepicker', selected_time: '10:00' } },
        evidence: text(`https://evil.example/${id}`),
      },
    },
  };
}

/** What the bot has shown a person since: in their channels, to them alone, and in modals. */
export function shownSince(tandem: TestApp, person: Person, from: number): string {
  const { data } = tandem.sandbox.world;
  const said = Object.values(data.messages)
    .flat()
    .filter(({ ts, editedTs }) => Number(editedTs ?? ts) * 1_000_000 > from)
    .filter(({ channelId, ephemeralFor, userId }) =>
      ephemeralFor === null
        ? userId === cast.tandem && data.channels[channelId]?.memberIds.includes(person.slackUserId)
        : ephemeralFor === person.slackUserId,
    );
  return JSON.stringify([said, data.modals[person.slackUserId] ?? []]);
}
