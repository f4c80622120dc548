import type { Feature } from '../../platform/feature.ts';
import { programmeSettings } from '../partners/public.ts';
import { clockJobs } from './clock-jobs.ts';
import { runCustomers } from './customers.ts';
import {
  pressLost,
  pressWon,
  runDeal,
  submitCostForm,
  submitDealForm,
  submitLostForm,
} from './deal-routes.ts';
import { pressEdit, submitEdit } from './editing.ts';
import { renderHandoff } from './handoffs/card.ts';
import { pressAcceptHandoff, pressFillHandoff, runHandoff, submitHandoff } from './handoffs/routes.ts';
import { runImport, submitImport } from './import-pasted.ts';
import {
  pressAccept,
  pressDecline,
  pressPassOn,
  pressQualify,
  runLead,
  submitDeclineForm,
  submitLeadForm,
  submitPassOnForm,
} from './lead-routes.ts';
import { leadsOnHome, runPipeline } from './lists.ts';
import { pressCost, pressReopen } from './mend.ts';
import { pressCounted, pressCountedExport } from './milestones/counted.ts';
import { runMilestones } from './milestones/look.ts';
import { followWin, lookAtAll, planLook } from './milestones/reach.ts';
import { followClocks, resumePipeline } from './partnership.ts';
import { registrationsOnHome, renderRegistration } from './registration/card.ts';
import { registrationJobs } from './registration/jobs.ts';
import {
  pressApprove,
  pressApproveAnother,
  pressAskRenewal,
  pressDeclineDeal,
  pressDeclineRenewal,
  pressRenew,
  submitDeclineDeal,
  submitDeclineRenewal,
} from './registration/routes.ts';
import { renderDeal, renderLead, renderLeadReview } from './render.ts';
import { arrivedJobs } from './routing/arrived.ts';
import { pressEditTaker, runTakers, submitTaker } from './routing/takers.ts';
import { pressSum, pressSumExport } from './sums/routes.ts';
import { pressLeadTimeline, pressTimeline } from './timeline.ts';
import { askForStory } from './wins/ask.ts';
import { pressStories } from './wins/list.ts';
import { pressTell, runWins, submitStory } from './wins/routes.ts';

