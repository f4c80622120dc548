import type { Feature } from '../../platform/feature.ts';
import { header } from '../../platform/slack/kit/index.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartner } from '../partners/public.ts';
import { findCurrentPlaybook } from '../playbook/public.ts';
import { surveyCommand } from './commands.ts';
import { listed, renderInvitation } from './facts.ts';
import { pressHow, pressHowExport } from './how.ts';
import { close, closeAll, openMonthly, planMonthly, remind } from './jobs.ts';
import { dealClosedAt } from './occasion.ts';
import { openSurvey } from './opening.ts';
import { answerQuickly, openForm, submitForm } from './routes.ts';
import { daysLater } from './rules/timing.ts';
import { findSurvey, waitingFor } from './store.ts';
import { surveyLine } from './views.ts';

/** Surveys: opened by what happens or by the calendar, answered where people are, shown as each survey promises. */
export const surveys: Feature = {
  name: 'surveys',
  commands: [surveyCommand],
  actions: {
    'surveys.answer': openForm,
    'surveys.how': pressHow,
    'surveys.howExport': pressHowExport,
    'surveys.quick:*': answerQuickly,
  },
  views: { 'surveys.answer': submitForm },
  jobs: {
    'surveys.remind': { says: 'Reminder of a survey', run: remind },
    'surveys.close': { says: 'A survey closes', run: close },
    'surveys.monthly': { says: 'Monthly survey', run: openMonthly },
  },
  surfaces: { 'surveys.invitation': renderInvitation },
  reactions: {
    'deal.won': (work, { partnerId, dealId }) => askAfterDeal(work, partnerId, dealId),
    'journey.started': (work, { partnerId }) => planMonthly(work, partnerId),
    'partner.ended': (work, { partnerId }) => closeAll(work, partnerId),
    'partner.resumed': (work, { partnerId }) => planMonthly(work, partnerId),
  },
  home: [
    {
      order: 30,
      render: async (work, actor) => {
        const lines = [];
        for (const id of await waitingFor(work, actor.personId)) {
          const state = await findSurvey(work, id);
          if (state) lines.push(...surveyLine(await listed(work, state, actor.personId)));
        }
        return lines.length === 0 ? [] : [header('Surveys waiting for your answer'), ...lines];
      },
    },
  ],
};

/** Opens the post-deal surveys of a deal, once a deal, while it is fresh: an import of old deals asks nobody. */
async function askAfterDeal(work: Work, partnerId: string, dealId: string): Promise<void> {
  const current = await findCurrentPlaybook(work);
  const definitions = (current?.playbook.surveys ?? []).filter(({ trigger }) => trigger.on === 'deal_won');
  if (!current || definitions.length === 0) return;
  const partner = await loadPartner(work, partnerId);
  if (partner.endedAt) return;
  const closedAt = await dealClosedAt(work, dealId);
  for (const definition of definitions) {
    const staleAt = closedAt && daysLater(closedAt, definition.closesAfterDays, partner.timeZone);
    if (staleAt && staleAt <= work.now) continue;
    const occasion = `deal:${dealId}`;
    await openSurvey(work, { current, definition, partner, dealId, occasion, openedById: null });
  }
}
