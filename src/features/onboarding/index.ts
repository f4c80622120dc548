import type { Feature } from '../../platform/feature.ts';
import { daily } from './jobs.ts';
import { openComplete, runDone, submitComplete } from './routes/complete.ts';
import { openDecide, runGate, submitGate } from './routes/gate.ts';
import { openReview, openSendBack, pressApprove, submitReview, submitSendBack } from './routes/review.ts';
import { openStart, submitStart } from './routes/start.ts';
import { loadRuns } from './store/load.ts';
import { checklist } from './views/checklist.ts';

/** A partner's way from kickoff to live: steps, evidence, reviews, gates and the live checklist. */
export const onboarding: Feature = {
  name: 'onboarding',
  commands: [
    {
      name: 'start',
      aliases: ['onboard'],
      summary: 'Start a partner’s onboarding',
      usage: '',
      examples: ['start'],
      action: 'journey.start',
      run: openStart,
    },
    {
      name: 'done',
      aliases: ['complete', 'finished', 'completed', 'i', 'we', 'i’ve', "i've", 'we’ve', "we've"],
      summary: 'Complete a step',
      usage: '<step> [evidence]',
      examples: ['done kickoff meeting https://example.com/notes', 'done orientation'],
      action: 'step.complete',
      run: runDone,
    },
    {
      name: 'gate',
      aliases: ['decide'],
      summary: 'Decide whether a gate opens',
      usage: '[partner]',
      examples: ['gate', 'gate Brightpath'],
      action: 'gate.decide',
      run: runGate,
    },
  ],
  actions: {
    'onboarding.start': openStart,
    'onboarding.complete': openComplete,
    'onboarding.review': openReview,
    'onboarding.approve': pressApprove,
    'onboarding.sendBack': openSendBack,
    'onboarding.decide': openDecide,
  },
  views: {
    'onboarding.start': submitStart,
    'onboarding.complete': submitComplete,
    'onboarding.review': submitReview,
    'onboarding.sendBack': submitSendBack,
    'onboarding.gate': submitGate,
  },
  jobs: { 'onboarding.daily': daily },
  surfaces: {
    'onboarding.checklist': async (work, journeyId) => {
      const [run] = await loadRuns(work, { journeyIds: [journeyId] });
      return run ? checklist(run) : null;
    },
  },
};
