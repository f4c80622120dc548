import { features } from '../../../src/features/index.ts';
import type { Person } from '../../../src/platform/store/generated/client.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import type { TestApp } from '../../support/app.ts';
import { forgedPress, forgedSubmission, sendForged, typed } from '../../support/forged.ts';
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
  const [kind, name] = doing.route;
  const by = { personId: person.slackUserId, channel };
  if (kind === 'command') {
    const { socket, triggers } = tandem.sandbox.local;
    const answer = await socket.ask('slash_commands', {
      ...{ command: '/partner', text: `${name} ${words}`, channel_id: channel },
      ...{ team_id: person.slackTeamId, user_id: person.slackUserId },
      trigger_id: triggers.create({ personId: person.slackUserId, viewId: null, teamId: cast.lumen }),
    });
    await tandem.settled();
    return JSON.stringify(answer);
  }
  if (kind === 'action') {
    const value = doing.words.includes('D-') ? words : doing.n % 3 === 0 ? `${id}:2` : id;
    return sendForged(tandem, forgedPress(tandem, by, { actionId: name.replace('*', id), value }));
  }
  // A form that carries nothing but ids of one partner's things.
  const data = { ...about.things, revision: 1, version: 1, rows: 1 };
  return sendForged(
    tandem,
    forgedSubmission(tandem, by, { callbackId: name, data, inputs: takenOver(about, id) }),
  );
}

/** What such a form says, by the names forms have for it. */
function takenOver(about: Party, id: string): Json {
  return {
    ...Object.fromEntries(
      ['customer', 'name', 'reason', 'text', 'item', 'title', 'summary', 'decisions', 'note'].map((each) => [
        each,
        typed('Taken over'),
      ]),
    ),
    amount: typed('5 EUR'),
    cost: typed('1 EUR'),
    scope: { x: { type: 'static_select', selected_option: { value: about.id } } },
    roles: { x: { type: 'checkboxes', selected_options: [{ value: 'lead' }] } },
    person: { x: { type: 'users_select', selected_user: about.someone } },
    owner: { x: { type: 'users_select', selected_user: about.someone } },
    due: { x: { type: 'datepicker', selected_date: '2026-12-24' } },
    date: { x: { type: 'datepicker', selected_date: '2026-12-24' } },
    time: { x: { type: 'timepicker', selected_time: '10:00' } },
    evidence: typed(`https://evil.example/${id}`),
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
