/** What other features know of the playbook. */
export { parsePlaybook } from './parse.ts';
export { describeChanges } from './rules/describeChanges.ts';
export { eventInWords, factInWords } from './rules/factInWords.ts';
export { firstValueEvent } from './rules/firstValueEvent.ts';
export { recurrenceOf } from './rules/recurrenceOf.ts';
export { hoursInWords, regionOf } from './rules/regionOf.ts';
export { responseTerms, workingHoursOf } from './rules/responseTerms.ts';
export type { Graded } from './rules/segments.ts';
export { dimensionsOf, isFor, onlyValue, segmentWords } from './rules/segments.ts';
export type { PlacedStep } from './rules/stepsFor.ts';
export { allSteps, findStep, stepsFor, withOwnResources } from './rules/stepsFor.ts';
export type { CallDefinition, CallRecurrence } from './schema/calls.ts';
export type { FactCondition } from './schema/conditions.ts';
export type { Contact } from './schema/contacts.ts';
export type { DealTerms } from './schema/deals.ts';
export type { QuizQuestion } from './schema/evidence/quiz.ts';
export type { Amount } from './schema/fields.ts';
export type { Gate } from './schema/gates.ts';
export type { HandoffDefinition } from './schema/handoffs.ts';
export type { Health, Remediation, SignalKind, SignalRule } from './schema/health.ts';
export { noMeasures, type OverallTargets } from './schema/measures.ts';
export type { MentoringTerms } from './schema/mentoring.ts';
export type { MetricKey, MetricTarget, MetricUnit, Target } from './schema/metrics.ts';
export { internalMetrics, metricUnits, mostCompared } from './schema/metrics.ts';
export type { Milestone } from './schema/milestones.ts';
export type { PlanTemplate } from './schema/plan.ts';
export type { Playbook } from './schema/playbook.ts';
export type { Programme } from './schema/programme.ts';
export { type Measured, measuredBy, towardsGood } from './schema/questions/rating.ts';
export type { Region } from './schema/regions.ts';
export type { RegistrationTerms } from './schema/registration.ts';
export type { Reminders } from './schema/reminders.ts';
export type { Risk } from './schema/risks.ts';
export type { RoutingRules } from './schema/routing.ts';
export { noScorecards, type ScorecardSettings } from './schema/scorecards.ts';
export type { Seat, SeatKey } from './schema/seats.ts';
export { roleOf, sideOf } from './schema/seats.ts';
export type { Condition } from './schema/segments.ts';
export type { Evidence, EvidenceKind, Step } from './schema/steps.ts';
export type {
  Question,
  QuestionKind,
  SurveyDefinition,
  SurveyTrigger,
  SurveyVisibility,
} from './schema/surveys.ts';
export type { Tier } from './schema/tiers.ts';
export type { Track } from './schema/tracks.ts';
export { readSegments, segmentInputs } from './segment-inputs.ts';
export type { CurrentPlaybook, PlaybookVersion, Publication } from './store.ts';
export {
  currentPlaybook,
  currentVersions,
  findCurrentPlaybook,
  loadPlaybook,
  loadPlaybooks,
  publish,
} from './store.ts';
