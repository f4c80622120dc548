/** What others may ask of scorecards. */
export { composeDigest } from './compose.ts';
export { scheduleDigest, scheduleMonthly } from './jobs.ts';
