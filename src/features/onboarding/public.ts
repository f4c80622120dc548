/** What other features may ask about onboarding. */
export { followJourney } from './announce.ts';
export { bringSteps, type Replanned, replan, type WaitingStep, waitingSteps } from './replan.ts';
export { gatesPassed, type PassedGate } from './store/gates-passed.ts';
export {
  type DoneStep,
  type JourneyProgress,
  journeyProgress,
  type LateStep,
  lateSteps,
  type OpenStep,
  openSteps,
  openStepsOf,
  type ProgressPoint,
  progressAt,
  seatHolders,
  stepsDoneSince,
} from './store/questions.ts';
export { firstKickoffs, reachedDays } from './store/reached.ts';
export { type JourneyWaits, journeyWaits } from './store/waits.ts';
export { type Vacated, vacate } from './vacate.ts';
