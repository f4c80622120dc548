import type { Feature } from '../../platform/feature.ts';
import { plansOnHome } from './home.ts';
import { jobs, planCallReview } from './jobs.ts';
import { pressAgree } from './routes/agree.ts';
import { pressFill, pressPart, submitPart } from './routes/fill.ts';
import { pressReview, runPlan } from './routes/look.ts';
import { renderPlan } from './show.ts';

/** Joint business plans: written by both sides for a quarter, agreed on, and compared with what happened. */
export const plans: Feature = {
  name: 'plans',
  commands: [
    {
      name: 'plan',
      aliases: ['goals'],
      summary: 'The joint business plan of the quarter, and how its goals stand',
      usage: '[open | fill | review | reviews | changes] [partner] [quarter]',
      examples: [
        'plan',
        'plan fill',
        'plan open Brightpath 2026-Q2',
        'plan review',
        'plan reviews',
        'plan changes',
      ],
      action: 'plan.view',
      run: runPlan,
    },
  ],
  actions: {
    'plans.fill': pressFill,
    'plans.part': pressPart,
    'plans.agree': pressAgree,
    'plans.review': pressReview,
  },
  views: { 'plans.save': submitPart },
  jobs,
  surfaces: { 'plans.plan': renderPlan },
  reactions: { 'call.scheduled': planCallReview },
  home: [plansOnHome],
};
