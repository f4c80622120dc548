import { pluralise } from '../../core/text.ts';
import type { HomeSection } from '../../platform/feature.ts';
import { bold, button, header, md, section } from '../../platform/slack/kit/index.ts';
import { can } from '../../policy/policy.ts';
import { managedPartners } from '../partners/public.ts';
import { isFilledBy, missingIn } from './rules/parts.ts';
import { isAgreed, runningPlans } from './store.ts';
import { planValue } from './views/plan.ts';

const mostPlans = 10;

/** What the joint plans wait for from this person. */
export const plansOnHome: HomeSection = {
  order: 45,
  render: async (work, actor) => {
    const partnerIds =
      actor.side === 'partner'
        ? [actor.partnerId].filter((id) => id !== null)
        : (await managedPartners(work, actor.personId)).map(({ id }) => id);
    const plans = (await runningPlans(work, partnerIds)).filter(({ partner }) => !partner.endedAt);
    const lines = plans.flatMap((plan) => {
      const resource = { partnerId: plan.partner.id };
      const name = md`${bold(`${plan.template.title}, ${plan.period}`)}${actor.side === 'vendor' ? ` with ${plan.partner.name}` : ''}`;
      const own = plan.parts.filter((part) => isFilledBy(part, actor.side));
      const missing = missingIn(own, plan.answers).length;
      if (missing > 0 && can(actor, 'plan.fill', resource))
        return [
          section(
            md`${name}: ${pluralise(missing, 'answer')} of your side to go.`,
            button('plans.fill', 'Fill in', { value: plan.row.id }),
          ),
        ];
      const isOpen = actor.side === 'vendor' ? !plan.row.vendorAgreedAt : !plan.row.partnerAgreedAt;
      const isComplete = missingIn(plan.parts, plan.answers).length === 0;
      if (isComplete && isOpen && can(actor, 'plan.agree', resource))
        return [
          section(
            md`${name} is complete and waits for your side to agree.`,
            button('plans.agree', 'Agree', { value: planValue(plan) }),
          ),
        ];
      const waitsForOwn = isComplete ? isOpen : missing > 0;
      const state = isAgreed(plan.row)
        ? 'agreed by both sides'
        : `waits for ${waitsForOwn ? 'a colleague of yours' : 'the other side'}`;
      return [
        section(
          md`${name}: ${state}.`,
          button('platform.command', 'Open', { value: `plan ${plan.partner.name}` }),
        ),
      ];
    });
    return lines.length === 0 ? [] : [header('Joint plans'), ...lines.slice(0, mostPlans)];
  },
};
