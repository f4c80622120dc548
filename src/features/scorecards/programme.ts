import { Refusal } from '../../core/refusal.ts';
import { answerPrivately } from '../../platform/delivery/answer-privately.ts';
import type { CommandRequest, Reply, Request } from '../../platform/feature.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { can, demand } from '../../policy/policy.ts';
import { everyPartner } from '../partners/public.ts';
import { findCurrentPlaybook, segmentWords } from '../playbook/public.ts';
import { loadCards } from './facts.ts';
import { programmeMessage } from './programme-view.ts';
import { rank } from './ranking.ts';

/** Every partner whose internal numbers the asker may see; refuses who may see none. */
export async function visiblePartners(request: Request): Promise<readonly Partner[]> {
  const { actor } = request;
  if (actor.side !== 'vendor') demand(actor, 'scorecard.internal', { partnerId: actor.partnerId });
  const partners = (await everyPartner(request)).filter(({ id }) =>
    can(actor, 'scorecard.internal', { partnerId: id }),
  );
  if (partners.length === 0) {
    demand(actor, 'scorecard.internal', { partnerId: null });
    throw new Refusal('not_found', 'There are no partners yet. Start one with `/partner start`.');
  }
  return partners;
}

/** `portfolio [page]`: all partners' scorecards together, by tier and segment, and in their order. */
export async function runProgramme(request: CommandRequest): Promise<Reply> {
  const partners = await visiblePartners(request);
  const page = Math.max(0, Number(/\d{1,5}/.exec(request.text)?.[0] ?? '1') - 1);
  const all = await loadCards(request, partners, request.now);
  const cards = all.filter(({ partner }) => !partner.endedAt);
  const playbook = (await findCurrentPlaybook(request))?.playbook;
  const tierNames = new Map((playbook?.tiers ?? []).map(({ key, name }) => [key, name]));
  const segmentName = (segment: string) => {
    const [words] = playbook ? segmentWords(playbook, [segment]) : [];
    return words ? words.join(': ') : segment;
  };
  return answerPrivately(
    request,
    { fact: 'scorecards.programme', what: 'The programme as a whole' },
    programmeMessage({
      ranked: rank(cards),
      all,
      targets: playbook?.measures.overall ?? {},
      page,
      tierName: (key) => tierNames.get(key) ?? key,
      segmentName,
    }),
  );
}
