import { grantRole, personBySlackId, savePartner } from '../../../src/features/partners/public.ts';
import { currentPlaybook } from '../../../src/features/playbook/public.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';

export interface Programme {
  readonly tandem: TestApp;
  readonly partnerId: string;
}

/** Brightpath with its channel, its people on the sample's seats, and a journey that runs. */
export async function startProgramme(options: { readonly at?: Date } = {}): Promise<Programme> {
  const tandem = await startTestApp(options);
  await tandem.publishSample();
  const { maya, diego, aiko, sam, tom } = tandem.people;
  for (const person of [maya, diego, aiko, sam, tom]) await person.mention(channels.shared, 'help');
  await tandem.settled();
  const partnerId = await tandem.work(async (work) => {
    const manager = await personBySlackId(work, cast.maya);
    const partner = await savePartner(work, {
      name: 'Brightpath',
      tier: 'silver',
      managerPersonId: manager.id,
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
    const seats = {
      'partner.lead': cast.diego,
      'partner.sales': cast.diego,
      'partner.technical': cast.aiko,
      'partner.support': cast.sam,
      'vendor.manager': cast.maya,
    };
    const { version } = await currentPlaybook(work);
    const journeyId = work.newId();
    await work.tx.journey.create({
      data: {
        id: journeyId,
        workspaceId: work.workspaceId,
        partnerId: partner.id,
        playbookVersionId: version.id,
        tracks: ['sales', 'technical', 'support'],
        kickoffOn: new Date('2026-01-12T00:00:00Z'),
        slackChannelId: channels.shared,
        currentGate: 'start',
        startedById: manager.id,
        startedAt: work.now,
      },
    });
    for (const [seat, slackUserId] of Object.entries(seats)) {
      const { id: personId } = await personBySlackId(work, slackUserId);
      await work.tx.journeySeat.create({
        data: { journeyId, seat, personId, workspaceId: work.workspaceId },
      });
      if (seat.startsWith('partner.'))
        await grantRole(work, { personId, partnerId: partner.id, role: roleOf(seat), grantedById: null });
    }
    await work.emit({ type: 'journey.started', partnerId: partner.id, journeyId, startedById: manager.id });
    return partner.id;
  });
  return { tandem, partnerId };
}

function roleOf(seat: string): 'lead' | 'sales' | 'technical' | 'support' {
  const role = seat.slice('partner.'.length);
  return role === 'lead' || role === 'sales' || role === 'technical' ? role : 'support';
}

/** A deal registered and won by the partner manager's commands. */
export async function winDeal({ tandem }: Programme, name: string): Promise<void> {
  const { maya } = tandem.people;
  await maya.command(`/partner deal Acme 12,500 EUR "${name}"`, { channel: channels.shared });
  await tandem.settled();
  const { number } = await tandem.work((work) =>
    work.tx.deal.findFirstOrThrow({ where: { workspaceId: work.workspaceId, name } }),
  );
  await maya.command(`/partner deal won D-${number}`, { channel: channels.shared });
  await tandem.settled();
}

/** Everything asked in the sample's monthly pulse, answered in its form. */
export async function answerPulse(
  tandem: TestApp,
  person: TestApp['people']['maya'],
  answers: { readonly supported: string; readonly oneThing?: string },
): Promise<void> {
  await person.press('Answer');
  await person.until(() => person.modal());
  person.fill({
    'How well supported do you feel by Lumen this month?': answers.supported,
    ...(answers.oneThing && { 'What is the one thing we should change?': answers.oneThing }),
  });
  const errors = await person.submit();
  if (Object.keys(errors).length > 0) throw new Error(JSON.stringify(errors));
  await tandem.settled();
}
