import type { Feature } from '../../platform/feature.ts';
import { renderDeal, renderLead, renderLeadReview } from './announce.ts';
import {
  pressLost,
  pressWon,
  runDeal,
  submitCostForm,
  submitDealForm,
  submitLostForm,
} from './deal-routes.ts';
import { pressAccept, pressDecline, runLead, submitDeclineForm, submitLeadForm } from './lead-routes.ts';
import { leadsOnHome, runPipeline } from './lists.ts';

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
        'lead reopen L-3',
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
  ],
  actions: {
    'pipeline.acceptLead': pressAccept,
    'pipeline.declineLead': pressDecline,
    'pipeline.won': pressWon,
    'pipeline.lost': pressLost,
  },
  views: {
    'pipeline.submitLead': submitLeadForm,
    'pipeline.saveDecline': submitDeclineForm,
    'pipeline.registerDeal': submitDealForm,
    'pipeline.loseDeal': submitLostForm,
    'pipeline.saveCost': submitCostForm,
  },
  surfaces: {
    'pipeline.deal': renderDeal,
    'pipeline.lead': renderLead,
    'pipeline.leadReview': renderLeadReview,
  },
  home: [leadsOnHome],
};
