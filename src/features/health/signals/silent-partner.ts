import { addDays, daysBetween, formatLocalDate, type LocalDate } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import { signWords } from '../signs.ts';
import { dayCell, type Found, type Ground } from './found.ts';

/** Counted from the last sign of life, or from the day the partner came when there was none. */
export function silentPartner(
  rule: Extract<SignalRule, { kind: 'silent_partner' }>,
  { lastSign, startedOn, today }: HealthFacts,
): Found | null {
  const from = lastSign?.on ?? startedOn;
  const days = daysBetween(from, today);
  if (days < rule.days) return null;
  return {
    severity: rule.serious !== undefined && days >= rule.serious ? 'serious' : 'watch',
    since: addDays(from, rule.days),
    evidence: lastSign
      ? `Nobody of theirs has been heard of for ${pluralise(days, 'day')}. On ${formatLocalDate(from, today)} somebody ${signWords[lastSign.what]}.`
      : `Nobody of theirs has been heard of since they joined ${pluralise(days, 'day')} ago, on ${formatLocalDate(from, today)}.`,
  };
}

/** The last sign of life of each kind, the newest first, and the day the partner came. */
export function behindSilence(
  { days, serious }: Extract<SignalRule, { kind: 'silent_partner' }>,
  { startedOn, today }: HealthFacts,
  signs: readonly NonNullable<HealthFacts['lastSign']>[],
): Ground {
  const worse = serious === undefined ? '' : ` Serious after ${pluralise(serious, 'day')}.`;
  const row = (words: string, on: LocalDate) => [words, dayCell(on, today), daysBetween(on, today)];
  return {
    rule: `For ${pluralise(days, 'day')} nobody of theirs wrote in the channel, did something in the programme, brought in or closed a deal or lead, or answered a survey.${worse}`,
    noun: 'signs of life',
    columns: ['Sign', 'Last on', 'Days ago'],
    rows: [
      ...signs.map(({ what, on }) => row(`Somebody ${signWords[what]}`, on)),
      row('They joined the programme', startedOn),
    ],
  };
}
