import { listing } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import { post } from '../../platform/delivery/post.ts';
import { erasePersonalData } from '../../platform/privacy/erase-person.ts';
import { joinMd, type Md, md, say } from '../../platform/slack/kit/index.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { handOverActions } from '../calls/public.ts';
import { forgetMentorPerson } from '../mentoring/public.ts';
import { vacate } from '../onboarding/public.ts';
import { loadPartner, loadPeople, succeed } from '../partners/public.ts';
import { scheduleDigest } from '../scorecards/public.ts';
import { forgetUnnamedWords } from '../surveys/public.ts';

/** What a person left open with one partner. */
export interface LeftOpen {
  readonly partnerName: string;
  /** Who sees to it now. */
  readonly managerName: string;
  readonly seats: readonly string[];
  readonly steps: readonly string[];
  /** Numbers of action items, which the manager has now. */
  readonly actions: readonly number[];
  readonly isNewManager: boolean;
}

/**
 * Erases one person. Their open work is taken from them first and each partner's manager is told what needs a new
 * owner, without the name. Refuses when they manage a partner that nobody else may manage.
 */
export async function erasePerson(
  work: Work,
  person: Person,
  alsoKnownAs: readonly string[],
): Promise<LeftOpen[]> {
  const succeeded = await succeed(work, person);
  // From here on nobody plans anything for them.
  await work.tx.person.update({
    where: { id: person.id, workspaceId: work.workspaceId },
    data: { deactivatedAt: person.deactivatedAt ?? work.now },
  });
  const vacated = await vacate(work, person.id);
  const handed = await handOverActions(work, person.id);
  for (const to of new Set(succeeded.map((each) => each.to))) await scheduleDigest(work, to);
  await forgetMentorPerson(work, person.id);
  await forgetUnnamedWords(work, person.id);
  await erasePersonalData(work, person, alsoKnownAs);
  await audit(work, {
    actorPersonId: null,
    verb: 'privacy.erase-person',
    partnerId: person.partnerId,
    summary: 'A person was erased on request',
    isInternal: true,
  });
  const partnerIds = new Set([
    ...succeeded.map(({ partner }) => partner.id),
    ...vacated.map(({ partnerId }) => partnerId),
    ...handed.map(({ partnerId }) => partnerId),
  ]);
  const left: LeftOpen[] = [];
  for (const partnerId of partnerIds) {
    const partner = await loadPartner(work, partnerId);
    const manager = (await loadPeople(work, [partner.managerPersonId])).get(partner.managerPersonId);
    const ofPartner = vacated.filter((each) => each.partnerId === partnerId);
    const open: LeftOpen = {
      partnerName: partner.name,
      managerName: manager?.name ?? 'nobody',
      seats: ofPartner.flatMap(({ seats }) => seats),
      steps: ofPartner.flatMap(({ steps }) => steps),
      actions: handed.filter((each) => each.partnerId === partnerId).map(({ number }) => number),
      isNewManager: succeeded.some((each) => each.partner.id === partnerId),
    };
    left.push(open);
    if (!manager || manager.deactivatedAt) continue;
    await post(work, {
      key: `privacy.left-open:${partnerId}:${person.id}`,
      to: { person: manager.slackUserId },
      audience: 'internal',
      message: say(notice(open)),
    });
  }
  return left;
}

/** Without the name, which is what was to go. */
function notice({ partnerName, seats, steps, actions, isNewManager }: LeftOpen): Md {
  const lines = [
    md`Somebody’s data was erased at their request, and they had a part in the programme of ${partnerName}.`,
    ...(isNewManager ? [md`You manage ${partnerName} now.`] : []),
    ...(seats.length > 0 ? [md`Empty seats: ${listing(seats)}.`] : []),
    ...(steps.length > 0
      ? [
          md`Steps without an owner: ${listing(steps.map((title) => `“${title}”`))}. Give each to somebody with \`assign\`.`,
        ]
      : []),
    ...(actions.length > 0
      ? [
          md`Action items that are yours until you pass them on with \`action give\`: ${listing(actions.map((number) => `A-${number}`))}.`,
        ]
      : []),
  ];
  return joinMd(lines, '\n');
}
