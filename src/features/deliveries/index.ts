import { pluralise } from '../../core/text.ts';
import type { DueJob, Feature } from '../../platform/feature.ts';
import { actions, button, md, section } from '../../platform/slack/kit/index.ts';
import { can } from '../../policy/policy.ts';
import { dismissPost, dismissWork, listUndelivered, sendAgain, tryAgain } from './routes.ts';
import { countGivenUp } from './store.ts';

/** What could not be delivered or done: shown to programme admins, with the means to have it tried again. */
export function createDeliveries(others: readonly Feature[]): Feature {
  const jobs: Readonly<Record<string, DueJob>> = Object.assign(
    {},
    ...others.map((feature) => feature.jobs ?? {}),
  );
  return {
    name: 'deliveries',
    commands: [
      {
        name: 'undelivered',
        summary: 'Messages and tasks that failed for good, to try again',
        usage: '',
        examples: ['undelivered'],
        action: 'programme.administer',
        run: (request) => listUndelivered(request, (kind) => jobs[kind]?.says ?? kind),
      },
    ],
    actions: {
      'deliveries.resend': sendAgain,
      'deliveries.dismiss': dismissPost,
      'deliveries.retry': tryAgain,
      'deliveries.forget': dismissWork,
    },
    home: [
      {
        order: 5,
        render: async (work, actor) => {
          if (!can(actor, 'programme.administer', { partnerId: null })) return [];
          const count = await countGivenUp(work);
          if (count === 0) return [];
          const things = pluralise(count, 'message or task', 'messages or tasks');
          return [
            section(md`${things} could not be delivered or done.`),
            actions(button('platform.command', 'See what, and try again', { value: 'undelivered' })),
          ];
        },
      },
    ],
  };
}
