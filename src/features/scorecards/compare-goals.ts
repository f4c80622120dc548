import type { TimeWindow } from '../../core/time-window.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import type { MetricKey } from '../playbook/public.ts';
import { loadCards } from './facts.ts';
import { type ComparedGoal, compareGoal, type Goal } from './goals.ts';
import { metricOf } from './metrics/catalogue.ts';

/** The goals of a period against what has happened in it so far. Of a period that has not begun nothing is compared. */
export async function compareGoals(
  work: Work,
  partner: Partner,
  window: TimeWindow,
  goals: readonly Goal[],
): Promise<readonly ComparedGoal[]> {
  if (work.now <= window.from || goals.length === 0) return [];
  const to = work.now < window.to ? work.now : window.to;
  const [card] = await loadCards(work, [partner], to, { from: window.from, to });
  if (!card) throw new Error(`no facts of partner ${partner.id}`);
  const elapsed = (to.getTime() - window.from.getTime()) / (window.to.getTime() - window.from.getTime());
  return goals.map((goal) => compareGoal(goal, card.facts, elapsed));
}

/** What a metric is called on a scorecard. */
export const metricLabel = (key: MetricKey): string => metricOf(key).label;
