/** What others may ask of scorecards. */
export { keepCanvas } from './canvas.ts';
export { keepScorecards } from './compose.ts';
export { exportScorecards, scorecardExportColumns } from './export-rows.ts';
export { scheduleDigest, scheduleMonthly } from './jobs.ts';
