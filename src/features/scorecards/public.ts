/** What others may ask of scorecards. */
export { keepCanvas } from './canvas.ts';
export { keepScorecards } from './compose.ts';
export { scheduleDigest, scheduleMonthly } from './jobs.ts';
