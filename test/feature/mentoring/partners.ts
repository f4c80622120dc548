import { type ActingPerson, actAs } from '../../../src/sandbox/person.ts';
import { idsOf } from '../../../src/sandbox/seed-partner.ts';
import { furtherPartners } from '../../../src/sandbox/seed-partners.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';

/** Four partners with a past, by what they are here: who asks, who offers, another who offers, and who has no part in it. */
const parts = {
  learner: 'Veldkamp Advies',
  mentor: 'Blue Mesa Controls',
  second: 'Harrow & Finch',
  third: 'Odra Automation',
} as const;
export type Part = keyof typeof parts;
export const partNames: readonly Part[] = ['learner', 'mentor', 'second', 'third'];

export interface Member {
  readonly name: string;
  readonly channel: string;
  readonly lead: ActingPerson;
  /** Its name, its lead's, and a word in all that it writes of itself: none of these may reach anybody it is not shown to. */
  readonly markers: readonly string[];
  readonly words: string;
}

export interface Mentoring {
  readonly tandem: TestApp;
  readonly members: Readonly<Record<Part, Member>>;
}

export async function startMentoring(): Promise<Mentoring> {
  const tandem = await startTestApp({ at: new Date('2026-11-24T09:30:00Z'), withPast: true });
  await tandem.settled();
  const member = (part: Part): Member => {
    const further = furtherPartners.find(({ name }) => name === parts[part]);
    if (!further) throw new Error(parts[part]);
    const { leadId, channelId } = idsOf(further);
    const words = `MARK-${part}`;
    return {
      ...{ name: further.name, channel: channelId, lead: actAs(tandem.sandbox, leadId), words },
      // As it is told, too, when a message escapes what could be markup.
      markers: [further.name, further.name.replace('&', '&amp;'), further.lead.name, words],
    };
  };
  return {
    tandem,
    members: {
      ...{ learner: member('learner'), mentor: member('mentor') },
      ...{ second: member('second'), third: member('third') },
    },
  };
}

/** Fills in and sends the form of an offer or a wish, as a partner's lead would. */
export async function sayWish(
  { tandem, members }: Mentoring,
  part: Part,
  kind: 'offer' | 'ask',
  topic = 'Connecting building systems',
): Promise<void> {
  const { lead, channel, words } = members[part];
  await lead.mention(channel, `mentor ${kind}`);
  await lead.hears('Ready when you are', { channel });
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
  await lead.press('Open the form');
  await lead.until(() => lead.modal()?.callbackId === 'mentoring.save');
  lead.fill(
    kind === 'offer'
      ? { 'What can you help with?': [topic], 'What have you been through?': words }
      : { 'What would you like help with?': topic, 'What are you after?': words },
  );
  const errors = await lead.submit();
  if (Object.keys(errors).length > 0) throw new Error(JSON.stringify(errors));
  await tandem.settled();
}

/** The words of another partner in anything the bot has ever said where a partner's people read. */
export function foreignWords({ tandem, members }: Mentoring, reader: Part): readonly string[] {
  const { data } = tandem.sandbox.world;
  const { lead } = members[reader];
  const said = Object.values(data.messages)
    .flat()
    .filter(
      ({ userId, channelId, ephemeralFor }) =>
        userId === data.botUserId &&
        (ephemeralFor === null
          ? data.channels[channelId]?.memberIds.includes(lead.id)
          : ephemeralFor === lead.id),
    );
  const shown = JSON.stringify([said, data.modals[lead.id] ?? []]);
  return partNames
    .filter((part) => part !== reader)
    .flatMap((part) => members[part].markers)
    .filter((marker) => shown.includes(marker));
}
