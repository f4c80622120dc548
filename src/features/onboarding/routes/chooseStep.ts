import { Refusal } from '../../../core/refusal.ts';
import type { CommandRequest, Reply } from '../../../platform/feature.ts';
import { actions, button, md, message, section } from '../../../platform/slack/kit/index.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { choosePartner } from '../../partners/public.ts';
import { matchStep } from '../rules/matchStep.ts';
import { type Run, type RunStep, runOf } from '../store/load.ts';

export type Choice =
  | { readonly kind: 'step'; readonly run: Run; readonly step: RunStep; readonly rest: string }
  | { readonly kind: 'asked'; readonly reply: Reply };

const mostButtons = 10;

/**
 * The step a command names, of the partner it is about. When several fit the person is asked which, by buttons
 * that run the same command; when none does, the nearest is suggested. For a change `find` is lockRunOf.
 */
export async function chooseStep(
  request: CommandRequest,
  text: string,
  command: string,
  isWanted: (step: RunStep) => boolean,
  find: (work: Work, partner: Partner) => Promise<Run> = runOf,
): Promise<Choice> {
  const { partner, rest } = await choosePartner(request, text);
  const run = await find(request, partner);
  const named = run.steps.map((step) => ({ ...step, isOpen: isWanted(step) }));
  const prefix = request.place.partnerId || request.actor.side === 'partner' ? '' : `${partner.name} `;
  const ask = (words: string, steps: readonly RunStep[], said: string): Choice => ({
    kind: 'asked',
    reply: {
      message: message([
        section(words),
        actions(
          ...steps.slice(0, mostButtons).map((step) =>
            button('platform.command', step.title, {
              value: `${command} ${prefix}${step.key} ${said}`.trim().slice(0, 2000),
            }),
          ),
        ),
      ]),
    },
  });
  if (rest === '') {
    const open = run.steps.filter(isWanted);
    if (open.length === 0)
      throw new Refusal('invalid', `There is no such step at ${partner.name} right now.`);
    return ask('Which step?', open, '');
  }
  const found = matchStep(rest, named);
  if (found.kind === 'one') {
    const step = run.steps.find((each) => each.key === found.step.key);
    if (step) return { kind: 'step', run, step, rest: found.rest };
  }
  if (found.kind === 'several')
    return ask(
      `${found.steps.length} steps fit those words. Which one do you mean?`,
      found.steps,
      found.rest,
    );
  if (found.kind === 'none' && found.suggestion) {
    return ask(`I don’t know a step by those words. Do you mean this one?`, [found.suggestion], '');
  }
  return {
    kind: 'asked',
    reply: {
      message: message([
        section(md`I don’t know a step by those words at ${partner.name}. Here are the open ones.`),
        actions(button('platform.command', 'Show the steps', { value: `status ${prefix}`.trim() })),
      ]),
    },
  };
}
