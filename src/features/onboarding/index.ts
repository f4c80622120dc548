import type { Feature } from '../../platform/feature.ts';
import { followRunning } from './announce.ts';
import { partnersAtAGlance, waitingForYou } from './home.ts';
import { daily, digest, escalate } from './jobs.ts';
import { pressSnooze, runAssign, runSnooze } from './routes/adjust.ts';
import {
  pressBlock,
  pressStuck,
  pressUnblock,
  runBlocked,
  runUnblock,
  submitBlocked,
} from './routes/blocked.ts';
import { openComplete, runDone, submitComplete } from './routes/complete.ts';
import { openDecide, runGate, submitGate } from './routes/gate.ts';
import { pressAll, pressMine, pressStep, runStatus, runStep, runSteps } from './routes/look.ts';
import { openReview, openSendBack, pressApprove, submitReview, submitSendBack } from './routes/review.ts';
import { openStart, submitStart } from './routes/start.ts';
import { pressTakeOff } from './routes/takeOff.ts';
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
      aliases: [
        'complete',
        'finished',
        'completed',
        'i',
        'we',
        'i’ve',
        "i've",
        'we’ve',
        "we've",
        'i’m',
        "i'm",
        'we’re',
        "we're",
      ],
      summary: 'Complete a step',
      usage: '<step> [evidence]',
      examples: ['done kickoff meeting https://example.com/notes', 'done orientation'],
      action: 'step.complete',
      run: runDone,
    },
    {
      name: 'status',
      aliases: ['progress', 'checklist'],
      summary: 'How far onboarding is',
      usage: '[partner]',
      examples: ['status', 'status Brightpath'],
      action: 'journey.view',
      run: runStatus,
    },
    {
      name: 'steps',
      aliases: ['todo', 'mine'],
      summary: 'What you have to do',
      usage: '',
      examples: ['steps'],
      action: 'journey.view',
      run: runSteps,
    },
    {
      name: 'step',
      summary: 'One step: what it asks, how it stands, what happened',
      usage: '<step>',
      examples: ['step security questionnaire', 'step kickoff-meeting'],
      action: 'journey.view',
      run: runStep,
    },
    {
      name: 'blocked',
      aliases: ['stuck', 'block'],
      summary: 'Say that something is in the way',
      usage: '<step> [what is in the way]',
      examples: ['blocked sandbox connection: our firewall refuses it'],
      action: 'step.complete',
      run: runBlocked,
    },
    {
      name: 'unblock',
      aliases: ['unblocked'],
      summary: 'Say that a step can go on',
      usage: '<step>',
      examples: ['unblock sandbox connection'],
      action: 'step.complete',
      run: runUnblock,
    },
    {
      name: 'snooze',
      summary: 'No reminders of a step for some days',
      usage: '<step> [days]',
      examples: ['snooze business plan 3', 'snooze business plan next week'],
      action: 'step.complete',
      run: runSnooze,
    },
    {
      name: 'assign',
      summary: 'Give a step to somebody else',
      usage: '<step> @person',
      examples: ['assign data-flow map @Aiko'],
      action: 'step.assign',
      run: runAssign,
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
    'onboarding.mine': pressMine,
    'onboarding.all': pressAll,
    'onboarding.step': pressStep,
    'onboarding.stuck': pressStuck,
    'onboarding.block': pressBlock,
    'onboarding.unblock': pressUnblock,
    'onboarding.snooze': pressSnooze,
    'onboarding.takeOff': pressTakeOff,
  },
  views: {
    'onboarding.start': submitStart,
    'onboarding.complete': submitComplete,
    'onboarding.review': submitReview,
    'onboarding.sendBack': submitSendBack,
    'onboarding.gate': submitGate,
    'onboarding.blocked': submitBlocked,
  },
  jobs: { 'onboarding.daily': daily, 'onboarding.digest': digest, 'onboarding.escalate': escalate },
  reactions: { 'partner.resumed': (work, { partnerId }) => followRunning(work, partnerId) },
  home: [waitingForYou, partnersAtAGlance],
  surfaces: {
    'onboarding.checklist': async (work, journeyId) => {
      const [run] = await loadRuns(work, { journeyIds: [journeyId] });
      return run ? checklist(run) : null;
    },
  },
};
