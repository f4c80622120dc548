import type { Role } from '../../../src/core/actor.ts';
import { type LocalDate, utcMidnightOf } from '../../../src/core/calendar.ts';
import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import { currentPlaybook } from '../../../src/features/playbook/public.ts';
import type { Work } from '../../../src/platform/work.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, type TestApp } from '../../support/app.ts';

/** Makes Brightpath a partner of Lumen's with people on both sides, and starts its journey. Returns the partner's id. */
export async function startJourney(tandem: TestApp, kickoffOn: LocalDate): Promise<string> {
  const { maya, tom, diego, aiko, sam } = tandem.people;
  await tandem.publishSample();
  // The first words make people known to the bot, as in life.
  for (const person of [diego, aiko, sam]) await person.mention(channels.shared, 'help');
  for (const person of [maya, tom]) await person.command('/partner help');
  await tandem.settled();
  return tandem.work((work) => begin(work, kickoffOn));
}

async function begin(work: Work, kickoffOn: LocalDate): Promise<string> {
  const { workspaceId, now } = work;
  const idOf = async (slackId: string) => (await personBySlackId(work, slackId)).id;
  const [maya, tom] = [await idOf(cast.maya), await idOf(cast.tom)];
  const [diego, aiko, sam] = [await idOf(cast.diego), await idOf(cast.aiko), await idOf(cast.sam)];
  const partner = await savePartner(work, {
    name: 'Brightpath',
    tier: 'silver',
    segment: null,
    managerPersonId: maya,
    timeZone: 'Europe/Lisbon',
    currency: 'EUR',
    channel: {
      id: channels.shared,
      name: 'brightpath-lumen',
      isShared: true,
      isArchived: false,
      isMember: true,
      connectedTeamIds: [cast.brightpath],
    },
  });
  const grants: readonly [string, Role][] = [
    [tom, 'reviewer'],
    [diego, 'lead'],
    [diego, 'sales'],
    [aiko, 'technical'],
    [sam, 'support'],
  ];
  for (const [personId, role] of grants) {
    await grantRole(work, { personId, partnerId: partner.id, role, grantedById: maya });
  }
  const { version } = await currentPlaybook(work);
  const journey = await work.tx.journey.create({
    data: {
      id: work.newId(),
      workspaceId,
      partnerId: partner.id,
      playbookVersionId: version.id,
      tracks: ['sales', 'technical', 'support'],
      kickoffOn: utcMidnightOf(kickoffOn),
      slackChannelId: channels.shared,
      currentGate: 'kickoff',
      startedById: maya,
      startedAt: now,
    },
  });
  const seats: readonly [string, string][] = [
    ['vendor.manager', maya],
    ['vendor.reviewer', tom],
    ['partner.lead', diego],
    ['partner.sales', diego],
    ['partner.technical', aiko],
    ['partner.support', sam],
  ];
  await work.tx.journeySeat.createMany({
    data: seats.map(([seat, personId]) => ({ journeyId: journey.id, workspaceId, seat, personId })),
  });
  await work.emit({
    type: 'journey.started',
    partnerId: partner.id,
    journeyId: journey.id,
    startedById: maya,
  });
  return partner.id;
}

/** A file of the local Slack as text. */
export function contentOf(tandem: TestApp, fileId: string | undefined): string {
  const file = tandem.sandbox.local.world.data.files[fileId ?? ''];
  return Buffer.from(file?.content ?? '', 'base64').toString('utf8');
}
