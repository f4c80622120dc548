import { exact, metric } from './metric.ts';

export const lateSteps = metric({
  key: 'late_steps',
  label: 'Late steps',
  definition: 'Open onboarding steps whose due date has passed.',
  formula: 'number of open steps due before today',
  unit: 'count',
  better: 'lower',
  needs: ['onboarding'],
  minimum: 1,
  parts: null,
  interval: 'none',
  isMomentary: true,
  estimate: ({ onboarding }) => (onboarding ? exact(onboarding.late, 1, onboarding.late) : exact(0, 0, null)),
});
