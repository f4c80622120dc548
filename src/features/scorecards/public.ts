/** What others may ask of scorecards. */
export { composeDigest, keepScorecards } from './compose.ts';
export { scheduleDigest, scheduleMonthly } from './jobs.ts';
