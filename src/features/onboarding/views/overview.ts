import type { Message } from '../../../platform/delivery/message.ts';
import { button, header, message, say, section, table } from '../../../platform/slack/kit/index.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import { currentGate, progressOf } from '../rules/progress.ts';
import type { Run } from '../store/load.ts';

/** Every partner that is being onboarded, side by side; for the vendor's eyes. */
export function overview(partners: readonly Partner[], runs: readonly Run[]): Message {
  if (runs.length === 0)
    return say(
      partners.length === 0
        ? 'There are no partners yet. Start the first one here, or in the channel you share with it.'
        : 'No onboarding is running. Start one here, or in the channel you share with the partner.',
      button('onboarding.start', 'Start onboarding', { style: 'primary' }),
    );
  const rows = runs.map((run) => {
    const { done, total, late, blocked, inReview } = progressOf(run.steps, run.today);
    const share = total === 0 ? 0 : done / total;
    const gate = run.gates.find((each) => each.key === currentGate(run.gates));
    return [
      run.partner.name,
      gate?.gate.name ?? 'live',
      { value: Math.round(share * 100), text: `${Math.floor(share * 100)} % (${done} of ${total})` },
      late,
      blocked,
      inReview,
    ];
  });
  return message([
    header('Onboarding'),
    table('Partners being onboarded', ['Partner', 'Gate', 'Done', 'Late', 'Blocked', 'In review'], rows),
    section('Ask for one with `status` and its name.'),
  ]);
}
