/** What others may ask of joint plans. Nothing here may need the scorecards, which ask it. */
export { plansOfQuarter, type QuarterPlan } from './planned.ts';
export type { PlannedGoal } from './rules/goals.ts';
