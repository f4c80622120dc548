import type { Feature } from '../../platform/feature.ts';
import { jobs, scheduleCheck } from './jobs.ts';
import { withdrawProposals } from './proposals.ts';
import { openChange, openKeep, pressAccept, runSegments, submitChange, submitKeep } from './routes.ts';

/** Tiers and segments: where a partner belongs, and what comes with it. For the vendor's people alone. */
export const segments: Feature = {
  name: 'segments',
  commands: [
    {
      name: 'segments',
      aliases: ['segment', 'tier', 'tiers'],
      summary: 'Which partners are in which tier and segments, and change it',
      usage: '[partner | tier or segment]',
      examples: ['segments', 'segments gold', 'segments potential high', 'segments Brightpath'],
      action: 'partner.manage',
      run: runSegments,
    },
  ],
  actions: { 'segments.open': openChange, 'segments.accept': pressAccept, 'segments.keep': openKeep },
  views: { 'segments.change': submitChange, 'segments.keep': submitKeep },
  jobs,
  reactions: {
    'journey.started': (work) => scheduleCheck(work),
    'partner.ended': (work, { partnerId }) => withdrawProposals(work, partnerId),
  },
};
