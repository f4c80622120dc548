import type { Feature } from '../platform/feature.ts';
import { calls } from './calls/index.ts';
import { createDeliveries } from './deliveries/index.ts';
import { health } from './health/index.ts';
import { createHelp } from './help/index.ts';
import { history } from './history/index.ts';
import { createHome } from './home/index.ts';
import { ingest } from './ingest/index.ts';
import { mentoring } from './mentoring/index.ts';
import { onboarding } from './onboarding/index.ts';
import { partners } from './partners/index.ts';
import { pipeline } from './pipeline/index.ts';
import { plans } from './plans/index.ts';
import { playbook } from './playbook/index.ts';
import { scorecards } from './scorecards/index.ts';
import { segments } from './segments/index.ts';
import { surveys } from './surveys/index.ts';

/** What Tandem can do, one line a capability. */
const capabilities: readonly Feature[] = [
  onboarding,
  calls,
  pipeline,
  surveys,
  scorecards,
  plans,
  health,
  partners,
  segments,
  mentoring,
  playbook,
  history,
  ingest,
];

const deliveries = createDeliveries(capabilities);

export const features: readonly Feature[] = [
  ...capabilities,
  deliveries,
  createHome([...capabilities, deliveries]),
  createHelp([...capabilities, deliveries]),
];
