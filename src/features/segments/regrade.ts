import type { Actor } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { type Replanned, replan } from '../onboarding/public.ts';
import { type Graded, type Playbook, segmentWords } from '../playbook/public.ts';

/** What became of it; `plan` is null where no onboarding runs. */
export interface Regraded {
  readonly isChanged: boolean;
  readonly plan: Replanned | null;
}

/**
 * Gives a partner another tier or other segments, and brings its running onboarding up to them. The partner reads its
 * tier, on the checklist too; its segments and why stay with the vendor. Refuses when the partner is not as given any more.
 */
export async function regrade(
  work: Work,
  playbook: Playbook,
  partner: Partner,
  next: Graded,
  by: Pick<Actor, 'personId' | 'name'>,
  why: string,
): Promise<Regraded> {
  const isTierNew = next.tier !== partner.tier;
  const isSame = (a: readonly string[], b: readonly string[]) =>
    [...a].sort().join(' ') === [...b].sort().join(' ');
  const areSegmentsNew = !isSame(next.segments, partner.segments);
  if (!isTierNew && !areSegmentsNew) return { isChanged: false, plan: null };
  const [changed] = await work.tx.partner.updateManyAndReturn({
    where: {
      ...{ id: partner.id, workspaceId: work.workspaceId },
      ...{ tier: partner.tier, segments: { equals: partner.segments } },
    },
    data: { tier: next.tier, segments: [...next.segments] },
  });
  if (!changed)
    throw new Refusal(
      'conflict',
      `A colleague changed where ${partner.name} belongs in this very moment. \`segments ${partner.name}\` shows it.`,
    );
  const nameOf = (tier: string) => playbook.tiers.find(({ key }) => key === tier)?.name ?? tier;
  const record = {
    actorPersonId: by.personId,
    verb: 'segments.change',
    partnerId: partner.id,
    subject: `partner:${partner.id}`,
  };
  const reason = why === '' ? '' : `: ${why}`;
  const words = segmentWords(playbook, next.segments).map(([name, values]) => `${name}: ${values}`);
  await audit(
    work,
    ...(isTierNew
      ? [{ ...record, summary: `changed the tier from ${nameOf(partner.tier)} to ${nameOf(next.tier)}` }]
      : []),
    ...(isTierNew && why !== ''
      ? [{ ...record, summary: `gave the reason for ${nameOf(next.tier)}${reason}`, isInternal: true }]
      : []),
    ...(areSegmentsNew
      ? [
          {
            ...record,
            summary: `put the partner into ${words.length > 0 ? words.join('; ') : 'no segment'}${reason}`,
            isInternal: true,
          },
        ]
      : []),
  );
  // Targets may be others now, and whoever shows them draws again.
  await work.emit({ type: 'partner.changed', partnerId: partner.id });
  return { isChanged: true, plan: await replan(work, changed, by) };
}
