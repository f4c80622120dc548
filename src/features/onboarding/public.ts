/** What other features may ask about onboarding. */
export {
  type JourneyProgress,
  journeyProgress,
  type OpenStep,
  openSteps,
  openStepsOf,
  type ProgressPoint,
  progressAt,
  seatHolders,
} from './store/questions.ts';
