import type { Feature } from '../../platform/feature.ts';
import { plansOnHome } from './home.ts';
import { jobs, planCallReview } from './jobs.ts';
import { pressAgree } from './routes/agree.ts';
import { pressContribution, pressContributions, submitContribution } from './routes/contribute.ts';
import { pressFill, pressPart, submitPart } from './routes/fill.ts';
import { pressGiven, submitGiven } from './routes/given.ts';
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
      usage: '[open | fill | contribute | review | reviews | changes] [partner] [quarter]',
      examples: [
        'plan',
        'plan fill',
        'plan contribute',
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
    'plans.contributions': pressContributions,
    'plans.contribution': pressContribution,
    'plans.given': pressGiven,
  },
  views: {
    'plans.save': submitPart,
    'plans.saveContribution': submitContribution,
    'plans.saveGiven': submitGiven,
  },
  jobs,
  surfaces: { 'plans.plan': renderPlan },
  reactions: { 'call.scheduled': planCallReview },
  home: [plansOnHome],
};
