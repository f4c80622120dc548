import type { Feature } from '../../platform/feature.ts';
import { pressAccept, pressDecline, pressEnd } from './answer.ts';
import { pressForm, pressWithdraw, submitCard } from './cards.ts';
import { jobs, leaveMentoring } from './close.ts';
import { runMentor } from './look.ts';
import { pressFind, pressPropose } from './match.ts';

/** Experienced partners help new ones. Neither hears who the other is before both, and the vendor, have said yes. */
export const mentoring: Feature = {
  name: 'mentoring',
  commands: [
    {
      name: 'mentor',
      aliases: ['mentors', 'mentoring'],
      summary: 'Help another partner, or be helped by one',
      usage: '[offer | ask | withdraw | find | suggest] [partner]',
      examples: ['mentor', 'mentor offer', 'mentor ask', 'mentor withdraw', 'mentor find Brightpath'],
      action: 'mentor.view',
      run: runMentor,
    },
  ],
  actions: {
    'mentoring.form': pressForm,
    'mentoring.withdraw': pressWithdraw,
    'mentoring.find': pressFind,
    'mentoring.propose': pressPropose,
    'mentoring.accept': pressAccept,
    'mentoring.decline': pressDecline,
    'mentoring.end': pressEnd,
  },
  views: { 'mentoring.save': submitCard },
  jobs,
  reactions: { 'partner.ended': (work, { partnerId }) => leaveMentoring(work, partnerId) },
};
