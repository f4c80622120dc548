import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import type { Work } from '../../../src/platform/work.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, type TestApp } from '../../support/app.ts';

/** Brightpath as a running partner: Maya manages it, Lena counts the money, Diego and Aiko are its people. */
export async function setUpBrightpath({ people, settled, work }: TestApp): Promise<string> {
  // Their first words make people known to the bot, as in life.
  for (const person of [people.diego, people.aiko]) await person.mention(channels.shared, 'help');
  for (const person of [people.maya, people.lena]) await person.command('/partner help');
  await settled();
  return work(async (inside) => {
    const maya = await personBySlackId(inside, cast.maya);
    const { id } = await savePartner(inside, {
      name: 'Brightpath Consulting',
      tier: 'silver',
      managerPersonId: maya.id,
      timeZone: 'Europe/Lisbon',
      currency: 'EUR',
      channel: {
        id: channels.shared,
        name: 'brightpath-lumen',
        isShared: true,
        isArchived: false,
        isFrozen: false,
        isMember: true,
        connectedTeamIds: [cast.lumen, cast.brightpath],
      },
    });
    await grant(inside, cast.diego, id, 'sales');
    await grant(inside, cast.aiko, id, 'lead');
    await grant(inside, cast.lena, null, 'finance');
    return id;
  });
}

/** Another partner, whose channel nobody here is in. */
export function setUpNorthwind({ work }: TestApp): Promise<string> {
  return work(async (inside) => {
    const maya = await personBySlackId(inside, cast.maya);
    const { id } = await savePartner(inside, {
      name: 'Northwind',
      tier: 'silver',
      managerPersonId: maya.id,
      timeZone: 'Europe/London',
      currency: 'GBP',
      channel: {
        id: channels.internal,
        name: 'partner-team',
        isShared: false,
        isArchived: false,
        isFrozen: false,
        isMember: true,
        connectedTeamIds: [cast.lumen],
      },
    });
    return id;
  });
}

async function grant(
  work: Work,
  slackUserId: string,
  partnerId: string | null,
  role: 'sales' | 'lead' | 'finance',
): Promise<void> {
  const person = await personBySlackId(work, slackUserId);
  await grantRole(work, { personId: person.id, partnerId, role, grantedById: null });
}
