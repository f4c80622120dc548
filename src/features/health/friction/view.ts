import { pluralise } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  bold,
  button,
  context,
  header,
  joinMd,
  md,
  menu,
  message,
  section,
  table,
} from '../../../platform/slack/kit/index.ts';
import { earlyWords } from './early.ts';
import { type Cohort, type FrictionPoint, waitInWords } from './rules.ts';

const mostSteps = 20;
const mostCohorts = 6;

/** Where journeys wait, step by step and by quarter of kickoff. Internal. */
export function frictionMessage(found: {
  /** Only of those that kicked off in it; null: of all. */
  readonly quarter: string | null;
  readonly journeys: number;
  readonly points: readonly FrictionPoint[];
  readonly cohorts: readonly Cohort[];
  /** How many days from kickoff on deals count as early. */
  readonly earlyDays: number;
}): Message {
  const { quarter, journeys, points, cohorts, earlyDays } = found;
  const shown = points.slice(0, mostSteps);
  return message([
    header(quarter === null ? 'Where journeys wait' : `Where journeys waited that kicked off in ${quarter}`),
    section(
      `${pluralise(journeys, 'journey')}. A step’s wait runs from the day it could be begun to the day it was done; steps not done yet count for as long as they have waited, those of partners that left until they did.`,
    ),
    table(
      'Steps by how long they wait',
      ['Step', 'Gate', 'Half done within', 'Waiting now', 'Blocked', 'Counted'],
      shown.map(({ title, gateName, wait, waiting, blocked }) => [
        title,
        gateName,
        wait.value === null ? waitInWords(wait) : { value: wait.value, text: waitInWords(wait) },
        waiting,
        blocked,
        wait.n,
      ]),
    ),
    ...(points.length > shown.length
      ? [context(`The ${shown.length} longest of ${pluralise(points.length, 'step')}.`)]
      : []),
    section(
      joinMd(
        [
          bold('By quarter of kickoff'),
          ...cohorts
            .slice(0, mostCohorts)
            .map(
              ({ name, journeys: count, onboarding, firstClose, early }) =>
                md`• ${bold(name)}, ${pluralise(count, 'partner')}: onboarding ${waitInWords(onboarding)}; first close ${waitInWords(firstClose)}; deals of the first ${earlyDays} days: ${earlyWords(early)}`,
            ),
        ],
        '\n',
      ),
    ),
    actions(
      menu('health.frictionHow', 'How is this worked out?', [
        ...shown.map(({ key, title }) => ({
          label: title,
          value: quarter === null ? `step:${key}:0` : `step:${key}/${quarter}:0`,
        })),
        ...cohorts
          .slice(0, mostCohorts)
          .map(({ name }) => ({ label: `Kicked off in ${name}`, value: `cohort:${name}:0` })),
      ]),
      ...(quarter === null
        ? cohorts.slice(0, mostCohorts).map(({ name }) =>
            button('platform.command', `Steps of ${name}`, {
              value: `friction ${name}`,
              accessibilityLabel: `Where journeys waited that kicked off in ${name}`,
            }),
          )
        : [button('platform.command', 'All quarters', { value: 'friction' })]),
      button('platform.command', 'Wording', {
        value: 'friction wording',
        accessibilityLabel: 'Which wording of a step did better',
      }),
    ),
    context(
      'Kaplan–Meier medians with 95 % intervals in brackets; “too few” means fewer than five to judge by. First close counts from the signature, from kickoff where nobody noted it. Won is of the deals closed so far, the margin of won ones in the programme’s currency whose cost is known; contested are those somebody else had a claim to, of those registered under the playbook’s rules. Only for the vendor’s team.',
    ),
  ]);
}
