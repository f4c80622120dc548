import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { openStartForm } from '../onboarding/brightpath.ts';

const { shared } = channels;

/** Words that are one person's own, and are gone with them. */
export const said = { inSurvey: 'Quicker answers to my mails' } as const;

/**
 * Six partners with a past, and Brightpath, whose Diego Santos has left his mark wherever he could: on steps,
 * leads, deals, calls, an agenda, action items, a survey, his Home tab.
 */
export async function startStory(): Promise<TestApp> {
  const tandem = await startTestApp({ at: new Date('2026-11-24T09:30:00Z'), withPast: true });
  const { maya, diego, aiko } = tandem.people;
  await openStartForm(tandem);
  const errors = await maya.submit();
  if (Object.keys(errors).length > 0) throw new Error(JSON.stringify(errors));
  await tandem.settled();
  await maya.openHome();
  await diego.mention(shared, 'done name-the-team Diego Santos leads, Aiko Tanaka builds');
  await aiko.mention(shared, 'blocked tools-access Diego Santos has the key');
  await diego.mention(shared, 'agenda Ask Diego Santos about prices');
  await diego.mention(shared, 'action Send the price list @Diego by Friday');
  await diego.mention(shared, 'lead Umbrella GmbH, Jane Doe, Diego Santos knows her');
  await diego.mention(shared, 'deal Wayne Works 12,500 EUR "Platform rollout"');
  await tandem.settled();
  const { number } = await tandem.app.store.prisma.deal.findFirstOrThrow({
    where: { customer: 'Wayne Works' },
  });
  await diego.mention(shared, `deal won D-${number}`);
  await tandem.settled();
  await diego.press('Answer');
  await diego.until(() => diego.modal());
  diego.fill({
    'How well did we work together on this deal?': '4',
    'How easy was it to get what you needed from the other side?': '6',
    'What decided the deal in our favour?': 'The price',
    'How likely are you to recommend working with the other side to a colleague?': '9',
    'What would have made this deal faster or better?': said.inSurvey,
  });
  const faults = await diego.submit();
  if (Object.keys(faults).length > 0) throw new Error(JSON.stringify(faults));
  await tandem.settled();
  await tandem.work(async (work) => {
    const { workspaceId, tx } = work;
    const people = await tx.person.findMany({ where: { workspaceId } });
    const idOf = (slackUserId: string) =>
      people.find((person) => person.slackUserId === slackUserId)?.id ?? '';
    const partner = await tx.partner.findFirstOrThrow({ where: { workspaceId, name: 'Brightpath' } });
    // Only closed surveys count.
    await tx.survey.updateMany({
      where: { workspaceId, partnerId: partner.id },
      data: { closedAt: work.now },
    });
    await tx.decision.create({
      data: {
        id: work.newId(),
        workspaceId,
        partnerId: partner.id,
        text: 'Diego Santos and Aiko Tanaka share the demo',
        recordedById: idOf(cast.diego),
        recordedAt: work.now,
      },
    });
    const words = 'Brightpath: Diego Santos is late with “Name your team”';
    await tx.sentDigest.create({
      data: {
        ...{ id: work.newId(), workspaceId, key: 'digest', cadence: 'weekly', personId: idOf(cast.maya) },
        ...{ fromAt: new Date('2026-11-16T00:00:00Z'), sentAt: work.now, values: { [partner.id]: {} } },
        document: { text: words, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: words } }] },
      },
    });
    await tx.gapSetAside.create({
      data: {
        ...{ id: work.newId(), workspaceId, partnerId: partner.id, check: 'deals_without_cost' },
        ...{ subject: `${partner.id}:${work.newId()}`, fingerprint: 'as it was' },
        ...{ reason: 'Diego Santos says this one is free', setAsideAt: work.now },
        setAsideById: idOf(cast.maya),
      },
    });
    await tx.tierProposal.create({
      data: {
        ...{ id: work.newId(), workspaceId, partnerId: partner.id, fromTier: partner.tier, toTier: 'gold' },
        ...{ evidence: ['Deal size is at least €25,000'], proposedAt: work.now },
      },
    });
    const since = new Date('2026-11-20T00:00:00Z');
    await tx.healthSignal.create({
      data: {
        id: work.newId(),
        workspaceId,
        partnerId: partner.id,
        kind: 'late_steps',
        severity: 'watch',
        since,
        evidence: 'Diego Santos is late with “Name your team”',
        foundAt: work.now,
      },
    });
    await tx.remediationPlan.create({
      data: {
        id: work.newId(),
        workspaceId,
        partnerId: partner.id,
        title: 'Back on track with Diego Santos',
        criteria: ['Diego Santos answers within a day'],
        startedById: idOf(cast.maya),
        startedAt: work.now,
        reviewOn: new Date('2026-12-20T00:00:00Z'),
      },
    });
    await tx.healthDecision.create({
      data: {
        id: work.newId(),
        workspaceId,
        partnerId: partner.id,
        choice: 'continue',
        reason: 'Diego Santos is back',
        decidedById: idOf(cast.maya),
        decidedAt: work.now,
      },
    });
    await tx.lesson.create({
      data: {
        id: work.newId(),
        workspaceId,
        partnerId: partner.id,
        story: 'Diego Santos was away',
        text: 'Somebody stands in for Diego Santos',
        proposal: 'Name a deputy for each seat',
        writtenById: idOf(cast.maya),
        writtenAt: work.now,
      },
    });
    const plan = { workspaceId, partnerId: partner.id, planId: work.newId() };
    const answers = { 'market.people': 'Diego Santos sells' };
    const internalAnswers = { 'investment.doubts': 'Whether Diego Santos has the time' };
    await tx.businessPlan.create({
      data: {
        ...{ id: plan.planId, workspaceId, partnerId: partner.id, answers, internalAnswers },
        playbookVersionId: (await tx.playbookVersion.findFirstOrThrow({ where: { workspaceId } })).id,
        periodFrom: new Date('2026-10-01T00:00:00Z'),
        ...{ openedById: idOf(cast.maya), openedAt: work.now },
        ...{ partnerAgreedById: idOf(cast.diego), partnerAgreedAt: work.now },
      },
    });
    await tx.planRevision.create({
      data: {
        ...{ ...plan, id: work.newId(), version: 1, answers, internalAnswers },
        ...{ savedById: idOf(cast.diego), savedAt: work.now },
      },
    });
    await tx.planDraft.createMany({
      data: [cast.diego, cast.maya].map((who) => ({
        ...{ ...plan, id: work.newId(), part: 'market', personId: idOf(who) },
        ...{ openedAt: work.now, baseVersion: 1, answers },
      })),
    });
    await tx.planContribution.create({
      data: {
        ...{
          ...plan,
          id: work.newId(),
          side: 'partner',
          kind: 'days',
          amount: 4n,
          given: 'part',
          givenAmount: 1n,
        },
        ...{ purpose: 'Diego Santos in demos', ownerPersonId: idOf(cast.diego) },
        ...{ addedById: idOf(cast.diego), addedAt: work.now },
        ...{ givenSaidById: idOf(cast.maya), givenSaidAt: work.now },
      },
    });
    await tx.planReview.create({
      data: {
        ...{ ...plan, id: work.newId(), version: 1, takenById: idOf(cast.diego), takenAt: work.now },
        ...{ goals: [], internalGoals: [] },
      },
    });
    await tx.channelWord.upsert({
      where: { workspaceId, partnerId: partner.id },
      create: { workspaceId, partnerId: partner.id, heardAt: work.now },
      update: {},
    });
    await tx.ownCustomer.create({
      data: {
        id: work.newId(),
        workspaceId,
        name: 'Diego Santos Trading',
        customerKey: 'diego santos trading',
        addedById: idOf(cast.maya),
        addedAt: work.now,
      },
    });
    const figure = () => ({
      ...{ id: work.newId(), workspaceId, partnerId: partner.id, externalId: 'x-1' },
      ...{ source: 'http:Billing', receivedAt: work.now },
    });
    await tx.costEntry.create({
      data: { ...figure(), kind: 'support', minutes: 30, incurredOn: since, note: 'Diego Santos called' },
    });
    await tx.usageEntry.create({
      data: { ...figure(), kind: 'units', month: new Date('2026-10-01T00:00:00Z'), quantity: 12n },
    });
    await tx.apiCallCount.create({
      data: { ...figure(), fromAt: since, toAt: work.now, total: 100n, successful: 99n },
    });
    const key = await tx.apiKey.create({
      data: {
        ...{ id: work.newId(), workspaceId, partnerId: partner.id, name: 'Key of Diego Santos' },
        ...{ scopes: ['deals:write'], createdById: idOf(cast.maya), createdAt: work.now },
      },
    });
    await tx.apiAnswer.create({
      data: {
        ...{ id: work.newId(), workspaceId, keyId: key.id, idempotencyKey: 'x-1' },
        ...{ requestHash: '0', body: {}, answeredAt: work.now },
      },
    });
    const deal = await tx.deal.findFirstOrThrow({ where: { workspaceId } });
    await tx.handoff.create({
      data: {
        ...{ id: work.newId(), workspaceId, partnerId: partner.id, key: 'sales-to-support' },
        ...{
          dealId: deal.id,
          ref: 'D-1',
          customer: deal.customer,
          answers: { promised: 'Ask Diego Santos' },
        },
        ...{ fromPersonId: idOf(cast.diego), toPersonId: idOf(cast.maya), createdAt: work.now },
      },
    });
    await tx.dealRole.create({
      data: { id: work.newId(), workspaceId, dealId: deal.id, role: 'solution', personId: idOf(cast.maya) },
    });
    const own = await tx.deal.findFirstOrThrow({ where: { workspaceId, partnerId: partner.id } });
    await tx.winStory.create({
      data: {
        ...{ id: work.newId(), workspaceId, partnerId: partner.id, dealId: own.id },
        ...{ wanted: 'A rollout', helped: 'Diego Santos knew them', consent: 'named' },
        ...{ consentById: idOf(cast.diego), toldById: idOf(cast.diego), toldAt: work.now },
        ...{ usedAt: work.now, usedById: idOf(cast.maya), usedFor: 'A talk of Diego Santos' },
      },
    });
    const mentor = await tx.partner.findFirstOrThrow({
      where: { workspaceId, name: { not: 'Brightpath' } },
      orderBy: { name: 'asc' },
    });
    const card = (kind: string, partnerId: string, words: string) => ({
      ...{ id: work.newId(), workspaceId, partnerId, kind, topics: ['integration'], words },
      ...{ saidAt: since, endedAt: work.now },
    });
    const offer = card('offer', mentor.id, 'We did it twice');
    const wish = {
      ...card('request', partner.id, 'Diego Santos has never done it'),
      saidById: idOf(cast.diego),
    };
    await tx.mentorCard.createMany({ data: [offer, wish] });
    await tx.mentorCardPerson.create({
      data: { cardId: wish.id, personId: idOf(cast.diego), workspaceId },
    });
    await tx.mentorship.create({
      data: {
        ...{ id: work.newId(), workspaceId, requestId: wish.id, offerId: offer.id, topic: 'integration' },
        ...{ approvedById: idOf(cast.maya), approvedAt: since, mentorAcceptedAt: since },
        ...{ learnerAcceptedById: idOf(cast.diego), learnerAcceptedAt: since, startedAt: since },
        ...{ endsAt: work.now, endedAt: work.now, outcome: 'over' },
      },
    });
    const lead = await tx.lead.findFirstOrThrow({ where: { workspaceId } });
    await tx.leadTaker.create({ data: { personId: idOf(cast.maya), workspaceId, territories: ['dach'] } });
    await tx.leadRouting.create({
      data: {
        id: work.newId(),
        workspaceId,
        leadId: lead.id,
        personId: idOf(cast.maya),
        at: work.now,
        why: ['covers Diego Santos’s territory'],
      },
    });
    await tx.digestPreference.createMany({
      data: [cast.diego, cast.maya].map((who) => ({ personId: idOf(who), workspaceId, timeZone: 'UTC' })),
    });
  });
  return tandem;
}
