import { exact, metric } from './metric.ts';

export const onboardingProgress = metric({
  key: 'onboarding_progress',
  label: 'Onboarding',
  definition: 'How much of the onboarding checklist is done.',
  formula: 'steps done ÷ all steps of this partner’s journey',
  unit: 'share',
  better: 'higher',
  needs: ['onboarding'],
  minimum: 1,
  parts: ['steps done', 'steps'],
  interval: 'none',
  isMomentary: true,
  growsOverTime: true,
  estimate: ({ onboarding }) =>
    onboarding && onboarding.total > 0
      ? exact(onboarding.done, onboarding.total, onboarding.done / onboarding.total)
      : exact(0, 0, null),
  projection: 'steps whose due day has come ÷ all steps: what the plan expects by today',
  expected: ({ onboarding }) =>
    onboarding && onboarding.total > 0 ? onboarding.dueByNow / onboarding.total : null,
});
