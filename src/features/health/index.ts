import type { Feature } from '../../platform/feature.ts';
import { coach, coachKind, planCoaching } from './coaching/job.ts';
import { pressEvidence, pressEvidenceExport } from './evidence/route.ts';
import { pressFrictionExport, pressFrictionHow } from './friction/how.ts';
import { runFriction } from './friction/route.ts';
import { hear } from './hear.ts';
import { jobs, scheduleCheck } from './jobs.ts';
import { noteReturn } from './leavings.ts';
import { submitDecide } from './routes/decide.ts';
import { pressSettle, pressStory, submitPostMortem } from './routes/lessons.ts';
import { runHealth } from './routes/look.ts';
import { submitPlan } from './routes/plan.ts';
import { pressWayBack, submitRemediation } from './routes/remediation.ts';
import { pressProposeWording, submitWording } from './wording/propose.ts';
import { pressWording, pressWordingExport } from './wording/route.ts';

/** Partners in trouble: what says so, and what is done about it. For the vendor's people alone. */
export const health: Feature = {
  name: 'health',
  commands: [
    {
      name: 'health',
      aliases: ['signals', 'risk'],
      summary: 'Which partners may be in trouble, why, and what is done about it',
      usage: '[partner] | plan <signal> | recover | decide | postmortem [partner] | lessons',
      examples: [
        'health',
        'health Brightpath',
        'health recover Brightpath',
        'health decide Brightpath',
        'health lessons',
      ],
      action: 'health.view',
      run: runHealth,
    },
    {
      name: 'friction',
      aliases: ['waits'],
      summary: 'Where onboardings wait, by step and quarter of kickoff, and whether a new wording helped',
      usage: '[quarter | wording]',
      examples: ['friction', 'friction 2026 Q3', 'friction wording'],
      action: 'health.view',
      run: runFriction,
    },
  ],
  actions: {
    'health.settle': pressSettle,
    'health.story': pressStory,
    'health.wayBack': pressWayBack,
    'health.how': pressEvidence,
    'health.howExport': pressEvidenceExport,
    'health.frictionHow': pressFrictionHow,
    'health.frictionExport': pressFrictionExport,
    'health.wording': pressWording,
    'health.wordingExport': pressWordingExport,
    'health.proposeWording': pressProposeWording,
  },
  views: {
    'health.plan': submitPlan,
    'health.recover': submitRemediation,
    'health.decide': submitDecide,
    'health.postmortem': submitPostMortem,
    'health.wording': submitWording,
  },
  events: { message: hear },
  jobs: { ...jobs, [coachKind]: coach },
  reactions: {
    'journey.started': (work) => scheduleCheck(work),
    'call.scheduled': planCoaching,
    'partner.resumed': noteReturn,
  },
};
