import { localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { Partner } from '../../../platform/store/generated/client.ts';
import type { Work } from '../../../platform/work.ts';
import { programmeSettings } from '../../partners/public.ts';
import type { SignalRule } from '../../playbook/public.ts';
import { currentRules } from '../current-rules.ts';
import { type HealthFacts, loadHealthFacts, surveysCompared } from '../facts.ts';
import { behindActivation } from '../signals/activation-overdue.ts';
import { find } from '../signals/catalogue.ts';
import { behindScores } from '../signals/falling-scores.ts';
import type { Evidence, Ground } from '../signals/found.ts';
import { behindLateSteps } from '../signals/late-steps.ts';
import { behindMissedCalls } from '../signals/missed-calls.ts';
import { behindSilence } from '../signals/silent-partner.ts';
import { behindStalledDeals } from '../signals/stalled-deals.ts';
import { signsOf } from '../signs.ts';

/** By the rule of that kind in the playbook of now; refuses where it has none any more. */
export async function loadEvidence(work: Work, partner: Partner, kind: string): Promise<Evidence> {
  const rule = (await currentRules(work)).find((each) => each.kind === kind);
  if (!rule)
    throw new Refusal(
      'stale',
      'The playbook doesn’t look for that any more. Say “health” for what it finds now.',
    );
  const facts = (await loadHealthFacts(work, [partner], [rule])).get(partner.id);
  if (!facts) throw new Error(`no facts of partner ${partner.id}`);
  return { found: find(rule, facts), ground: await groundOf(work, partner, rule, facts) };
}

async function groundOf(work: Work, partner: Partner, rule: SignalRule, facts: HealthFacts): Promise<Ground> {
  switch (rule.kind) {
    case 'late_steps':
      return behindLateSteps(rule, facts);
    case 'missed_calls':
      return behindMissedCalls(rule, facts);
    case 'activation_overdue':
      return behindActivation(rule, facts);
    case 'stalled_deals':
      return behindStalledDeals(rule, facts);
    case 'silent_partner': {
      const { timeZone } = await programmeSettings(work);
      const signs = await signsOf(work, [partner.id]);
      return behindSilence(
        rule,
        facts,
        signs.map(({ what, at }) => ({ what, on: localDateOf(at, timeZone) })),
      );
    }
    case 'falling_scores':
      return behindScores(rule, facts, await surveysCompared(work, partner.id, rule.days));
  }
}