/** Leads and deals: submitted, reviewed, registered, closed, counted. */
export const pipeline: Feature = {
  name: 'pipeline',
  commands: [
    {
      name: 'lead',
      summary: 'Submit a lead, or see the leads there are',
      usage: '[customer, contact, what they want]',
      examples: [
        'lead',
        'lead Acme GmbH, Jane Doe, wants a pilot',
        'lead list',
        'lead accept L-3',
        'lead decline L-3 already a customer',
        'lead pass L-3 on leave until May',
        'lead qualify L-3',
        'lead reopen L-3',
        'lead timeline L-3',
      ],
      action: 'pipeline.view',
      run: runLead,
    },
    {
      name: 'deal',
      summary: 'Register a deal, or mark one as won or lost',
      usage: '[customer amount "what it is about"]',
      examples: [
        'deal',
        'deal Acme 12,500 EUR "Platform rollout"',
        'deal L-3 12.5k EUR',
        'deal won D-3',
        'deal won D-3 14,000 EUR',
        'deal lost D-3 no budget this year',
        'deal reopen D-3',
        'deal renew D-3',
        'deal edit D-3',
        'deal timeline D-3',
        'deal list',
      ],
      action: 'pipeline.view',
      run: runDeal,
    },
    {
      name: 'pipeline',
      summary: 'Open deals and their amounts',
      usage: '[partner]',
      examples: ['pipeline', 'pipeline Brightpath'],
      action: 'pipeline.view',
      run: runPipeline,
    },
    {
      name: 'import',
      summary: 'Bring in leads or deals out of a spreadsheet',
      usage: 'deals | leads [partner]',
      examples: ['import deals', 'import leads Brightpath'],
      action: 'figures.import',
      run: runImport,
    },
    {
      name: 'handoff',
      aliases: ['handoffs'],
      summary: 'Hand a lead or a deal over, with what the next one has to know',
      usage: '[L-3 | D-3]',
      examples: ['handoff', 'handoff D-3', 'handoff L-3'],
      action: 'pipeline.view',
      run: runHandoff,
    },
    {
      name: 'takers',
      summary: 'Who takes leads, and which',
      usage: '',
      examples: ['takers'],
      action: 'lead.route',
      run: runTakers,
    },
    {
      name: 'milestones',
      aliases: ['milestone'],
      summary: 'What there is to reach together, and what was',
      usage: '[partner]',
      examples: ['milestones', 'milestones Brightpath'],
      action: 'pipeline.view',
      run: runMilestones,
    },
    {
      name: 'wins',
      aliases: ['win'],
      summary: 'Stories of deals won early, and who may read them',
      usage: '[partner | D-3 | used D-3 where]',
      examples: ['wins', 'wins Brightpath', 'wins D-3', 'wins used D-3 on our website'],
      action: 'pipeline.view',
      run: runWins,
    },
    {
      name: 'customers',
      summary: 'Your own customers, whom partners can’t just register',
      usage: '[add|remove customer]',
      examples: ['customers', 'customers add Acme GmbH acme.com', 'customers remove Acme GmbH'],
      action: 'customers.manage',
      run: runCustomers,
    },
  ],
  actions: {
    'pipeline.acceptLead': pressAccept,
    'pipeline.declineLead': pressDecline,
    'pipeline.passOnLead': pressPassOn,
    'pipeline.qualifyLead': pressQualify,
    'pipeline.editTaker': pressEditTaker,
    'pipeline.won': pressWon,
    'pipeline.lost': pressLost,
    'pipeline.fillHandoff': pressFillHandoff,
    'pipeline.acceptHandoff': pressAcceptHandoff,
    'pipeline.editDeal': pressEdit,
    'pipeline.cost': pressCost,
    'pipeline.reopenDeal': pressReopen,
    'pipeline.timeline': pressTimeline,
    'pipeline.leadTimeline': pressLeadTimeline,
    'pipeline.how': pressSum,
    'pipeline.howExport': pressSumExport,
    'pipeline.counted': pressCounted,
    'pipeline.countedExport': pressCountedExport,
    'pipeline.tellWin': pressTell,
    'pipeline.turnWins': pressStories,
    'pipeline.approve': pressApprove,
    'pipeline.approveAnother': pressApproveAnother,
    'pipeline.declineDeal': pressDeclineDeal,
    'pipeline.askRenewal': pressAskRenewal,
    'pipeline.renew': pressRenew,
    'pipeline.declineRenewal': pressDeclineRenewal,
  },
  views: {
    'pipeline.submitLead': submitLeadForm,
    'pipeline.import': submitImport,
    'pipeline.saveDecline': submitDeclineForm,
    'pipeline.savePassOn': submitPassOnForm,
    'pipeline.saveTaker': submitTaker,
    'pipeline.registerDeal': submitDealForm,
    'pipeline.loseDeal': submitLostForm,
    'pipeline.saveCost': submitCostForm,
    'pipeline.saveDeal': submitEdit,
    'pipeline.saveHandoff': submitHandoff,
    'pipeline.saveWin': submitStory,
    'pipeline.saveDeclineDeal': submitDeclineDeal,
    'pipeline.saveDeclineRenewal': submitDeclineRenewal,
  },
  surfaces: {
    'pipeline.deal': renderDeal,
    'pipeline.lead': renderLead,
    'pipeline.leadReview': renderLeadReview,
    'pipeline.registration': renderRegistration,
    'pipeline.handoff': renderHandoff,
  },
  jobs: {
    ...registrationJobs,
    ...clockJobs,
    ...arrivedJobs,
    'pipeline.milestones': { says: 'Daily look at milestones', isSilent: true, run: lookAtAll },
  },
  reactions: {
    'deal.won': async (work, { partnerId, dealId }) => {
      await followWin(work, partnerId);
      await askForStory(work, dealId);
    },
    'journey.started': async (work) => planLook(work, (await programmeSettings(work)).timeZone),
    'partner.ended': (work, { partnerId }) => followClocks(work, partnerId),
    'partner.resumed': (work, { partnerId }) => resumePipeline(work, partnerId),
  },
  home: [leadsOnHome, registrationsOnHome],
};
