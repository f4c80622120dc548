import { pluralise } from '../../core/text.ts';
import type { DueJob, Feature } from '../../platform/feature.ts';
import { actions, button, joinMd, md, section } from '../../platform/slack/kit/index.ts';
import { can } from '../../policy/policy.ts';
import { dismissPost, dismissWork, listUndelivered, sendAgain, tryAgain, tryChannel } from './routes.ts';
import { countGivenUp, loadWaiting } from './store.ts';

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
        summary: 'Messages that wait for a channel, and what failed for good, to try again',
        usage: '',
        examples: ['undelivered'],
        action: 'programme.administer',
        run: (request) => listUndelivered(request, (kind) => jobs[kind]?.says ?? kind),
      },
    ],
    actions: {
      'deliveries.probe': tryChannel,
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
          const waiting = (await loadWaiting(work)).reduce((sum, channel) => sum + channel.count, 0);
          if (count + waiting === 0) return [];
          const things = pluralise(count, 'message or task', 'messages or tasks');
          const lines = [
            ...(count > 0 ? [md`${things} could not be delivered or done.`] : []),
            ...(waiting > 0
              ? [
                  md`${pluralise(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'} for a channel that takes none.`,
                ]
              : []),
          ];
          return [
            section(joinMd(lines, '\n')),
            actions(button('platform.command', 'See what, and try again', { value: 'undelivered' })),
          ];
        },
      },
    ],
  };
}
