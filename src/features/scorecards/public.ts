/** What others may ask of scorecards. */
export { keepCanvas } from './canvas.ts';
export { compareGoals, metricLabel } from './compare-goals.ts';
export { keepScorecards } from './compose.ts';
export { exportScorecards, scorecardExportColumns } from './export-rows.ts';
export { loadCards, type PartnerCard } from './facts.ts';
export { type ComparedGoal, type Goal, type GoalStanding, goalCells, goalStandingWords } from './goals.ts';
export { howMenu } from './how-view.ts';
export { scheduleDigest, scheduleMonthly } from './jobs.ts';
export { type Judged, judge } from './judge.ts';
export { keepLastPacks } from './quarterly/jobs.ts';
