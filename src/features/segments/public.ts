/** What others may ask of tiers and segments. */
export { scheduleCheck as scheduleConditions } from './jobs.ts';
