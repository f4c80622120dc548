import { addDays, daysBetween, formatLocalDate } from '../../../core/calendar.ts';
import { pluralise } from '../../../core/text.ts';
import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import { dayCell, type Found, type Ground } from './found.ts';

/** Since the day on which as many deals as the rule says had stood still for as long as it says. */
export function stalledDeals(
  rule: Extract<SignalRule, { kind: 'stalled_deals' }>,
  { idle, today }: HealthFacts,
): Found | null {
  const stalled = idle.filter(({ since }) => daysBetween(since, today) >= rule.days);
  const [oldest] = stalled;
  const deciding = stalled[rule.deals - 1];
  if (!oldest || !deciding) return null;
  const { serious } = rule;
  const isSerious =
    serious !== undefined &&
    stalled.filter(({ since }) => daysBetween(since, today) >= serious).length >= rule.deals;
  return {
    severity: isSerious ? 'serious' : 'watch',
    since: addDays(deciding.since, rule.days),
    evidence: `Nothing has happened to ${pluralise(stalled.length, 'open deal')} for ${rule.days} days or more. ${oldest.ref} for ${oldest.customer} has stood still since ${formatLocalDate(oldest.since, today)}.`,
  };
}

/** Every deal that has stood still for as long as the rule says, the longest first. */
export function behindStalledDeals(
  { deals, days, serious }: Extract<SignalRule, { kind: 'stalled_deals' }>,
  { idle, today }: HealthFacts,
): Ground {
  const worse = serious === undefined ? '' : ` Serious once it is as many for ${pluralise(serious, 'day')}.`;
  return {
    rule: `Nothing has happened to at least ${pluralise(deals, 'open deal')} for ${pluralise(days, 'day')} or more; a deal that waits for approval doesn’t count.${worse}`,
    noun: 'deals',
    columns: ['Deal', 'Customer', 'Still since', 'Days'],
    rows: idle.map(({ ref, customer, since }) => [
      ref,
      customer,
      dayCell(since, today),
      daysBetween(since, today),
    ]),
  };
}
