import type { Feature } from '../../platform/feature.ts';
import { hear } from './hear.ts';
import { jobs, scheduleCheck } from './jobs.ts';
import { runHealth } from './routes.ts';

/** Partners in trouble: what says so, and what is done about it. For the vendor's people alone. */
export const health: Feature = {
  name: 'health',
  commands: [
    {
      name: 'health',
      aliases: ['signals', 'risk'],
      summary: 'Which partners may be in trouble, and why',
      usage: '[partner]',
      examples: ['health', 'health Brightpath'],
      action: 'health.view',
      run: runHealth,
    },
  ],
  events: { message: hear },
  jobs,
  reactions: { 'journey.started': (work) => scheduleCheck(work) },
};
