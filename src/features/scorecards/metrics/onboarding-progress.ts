import { exact, type Metric } from './metric.ts';

export const onboardingProgress: Metric = {
  key: 'onboarding_progress',
  label: 'Onboarding',
  definition: 'How much of the onboarding checklist is done.',
  formula: 'steps done ÷ all steps of this partner’s journey',
  unit: 'share',
  better: 'higher',
  parts: ['steps done', 'steps'],
  interval: 'none',
  isMomentary: true,
  growsOverTime: true,
  estimate: ({ onboarding }) =>
    onboarding && onboarding.total > 0
      ? exact(onboarding.done, onboarding.total, onboarding.done / onboarding.total)
      : exact(0, 0, null),
};
