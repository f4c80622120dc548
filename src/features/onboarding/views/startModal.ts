import type { LocalDate } from '../../../core/calendar.ts';
import type { Modal } from '../../../platform/feature.ts';
import {
  bold,
  channelInput,
  choiceInput,
  choicesInput,
  context,
  dateInput,
  md,
  personInput,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import { type Playbook, type Seat, type SeatKey, segmentInputs, sideOf } from '../../playbook/public.ts';

export interface StartForm {
  readonly playbook: Playbook;
  /** Asked for when the form wasn't opened in a shared channel. */
  readonly channelName: string | null;
  readonly partnerName: string;
  readonly tier: string | null;
  readonly segments: readonly string[];
  readonly kickoffOn: LocalDate;
  /** Seats without which no journey works, whatever the tracks. */
  readonly required: ReadonlySet<SeatKey>;
  /** Slack user ids by seat, filled in beforehand. */
  readonly people: ReadonlyMap<SeatKey, string>;
}

export function seatInput(seat: SeatKey): string {
  return `seat:${seat}`;
}

/** Everything a journey needs to begin. */
export function startModal(form: StartForm): Modal {
  const { playbook } = form;
  const tier = form.tier ?? playbook.tiers[0]?.key;
  return {
    callbackId: 'onboarding.start',
    title: 'Start onboarding',
    submit: 'Start',
    blocks: [
      ...(form.channelName === null
        ? [channelInput('channel', 'Shared channel', { hint: 'The channel you share with this partner.' })]
        : [
            context(md`The checklist will live in ${bold(`#${form.channelName}`)}, where both sides see it.`),
          ]),
      textInput('partner', 'Partner', { initial: form.partnerName, maxLength: 80 }),
      choiceInput(
        'tier',
        'Tier',
        playbook.tiers.map(({ key, name, description }) => ({ label: name, value: key, description })),
        tier === undefined ? {} : { initial: tier },
      ),
      ...segmentInputs(playbook, form.segments),
      choicesInput(
        'tracks',
        'Tracks',
        playbook.tracks.map(({ key, name, outcome }) => ({ label: name, value: key, description: outcome })),
        { initial: playbook.tracks.map(({ key }) => key) },
      ),
      dateInput('kickoff', 'Kickoff', {
        initial: form.kickoffOn,
        hint: 'Every due date counts working days from here.',
      }),
      ...playbook.seats.map((seat) => seatField(seat, form)),
      textInput('timeZone', 'Time zone', {
        optional: true,
        maxLength: 60,
        placeholder: 'Europe/Berlin',
        hint: 'Leave it empty to take the one of the partner’s lead.',
      }),
    ],
  };
}

function seatField(seat: Seat, form: StartForm) {
  const initial = form.people.get(seat.key);
  const side = sideOf(seat.key) === 'vendor' ? 'your side' : 'the partner’s side';
  return personInput(seatInput(seat.key), `${seat.name} (${side})`, {
    hint: seat.description,
    optional: !form.required.has(seat.key),
    ...(initial !== undefined && { initial }),
  });
}
